// handshake-stripped: a line takes away from the handshake, or from its answer, what a WebSocket cannot open without
//
// A backend needs Sec-WebSocket-Key, Sec-WebSocket-Version and the method GET, a browser Upgrade and Sec-WebSocket-Accept
// (RFC 6455, 4.1 and 4.2.1). nginx writes the Connection of a 101 itself (ngx_http_header_filter).

#include "model/judge.h"
#include "rules/handshake.h"
#include "rules/tunnel.h"

static bool has_reason(const nwl_proxied_location *location, nwl_reason reason)
{
    return (location->reasons & 1u << reason) != 0;
}

static nwl_finding *flag(nwl_pass *pass, const nwl_proxied_location *location,
                         const nwl_handshake *h, nwl_site line, nwl_str problem)
{
    nwl_finding *f =
        nwl_flag(pass, line, location->scope, "%.*s %.*s",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)), NWL_STR_FMT(problem));
    nwl_handshake_settle(pass, f, h);
    nwl_finding_related(pass, f, location->site, "the handshake goes here");
    return f;
}

// ---- what the backend needs -------------------------------------------------------------

static const nwl_str KEY = NWL_TEXT("Sec-WebSocket-Key"),
                     VERSION = NWL_TEXT("Sec-WebSocket-Version");

static void flag_all_headers(nwl_pass *pass, const nwl_proxied_location *location,
                             const nwl_handshake *h, nwl_site line)
{
    nwl_finding *f = flag(pass, location, h, line,
                          NWL_STR("sends the handshake without the client's headers"));
    nwl_finding_label(pass, f, "\"Sec-WebSocket-Key\" is one of them");
    nwl_finding_help(pass, f, "remove it, or send the headers of the handshake again");
    nwl_finding_help_line(pass, f,
                          "proxy_set_header Sec-WebSocket-Key $http_sec_websocket_key;");
    nwl_finding_help_line(
        pass, f, "proxy_set_header Sec-WebSocket-Version $http_sec_websocket_version;");
}

static void flag_header(nwl_pass *pass, const nwl_proxied_location *location,
                        const nwl_handshake *h, nwl_str name,
                        const nwl_upstream_header *header)
{
    bool is_emptied = nwl_text_must_be_empty(&header->value);
    nwl_str problem = nwl_arena_format(
        nwl_pass_scratch(pass), "sends the handshake %s \"%.*s%s%.*s\"",
        is_emptied ? "without" : "with", NWL_STR_FMT(name), is_emptied ? "" : ": ",
        NWL_STR_FMT(is_emptied ? NWL_STR("") : header->value.options[0]));
    nwl_finding *f = flag(pass, location, h, header->value.origin.site, problem);
    nwl_finding_label(pass, f, "%s",
                      is_emptied ? "an empty value takes the header away"
                      : nwl_str_eq(name, KEY)
                          ? "a browser takes the answer to its own key alone"
                          : "the version of every WebSocket is 13");
    nwl_finding_help(pass, f, "remove it: nginx sends the client's own");
}

// Says it of the line that sets a header, if one does.
static bool check_header(nwl_pass *pass, const nwl_proxied_location *location,
                         const nwl_handshake *h, nwl_str name)
{
    const nwl_upstream_header *header = nwl_request_header(&h->request, name);
    bool is_set = header != NULL && header->value.origin.kind == NWL_FROM_DIRECTIVE;
    if (is_set)
        flag_header(pass, location, h, name, header);
    return is_set;
}

static void check_request(nwl_pass *pass, const nwl_proxied_location *location,
                          const nwl_handshake *h)
{
    bool key = nwl_key_is_lost(&nwl_client_handshake, &h->request),
         version = !nwl_request_may_have_token(&h->request, VERSION, NWL_STR("13"));
    bool key_is_said = key && check_header(pass, location, h, KEY),
         version_is_said = version && check_header(pass, location, h, VERSION);
    nwl_site line =
        nwl_scope_setting(location->scope, NWL_SET_proxy_pass_request_headers);
    if (!key_is_said && !version_is_said && line.directive != NULL)
        flag_all_headers(pass, location, h, line);
}

static void check_method(nwl_pass *pass, const nwl_proxied_location *location,
                         const nwl_handshake *h)
{
    const nwl_text_value *method = &h->request.method;
    nwl_site line = method->origin.site;
    if (line.directive == NULL || method->certainty == NWL_UNKNOWN)
        return;
    nwl_str problem =
        nwl_arena_format(nwl_pass_scratch(pass), "sends the handshake as \"%.*s\"",
                         NWL_STR_FMT(method->options[0]));
    nwl_finding *f = flag(pass, location, h, line, problem);
    nwl_finding_label(pass, f, "a WebSocket opens with GET");
    nwl_finding_help(pass, f, "remove it: nginx sends the client's own method");
}

// ---- what the browser needs -------------------------------------------------------------

static void check_answer(nwl_pass *pass, const nwl_proxied_location *location,
                         const nwl_handshake *h)
{
    static const nwl_str NAMES[] = {NWL_TEXT("Upgrade"),
                                    NWL_TEXT("Sec-WebSocket-Accept")};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        nwl_site line = nwl_answer_hidden_by(location->scope, NAMES[i]);
        if (line.directive == NULL)
            continue;
        nwl_str problem = nwl_arena_format(nwl_pass_scratch(pass),
                                           "hides \"%.*s\" of the backend's 101",
                                           NWL_STR_FMT(NAMES[i]));
        nwl_finding *f = flag(pass, location, h, line, problem);
        nwl_finding_label(pass, f, "without it the browser gives up");
        nwl_finding_help(pass, f, "remove it");
    }
}

// ---- what only some WebSockets need -----------------------------------------------------

