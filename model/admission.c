#include "model/admission.h"

#include "model/entries.h"
#include "model/evaluate.h"

static bool has_any(const nwl_scope *scope, nwl_directive_id id)
{
    uint32_t count;
    nwl_scope_all(scope, id, &count);
    return count > 0;
}

// The first "deny all" of a level; no site when there is none.
static nwl_site first_deny_all(const nwl_scope *scope)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, NWL_D_deny, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq(nwl_directive_arg(sites[i].directive, 0), NWL_STR("all")))
            return sites[i];
    }
    return (nwl_site){0};
}

// The nearest list of allow and deny lines lets nobody in: the first line that fits decides (ngx_http_access_inet).
static bool denies_everybody(const nwl_scope *scope)
{
    const nwl_scope *denying = scope->settings->from[NWL_SET_deny];
    const nwl_scope *allowing = scope->settings->from[NWL_SET_allow];
    nwl_site deny = denying == NULL ? (nwl_site){0} : first_deny_all(denying);
    if (deny.directive == NULL || allowing == NULL)
        return deny.directive != NULL;
    uint32_t count;
    if (allowing == denying)
        return deny.order < nwl_scope_all(allowing, NWL_D_allow, &count)[0].order;
    bool allowing_is_nearer = allowing->settings->from[NWL_SET_deny] == denying;
    return !allowing_is_nearer;
}

// A limit_except block that a GET falls under, and that lets nobody in.
static bool is_refused_by_method(const nwl_scope *location)
{
    for (const nwl_scope *s = location->first; s != NULL; s = s->next) {
        if (s->context == NWL_CX_HTTP_LIMIT_EXCEPT && !nwl_limit_except_names_get(s) &&
            has_any(s, NWL_D_deny) && denies_everybody(s))
            return true;
    }
    return false;
}

// What comes by an internal redirect has been somewhere else before; with its status kept, it is no answer to a handshake.
static bool comes_from_elsewhere(nwl_arena *scratch, const nwl_model *model,
                                 const nwl_proxied_location *location)
{
    const nwl_entry *entry =
        nwl_entries_find(&model->entries, scratch, location->location);
    return has_any(location->location, NWL_D_internal) ||
           (entry != NULL && !entry->may_tunnel);
}

nwl_admission nwl_admission_of(nwl_arena *scratch, const nwl_model *model,
                               const nwl_proxied_location *location)
{
    if (denies_everybody(location->scope) || is_refused_by_method(location->location) ||
        location->idle_limit_ms == 0)
        return NWL_ANSWERED_BY_NGINX;
    switch (nwl_rewrite_phase(scratch, model, location->scope, NWL_CLIENT_HANDSHAKE)) {
    case NWL_PHASE_ANSWERED:
        return NWL_ANSWERED_BY_NGINX;
    case NWL_PHASE_UNKNOWN:
        return NWL_ADMISSION_UNKNOWN;
    case NWL_PHASE_GOES_ON:
        break;
    }
    return comes_from_elsewhere(scratch, model, location) ? NWL_ADMISSION_UNKNOWN
                                                          : NWL_ADMITTED;
}
