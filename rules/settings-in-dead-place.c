// settings-in-dead-place: the lines for a WebSocket stand where no request has a use for them
//
//     location /ws { proxy_set_header Upgrade $http_upgrade; …; try_files /none @app; }
//     location @app { proxy_pass http://app; }        only the settings of this one count
//
// Settings are those of the location where a request ends (ngx_http_update_location_config). A location may also answer before
// it proxies, or be one that no path selects.

#include "model/entries.h"
#include "model/judge.h"
#include "model/selection.h"
#include "model/words.h"
#include "rules/content.h"
#include "rules/handshake.h"
#include "rules/tunnel.h"

enum { MOST_OTHERS = 5 };

// ---- a location that leads its requests elsewhere ---------------------------------------

static nwl_str text_of(nwl_pass *pass, const nwl_scope *location)
{
    return nwl_scope_location_text(nwl_pass_scratch(pass), location);
}

static void add_dead_line(nwl_pass *pass, nwl_finding *f, nwl_site line, nwl_site told)
{
    if (line.directive != NULL && line.directive != told.directive)
        nwl_finding_related(pass, f, line, "this has no effect, either");
}

static bool hands_on_itself(const nwl_detour *detour)
{
    nwl_handler handler;
    return nwl_handler_of(detour->from, &handler).directive != NULL;
}

// Flags a line of a detour that has no effect at the location it leads to.
static nwl_finding *flag(nwl_pass *pass, const nwl_detour *detour, nwl_site line,
                         const nwl_proxied_location *to)
{
    nwl_str from = text_of(pass, detour->from);
    nwl_finding *f =
        nwl_flag(pass, line, detour->from,
                 "\"%.*s\" of \"%.*s\" has no effect: %.*s proxies its requests",
                 NWL_STR_FMT(nwl_pass_source(pass, line.directive)), NWL_STR_FMT(from),
                 NWL_STR_FMT(nwl_location_quoted(pass, to)));
    nwl_finding_label(pass, f,
                      "only the settings of the location that proxies a request count");
    nwl_finding_related(pass, f, detour->by, "the requests leave here");
    const nwl_site lines[] = {detour->upgrade, detour->connection, detour->host,
                              detour->http_version, detour->read_timeout};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        add_dead_line(pass, f, lines[i], line);
    return f;
}

// One mistake: what is missing there is to be set there, whoever leads to it.
static void add_others(nwl_pass *pass, nwl_finding *f, const nwl_detour *told,
                       nwl_site told_line)
{
    uint32_t count = 0;
    for (const nwl_detour *d = told->next; d != NULL && count < MOST_OTHERS;
         d = d->next) {
        nwl_site line = d->upgrade.directive != NULL ? d->upgrade : d->http_version;
        if (line.directive == NULL || line.directive == told_line.directive)
            continue;
        count++;
        nwl_finding_related(pass, f, line, "this one of \"%.*s\" has none, either",
                            NWL_STR_FMT(text_of(pass, d->from)));
    }
}

// "last" where "break" was meant, so that the request leaves a location that could hand it on.
static bool leaves_by_rewrite(const nwl_detour *detour)
{
    const nwl_directive *by = detour->by.directive;
    return by != NULL && by->id == NWL_D_rewrite && hands_on_itself(detour);
}

static void add_break(nwl_pass *pass, nwl_finding *f, const nwl_detour *detour)
{
    const nwl_directive *rewrite = detour->by.directive;
    nwl_str source = nwl_pass_source(pass, rewrite);
    bool has_flag = rewrite->arg_count > 2;
    if (has_flag)
        source =
            nwl_str_slice(source, 0, rewrite->args[2].range.begin - rewrite->range.begin);
    nwl_finding_help(pass, f,
                     "to let the request stay in \"%.*s\", change the rewrite to",
                     NWL_STR_FMT(text_of(pass, detour->from)));
    nwl_finding_help_line(pass, f, "%.*s%sbreak;", NWL_STR_FMT(source),
                          has_flag ? "" : " ");
}

