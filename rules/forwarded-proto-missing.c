// forwarded-proto-missing: an application behind TLS is told the host of the client, and not that it came by https
//
// nginx sends no such header by itself. Where it is told nothing of the client at all, host-not-forwarded has the word.

#include "model/judge.h"
#include "rules/blame.h"
#include "rules/handshake.h"
#include "rules/tunnel.h"

static const nwl_str HEADERS[] = {
    NWL_TEXT("X-Forwarded-Proto"),  NWL_TEXT("Forwarded"),
    NWL_TEXT("X-Forwarded-Scheme"), NWL_TEXT("X-Forwarded-Protocol"),
    NWL_TEXT("X-Forwarded-Ssl"),    NWL_TEXT("X-Forwarded-HTTPS"),
    NWL_TEXT("X-Url-Scheme"),       NWL_TEXT("X-Scheme"),
    NWL_TEXT("Front-End-Https"),    NWL_TEXT("X-Forwarded-Port"),
};

static bool tells_scheme(const nwl_scope *list)
{
    for (size_t i = 0; i < sizeof(HEADERS) / sizeof(HEADERS[0]); i++) {
        if (nwl_level_sets_header(list, HEADERS[i]))
            return true;
    }
    return false;
}

// The list of headers of a WebSocket whose application could mind; NULL for others. Nearly all of those that are known take
// the address from the browser, and a backend that is spoken to by TLS knows the scheme.
static const nwl_scope *list_of(const nwl_proxied_location *location)
{
    if (location->handler != NWL_HANDLER_PROXY || !nwl_tunnel_may_open(location) ||
        location->expectation.app != NULL ||
        nwl_str_starts_with(location->upstream, NWL_STR("https:")) ||
        nwl_str_starts_with(location->upstream, NWL_STR("$")) ||
        nwl_setting_may_be_elsewhere(location->scope, NWL_SET_proxy_set_header))
        return NULL;
    return location->scope->settings->from[NWL_SET_proxy_set_header];
}

static bool speaks_tls(const nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_server *server = nwl_model_server(nwl_pass_model(pass), location->scope);
    return server != NULL && server->tls;
}

// ---- nothing says it --------------------------------------------------------------------

static nwl_site host_without_scheme(const nwl_pass *pass,
                                    const nwl_proxied_location *location)
{
    const nwl_scope *list = list_of(location);
    if (list == NULL || tells_scheme(list) || !speaks_tls(pass, location))
        return (nwl_site){0};
    nwl_site line = nwl_level_header(list, NWL_STR("Host"));
    return nwl_passes_client_host(line) ? line : (nwl_site){0};
}

// The line of the level above that the location's list took away; no site without one.
static nwl_site lost_line(const nwl_proxied_location *location)
{
    const nwl_scope *above = nwl_headers_above(list_of(location));
    return above == NULL ? (nwl_site){0}
                         : nwl_level_header(above, NWL_STR("X-Forwarded-Proto"));
}

static void flag_missing(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_str quoted = nwl_location_quoted(pass, blame->location);
    nwl_finding *f = nwl_flag_blame(
        pass, blame,
        "the application behind %.*s is not told that the client came by https",
        NWL_STR_FMT(quoted));
    nwl_finding_label(pass, f, "no \"X-Forwarded-Proto\" goes with it");
    nwl_site lost = lost_line(blame->location);
    if (lost.directive != NULL)
        nwl_finding_related(pass, f, lost, "set here, lost to the list of %.*s",
                            NWL_STR_FMT(quoted));
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f, "beside this line, add");
    nwl_finding_help_line(pass, f, "proxy_set_header X-Forwarded-Proto $scheme;");
}

// ---- it says http whatever the client used ----------------------------------------------

// The line that names the scheme, behind a proxy whose addresses are known.
static nwl_site scheme_of_this_hop(const nwl_proxied_location *location)
{
    const nwl_scope *list = list_of(location);
    nwl_site line = {0};
    if (list != NULL &&
        nwl_scope_nearest(location->scope, NWL_D_set_real_ip_from).directive != NULL)
        line = nwl_level_header(list, NWL_STR("X-Forwarded-Proto"));
    bool is_scheme = nwl_str_eq_nocase(
        nwl_only_variable(nwl_directive_arg(line.directive, 1)), NWL_STR("scheme"));
    return is_scheme ? line : (nwl_site){0};
}

static void flag_overwritten(nwl_pass *pass, const nwl_blame *blame)
{
    const nwl_proxied_location *first = blame->location;
    nwl_finding *f = nwl_flag_blame(
        pass, blame,
        "the application behind %.*s is told \"http\", whatever the client used",
        NWL_STR_FMT(nwl_location_quoted(pass, first)));
    nwl_finding_label(pass, f, "$scheme is that of the connection to this nginx");
    nwl_finding_related(pass, f, nwl_scope_nearest(first->scope, NWL_D_set_real_ip_from),
                        "clients come through a proxy in front of it");
    nwl_blame_add_place(pass, f, blame, "the WebSocket goes here");
    nwl_finding_help(pass, f,
                     "if the proxy in front speaks TLS and sends the header, "
                     "change it to");
    nwl_finding_help_line(pass, f,
                          "proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;");
}

// -----------------------------------------------------------------------------------------

// Whether some server speaks TLS, or one may that is not seen. Where none does, the proxy in front does if anybody does.
static bool may_have_tls(const nwl_model *model)
{
    if (model->context != NWL_CX_MAIN || model->top->incomplete)
        return true;
    for (uint32_t i = 0; i < model->servers.count; i++) {
        if (model->servers.items[i]->tls)
            return true;
    }
    return false;
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    if (scope != model->top)
        return;
    bool has_tls = may_have_tls(model);
    for (uint32_t i = 0; i < model->locations.count; i++) {
        const nwl_proxied_location *location = &model->locations.items[i];
        nwl_blame_line(pass, location,
                       (nwl_blame){.line = has_tls ? host_without_scheme(pass, location)
                                                   : scheme_of_this_hop(location),
                                   .severity = NWL_NOTE,
                                   .confidence = NWL_POSSIBLE,
                                   .once = true});
    }
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    if (nwl_str_eq_nocase(nwl_directive_arg(blame->line.directive, 0), NWL_STR("Host")))
        flag_missing(pass, blame);
    else
        flag_overwritten(pass, blame);
}

const nwl_rule nwl_rule_forwarded_proto_missing = {
    .id = NWL_TEXT("forwarded-proto-missing"),
    .title = NWL_TEXT("the application cannot know that its clients use https"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "nginx takes TLS off and speaks plain HTTP to the application. One that makes "
        "the address of its WebSocket itself then writes \"ws://\" into an https page, "
        "which browsers block as mixed content, and one that compares Origin with its "
        "own scheme and host refuses the handshake.\n\n"
        "The finding is made once for a configuration, where the client's Host is "
        "passed on and nothing says the scheme. Applications that are known by their "
        "paths "
        "and ports are left out: nearly all of them do without. Behind another proxy "
        "that takes TLS off, "
        "$scheme is always \"http\": the header of that proxy has to be passed on."),
    .remedy = NWL_TEXT("Send X-Forwarded-Proto, and let the application trust it."),
    .when_to_ignore =
        NWL_TEXT("Where the application is told its public address in its own settings, "
                 "or does not look at the header."),
    .sources = {NWL_TEXT("https://github.com/convos-chat/convos/issues/253"),
                NWL_TEXT("https://github.com/PatchMon/PatchMon/pull/527"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc7239")},
    .on_scope = check,
    .on_blame = flag,
};
