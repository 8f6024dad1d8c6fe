// keepalive-defeated: an upstream is to keep connections open, and plain requests ask its servers to close them
//
// nginx keeps a connection when the server does (u->keepalive in ngx_http_proxy_module.c), and a server closes it after
// "Connection: close", and after HTTP/1.0 without "Connection: keep-alive" (RFC 9112, 9.3).

#include "model/judge.h"
#include "model/keepalive.h"
#include "rules/blame.h"
#include "rules/handshake.h"
#include "rules/plain.h"

// Told from the lines alone, before any request is made up.
static bool may_close(const nwl_proxied_location *location)
{
    nwl_site version = nwl_scope_setting(location->scope, NWL_SET_proxy_http_version);
    bool is_new = nwl_str_eq(nwl_directive_arg(version.directive, 0), NWL_STR("1.1"));
    return !is_new ||
           nwl_text_may_contain_token(&location->plain_connection, NWL_STR("close"));
}

static bool closes(const nwl_upstream_request *plain)
{
    if (plain->http_version == NWL_HTTP_2)
        return false;
    bool asks =
        nwl_request_must_have_token(plain, NWL_STR("Connection"), NWL_STR("close"));
    bool is_old =
        plain->http_version == NWL_HTTP_1_0 &&
        !nwl_request_may_have_token(plain, NWL_STR("Connection"), NWL_STR("keep-alive"));
    return asks || is_old;
}

// The line that has plain requests close the connection; no site when it is but a default of nginx.
static nwl_site closing_line(const nwl_upstream_request *plain)
{
    const nwl_upstream_header *connection =
        nwl_request_header(plain, NWL_STR("Connection"));
    bool asks = nwl_text_must_contain_token(&connection->value, NWL_STR("close"));
    nwl_site line = asks ? nwl_value_line(connection) : (nwl_site){0};
    const nwl_origin *version = &plain->http_version_origin;
    bool by_version =
        version->kind == NWL_FROM_DIRECTIVE && plain->http_version == NWL_HTTP_1_0;
    return line.directive == NULL && by_version ? version->site : line;
}

// What the missing lines or this very line do to a handshake is said already, and the remedy is the same.
static bool is_said_of_handshake(const nwl_proxied_location *location, nwl_site line)
{
    uint32_t version = 1u << NWL_REASON_HTTP_1_0;
    uint32_t header = 1u << NWL_REASON_CONNECTION_LACKS_UPGRADE;
    if (location->expectation.level < NWL_EXPECTS_POSSIBLE)
        return false;
    if (line.directive == NULL)
        return (location->reasons & (version | header)) != 0;
    bool is_version = line.directive->id == NWL_D_proxy_http_version;
    return location->setup.upgrade &&
           (location->reasons & (is_version ? version : header)) != 0;
}

static bool is_doubted(const nwl_scope *scope)
{
    return nwl_setting_may_be_elsewhere(scope, NWL_SET_proxy_set_header) ||
           nwl_setting_may_be_elsewhere(scope, NWL_SET_proxy_http_version);
}

static nwl_severity severity_of(const nwl_proxied_location *location, nwl_site line,
                                nwl_site keepalive)
{
    bool is_default = line.directive == NULL;
    bool is_weak = is_doubted(location->scope) || keepalive.directive == NULL;
    if (is_said_of_handshake(location, line) || (is_default && is_weak))
        return NWL_OFF;
    return is_weak ? NWL_NOTE : NWL_WARNING;
}

static nwl_blame blame_of(const nwl_pass *pass, const nwl_proxied_location *location,
                          nwl_site line, nwl_site keepalive)
{
    bool is_default = line.directive == NULL;
    bool by_version = is_default && nwl_pass_model(pass)->options.version == 0;
    return (nwl_blame){.line = is_default ? keepalive : line,
                       .through = is_default ? location->site : keepalive,
                       .severity = severity_of(location, line, keepalive),
                       .confidence = by_version ? NWL_LIKELY : NWL_CERTAIN};
}

