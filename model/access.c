#include "model/access.h"

#include "model/address.h"
#include "model/condition.h"

// The allow and deny lines of one level: the sites of both directives, merged by their order.
typedef struct access_list {
    const nwl_site *allow, *deny;
    uint32_t allow_count, deny_count;
} access_list;

// The nearest level with a line of either kind.
static const nwl_scope *level_of(const nwl_scope *scope)
{
    if (scope->settings == NULL)
        return NULL;
    const nwl_scope *allowing = scope->settings->from[NWL_SET_allow];
    const nwl_scope *denying = scope->settings->from[NWL_SET_deny];
    if (allowing == NULL || denying == NULL)
        return allowing == NULL ? denying : allowing;
    bool is_deeper = allowing->settings->from[NWL_SET_deny] == denying;
    return is_deeper ? allowing : denying;
}

static nwl_site take_next(access_list *list)
{
    bool allows = list->deny_count == 0 ||
                  (list->allow_count > 0 && list->allow->order < list->deny->order);
    if (allows) {
        list->allow_count--;
        return *list->allow++;
    }
    list->deny_count--;
    return *list->deny++;
}

static nwl_holds fits(nwl_str who, const nwl_text_value *address)
{
    if (nwl_str_eq(who, NWL_STR("all")))
        return NWL_HOLDS_YES;
    if (address->certainty != NWL_EXACT || !nwl_address_is_network(address->options[0]))
        return NWL_HOLDS_UNKNOWN;
    return nwl_address_is_in(address->options[0], who) ? NWL_HOLDS_YES : NWL_HOLDS_NO;
}

nwl_access nwl_access_of_address(const nwl_scope *scope, const nwl_text_value *address,
                                 nwl_site *line)
{
    const nwl_scope *level = level_of(scope);
    access_list list = {0};
    nwl_site maybe = {0};
    bool may_be_allowed = false, may_be_denied = false;
    if (level == NULL)
        return NWL_ACCESS_UNASKED;
    list.allow = nwl_scope_all(level, NWL_D_allow, &list.allow_count);
    list.deny = nwl_scope_all(level, NWL_D_deny, &list.deny_count);
    while (list.allow_count + list.deny_count > 0) {
        nwl_site site = take_next(&list);
        bool allows = site.directive->id == NWL_D_allow;
        nwl_holds holds = fits(nwl_directive_arg(site.directive, 0), address);
        *line = site;
        if (holds == NWL_HOLDS_YES && !(allows ? may_be_denied : may_be_allowed))
            return allows ? NWL_ACCESS_GRANTED : NWL_ACCESS_REFUSED;
        if (holds == NWL_HOLDS_YES)
            return NWL_ACCESS_OPEN;
        if (holds == NWL_HOLDS_UNKNOWN) {
            may_be_allowed = may_be_allowed || allows;
            may_be_denied = may_be_denied || !allows;
            maybe = site;
        }
    }
    *line = maybe;
    return maybe.directive == NULL ? NWL_ACCESS_UNASKED : NWL_ACCESS_OPEN;
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
