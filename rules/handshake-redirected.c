// handshake-redirected: nginx answers a handshake with a redirect, which no browser follows
//
// A location with a handler whose name ends with a slash answers the path without it with 301
// (ngx_http_core_find_static_location); the others are written down: return and rewrite.

#include "model/entries.h"
#include "model/error_page.h"
#include "model/example.h"
#include "model/server_names.h"
#include "model/url.h"
#include "model/words.h"
#include "rules/content.h"
#include "rules/handshake.h"
#include "rules/sample.h"

static bool is_redirect(const nwl_journey *journey)
{
    return journey->outcome == NWL_ANSWERED && journey->certain &&
           nwl_status_redirects(journey->status);
}

// ---- the slash at the end of a name -----------------------------------------------------

// Whether the application has its socket at path, as it is written there.
static bool has_socket_at(const nwl_app *app, nwl_str path)
{
    for (uint32_t i = 0; app != NULL && i < app->path_count; i++) {
        if (nwl_str_eq(app->paths[i].pattern, path))
            return true;
    }
    return false;
}

// Whether a name ends with a directory in which some application has its sockets: clients ask for what is in it.
static bool ends_as_directory(nwl_str name)
{
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        const nwl_app *app = nwl_app_at(i);
        for (uint32_t at = 0; at < app->path_count; at++) {
            nwl_str pattern = app->paths[at].pattern;
            if (nwl_str_ends_with(pattern, NWL_STR("/")) &&
                nwl_str_ends_with(name, pattern))
                return true;
        }
    }
    return false;
}

// Whether the last segment of a path says that a WebSocket is there.
static bool ends_as_socket(nwl_str path)
{
    nwl_str word = nwl_words_websocket_path(path);
    return word.len > 0 && nwl_str_ends_with(path, word) && !nwl_words_is_ambiguous(word);
}

static void flag_slash(nwl_pass *pass, const nwl_proxied_location *location, nwl_str path,
                       nwl_str name)
{
    bool is_known = has_socket_at(location->expectation.app, path);
    nwl_finding *f = nwl_flag(pass, location->location->opener, location->scope,
                              "\"%.*s\" is answered with 301 to \"%.*s\"",
                              NWL_STR_FMT(path), NWL_STR_FMT(name));
    f->severity = is_known ? NWL_WARNING : NWL_NOTE;
    f->confidence = is_known ? NWL_LIKELY : NWL_POSSIBLE;
    nwl_finding_label(pass, f, "the path without the slash at the end is redirected");
    if (is_known)
        nwl_finding_note(pass, f, "%.*s has its WebSocket at \"%.*s\"",
                         NWL_STR_FMT(location->expectation.app->name), NWL_STR_FMT(path));
    nwl_finding_note(pass, f, "browsers do not follow a redirect of a handshake");
    nwl_sample_doubt(pass, f, location->scope);
    nwl_finding_help(pass, f, "if clients ask for \"%.*s\", take it as well",
                     NWL_STR_FMT(path));
    nwl_finding_help_line(pass, f, "location = %.*s {", NWL_STR_FMT(path));
}

// Whether clients may ask for path, which is the location's name without its slash, and would get a tunnel with the slash.
static bool may_be_asked(const nwl_proxied_location *location, nwl_str path, nwl_str name)
{
    const nwl_app *app = location->expectation.app;
    bool is_broken = location->verdict == NWL_VERDICT_HANDSHAKE_FAILS ||
                     location->verdict == NWL_VERDICT_NOT_FORWARDED;
    return location->expectation.level >= NWL_EXPECTS_LIKELY &&
           location->server != NULL && !is_broken &&
           (has_socket_at(app, path) ||
            (ends_as_socket(path) && !ends_as_directory(name)));
}

static void check_slash(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_sample sample = {0};
    nwl_location name = nwl_location_read(location->location->opener.directive);
    nwl_str path = nwl_str_slice(name.text, 0, name.text.len - 1);
    if (!nwl_str_ends_with(name.text, NWL_STR("/")) || nwl_location_is_regex(name) ||
        !may_be_asked(location, path, name.text) ||
        nwl_pass_has_placeholder(pass, location->location->opener.directive) ||
        !nwl_sample_follow(pass, location->server, path, &sample))
        return;
    if (is_redirect(&sample.journey) &&
        sample.journey.site.directive == location->location->opener.directive)
        flag_slash(pass, location, path, name.text);
}

// ---- return and rewrite -----------------------------------------------------------------

// The URL that the answering line gives, as it is written.
static nwl_str url_of(const nwl_directive *line)
{
    return nwl_directive_arg(line, line->arg_count == 1 ? 0 : 1);
}

static bool is_plain_server(nwl_request *request)
{
    nwl_text_value scheme = nwl_evaluate(request, NWL_STR("$scheme"));
    return scheme.certainty != NWL_EXACT ||
           nwl_str_eq(scheme.options[0], NWL_STR("http"));
}

