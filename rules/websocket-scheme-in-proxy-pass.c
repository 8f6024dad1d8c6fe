// websocket-scheme-in-proxy-pass: a backend is given as a ws:// URL, or beside variables as one without a scheme
//
// ngx_http_proxy_pass() takes http:// and https:// alone and refuses the file. A URL with variables is looked at when a request
// is there, which is answered with 500 (ngx_http_proxy_eval).

#include "model/judge.h"
#include "model/url.h"
#include "model/variables.h"
#include "rules/dispatch.h"

// ---- what is meant ----------------------------------------------------------------------

static bool is_scheme(nwl_str text)
{
    return nwl_str_eq_nocase(text, NWL_STR("ws")) ||
           nwl_str_eq_nocase(text, NWL_STR("wss"));
}

static size_t scheme_length(nwl_str url)
{
    return nwl_str_find(url, ':', 0);
}

static bool may_be_mended(nwl_str text)
{
    return nwl_url_is_of_websocket(text) || is_scheme(text);
}

// The URL or scheme with that of HTTP in place of that of WebSocket, or of none.
static nwl_str meant(nwl_pass *pass, nwl_str text)
{
    nwl_str rest = nwl_str_from(text, scheme_length(text));
    const char *scheme = scheme_length(text) == 3 ? "https" : "http";
    if (!may_be_mended(text))
        return nwl_arena_format(nwl_pass_scratch(pass), "http://%.*s", NWL_STR_FMT(text));
    return nwl_arena_format(nwl_pass_scratch(pass), "%s%.*s", scheme, NWL_STR_FMT(rest));
}

// Whether a URL with variables has no scheme, whatever they stand for: "127.0.0.1:3000/$1".
static bool lacks_scheme(nwl_str url)
{
    static const nwl_str SCHEMES[] = {NWL_TEXT("http://"), NWL_TEXT("https://")};
    nwl_str known = nwl_str_slice(url, 0, nwl_str_find(url, '$', 0));
    for (size_t i = 0; i < sizeof(SCHEMES) / sizeof(SCHEMES[0]); i++) {
        size_t common = known.len < SCHEMES[i].len ? known.len : SCHEMES[i].len;
        if (nwl_str_eq_nocase(nwl_str_slice(known, 0, common),
                              nwl_str_slice(SCHEMES[i], 0, common)))
            return false;
    }
    return true;
}

// Whether no other scheme stands there, so that one may be written before it.
static bool may_be_preceded(nwl_str text)
{
    return !nwl_str_contains(text, NWL_STR("://"));
}

static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_directive *line)
{
    uint32_t last = line->arg_count - 1;
    nwl_str text = line->args[last].value;
    nwl_finding_note(pass, f,
                     "a WebSocket begins as a request of HTTP, so its backend has a URL "
                     "of HTTP");
    if (!may_be_mended(text) && !may_be_preceded(text))
        return;
    nwl_str before = nwl_str_slice(nwl_pass_source(pass, line), 0,
                                   line->args[last].range.begin - line->range.begin);
    nwl_finding_help(pass, f, "change it to");
    nwl_finding_help_line(pass, f, "%.*s%.*s;", NWL_STR_FMT(before),
                          NWL_STR_FMT(meant(pass, text)));
}

static nwl_finding *flag(nwl_pass *pass, nwl_site line, nwl_str url, const char *label)
{
    nwl_finding *f =
        nwl_flag(pass, line, NULL, "\"%.*s\" does not begin with http:// or https://",
                 NWL_STR_FMT(url));
    nwl_finding_label(pass, f, "%s", label);
    return f;
}

// ---- proxy_pass as it is written --------------------------------------------------------

static void check_literal(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_directive *line = location->site.directive;
    bool is_evaluated = nwl_str_contains(location->upstream, NWL_STR("$")) &&
                        !nwl_pass_has_placeholder(pass, line);
    if (!is_evaluated && !nwl_dispatch_is_as_written(pass, line))
        return;
    nwl_finding *f = flag(pass, location->site, location->upstream,
                          is_evaluated ? "nginx answers every request with 500"
                                       : "nginx refuses to start");
    f->at.range = line->args[0].range;
    add_remedy(pass, f, line);
}

// ---- proxy_pass as it is evaluated ------------------------------------------------------

static bool is_name_byte(char c)
{
    return nwl_is_alnum(c) || c == '_';
}

// The variable that a text begins with: "$to" of "$to://app"; empty for others.
static nwl_str leading_variable(nwl_str text)
{
    bool braces = nwl_str_starts_with(text, NWL_STR("${"));
    size_t end = braces ? nwl_str_find(text, '}', 0) + 1 : 1;
    while (!braces && end < text.len && is_name_byte(text.ptr[end]))
        end++;
    return nwl_str_starts_with(text, NWL_STR("$")) ? nwl_str_slice(text, 0, end)
                                                   : NWL_STR("");
}

