// host-not-forwarded: the backend gets its own name as Host, and finds that the Origin of the handshake is another
//
// Without a line for it nginx sends $proxy_host (ngx_http_proxy_headers[]). A browser names the page's host and port in
// Origin; many backends compare the two.

#include "base/distance.h"
#include "base/map.h"
#include "model/judge.h"
#include "model/peer.h"
#include "model/target.h"
#include "rules/handshake.h"
#include "rules/tunnel.h"

typedef struct search {
    nwl_pass *pass;
    nwl_map
        forwarding; // server and backend -> a location that passes the client's Host on
    bool is_filled;
} search;

// ---- what a location sends --------------------------------------------------------------

static const nwl_scope *list_of(const nwl_proxied_location *location)
{
    return location->scope->settings->from[NWL_SET_proxy_set_header];
}

static nwl_site host_line(const nwl_proxied_location *location)
{
    const nwl_scope *list = list_of(location);
    return list == NULL ? (nwl_site){0} : nwl_level_header(list, NWL_STR("Host"));
}

// A line that passes the client's Host on under a name that is Host but for one slip; no site without one.
static nwl_site misspelled_line(const nwl_proxied_location *location)
{
    uint32_t count;
    const nwl_site *sites = nwl_headers_at(location->scope, &count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_str name = nwl_directive_arg(sites[i].directive, 0);
        if (nwl_distance(name, NWL_STR("Host"), 1) == 1 &&
            nwl_passes_client_host(sites[i]))
            return sites[i];
    }
    return (nwl_site){0};
}

static bool is_variable(nwl_site line, nwl_str name)
{
    nwl_str value = nwl_directive_arg(line.directive, 1);
    return nwl_str_eq_nocase(nwl_only_variable(value), name);
}

// The backend's own name, as it is in Host by default; empty when it is not known.
static nwl_str backend_name(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_target target = nwl_target_parse(NULL, location->upstream);
    bool is_known = nwl_str_find(location->upstream, '$', 0) == location->upstream.len;
    return is_known ? nwl_target_host(nwl_pass_arena(pass), &target) : NWL_STR("");
}

// A site of its own answers to this name and to no other: it has a dot, and is neither an address nor of a network at home.
static bool is_public(nwl_str name)
{
    const nwl_str inside[] = {NWL_STR(".local"), NWL_STR(".internal"), NWL_STR(".lan")};
    nwl_str host = nwl_str_slice(name, 0, nwl_str_find(name, ':', 0));
    for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
        if (nwl_str_ends_with(host, inside[i]))
            return false;
    }
    return nwl_str_find(host, '.', 0) < host.len && !nwl_peer_is_address(name);
}

// Whether the application is told the name in another way, or never sees Origin.
static bool has_other_means(const nwl_proxied_location *location)
{
    const nwl_scope *list = list_of(location);
    return list != NULL && (nwl_level_sets_header(list, NWL_STR("X-Forwarded-Host")) ||
                            nwl_level_sets_header(list, NWL_STR("Forwarded")) ||
                            nwl_level_sets_header(list, NWL_STR("Origin")));
}

// ---- who minds --------------------------------------------------------------------------

static bool checks_origin(const nwl_proxied_location *location)
{
    const nwl_app *app = location->expectation.app;
    return app != NULL && (app->flags & NWL_APP_CHECKS_ORIGIN) != 0;
}

static nwl_str key_of(search *s, const nwl_proxied_location *location, nwl_str backend)
{
    return nwl_arena_format(nwl_pass_scratch(s->pass), "%p %.*s",
                            (const void *)location->server, NWL_STR_FMT(backend));
}

static void fill(search *s)
{
    const nwl_model *model = nwl_pass_model(s->pass);
    s->is_filled = true;
    for (uint32_t i = 0; i < model->locations.count; i++) {
        nwl_proxied_location *location = &model->locations.items[i];
        if (location->handler != NWL_HANDLER_PROXY ||
            !nwl_passes_client_host(host_line(location)))
            continue;
        nwl_str key = key_of(s, location, backend_name(s->pass, location));
        if (nwl_map_get(&s->forwarding, key) == NULL)
            nwl_map_put(&s->forwarding, key, location);
    }
}

// A location of the same server that sends the client's Host to the same backend; NULL without one.
static const nwl_proxied_location *
forwarding_sibling(search *s, const nwl_proxied_location *location, nwl_str backend)
{
    if (!s->is_filled)
        fill(s);
    return nwl_map_get(&s->forwarding, key_of(s, location, backend));
}

// ---- findings ---------------------------------------------------------------------------