// Whether some server of the configuration takes a client that follows the URL to it by TLS.
static bool is_served_by_tls(nwl_pass *pass, const nwl_url *url, nwl_str host)
{
    nwl_connection connection = {.tls = true, .port = url->port};
    nwl_server_selection found = nwl_select_server(
        nwl_pass_model(pass)->selection, nwl_pass_scratch(pass), &connection, host);
    return found.outcome != NWL_SELECTED_NONE && found.chosen.ssl;
}

// Whether the redirect is the ordinary one from http to https: of the same host, wherever that is, or to a server of this
// configuration.
static bool leads_to_tls(nwl_pass *pass, nwl_sample *sample)
{
    nwl_url url;
    nwl_str host;
    nwl_arena *arena = nwl_pass_scratch(pass);
    nwl_request *request = &sample->journey.request;
    nwl_text_value target = nwl_evaluate(request, url_of(sample->journey.site.directive));
    nwl_text_value asked = nwl_evaluate(request, NWL_STR("$host"));
    if (target.certainty != NWL_EXACT || asked.certainty != NWL_EXACT ||
        nwl_url_parse(arena, target.options[0], &url) != NULL || !url.is_tls ||
        !is_plain_server(request) || !nwl_host_read(arena, url.authority, &host))
        return false;
    return nwl_str_eq(host, asked.options[0]) || is_served_by_tls(pass, &url, host);
}

static void flag_redirect(nwl_pass *pass, const nwl_scope *location, nwl_sample *sample)
{
    nwl_journey *journey = &sample->journey;
    nwl_str url = url_of(journey->site.directive);
    nwl_text_value target = nwl_evaluate(&journey->request, url);
    if (target.certainty == NWL_EXACT)
        url =
            nwl_str_slice(target.options[0], 0, nwl_str_find(target.options[0], '?', 0));
    nwl_finding *f =
        nwl_flag(pass, journey->site, location,
                 "a handshake for \"%.*s\" is answered with %u to \"%.*s\"",
                 NWL_STR_FMT(sample->path), (unsigned)journey->status, NWL_STR_FMT(url));
    f->confidence = NWL_LIKELY;
    nwl_finding_label(pass, f, "no browser follows a redirect of a handshake");
    if (journey->request.scope != location)
        nwl_finding_related(pass, f, location->opener, "the WebSocket is expected here");
    nwl_sample_doubt(pass, f, location);
}

// Whether a line redirects the sample for good: not the ordinary redirect to TLS, nor one of another name to the right one.
static bool is_redirected(nwl_pass *pass, nwl_sample *sample)
{
    const nwl_directive *line = sample->journey.site.directive;
    return is_redirect(&sample->journey) && line != NULL &&
           (line->id == NWL_D_return || line->id == NWL_D_rewrite) &&
           !leads_to_tls(pass, sample) && nwl_sample_is_of_any_host(pass, sample);
}

// Whether the request was redirected in the location, and before any other one had it.
static bool ends_in(const nwl_scope *location, const nwl_journey *journey)
{
    return journey->first != NULL &&
           nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION) == location;
}

// Whether the line that redirects the sample does so with any path.
static bool is_of_whole_server(nwl_pass *pass, const nwl_scope *server,
                               const nwl_sample *sample)
{
    nwl_sample other = {0};
    return sample->journey.first == NULL &&
           nwl_sample_follow(pass, server, NWL_STR("/some/path"), &other) &&
           other.journey.site.directive == sample->journey.site.directive;
}

static void check_proxied(nwl_pass *pass, const nwl_proxied_location *location)
{
    check_slash(pass, location);
    nwl_samples samples = nwl_samples_of(pass, location);
    for (uint32_t i = 0; i < samples.count; i++) {
        nwl_sample *sample = &samples.items[i];
        bool is_here = sample->journey.first == NULL ||
                       ends_in(location->location, &sample->journey);
        if (!is_here || !is_redirected(pass, sample) ||
            is_of_whole_server(pass, location->server, sample))
            continue;
        flag_redirect(pass, location->location, sample);
        return;
    }
}

// ---- locations that do nothing but redirect ---------------------------------------------

// Whether the location's name, or what it sets, says that a WebSocket is expected there.
static bool expects_socket(const nwl_pass *pass, const nwl_scope *location,
                           nwl_location name)
{
    nwl_annotation_kind said = nwl_said_of(pass, location);
    if (said != NWL_ANNOTATION_NONE)
        return said == NWL_ANNOTATION_WEBSOCKET;
    nwl_str word = nwl_words_websocket_path(name.text);
    bool is_first_segment =
        word.len > 0 && nwl_str_starts_with(nwl_str_from(name.text, 1), word);
    return (is_first_segment && !nwl_words_is_ambiguous(word)) ||
           nwl_level_sets_header(location, NWL_STR("Upgrade"));
}

