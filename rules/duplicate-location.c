// duplicate-location: two locations of one level with the same text, and nginx refuses to start
//
// Source: ngx_http_join_exact_locations(). Of one text nginx takes one prefix location, with or without "^~", and one exact
// one beside it. Regular expressions and named locations may be repeated.

#include "base/map.h"
#include "model/location.h"
#include "rules/repetition.h"

// What may be there once: '=' or '/', then the text. Empty for a location that may be repeated, or that nginx refuses for
// another reason (ngx_http_core_location).
static nwl_str identity(nwl_arena *arena, const nwl_directive *opener)
{
    nwl_location location = nwl_location_read(opener);
    if (location.kind == NWL_LOCATION_INVALID || location.kind == NWL_LOCATION_NAMED ||
        nwl_location_is_regex(location))
        return NWL_STR("");
    char kind = location.kind == NWL_LOCATION_EXACT ? '=' : '/';
    return nwl_arena_format(arena, "%c%.*s", kind, NWL_STR_FMT(location.text));
}

static void flag(nwl_pass *pass, const nwl_scope *location, nwl_site first, nwl_str text)
{
    nwl_finding *f = nwl_flag(pass, location->opener, location,
                              "duplicate location \"%.*s\"", NWL_STR_FMT(text));
    nwl_finding_label(pass, f, "nginx refuses to start");
    nwl_finding_first(pass, f, first, location->opener);
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    if (scope->first == scope->last ||
        (scope->context & (NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION)) == 0)
        return;
    nwl_map seen = nwl_map_new(nwl_pass_scratch(pass));
    for (const nwl_scope *s = scope->first; s != NULL; s = s->next) {
        if (s->context != NWL_CX_HTTP_LOCATION)
            continue;
        nwl_str key = identity(nwl_pass_scratch(pass), s->opener.directive);
        const nwl_scope *first = key.len == 0 ? NULL : nwl_map_get(&seen, key);
        if (first != NULL)
            flag(pass, s, first->opener, nwl_str_from(key, 1));
        else if (key.len > 0)
            nwl_map_put(&seen, key, (void *)s);
    }
}

const nwl_rule nwl_rule_duplicate_location = {
    .id = NWL_TEXT("duplicate-location"),
    .title = NWL_TEXT("a location is defined twice"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why =
        NWL_TEXT("nginx takes one prefix location of each text in a server, or in the "
                 "location around it, and refuses to start when there are two. \"^~\" "
                 "makes no other location of it: \"/ws\" and \"^~ /ws\" are the same "
                 "one. An exact location, \"= /ws\", may stand beside them, once.\n\n"
                 "The two often come from different files: one from the site, one from "
                 "a snippet that it includes. Regular expressions and named locations "
                 "may be repeated."),
    .remedy = NWL_TEXT("Join the two blocks, or remove one of them."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start."),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/http/ngx_http_core_module.html#location")},
    .on_scope = check,
};
