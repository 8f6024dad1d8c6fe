// handler-cannot-tunnel: the handler of a socket's location has no code for a tunnel
//
// fastcgi_pass, grpc_pass and memcached_pass know no 101; proxy_pass, uwsgi_pass and scgi_pass do (u->upgrade in
// ngx_http_*_module.c).

#include "model/words.h"
#include "rules/content.h"
#include "rules/handshake.h"

static bool cannot_tunnel(nwl_handler handler)
{
    return handler == NWL_HANDLER_FASTCGI || handler == NWL_HANDLER_GRPC ||
           handler == NWL_HANDLER_MEMCACHED;
}

// The lines of fastcgi_param that count: those of the nearest level with one.
static const nwl_site *effective_params(const nwl_scope *scope, uint32_t *count)
{
    const nwl_site *sites = nwl_scope_all(scope, NWL_D_fastcgi_param, count);
    for (const nwl_scope *s = scope->parent; *count == 0 && s != NULL; s = s->parent)
        sites = nwl_scope_all(s, NWL_D_fastcgi_param, count);
    return sites;
}

// PHP and the like run a file for each request and answer it, whatever the path is called.
static bool runs_scripts(const nwl_proxied_location *location)
{
    uint32_t count;
    const nwl_site *params = effective_params(location->scope, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_str_eq(nwl_directive_arg(params[i].directive, 0),
                       NWL_STR("SCRIPT_FILENAME")))
            return true;
    }
    return nwl_str_contains_nocase(location->upstream, NWL_STR("php")) ||
           nwl_str_contains_nocase(location->location_text, NWL_STR("php"));
}

// Its own path says so; words that name plain HTTP as often do not count.
static bool has_socket_path(const nwl_proxied_location *location)
{
    nwl_str word = nwl_words_websocket_path(location->location_text);
    return location->expectation.app != NULL ||
           (word.len > 0 && !nwl_words_is_ambiguous(word));
}

static bool is_expected(const nwl_proxied_location *location)
{
    const nwl_expectation *expectation = &location->expectation;
    if (expectation->level < NWL_EXPECTS_LIKELY || !expectation->specific)
        return false;
    bool is_said = expectation->level == NWL_EXPECTS_CERTAIN && expectation->app == NULL;
    return is_said || (has_socket_path(location) && !runs_scripts(location) &&
                       !location->scope->incomplete);
}

// The line for Upgrade in the location itself: proxy_pass is meant there, and nothing else has a use for it.
static nwl_site own_upgrade(nwl_pass *pass, const nwl_proxied_location *location)
{
    bool is_own = nwl_level_sets_header(location->location, NWL_STR("Upgrade")) &&
                  nwl_said_of(pass, location->location) != NWL_ANNOTATION_HTTP_ONLY;
    return is_own ? nwl_upgrade_line(location->location) : (nwl_site){0};
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (!cannot_tunnel(location->handler))
        return;
    bool expected = is_expected(location);
    nwl_site upgrade = own_upgrade(pass, location);
    if (!expected && upgrade.directive == NULL)
        return;
    nwl_str name = location->site.directive->name;
    nwl_finding *f =
        nwl_flag(pass, location->site, location->scope,
                 "%.*s gives a WebSocket to \"%.*s\", which cannot tunnel",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)), NWL_STR_FMT(name));
    f->confidence =
        location->expectation.level == NWL_EXPECTS_CERTAIN ? NWL_CERTAIN : NWL_LIKELY;
    if (!expected && runs_scripts(location))
        f->severity = NWL_NOTE;
    nwl_finding_label(pass, f, "nothing behind it can answer with 101");
    if (expected)
        nwl_handshake_add_expectation(pass, f, location);
    if (upgrade.directive != NULL)
        nwl_finding_related(pass, f, upgrade, "this has no effect: it is for proxy_pass");
    nwl_finding_help(pass, f,
                     "hand it to the HTTP port of the application, in this block");
    nwl_finding_help_line(pass, f, "proxy_pass http://127.0.0.1:8000; # for example");
    nwl_finding_help_line(pass, f, "proxy_http_version 1.1;");
    nwl_finding_help_line(pass, f, "proxy_set_header Upgrade $http_upgrade;");
    nwl_handshake_add_connection(pass, f, location);
}

const nwl_rule nwl_rule_handler_cannot_tunnel = {
    .id = NWL_TEXT("handler-cannot-tunnel"),
    .title = NWL_TEXT("a WebSocket goes to a handler that cannot tunnel"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "fastcgi_pass, grpc_pass and memcached_pass translate one request and one "
        "answer. None of them knows the answer 101 and the tunnel behind it, so a "
        "handshake ends with 400, 404, 426 or 502, whatever is set for it. proxy_pass "
        "can tunnel, and so can uwsgi_pass and scgi_pass.\n\n"
        "The finding speaks only where a comment, the settings or the path of the "
        "location itself name a WebSocket, and not where files are run, as by PHP-FPM; "
        "and where the location has a proxy_set_header line for Upgrade of its own, "
        "which these handlers do not look at. Beside PHP-FPM that is a note."),
    .remedy = NWL_TEXT("Let the application listen for HTTP as well, and hand the path "
                       "of the WebSocket to that port with proxy_pass."),
    .when_to_ignore =
        NWL_TEXT("Where the path only sounds like one of a WebSocket: a comment \"# "
                 "nginx-wslint: http-only\" on the location says so."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/websocket.html"),
                NWL_TEXT("https://github.com/django/daphne/issues/70"),
                NWL_TEXT("https://github.com/django/daphne/issues/191")},
    .on_proxied_location = check,
};
