#include "model/access.h"

#include "model/address.h"

// Whether a rule is about the address; one that is not known is only known to be one of all.
static bool fits(nwl_str rule, nwl_str address)
{
    return nwl_str_eq(rule, NWL_STR("all")) ||
           (address.len > 0 && nwl_network_contains(rule, address));
}

// The first of the sites that fits; no site without one.
static nwl_site first_fitting(const nwl_site *sites, uint32_t count, nwl_str address)
{
    for (uint32_t i = 0; i < count; i++) {
        if (fits(nwl_directive_arg(sites[i].directive, 0), address))
            return sites[i];
    }
    return (nwl_site){0};
}

// The nearest level with allow or deny lines counts, and there the first line that fits (ngx_http_access_inet).
nwl_site nwl_access_denial(const nwl_scope *scope, nwl_str address)
{
    uint32_t allowing = 0, denying = 0;
    const nwl_site *allows = NULL, *denies = NULL;
    for (; scope != NULL && allowing + denying == 0; scope = scope->parent) {
        allows = nwl_scope_all(scope, NWL_D_allow, &allowing);
        denies = nwl_scope_all(scope, NWL_D_deny, &denying);
    }
    nwl_site deny = first_fitting(denies, denying, address);
    nwl_site allow = address.len > 0 ? first_fitting(allows, allowing, address)
                     : allowing > 0  ? allows[0]
                                     : (nwl_site){0};
    bool is_reached = allow.directive == NULL || deny.order < allow.order;
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