static void flag_handshake(nwl_pass *pass, const nwl_proxied_location *to,
                           const nwl_handshake *h)
{
    const nwl_detour *d = h->detour;
    bool version_only = h->cause != NWL_CAUSE_DEAD_PLACE;
    nwl_site line = version_only                   ? d->http_version
                    : d->upgrade.directive != NULL ? d->upgrade
                                                   : d->connection;
    nwl_finding *f = flag(pass, d, line, to);
    nwl_handshake_settle(pass, f, h);
    if (version_only)
        f->severity = nwl_handshake_version_severity(to, h);
    nwl_finding_related(pass, f, to->site, "%.*s",
                        NWL_STR_FMT(nwl_handshake_arrival(pass, h)));
    add_others(pass, f, d, line);
    nwl_handshake_add_version_note(pass, f, h);
    if (leaves_by_rewrite(d))
        add_break(pass, f, d);
    else
        nwl_handshake_add_remedy(pass, f, to, h);
}

static void flag_timeout(nwl_pass *pass, const nwl_proxied_location *to,
                         const nwl_detour *d)
{
    nwl_finding *f = flag(pass, d, d->read_timeout, to);
    f->severity = to->expectation.only_copied_setup ? NWL_NOTE : NWL_WARNING;
    f->confidence = NWL_LIKELY;
    nwl_finding_related(pass, f, to->site,
                        "a WebSocket is closed here after %lld s of silence",
                        (long long)(to->idle_limit_ms / 1000));
    nwl_finding_help(pass, f, "in the block of %.*s, add",
                     NWL_STR_FMT(nwl_location_quoted(pass, to)));
    nwl_finding_help_line(pass, f, "%.*s;",
                          NWL_STR_FMT(nwl_pass_source(pass, d->read_timeout.directive)));
}

static void check_timeout(nwl_pass *pass, const nwl_proxied_location *to)
{
    const nwl_detour *d = nwl_longer_detour(to);
    if (d != NULL && nwl_tunnel_may_open(to))
        flag_timeout(pass, to, d);
}

static void check_detours(nwl_pass *pass, const nwl_proxied_location *to)
{
    const nwl_handshake *h = nwl_handshake_of(pass, to);
    if (h->severity == NWL_OFF)
        return;
    if (h->detour != NULL)
        flag_handshake(pass, to, h);
    else
        check_timeout(pass, to);
}

// ---- a location that answers before it proxies ------------------------------------------

// The "return" of the location itself that ends its handshakes, and no redirect, nor a closed service; *status is what the
// client is told, whatever page goes with it. No site when none does.
static nwl_site ending(const nwl_journey *journey, const nwl_proxied_location *location,
                       uint32_t *status)
{
    const nwl_directive *by = journey->led_away_by.directive;
    bool has_page = by != NULL && by->id == NWL_D_error_page;
    const nwl_scope *at =
        nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION);
    nwl_site line =
        has_page ? nwl_scope_last(location->location, NWL_D_return) : journey->site;
    uint32_t written = 0;
    *status = has_page ? journey->kept_status : journey->status;
    bool is_line = line.directive != NULL && line.directive->id == NWL_D_return;
    bool is_told =
        has_page
            ? is_line && nwl_str_to_u32(nwl_directive_arg(line.directive, 0), &written) &&
                  written == *status
            : journey->outcome == NWL_ANSWERED && at == location->location;
    bool ends =
        is_line && is_told && journey->certain && *status >= 400 && *status != 503;
    return ends ? line : (nwl_site){0};
}

static void flag_answer(nwl_pass *pass, const nwl_proxied_location *location,
                        const nwl_scope *block, nwl_site line, uint32_t status)
{
    bool is_conditional = block->context == NWL_CX_HTTP_LOCATION_IF &&
                          nwl_scope_last(block, NWL_D_return).directive == line.directive;
    bool goes_on = location->scope != location->location && !is_conditional;
    nwl_finding *f =
        nwl_flag(pass, line, location->scope,
                 "%.*s answers a WebSocket handshake with %u before it proxies",
                 NWL_STR_FMT(nwl_location_quoted(pass, location)), status);
    f->severity = goes_on ? NWL_ERROR : NWL_WARNING;
    nwl_finding_label(pass, f,
                      "\"return\" comes before \"proxy_pass\", wherever it stands");
    if (is_conditional)
        nwl_finding_related(pass, f, block->opener, "a handshake meets this condition");
    nwl_finding_related(pass, f, location->site, "this is not reached");
    nwl_finding_related(pass, f, location->setup.site, "this has no effect");
    if (!goes_on)
        return;
    nwl_finding_help(pass, f, "end the if block with");
    nwl_finding_help_line(pass, f, "break;");
}

