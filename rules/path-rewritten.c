// path-rewritten: the path of the WebSocket arrives as one that nobody can have meant
//
// The URI part of proxy_pass takes the place of the location's name, byte by byte (ngx_http_proxy_create_request), so a slash
// that only one of the two has is doubled or lost.

#include "model/target.h"
#include "model/words.h"
#include "rules/sample.h"

// What is wrong with the path that arrives.
typedef enum fault {
    FAULT_NONE,
    FAULT_DOUBLED, // "//room" for "/x/room"
    FAULT_LOST,    // "/apiroom" for "/ws/room"
    FAULT_APP,     // "/" for "/socket.io/"
} fault;

static nwl_str path_of(nwl_str target)
{
    return nwl_str_slice(target, 0, nwl_str_find(target, '?', 0));
}

static bool is_rewritten(const nwl_sample *sample)
{
    return sample->journey.request.uri_rewritten;
}

static bool has_variables(const nwl_sample *sample)
{
    return nwl_str_contains(nwl_directive_arg(sample->journey.site.directive, 0),
                            NWL_STR("$"));
}

// Whether the location's own name may be the path of a socket: then nothing need stand below it.
static bool is_named_for_socket(const nwl_proxied_location *location)
{
    nwl_str text = nwl_location_read(location->location->opener.directive).text;
    nwl_str word = nwl_words_websocket_path(text);
    const nwl_app *app = location->expectation.app;
    return (word.len > 0 && nwl_str_ends_with(text, word)) ||
           (app != NULL && nwl_app_path_matches(app, text));
}

// The end of a path where the application has a socket, wherever it may be mounted; empty without one.
static nwl_str socket_in(const nwl_app *app, nwl_str path)
{
    for (size_t at = 0; app != NULL && at < path.len;
         at = nwl_str_find(path, '/', at + 1)) {
        if (nwl_app_path_matches(app, nwl_str_from(path, at)))
            return nwl_str_from(path, at);
    }
    return NWL_STR("");
}

// Behind the path of the application another slash does no harm.
static bool is_doubled(const nwl_sample *sample, nwl_str arrival, nwl_str socket)
{
    size_t end = arrival.len - socket.len + 1;
    return nwl_str_contains(nwl_str_slice(arrival, 0, end), NWL_STR("//")) &&
           !nwl_str_contains(sample->path, NWL_STR("//"));
}

// Whether the last segment has grown together with a word before it. A rewrite may want that.
static bool is_slash_lost(const nwl_sample *sample, nwl_str arrival)
{
    nwl_str last = nwl_str_from(sample->path, nwl_str_find_last(sample->path, '/') + 1);
    if (sample->kind != NWL_SAMPLE_BELOW || is_rewritten(sample) ||
        has_variables(sample) || !nwl_str_ends_with(arrival, last) ||
        arrival.len <= last.len)
        return false;
    return nwl_is_alnum(arrival.ptr[arrival.len - last.len - 1]);
}

static fault fault_of(const nwl_proxied_location *location, const nwl_sample *sample)
{
    const nwl_app *app = location->expectation.app;
    if (sample->sent.certainty != NWL_EXACT)
        return FAULT_NONE;
    nwl_str arrival = path_of(sample->sent.options[0]), socket = socket_in(app, arrival);
    bool needs_below = sample->kind == NWL_SAMPLE_BELOW && is_named_for_socket(location);
    if (is_doubled(sample, arrival, socket) && !needs_below)
        return FAULT_DOUBLED;
    if (is_slash_lost(sample, arrival))
        return FAULT_LOST;
    bool keeps = sample->kind == NWL_SAMPLE_APP &&
                 (app->flags & NWL_APP_KEEPS_PATHS) != 0 && !has_variables(sample);
    return keeps && socket.len == 0 ? FAULT_APP : FAULT_NONE;
}

// ---- the finding ------------------------------------------------------------------------

// The line that makes the path: the last rewrite, or proxy_pass.
static nwl_site line_of(const nwl_sample *sample)
{
    nwl_site line = sample->journey.site;
    for (uint32_t i = 0; i < sample->journey.steps.count && !has_variables(sample); i++) {
        nwl_site site = sample->journey.steps.items[i].site;
        if (site.directive != NULL && site.directive->id == NWL_D_rewrite)
            line = site;
    }
    return line;
}