static nwl_upstream_request oldest_plain_request(nwl_arena *arena, const nwl_pass *pass,
                                                 const nwl_proxied_location *location)
{
    nwl_version oldest = nwl_oldest_judged(nwl_pass_model(pass)->options.version);
    return nwl_plain_request_of(arena, pass, location, oldest);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_scope *upstream = nwl_upstream_of(pass, location);
    nwl_site keepalive;
    if (location->handler != NWL_HANDLER_PROXY || upstream == NULL ||
        !nwl_upstream_keeps_connections(upstream, nwl_pass_model(pass)->options.version,
                                        &keepalive) ||
        !nwl_has_plain_requests(location) || !may_close(location) ||
        nwl_sets_header_twice(location, NWL_STR("Connection")))
        return;
    nwl_upstream_request plain =
        oldest_plain_request(nwl_pass_scratch(pass), pass, location);
    if (closes(&plain))
        nwl_blame_line(pass, location,
                       blame_of(pass, location, closing_line(&plain), keepalive));
}

// What a plain request arrives with, for people.
static nwl_str arrival(nwl_pass *pass, const nwl_upstream_request *plain)
{
    bool asks =
        nwl_request_must_have_token(plain, NWL_STR("Connection"), NWL_STR("close"));
    bool is_old = plain->http_version == NWL_HTTP_1_0;
    return nwl_arena_format(nwl_pass_arena(pass), "%s%s%s", is_old ? "HTTP/1.0" : "",
                            is_old && asks ? " and " : "",
                            asks ? "\"Connection: close\"" : "");
}

static nwl_str upstream_name(const nwl_pass *pass, const nwl_blame *blame)
{
    return nwl_directive_arg(nwl_upstream_of(pass, blame->location)->opener.directive, 0);
}

static void add_default_remedy(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame,
                               const nwl_upstream_request *plain)
{
    const nwl_scope *scope = blame->location->scope;
    nwl_site list = nwl_scope_setting(scope, NWL_SET_proxy_set_header);
    bool has_close =
        nwl_request_must_have_token(plain, NWL_STR("Connection"), NWL_STR("close"));
    if (has_close && list.directive != NULL) {
        nwl_finding_related(pass, f, list, "the headers are set here");
        nwl_finding_help(pass, f, "beside the other proxy_set_header lines, add");
    } else {
        nwl_finding_help(pass, f, "in the block of %.*s, add",
                         NWL_STR_FMT(nwl_location_quoted(pass, blame->location)));
    }
    if (plain->http_version == NWL_HTTP_1_0)
        nwl_finding_help_line(pass, f, "proxy_http_version 1.1;");
    if (has_close)
        nwl_finding_help_line(pass, f, "proxy_set_header Connection \"\";");
}

static void flag_default(nwl_pass *pass, const nwl_blame *blame,
                         const nwl_upstream_request *plain)
{
    nwl_str arrives = arrival(pass, plain);
    nwl_finding *f =
        nwl_flag_blame(pass, blame, "keepalive of \"%.*s\" has no effect for %.*s",
                       NWL_STR_FMT(upstream_name(pass, blame)),
                       NWL_STR_FMT(nwl_blame_places(pass, blame)));
    nwl_finding_label(pass, f, "its servers close them after every request");
    nwl_finding_related(pass, f, blame->through, "plain requests arrive with %.*s",
                        NWL_STR_FMT(arrives));
    if (nwl_pass_model(pass)->options.version == 0)
        nwl_finding_note(pass, f,
                         "that is nginx before 1.29.7; from 1.29.7 on the defaults keep "
                         "connections");
    add_default_remedy(pass, f, blame, plain);
}

// The key of a line of a map as it is written, with the spaces behind it.
static nwl_str key_of_arm(const nwl_pass *pass, const nwl_directive *arm)
{
    return nwl_str_slice(nwl_pass_source(pass, arm), 0,
                         arm->args[0].range.begin - arm->range.begin);
}

