#include "model/admission.h"

#include "model/access.h"
#include "model/model.h"
#include "model/rewrite.h"

// One check, and what it says.
typedef struct check {
    nwl_access access;
    nwl_site site;
    uint32_t status;    // of a refusal
    const char *assume; // what is taken to be so when the access is open
} check;

static check check_address(nwl_journey *journey)
{
    const nwl_request *request = &journey->request;
    check c = {.status = 403,
               .assume = "lets some addresses in, and is taken to let this one in"};
    c.access = nwl_access_of_address(request->scope, &request->client->address, &c.site);
    return c;
}

// The users are in a file, or their password is in their heads.
static check check_password(nwl_journey *journey)
{
    nwl_request *request = &journey->request;
    check c = {.status = 401,
               .assume = "asks for a password, which is taken to be right"};
    c.site = nwl_scope_setting(request->scope, NWL_SET_auth_basic);
    if (c.site.directive == NULL)
        return c;
    nwl_text_value realm = nwl_evaluate(request, nwl_directive_arg(c.site.directive, 0));
    if (realm.certainty == NWL_EXACT && nwl_str_eq(realm.options[0], NWL_STR("off")))
        return c;
    nwl_text_value password =
        nwl_client_variable(request->arena, request->client, NWL_STR("authorization"), 0);
    bool is_refused = realm.certainty == NWL_EXACT && nwl_text_must_be_empty(&password);
    c.access = is_refused ? NWL_ACCESS_REFUSED : NWL_ACCESS_OPEN;
    return c;
}

static nwl_access access_by_status(uint32_t *status)
{
    if (*status >= 200 && *status < 300)
        return NWL_ACCESS_GRANTED;
    if (*status != 401 && *status != 403)
        *status = 500;
    return NWL_ACCESS_REFUSED;
}

bool nwl_subrequest_may_send_upgrade(nwl_journey *asked)
{
    if (asked->outcome != NWL_HANDED_ON || asked->handler != NWL_HANDLER_PROXY)
        return false;
    nwl_upstream_request sent = nwl_upstream_handshake_of(&asked->request);
    return nwl_request_may_have_token(&sent, NWL_STR("Upgrade"), NWL_STR("websocket"));
}

// What the location that auth_request names answers. A service that is sent Upgrade may take it for a handshake: no answer
// to one lets the client in.
static check check_by_request(nwl_journey *journey)
{
    check c = {.assume = "asks another location, which is taken to let the client in"};
    c.site = nwl_scope_setting(journey->request.scope, NWL_SET_auth_request);
    if (c.site.directive == NULL ||
        nwl_str_eq(nwl_directive_arg(c.site.directive, 0), NWL_STR("off")))
        return c;
    nwl_journey asked =
        nwl_journey_of_subrequest(journey, nwl_directive_arg(c.site.directive, 0));
    c.status = asked.kept_status != 0 ? asked.kept_status : asked.status;
    bool is_told = asked.certain && c.status != 0;
    c.access = is_told ? access_by_status(&c.status) : NWL_ACCESS_OPEN;
    if (!is_told &&
        (nwl_subrequest_may_send_upgrade(&asked) || asked.outcome == NWL_FILES))
        journey->certain = false;
    return c;
}

bool nwl_admission_refuses(nwl_journey *journey, nwl_site *site, uint32_t *status)
{
    check (*const checks[])(nwl_journey *) = {check_address, check_password,
                                              check_by_request};
    bool any =
        nwl_scope_setting_says(journey->request.scope, NWL_SET_satisfy, NWL_STR("any"));
    bool is_refused = false, may_pass = false;
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        check c = checks[i](journey);
        bool is_final = !any || (c.status != 401 && c.status != 403);
        if (c.access == NWL_ACCESS_GRANTED && any)
            return false;
        if (c.access == NWL_ACCESS_OPEN) {
            may_pass = true;
            nwl_journey_note(journey, c.site, "%s", c.assume);
        } else if (c.access == NWL_ACCESS_REFUSED && (!is_refused || c.status == 401)) {
            is_refused = true;
            *site = c.site;
            *status = c.status;
        }
        if (c.access == NWL_ACCESS_REFUSED && is_final)
            return !any || !may_pass;
    }
    return is_refused && !may_pass;
}