static nwl_str url_without_uri(const nwl_proxied_location *location)
{
    nwl_str url = location->upstream;
    return nwl_str_slice(url, 0, url.len - nwl_target_parse(NULL, url).uri.len);
}

// Says which two texts meet where, and how to make them fit: only of a URI that takes the place of a name.
static void explain_replacement(nwl_pass *pass, nwl_finding *f,
                                const nwl_proxied_location *location, fault what)
{
    nwl_str uri = nwl_target_parse(NULL, location->upstream).uri;
    nwl_str name = nwl_location_read(location->location->opener.directive).text;
    nwl_finding_label(pass, f, "\"%.*s\" takes the place of \"%.*s\"", NWL_STR_FMT(uri),
                      NWL_STR_FMT(name));
    if (what == FAULT_LOST) {
        nwl_finding_help(pass, f, "let both end with a slash: change it to");
        nwl_finding_help_line(pass, f, "proxy_pass %.*s/;",
                              NWL_STR_FMT(location->upstream));
    } else if (what == FAULT_DOUBLED) {
        if (nwl_str_ends_with(name, NWL_STR("/")) ||
            !nwl_str_ends_with(uri, NWL_STR("/")))
            return;
        nwl_finding_help(pass, f, "let both end with a slash: change the location to");
        nwl_finding_help_line(pass, f, "location %.*s/ {",
                              NWL_STR_FMT(location->location_text));
        f->helps.items[f->helps.count - 1].elsewhere = true;
    } else {
        nwl_finding_help(pass, f, "leave the path as it is: change it to");
        nwl_finding_help_line(pass, f, "proxy_pass %.*s;",
                              NWL_STR_FMT(url_without_uri(location)));
    }
}

static void flag(nwl_pass *pass, const nwl_proxied_location *location,
                 const nwl_sample *sample, fault what)
{
    nwl_site line = line_of(sample);
    nwl_str arrival = path_of(sample->sent.options[0]);
    nwl_finding *f = nwl_flag(pass, line, location->scope,
                              "\"%.*s\" arrives at the backend as \"%.*s\"",
                              NWL_STR_FMT(sample->path), NWL_STR_FMT(arrival));
    f->confidence = sample->kind == NWL_SAMPLE_BELOW ? NWL_LIKELY : NWL_CERTAIN;
    if (line.directive == location->site.directive && !has_variables(sample) &&
        !is_rewritten(sample))
        explain_replacement(pass, f, location, what);
    else
        nwl_finding_label(pass, f, "the path is made here");
    if (what == FAULT_APP)
        nwl_finding_note(pass, f, "%.*s answers at \"%.*s\"",
                         NWL_STR_FMT(location->expectation.app->name),
                         NWL_STR_FMT(sample->path));
    nwl_sample_doubt(pass, f, location->scope);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_samples samples = nwl_samples_of(pass, location);
    for (uint32_t i = 0; i < samples.count; i++) {
        fault what = fault_of(location, &samples.items[i]);
        if (what == FAULT_NONE)
            continue;
        flag(pass, location, &samples.items[i], what);
        return;
    }
}

const nwl_rule nwl_rule_path_rewritten = {
    .id = NWL_TEXT("path-rewritten"),
    .title = NWL_TEXT("the path of the WebSocket arrives as another one"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "When proxy_pass has a path behind the host, that path takes the place of the "
        "location's name, byte by byte. With location /x and http://backend/ the path "
        "/x/ws becomes //ws, and with location /ws/ and http://backend/api the path "
        "/ws/room becomes /apiroom. The backend knows no such path: the client sees "
        "404, 400 or a web page with status 200.\n\n"
        "The path in the message is an example, and the one that arrives is computed. "
        "To take a prefix away on purpose, as location /app/ with http://backend/ does, "
        "is fine. So is a location that is the path of the socket itself and needs "
        "nothing below it. Of applications whose sockets have fixed paths, such as "
        "Socket.IO, the finding speaks when that path does not arrive."),
    .remedy = NWL_TEXT("Let the location and the path in proxy_pass both end with a "
                       "slash, or leave the path out of proxy_pass."),
    .when_to_ignore =
        NWL_TEXT("Where the backend treats two slashes as one, or expects just that "
                 "path."),
    .sources =
        {NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass"),
         NWL_TEXT("https://github.com/owntracks/frontend/pull/63"),
         NWL_TEXT("https://github.com/phoenixframework/phoenix/issues/1975")},
    .on_proxied_location = check,
};
