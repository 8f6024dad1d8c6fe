#include "model/access.h"

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

// The nearest list of allow and deny lines counts, and in it the first line that fits (ngx_http_access_inet).
nwl_site nwl_access_denial(const nwl_scope *scope)
{
    const nwl_scope *denying = scope->settings->from[NWL_SET_deny];
    const nwl_scope *allowing = scope->settings->from[NWL_SET_allow];
    nwl_site deny = denying == NULL ? (nwl_site){0} : first_deny_all(denying);
    if (deny.directive == NULL || allowing == NULL)
        return deny;
    uint32_t count;
    bool is_reached =
        allowing == denying
            ? deny.order < nwl_scope_all(allowing, NWL_D_allow, &count)[0].order
            : allowing->settings->from[NWL_SET_deny] != denying;
    return is_reached ? deny : (nwl_site){0};
}

bool nwl_limit_except_names(const nwl_scope *limit_except, nwl_str method)
{
    const nwl_directive *opener = limit_except->opener.directive;
    for (uint32_t i = 0; i < opener->arg_count; i++) {
        nwl_str named = opener->args[i].value;
        if (nwl_str_eq(named, method) ||
            (nwl_str_eq(named, NWL_STR("GET")) && nwl_str_eq(method, NWL_STR("HEAD"))))
            return true;
    }
    return false;
}