static void add_line_remedy(nwl_pass *pass, nwl_finding *f, const nwl_blame *blame)
{
    switch (blame->line.directive->id) {
    case NWL_D_proxy_http_version:
        nwl_finding_help(pass, f, "change it to");
        nwl_finding_help_line(pass, f, "proxy_http_version 1.1;");
        break;
    case NWL_D_proxy_set_header:
        nwl_finding_help(pass, f, "change it to");
        nwl_finding_help_line(pass, f, "proxy_set_header Connection \"\";");
        break;
    default:
        nwl_finding_help(pass, f,
                         "let plain requests go without the header: change it to");
        nwl_finding_help_line(pass, f, "%.*s'';",
                              NWL_STR_FMT(key_of_arm(pass, blame->line.directive)));
    }
}

static void flag_line(nwl_pass *pass, const nwl_blame *blame,
                      const nwl_upstream_request *plain)
{
    nwl_finding *f =
        nwl_flag_blame(pass, blame, "%.*s plain requests with %.*s in spite of keepalive",
                       NWL_STR_FMT(nwl_blame_does(pass, blame, "send")),
                       NWL_STR_FMT(arrival(pass, plain)));
    const nwl_upstream_header *connection =
        nwl_request_header(plain, NWL_STR("Connection"));
    bool is_arm = connection->value.decided_by.directive == blame->line.directive;
    nwl_finding_label(pass, f,
                      is_arm ? "plain requests take this arm"
                             : "has the server close the connection");
    if (is_arm)
        nwl_finding_related(pass, f, connection->value.origin.site, "used here");
    nwl_blame_add_place(pass, f, blame, "plain requests go here");
    if (blame->through.directive != NULL)
        nwl_finding_related(pass, f, blame->through, "no connection is kept");
    else
        nwl_finding_note(pass, f,
                         "upstream \"%.*s\" keeps connections by default from nginx "
                         "1.29.7 on",
                         NWL_STR_FMT(upstream_name(pass, blame)));
    add_line_remedy(pass, f, blame);
}

static void flag(nwl_pass *pass, const nwl_blame *blame)
{
    nwl_upstream_request plain =
        oldest_plain_request(nwl_pass_scratch(pass), pass, blame->location);
    if (closing_line(&plain).directive == NULL)
        flag_default(pass, blame, &plain);
    else
        flag_line(pass, blame, &plain);
}

const nwl_rule nwl_rule_keepalive_defeated = {
    .id = NWL_TEXT("keepalive-defeated"),
    .title = NWL_TEXT("an upstream with keepalive keeps no connection"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "keepalive in an upstream has nginx keep connections to its servers open for the "
        "next request. The server closes them all the same when a request arrives with "
        "\"Connection: close\", and after one of HTTP/1.0. Both are defaults of nginx "
        "before 1.29.7, and the widespread map for WebSockets with '' close; sends the "
        "header with every plain request. Each request then opens a connection of its "
        "own: it takes longer, and under load the machine runs out of ports, with "
        "thousands of sockets in TIME_WAIT.\n\n"
        "WebSockets themselves are not concerned, since nothing else can use their "
        "connection. Without keepalive the same map is as good as any."),
    .remedy = NWL_TEXT("Let plain requests go without Connection: the arm '' ''; of the "
                       "map, or proxy_set_header Connection \"\";, and HTTP/1.1."),
    .versions = NWL_TEXT(
        "From 1.29.7 on HTTP/1.1 is the default, \"Connection: close\" is not sent by "
        "default, and every upstream block keeps 32 connections unless it says "
        "otherwise. The finding is a note where only that default is defeated."),
    .when_to_ignore = NWL_TEXT("Where the servers are meant to close the connections of "
                               "these requests and the upstream keeps those of others."),
    .sources =
        {NWL_TEXT(
             "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive"),
         NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
         NWL_TEXT("https://github.com/rustfs/docs.rustfs.com/pull/76"),
         NWL_TEXT("https://www.rfc-editor.org/rfc/rfc9112#section-9.3")},
    .on_proxied_location = check,
    .on_blame = flag,
};