static void add_remedy(nwl_pass *pass, nwl_finding *f,
                       const nwl_proxied_location *location, nwl_site line, nwl_str value)
{
    const nwl_scope *list = list_of(location);
    bool is_own = list == NULL || list == location->scope || list == location->location;
    nwl_str place = nwl_location_quoted(pass, location);
    if (line.directive != NULL)
        nwl_finding_help(pass, f, "change it to");
    else if (is_own)
        nwl_finding_help(pass, f, "in the block of %.*s, add", NWL_STR_FMT(place));
    else
        nwl_finding_help(pass, f,
                         "beside the proxy_set_header lines that %.*s inherits, add",
                         NWL_STR_FMT(place));
    nwl_finding_help_line(pass, f, "proxy_set_header Host %.*s;", NWL_STR_FMT(value));
}

static void note_check(nwl_pass *pass, nwl_finding *f,
                       const nwl_proxied_location *location)
{
    nwl_finding_note(pass, f, "%.*s refuses a browser whose Origin is not its Host",
                     NWL_STR_FMT(location->expectation.app->name));
}

static bool is_on_odd_ports(const nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_server *server = nwl_model_server(nwl_pass_model(pass), location->scope);
    return server != NULL && server->odd_ports;
}

static nwl_finding *flag_name(nwl_pass *pass, const nwl_proxied_location *location,
                              nwl_site line, nwl_str backend)
{
    bool is_set = line.directive != NULL;
    nwl_finding *f = nwl_flag(
        pass, is_set ? line : location->site, location->scope,
        "the backend of %.*s gets \"Host: %.*s\", not the name that the browser used",
        NWL_STR_FMT(nwl_location_quoted(pass, location)), NWL_STR_FMT(backend));
    f->confidence = NWL_LIKELY;
    nwl_finding_label(pass, f, "%s",
                      is_set && !is_variable(line, NWL_STR("proxy_host"))
                          ? "that is no name of this server"
                      : is_set ? "that is the backend's own name"
                               : "\"Host\" is not set, so it is the backend's own name");
    return f;
}

// To an application that is known to mind.
static void tell_of_app(nwl_pass *pass, const nwl_proxied_location *location,
                        nwl_site line, nwl_str backend)
{
    bool needs_port = is_on_odd_ports(pass, location);
    nwl_finding *f = flag_name(pass, location, line, backend);
    note_check(pass, f, location);
    add_remedy(pass, f, location, line,
               needs_port ? NWL_STR("$http_host") : NWL_STR("$host"));
}

// To a backend that gets the client's Host from elsewhere.
static void tell_of_sibling(search *s, const nwl_proxied_location *location,
                            nwl_site line, nwl_str backend)
{
    const nwl_proxied_location *sibling = forwarding_sibling(s, location, backend);
    if (sibling == NULL)
        return;
    nwl_site other = host_line(sibling);
    nwl_finding *f = flag_name(s->pass, location, line, backend);
    nwl_finding_related(s->pass, f, other,
                        "%.*s passes the client's \"Host\" to the same backend",
                        NWL_STR_FMT(nwl_location_quoted(s->pass, sibling)));
    add_remedy(s->pass, f, location, line, nwl_directive_arg(other.directive, 1));
}

static void check_name(search *s, const nwl_proxied_location *location, nwl_site line)
{
    nwl_str backend = backend_name(s->pass, location);
    if (backend.len == 0 || is_public(backend) || has_other_means(location) ||
        nwl_host_lost_from(location) != NULL)
        return;
    if (checks_origin(location))
        tell_of_app(s->pass, location, line, backend);
    else if (location->expectation.level == NWL_EXPECTS_CERTAIN)
        tell_of_sibling(s, location, line, backend);
}

// $host has no port, the Origin of a page on an odd port has one.
static void check_port(nwl_pass *pass, const nwl_proxied_location *location,
                       nwl_site line)
{
    if (!checks_origin(location) || !is_on_odd_ports(pass, location) ||
        has_other_means(location))
        return;
    nwl_finding *f = nwl_flag(
        pass, line, location->scope,
        "the backend of %.*s gets \"Host\" without the port that the browser used",
        NWL_STR_FMT(nwl_location_quoted(pass, location)));
    f->severity = NWL_NOTE;
    f->confidence = NWL_POSSIBLE;
    nwl_finding_label(pass, f, "$host is a name without a port");
    nwl_finding_related(pass, f, nwl_scope_last(location->server, NWL_D_listen),
                        "the browser names this port in \"Origin\"");
    note_check(pass, f, location);
    add_remedy(pass, f, location, line, NWL_STR("$http_host"));
}