static void check_answer(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_journey journey = nwl_journey_of_handshake(nwl_pass_scratch(pass),
                                                   nwl_pass_model(pass), location->scope);
    uint32_t status;
    nwl_site line = ending(&journey, location, &status);
    if (line.directive != NULL)
        flag_answer(pass, location, journey.request.scope, line, status);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (location->handler != NWL_HANDLER_PROXY)
        return;
    if (location->detours != NULL)
        check_detours(pass, location);
    bool is_refused = (location->reasons & 1u << NWL_REASON_REFUSED_BY_NGINX) != 0;
    if ((is_refused || location->not_reached) && nwl_is_set_up_for_socket(location))
        check_answer(pass, location);
}

// ---- a location that no path selects ----------------------------------------------------

// The regex around a prefix or exact location that nginx takes there; NULL without one.
static const nwl_scope *regex_around(const nwl_scope *location)
{
    const nwl_scope *around = location->parent;
    bool is_nested = around != NULL && around->context == NWL_CX_HTTP_LOCATION &&
                     location->context == NWL_CX_HTTP_LOCATION;
    if (!is_nested)
        return NULL;
    nwl_location inner = nwl_location_read(location->opener.directive),
                 outer = nwl_location_read(around->opener.directive);
    bool hides = nwl_location_is_regex(outer) && !nwl_location_is_regex(inner) &&
                 nwl_str_starts_with(inner.text, outer.text);
    return hides ? around : NULL;
}

static void check_nested(nwl_pass *pass, const nwl_scope *location)
{
    nwl_handler handler;
    const nwl_scope *around = regex_around(location);
    if (around == NULL || (nwl_handler_of(location, &handler).directive == NULL &&
                           !nwl_level_sets_header(location, NWL_STR("Upgrade"))))
        return;
    nwl_finding *f = nwl_flag(pass, location->opener, location,
                              "no request comes to \"%.*s\" inside of \"%.*s\"",
                              NWL_STR_FMT(text_of(pass, location)),
                              NWL_STR_FMT(text_of(pass, around)));
    f->severity =
        nwl_level_sets_header(location, NWL_STR("Upgrade")) ? NWL_ERROR : NWL_WARNING;
    nwl_finding_label(pass, f, "inside of a regex nginx looks for regexes only");
    nwl_finding_related(pass, f, around->opener, "this one keeps the requests");
    nwl_finding_help(pass, f, "move it out of \"%.*s\", and before it as",
                     NWL_STR_FMT(text_of(pass, around)));
    nwl_finding_help_line(
        pass, f, "location ^~ %.*s {",
        NWL_STR_FMT(nwl_location_read(location->opener.directive).text));
}

// ---- a location that hands nothing on ---------------------------------------------------

// Whether lines above are meant for the location: nothing else can be, when the whole configuration has no files for it and it has
// a line for a backend, or takes sockets.
static bool is_meant_for(const nwl_pass *pass, const nwl_scope *location)
{
    const nwl_scope *list = location->settings->from[NWL_SET_proxy_set_header];
    nwl_str word =
        nwl_words_websocket_path(nwl_location_read(location->opener.directive).text);
    if (list == location)
        return true;
    bool takes_sockets =
        list == location->server && (nwl_is_catch_all(location) || word.len > 0);
    return nwl_pass_model(pass)->context == NWL_CX_MAIN &&
           nwl_scope_nearest(location, NWL_D_root).directive == NULL &&
           (takes_sockets || nwl_proxy_line(location).directive != NULL);
}