// The "set" of a server or location that gives a variable such a text; no site without one.
static nwl_site set_line(const nwl_pass *pass, const nwl_scope *home, nwl_str variable)
{
    uint32_t count;
    nwl_site found = {0};
    const nwl_rewrite_step *steps =
        nwl_variables_steps(nwl_pass_model(pass)->variables, home, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_directive *line = steps[i].site.directive;
        nwl_str name = nwl_only_variable(nwl_directive_arg(line, 0));
        if (line->id == NWL_D_set && nwl_str_eq_nocase(name, variable) &&
            may_be_mended(nwl_directive_arg(line, 1)))
            found = steps[i].site;
    }
    return found;
}

// The line that makes it a URL of WebSocket: the arm of a map, a "set", or else proxy_pass.
static nwl_site culprit(const nwl_pass *pass, nwl_request *request,
                        const nwl_proxied_location *location)
{
    nwl_str leading = leading_variable(location->upstream);
    nwl_str name = nwl_only_variable(leading);
    if (name.len == 0)
        return location->site;
    nwl_site arm = nwl_evaluate(request, leading).decided_by;
    if (arm.directive != NULL && arm.directive->arg_count > 0)
        return arm;
    nwl_site set = set_line(pass, location->location, name);
    if (set.directive == NULL && location->server != NULL)
        set = set_line(pass, location->server, name);
    return set.directive != NULL ? set : location->site;
}

static void check_evaluated(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_request request = nwl_request_served(nwl_pass_scratch(pass), nwl_pass_model(pass),
                                             location, &nwl_client_handshake);
    nwl_text_value url = nwl_evaluate(&request, location->upstream);
    if (url.certainty != NWL_EXACT || !lacks_scheme(url.options[0]))
        return;
    nwl_site line = culprit(pass, &request, location);
    nwl_finding *f =
        flag(pass, line, url.options[0], "nginx answers a WebSocket handshake with 500");
    if (line.directive != location->site.directive)
        nwl_finding_related(pass, f, location->site, "used here");
    add_remedy(pass, f, line.directive);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    bool is_refused = (location->reasons & 1u << NWL_REASON_REFUSED_BY_NGINX) != 0;
    if (location->handler != NWL_HANDLER_PROXY ||
        location->site.directive->arg_count != 1)
        return;
    bool is_evaluated = nwl_str_contains(location->upstream, NWL_STR("$"));
    if (nwl_url_is_of_websocket(location->upstream) ||
        (is_evaluated && lacks_scheme(location->upstream)))
        check_literal(pass, location);
    else if (is_refused && is_evaluated)
        check_evaluated(pass, location);
}

// ---- the servers of an upstream ---------------------------------------------------------

static void flag_server(nwl_pass *pass, nwl_site line)
{
    nwl_str url = nwl_directive_arg(line.directive, 0);
    nwl_str address = nwl_str_from(url, scheme_length(url) + 3);
    nwl_finding *f = nwl_flag(pass, line, NULL, "\"%.*s\" is no address of a server",
                              NWL_STR_FMT(url));
    f->at.range = line.directive->args[0].range;
    nwl_finding_label(pass, f, "nginx refuses to start");
    nwl_finding_note(pass, f,
                     "a server has no scheme: proxy_pass says http:// or https:// for "
                     "all of an upstream");
    nwl_finding_help(pass, f, "change it to");
    nwl_finding_help_line(
        pass, f, "server %.*s;",
        NWL_STR_FMT(nwl_str_slice(address, 0, nwl_str_find(address, '/', 0))));
}

static void check_upstream(nwl_pass *pass, const nwl_scope *scope)
{
    uint32_t count = 0;
    const nwl_site *servers = scope->context == NWL_CX_HTTP_UPSTREAM
                                  ? nwl_scope_all(scope, NWL_D_server, &count)
                                  : NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_url_is_of_websocket(nwl_directive_arg(servers[i].directive, 0)) &&
            nwl_dispatch_is_as_written(pass, servers[i].directive))
            flag_server(pass, servers[i]);
    }
}

const nwl_rule nwl_rule_websocket_scheme_in_proxy_pass = {
    .id = NWL_TEXT("websocket-scheme-in-proxy-pass"),
    .title = NWL_TEXT("a backend is given by a URL that is none of HTTP"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "A WebSocket begins as an ordinary request of HTTP, and nginx proxies it as one. "
        "proxy_pass takes http:// and https:// alone; with ws:// or wss:// nginx does "
        "not start: \"invalid URL prefix\". The servers of an upstream are addresses "
        "without any scheme.\n\n"
        "Where the URL comes from a variable, nginx starts, and answers each request "
        "with 500 and the same words in the error log; so it does where there is no "
        "scheme "
        "at all, as in proxy_pass $backend:3000. A map that gives ws:// to a "
        "handshake and http:// to other requests breaks just the WebSocket."),
    .remedy =
        NWL_TEXT("Write http:// for ws:// and https:// for wss://, and one of them where "
                 "there is none."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start, or answers with 500."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_pass"),
                NWL_TEXT("https://github.com/ClusterWS/ClusterWS/issues/140"),
                NWL_TEXT("https://github.com/redsolution/xabber-websocket/issues/1")},
    .on_scope = check_upstream,
    .on_proxied_location = check,
};