// Whether a client may ask for the server by this name, written out.
static bool is_name_of_server(const nwl_pass *pass, const nwl_proxied_location *location,
                              nwl_str name)
{
    const nwl_server *server = nwl_model_server(nwl_pass_model(pass), location->scope);
    nwl_str host = nwl_str_slice(name, 0, nwl_str_find(name, ':', 0));
    for (uint32_t i = 0; server != NULL && i < server->name_count; i++) {
        if (nwl_str_eq_nocase(server->names[i], host))
            return true;
    }
    return server == NULL;
}

// A name in place of the client's, which is nobody's on the network.
static void check_text(nwl_pass *pass, const nwl_proxied_location *location,
                       nwl_site line)
{
    nwl_str text = nwl_directive_arg(line.directive, 1);
    if (!checks_origin(location) || nwl_str_contains(text, NWL_STR("$")) ||
        is_public(text) || is_name_of_server(pass, location, text) ||
        has_other_means(location) || nwl_pass_has_placeholder(pass, line.directive))
        return;
    tell_of_app(pass, location, line, text);
}

// HTTP/1.1 has no request without Host (RFC 9112, 3.2).
static void tell_of_none(nwl_pass *pass, const nwl_proxied_location *location,
                         nwl_site line)
{
    nwl_finding *f =
        nwl_flag(pass, line, location->scope, "the backend of %.*s gets no \"Host\"",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)));
    f->confidence = NWL_LIKELY;
    nwl_finding_label(pass, f,
                      "an empty value takes the header away: most backends answer 400");
    add_remedy(pass, f, location, line, NWL_STR("$host"));
}

static void tell_of_slip(nwl_pass *pass, const nwl_proxied_location *location,
                         nwl_site line)
{
    nwl_str name = nwl_directive_arg(line.directive, 0);
    nwl_finding *f =
        nwl_flag(pass, line, location->scope,
                 "the backend of %.*s gets the client's host as \"%.*s\"",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)), NWL_STR_FMT(name));
    f->confidence = NWL_LIKELY;
    nwl_finding_label(pass, f, "\"Host\" is meant, and stays the backend's own name");
    add_remedy(pass, f, location, line, nwl_directive_arg(line.directive, 1));
}

static void check(search *s, const nwl_proxied_location *location)
{
    if (location->handler != NWL_HANDLER_PROXY || !nwl_tunnel_may_open(location) ||
        nwl_setting_may_be_elsewhere(location->scope, NWL_SET_proxy_set_header))
        return;
    nwl_site line = host_line(location), slip = misspelled_line(location);
    if (line.directive == NULL && slip.directive != NULL)
        tell_of_slip(s->pass, location, slip);
    else if (line.directive == NULL || is_variable(line, NWL_STR("proxy_host")))
        check_name(s, location, line);
    else if (nwl_directive_arg(line.directive, 1).len == 0)
        tell_of_none(s->pass, location, line);
    else if (nwl_only_variable(nwl_directive_arg(line.directive, 1)).len == 0)
        check_text(s->pass, location, line);
    else if (is_variable(line, NWL_STR("host")))
        check_port(s->pass, location, line);
}

static void check_all(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    if (scope != model->top)
        return;
    search s = {.pass = pass, .forwarding = nwl_map_new(nwl_pass_scratch(pass))};
    for (uint32_t i = 0; i < model->locations.count; i++)
        check(&s, &model->locations.items[i]);
}

const nwl_rule nwl_rule_host_not_forwarded = {
    .id = NWL_TEXT("host-not-forwarded"),
    .title = NWL_TEXT("the backend is not told the host that the browser asked for"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "A browser sends the host and port of its page as Origin with every handshake, "
        "and many backends refuse a WebSocket whose Origin is not their Host: 403, "
        "\"origin not allowed\", or a connection that closes at once while all pages "
        "work. Without a line for it nginx sends $proxy_host, the name in proxy_pass.\n\n"
        "The finding needs more than that: an application that is known to compare the "
        "two, or another location of the server that passes the client's Host to the "
        "same backend. An empty value, which leaves no Host at all, and a slip in the "
        "name "
        "\"Host\" are told wherever a WebSocket is expected; some other name only of an "
        "application that compares. $host is the name without the port; where a server "
        "listens on "
        "no usual port and the application compares ports, that is a note."),
    .remedy = NWL_TEXT("Send the Host of the client: $host, or $http_host where the "
                       "browser names a port."),
    .when_to_ignore = NWL_TEXT("Where the application has a list of allowed origins of "
                               "its own, or only programs connect, which send none."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_set_header"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc6455#section-10.2"),
                NWL_TEXT("https://github.com/coder/code-server/issues/6161")},
    .on_scope = check_all,
};