// Whether a handshake is answered with 404 or the like, because there is no file of its name.
static bool ends_without_file(nwl_pass *pass, const nwl_scope *location)
{
    nwl_journey journey =
        nwl_journey_of_handshake(nwl_pass_scratch(pass), nwl_pass_model(pass), location);
    bool stays =
        nwl_scope_enclosing(journey.request.scope, NWL_CX_HTTP_LOCATION) == location;
    const nwl_directive *by = journey.led_away_by.directive;
    bool is_page = by != NULL && by->id == NWL_D_error_page && journey.kept_status >= 400;
    return journey.certain && ((stays && journey.outcome == NWL_FILES) || is_page);
}

// Whether nested-location-not-proxied speaks of it.
static bool is_in_proxied_one(const nwl_scope *location)
{
    nwl_handler handler;
    const nwl_scope *around = location->parent;
    return around != NULL && around->context == NWL_CX_HTTP_LOCATION &&
           nwl_handler_of(around, &handler).directive != NULL &&
           nwl_upgrade_line(around).directive != NULL;
}

static void flag_left_out(nwl_pass *pass, const nwl_scope *location, nwl_site upgrade)
{
    bool is_own = nwl_level_sets_header(location, NWL_STR("Upgrade"));
    nwl_finding *f = nwl_flag(pass, location->opener, location,
                              "\"%.*s\" is set up for a WebSocket and hands nothing on",
                              NWL_STR_FMT(text_of(pass, location)));
    f->severity = is_own ? NWL_ERROR : NWL_WARNING;
    f->confidence = NWL_LIKELY;
    nwl_finding_label(pass, f, "without a proxy_pass nginx looks for a file: 404");
    nwl_finding_related(pass, f, upgrade, "this has no effect");
    nwl_finding_help(pass, f, "in this block, add");
    nwl_finding_help_line(pass, f, "proxy_pass http://127.0.0.1:8000; # for example");
}

static void check_left_out(nwl_pass *pass, const nwl_scope *location)
{
    nwl_site upgrade = nwl_upgrade_line(location);
    if (upgrade.directive == NULL || !is_meant_for(pass, location) ||
        is_in_proxied_one(location) || !nwl_is_left_without_handler(pass, location) ||
        nwl_said_of(pass, location) == NWL_ANNOTATION_HTTP_ONLY ||
        !ends_without_file(pass, location))
        return;
    flag_left_out(pass, location, upgrade);
}

static void check_scope(nwl_pass *pass, const nwl_scope *scope)
{
    if (scope->context != NWL_CX_HTTP_LOCATION)
        return;
    check_nested(pass, scope);
    check_left_out(pass, scope);
}

const nwl_rule nwl_rule_settings_in_dead_place = {
    .id = NWL_TEXT("settings-in-dead-place"),
    .title = NWL_TEXT("settings for a WebSocket stand where they have no effect"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "nginx takes every setting from the location in which a request ends. Headers, "
        "the HTTP version and timeouts beside a try_files, an error_page or a rewrite "
        "that leads the request elsewhere count for nothing: the handshake arrives "
        "without them (400, 426, or a web page), and a tunnel is closed after the 60 "
        "seconds of the default though the file says an hour.\n\n"
        "The same becomes of a location that ends with \"return\" before it proxies, "
        "wherever in the block that stands, and of a prefix or exact location inside of "
        "one with a regular expression: nginx never looks for it there. A location with "
        "these lines and without proxy_pass looks for files, and answers 404.\n\n"
        "Nothing is said where the location that has the requests in the end is complete "
        "without the lines, and where a block inside has a use for them."),
    .remedy = NWL_TEXT("Move the lines to the location with the proxy_pass that has the "
                       "requests in the end."),
    .when_to_ignore =
        NWL_TEXT("Where the lines are left over and no WebSocket goes through there: "
                 "then remove them, or say \"# nginx-wslint: http-only\"."),
    .sources =
        {NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files"),
         NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_core_module.html#error_page"),
         NWL_TEXT("https://github.com/kubernetes/ingress-nginx/issues/5167"),
         NWL_TEXT("https://github.com/Chocobozzz/PeerTube/blob/0136889c6062/support/"
                  "nginx/peertube")},
    .on_scope = check_scope,
    .on_proxied_location = check,
};
