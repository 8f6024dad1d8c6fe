// nested-location-not-proxied: a location inside a proxied one has its headers, but not its proxy_pass
//
// Settings are inherited by nested locations, handlers are not: only "if" and "limit_except" get those of the location around
// them (the noname case of ngx_http_proxy_merge_loc_conf).

#include "model/judge.h"
#include "model/target.h"
#include "model/words.h"
#include "rules/content.h"
#include "rules/handshake.h"

// Where files may be meant, it takes a line for the backend or the path of a WebSocket to say that they are not.
static bool is_mistake(nwl_pass *pass, const nwl_scope *nested)
{
    nwl_str text = nwl_scope_location_text(nwl_pass_scratch(pass), nested);
    bool whole = nwl_pass_model(pass)->context == NWL_CX_MAIN;
    bool is_file = nwl_words_is_file(text);
    if (is_file && nwl_str_starts_with(text, NWL_STR("=")))
        return false; // the one file that browsers ask for and nobody has
    if (whole && nwl_scope_nearest(nested, NWL_D_root).directive == NULL)
        return true;
    return !is_file && (nwl_words_websocket_path(text).len > 0 ||
                        nwl_proxy_line(nested).directive != NULL);
}

// Whether nginx looks for a file, for every request that comes to the location.
static bool ends_at_files(nwl_pass *pass, const nwl_scope *nested)
{
    nwl_journey journey =
        nwl_journey_of_handshake(nwl_pass_scratch(pass), nwl_pass_model(pass), nested);
    return journey.outcome == NWL_FILES && journey.certain &&
           nwl_scope_enclosing(journey.request.scope, NWL_CX_HTTP_LOCATION) == nested;
}

static bool is_left_out(nwl_pass *pass, const nwl_scope *nested)
{
    return nwl_is_left_without_handler(pass, nested) && is_mistake(pass, nested) &&
           ends_at_files(pass, nested);
}

// The URL that sends a path where the location around would have sent it; empty when none does.
static nwl_str url_for(nwl_pass *pass, const nwl_proxied_location *around,
                       const nwl_scope *nested)
{
    nwl_str url = around->upstream;
    if (nwl_str_contains(url, NWL_STR("$")) || nwl_target_parse(NULL, url).uri.len == 0)
        return url;
    nwl_location outer = nwl_location_read(around->location->opener.directive),
                 inner = nwl_location_read(nested->opener.directive);
    if (nwl_location_is_regex(inner) || outer.kind == NWL_LOCATION_INVALID)
        return NWL_STR("");
    return nwl_arena_format(nwl_pass_scratch(pass), "%.*s%.*s", NWL_STR_FMT(url),
                            NWL_STR_FMT(nwl_str_from(inner.text, outer.text.len)));
}

static void add_remedy(nwl_pass *pass, nwl_finding *f, const nwl_proxied_location *around,
                       const nwl_scope *nested)
{
    nwl_str url = url_for(pass, around, nested);
    nwl_finding_help(pass, f, "give it a proxy_pass of its own");
    if (url.len > 0)
        nwl_finding_help_line(pass, f, "proxy_pass %.*s;", NWL_STR_FMT(url));
}

static void flag(nwl_pass *pass, const nwl_proxied_location *around,
                 const nwl_scope *nested)
{
    nwl_str text = nwl_scope_location_text(nwl_pass_scratch(pass), nested);
    nwl_site useless = nwl_proxy_line(nested);
    nwl_finding *f =
        nwl_flag(pass, nested->opener, nested,
                 "requests for \"%.*s\" do not get to the backend", NWL_STR_FMT(text));
    nwl_finding_label(pass, f,
                      "without a handler of its own, nginx looks for a file: 404");
    nwl_finding_related(pass, f, around->site, "a nested location does not inherit this");
    if (useless.directive != NULL)
        nwl_finding_related(pass, f, useless, "without proxy_pass this has no use");
    add_remedy(pass, f, around, nested);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    bool has_setup = location->setup.upgrade || location->setup.connection;
    if (location->scope != location->location || !has_setup ||
        location->expectation.said_plain)
        return;
    for (const nwl_scope *s = location->scope->first; s != NULL; s = s->next) {
        if (is_left_out(pass, s))
            flag(pass, location, s);
    }
}

const nwl_rule nwl_rule_nested_location_not_proxied = {
    .id = NWL_TEXT("nested-location-not-proxied"),
    .title = NWL_TEXT("a location inside a proxied one is not proxied"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "A nested location inherits the headers, the HTTP version and the timeouts of "
        "the location around it, but not its proxy_pass. Without a handler of its own "
        "nginx looks for a file, and the client gets 404 though everything else of the "
        "setup is in place. \"if\" and \"limit_except\" blocks are different: they "
        "inherit proxy_pass, too.\n\n"
        "The finding speaks of nested locations in a location that has the WebSocket "
        "setup. Where a root is set, so that files may be meant, it takes a line that "
        "only proxy_pass has a use for, or the path of a WebSocket."),
    .remedy = NWL_TEXT("Repeat proxy_pass in the nested location, without its URI part "
                       "unless that is meant for it."),
    .when_to_ignore = NWL_TEXT("Where the nested location is meant to serve files."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_pass"),
                NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_core_module.html#location")},
    .on_proxied_location = check,
};
