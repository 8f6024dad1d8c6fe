#include "model/admission.h"

#include "model/entries.h"
#include "model/evaluate.h"
#include "model/regex.h"
#include "model/variables.h"

static bool has_any(const nwl_scope *scope, nwl_directive_id id)
{
    uint32_t count;
    nwl_scope_all(scope, id, &count);
    return count > 0;
}

// The nearest list of allow and deny lines lets nobody in.
static bool denies_everybody(const nwl_scope *scope)
{
    while (scope != NULL && !has_any(scope, NWL_D_deny) && !has_any(scope, NWL_D_allow))
        scope = scope->parent;
    nwl_site deny = scope == NULL ? (nwl_site){0} : nwl_scope_last(scope, NWL_D_deny);
    return deny.directive != NULL && !has_any(scope, NWL_D_allow) &&
           nwl_str_eq(nwl_directive_arg(deny.directive, 0), NWL_STR("all"));
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

bool nwl_limit_except_names_get(const nwl_scope *limit_except)
{
    const nwl_directive *opener = limit_except->opener.directive;
    for (uint32_t i = 0; i < opener->arg_count; i++) {
        if (nwl_str_eq(opener->args[i].value, NWL_STR("GET")))
            return true;
    }
    return false;
}

static bool is_redirect(const nwl_directive *rewrite)
{
    nwl_str replacement = nwl_directive_arg(rewrite, 1),
            flag = nwl_directive_arg(rewrite, 2);
    return nwl_str_eq(flag, NWL_STR("redirect")) ||
           nwl_str_eq(flag, NWL_STR("permanent")) ||
           nwl_str_starts_with(replacement, NWL_STR("http://")) ||
           nwl_str_starts_with(replacement, NWL_STR("https://")) ||
           nwl_str_starts_with(replacement, NWL_STR("$scheme"));
}

// Whether a rewrite sends every request to another server, or from a location to another one; where it ends is not looked at.
static bool leads_away(const nwl_directive *rewrite, const nwl_scope *home)
{
    bool moves = home->context == NWL_CX_HTTP_LOCATION &&
                 !nwl_str_eq(nwl_directive_arg(rewrite, 2), NWL_STR("break"));
    return (moves || is_redirect(rewrite)) &&
           nwl_regex_is_catch_all(nwl_directive_arg(rewrite, 0), false);
}

// Runs the rewrite directives of a server or location. What a condition that is not known lets through is let through.
static nwl_admission run_rewrite(nwl_arena *scratch, const nwl_model *model,
                                 const nwl_scope *home)
{
    uint32_t count = 0;
    bool may_have_ended = false;
    const nwl_rewrite_step *steps =
        home == NULL ? NULL : nwl_variables_steps(model->variables, home, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_directive *directive = steps[i].site.directive;
        nwl_holds holds = NWL_HOLDS_YES;
        if (directive->id == NWL_D_set)
            continue;
        if (steps[i].if_block != NULL)
            holds = nwl_if_holds(scratch, model, steps[i].if_block, NWL_CLIENT_HANDSHAKE);
        if (holds == NWL_HOLDS_UNKNOWN)
            may_have_ended = may_have_ended || directive->id == NWL_D_break;
        if (holds != NWL_HOLDS_YES)
            continue;
        if (directive->id == NWL_D_break)
            return NWL_ADMITTED;
        if (directive->id == NWL_D_return)
            return may_have_ended ? NWL_ADMISSION_UNKNOWN : NWL_ANSWERED_BY_NGINX;
        if (leads_away(directive, home))
            return NWL_ADMISSION_UNKNOWN;
    }
    return NWL_ADMITTED;
}

nwl_admission nwl_admission_of(nwl_arena *scratch, const nwl_model *model,
                               const nwl_proxied_location *location)
{
    if (denies_everybody(location->scope) || is_refused_by_method(location->location) ||
        location->idle_limit_ms == 0)
        return NWL_ANSWERED_BY_NGINX;
    nwl_admission by_server = run_rewrite(scratch, model, location->server);
    if (by_server != NWL_ADMITTED)
        return by_server;
    nwl_admission by_location = run_rewrite(scratch, model, location->location);
    const nwl_entry *entry =
        nwl_entries_find(&model->entries, scratch, location->location);
    bool internal = has_any(location->location, NWL_D_internal) ||
                    (entry != NULL && !entry->may_tunnel);
    return by_location == NWL_ADMITTED && internal ? NWL_ADMISSION_UNKNOWN : by_location;
}