static bool redirects_itself(const nwl_scope *scope)
{
    uint32_t returns, rewrites;
    nwl_scope_all(scope, NWL_D_return, &returns);
    nwl_scope_all(scope, NWL_D_rewrite, &rewrites);
    return returns + rewrites > 0;
}

static void check_location(nwl_pass *pass, const nwl_scope *location)
{
    nwl_handler handler;
    nwl_sample sample = {0};
    nwl_location name = nwl_location_read(location->opener.directive);
    bool is_path =
        nwl_str_starts_with(name.text, NWL_STR("/")) && !nwl_location_is_regex(name);
    if (!is_path || nwl_handler_of(location, &handler).directive != NULL ||
        !expects_socket(pass, location, name) ||
        nwl_pass_has_placeholder(pass, location->opener.directive))
        return;
    if (nwl_sample_follow(pass, location->server, name.text, &sample) &&
        ends_in(location, &sample.journey) && is_redirected(pass, &sample))
        flag_redirect(pass, location, &sample);
}

// ---- servers that redirect whatever they are asked for ----------------------------------

// A path that the location is asked for, or would be.
static nwl_str path_for(nwl_pass *pass, const nwl_scope *location)
{
    nwl_location name = nwl_location_read(location->opener.directive);
    if (nwl_location_is_regex(name))
        return nwl_example_of_regex(nwl_pass_scratch(pass), name.text);
    return nwl_str_starts_with(name.text, NWL_STR("/")) ? name.text : NWL_STR("/");
}

// Whether a location hands requests on with an Upgrade that is meant for it.
static bool is_set_up(const nwl_pass *pass, const nwl_scope *location)
{
    nwl_handler handler;
    if (location->context != NWL_CX_HTTP_LOCATION ||
        nwl_handler_of(location, &handler).directive == NULL ||
        nwl_upgrade_line(location).directive == NULL)
        return false;
    const nwl_scope *list = location->settings->from[NWL_SET_proxy_set_header];
    return (list == location || list == location->server || nwl_is_catch_all(location)) &&
           nwl_said_of(pass, location) != NWL_ANNOTATION_HTTP_ONLY;
}

static void check_server(nwl_pass *pass, const nwl_scope *server)
{
    nwl_sample sample = {0};
    const nwl_scope *s = server;
    do {
        s = nwl_scope_following(s, server);
    } while (s != NULL && !is_set_up(pass, s));
    if (s != NULL && nwl_sample_follow(pass, server, path_for(pass, s), &sample) &&
        is_redirected(pass, &sample) && is_of_whole_server(pass, server, &sample))
        flag_redirect(pass, s, &sample);
}

static void check_scope(nwl_pass *pass, const nwl_scope *scope)
{
    if (scope->server == NULL || !redirects_itself(scope))
        return;
    if (scope->context == NWL_CX_HTTP_SERVER)
        check_server(pass, scope);
    else if (scope->context == NWL_CX_HTTP_LOCATION)
        check_location(pass, scope);
}

const nwl_rule nwl_rule_handshake_redirected = {
    .id = NWL_TEXT("handshake-redirected"),
    .title = NWL_TEXT("a handshake is answered with a redirect"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "A browser does not follow a redirect when it opens a WebSocket: the page sees "
        "\"Unexpected response code: 301\" and close code 1006. Where the location of a "
        "WebSocket redirects, by return or by rewrite, no socket comes up.\n\n"
        "So does a return or rewrite of the server that takes every path: the locations "
        "below it, and what is set up in them, are never asked.\n\n"
        "Some redirects are nobody's line: a location such as \"/websocket/\" with a "
        "proxy_pass answers \"/websocket\" with 301 to \"/websocket/\", before any regex "
        "and any shorter prefix. That is a warning where an application is known to have "
        "its WebSocket at the path without the slash, a note for other paths that look "
        "like one, and nothing for those below which applications have their sockets, "
        "such as \"/ws/\" and \"/socket.io/\".\n\n"
        "The redirect of a server without TLS to the same host with TLS, or to a server "
        "of this configuration that has it, is left alone; clients have to use wss:// "
        "there."),
    .remedy = NWL_TEXT("Proxy the path that clients ask for, with and without the slash, "
                       "or have them ask for the one that is not redirected."),
    .when_to_ignore = NWL_TEXT("Where no client opens a WebSocket at the path that is "
                               "redirected."),
    .sources = {NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_core_module.html#location"),
                NWL_TEXT("https://github.com/mcdonc/klangk/issues/1232"),
                NWL_TEXT("https://github.com/websocket-rails/websocket-rails/issues/333"),
                NWL_TEXT("https://github.com/websockets/ws/issues/1769")},
    .on_scope = check_scope,
    .on_proxied_location = check_proxied,
};