static void note(nwl_pass *pass, const nwl_proxied_location *location, nwl_site line,
                 const char *message, const char *label)
{
    nwl_finding *f = nwl_flag(pass, line, location->scope, "%.*s %s",
                              NWL_STR_FMT(nwl_location_quoted(pass, location)), message);
    f->severity = NWL_NOTE;
    f->confidence = NWL_POSSIBLE;
    nwl_finding_label(pass, f, "%s", label);
    nwl_finding_related(pass, f, location->site, "the handshake goes here");
}

static nwl_site emptied_by(const nwl_proxied_location *location, nwl_str name)
{
    uint32_t count;
    const nwl_site *sites = nwl_headers_at(location->scope, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0), name) &&
            nwl_directive_arg(sites[i].directive, 1).len == 0)
            return sites[i];
    }
    return (nwl_site){0};
}

static void check_options(nwl_pass *pass, const nwl_proxied_location *location)
{
    static const nwl_str EXTENSIONS = NWL_TEXT("Sec-WebSocket-Extensions"),
                         PROTOCOL = NWL_TEXT("Sec-WebSocket-Protocol");
    nwl_site emptied = emptied_by(location, EXTENSIONS),
             silenced = emptied_by(location, PROTOCOL),
             hidden = nwl_answer_hidden_by(location->scope, EXTENSIONS),
             unanswered = nwl_answer_hidden_by(location->scope, PROTOCOL);
    if (emptied.directive != NULL)
        note(pass, location, emptied, "sends the handshake without its extensions",
             "messages are not compressed then");
    else if (hidden.directive != NULL)
        note(pass, location, hidden, "hides which extensions the backend has chosen",
             "a browser that is sent compressed messages unawares gives up");
    if (silenced.directive != NULL)
        note(pass, location, silenced, "sends the handshake without its subprotocols",
             "a browser that asks for one, and is told none, gives up");
    else if (unanswered.directive != NULL)
        note(pass, location, unanswered, "hides which subprotocol the backend has chosen",
             "a browser that asks for one, and is told none, gives up");
}

// ---- limit_except -----------------------------------------------------------------------

// The line that refuses GET; a location with the setup is not meant to.
static void check_limit(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_scope *limit = location->scope->limit_except;
    if (limit == NULL || !nwl_is_set_up_for_socket(location) ||
        !has_reason(location, NWL_REASON_REFUSED_BY_NGINX))
        return;
    nwl_journey journey = nwl_journey_of_handshake(nwl_pass_scratch(pass),
                                                   nwl_pass_model(pass), location->scope);
    if (journey.outcome != NWL_ANSWERED || journey.request.scope != limit)
        return;
    nwl_finding *f =
        nwl_flag(pass, limit->opener, location->scope,
                 "%.*s answers a WebSocket handshake with %u",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)), journey.status);
    f->severity = location->setup.own ? NWL_ERROR : NWL_WARNING;
    nwl_finding_label(pass, f, "a handshake is a GET, which is not among these");
    nwl_finding_related(pass, f, journey.site, "this refuses it");
    nwl_finding_related(pass, f, location->setup.site, "a WebSocket is expected here");
    nwl_finding_help(pass, f, "let GET through: change it to");
    nwl_finding_help_line(pass, f, "%.*s GET { ... }",
                          NWL_STR_FMT(nwl_pass_source(pass, limit->opener.directive)));
}

// -----------------------------------------------------------------------------------------

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_handshake *h = nwl_handshake_of(pass, location);
    if (location->handler != NWL_HANDLER_PROXY)
        return;
    check_limit(pass, location);
    if (h->severity == NWL_OFF || h->cause == NWL_CAUSE_NOT_FORWARDED)
        return;
    if (h->upgrade != NULL && has_reason(location, NWL_REASON_REQUEST_HEADERS_STRIPPED))
        check_request(pass, location, h);
    if (h->upgrade != NULL && has_reason(location, NWL_REASON_METHOD_CHANGED))
        check_method(pass, location, h);
    if (has_reason(location, NWL_REASON_RESPONSE_HEADERS_STRIPPED))
        check_answer(pass, location, h);
    if (location->expectation.level >= NWL_EXPECTS_LIKELY)
        check_options(pass, location);
}

const nwl_rule nwl_rule_handshake_stripped = {
    .id = NWL_TEXT("handshake-stripped"),
    .title = NWL_TEXT("a line takes away what a WebSocket handshake needs"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "A handshake is a GET with Sec-WebSocket-Key and Sec-WebSocket-Version, which "
        "nginx passes on by itself; the backend answers 400 without one of them, and 405 "
        "or 404 to another method. The 101 that comes back has Upgrade and "
        "Sec-WebSocket-Accept; without one of them the browser says \"Error during "
        "WebSocket handshake\" and closes with 1006.\n\n"
        "So these stand in the way: proxy_pass_request_headers off, a "
        "proxy_set_header line that empties one of the headers, proxy_method with "
        "anything but GET, proxy_hide_header Upgrade or Sec-WebSocket-Accept, and a "
        "limit_except block that refuses GET in a location with the setup. "
        "proxy_hide_header Connection does no harm: nginx writes that header itself.\n\n"
        "Sec-WebSocket-Extensions and Sec-WebSocket-Protocol matter to some "
        "applications only, so taking them away is a note."),
    .remedy = NWL_TEXT("Remove the line, or set it where no WebSocket goes."),
    .when_to_ignore =
        NWL_TEXT("For a note: where the application uses neither subprotocols nor "
                 "compression. For an error: where no browser is the client."),
    .sources = {NWL_TEXT("https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_hide_header"),
                NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_pass_request_headers")},
    .on_proxied_location = check,
};
