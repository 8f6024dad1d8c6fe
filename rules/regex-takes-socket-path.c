// regex-takes-socket-path: a regex wins over the prefix location that was set up for the WebSocket
//
// nginx tries the regexes after it has found the longest prefix, and the first that matches wins, unless the prefix has "^~"
// (ngx_http_core_find_location).

#include "model/entries.h"
#include "rules/sample.h"

static nwl_str answer_text(nwl_pass *pass, const nwl_journey *journey)
{
    if (journey->outcome == NWL_HANDED_ON)
        return nwl_arena_format(
            nwl_pass_scratch(pass), "it goes to %.*s, where no WebSocket gets through",
            NWL_STR_FMT(nwl_directive_arg(journey->site.directive, 0)));
    if (journey->outcome == NWL_ANSWERED && journey->status != 0)
        return nwl_arena_format(nwl_pass_scratch(pass), "nginx answers it with %u",
                                (unsigned)journey->status);
    return NWL_STR("nginx looks for a file of that name");
}

// "^~" on a location for everything would keep the regexes from every path.
static void add_remedy(nwl_pass *pass, nwl_finding *f,
                       const nwl_proxied_location *location, const nwl_sample *taken)
{
    bool catches_all = nwl_is_catch_all(location->location);
    nwl_location name = nwl_location_read(location->location->opener.directive);
    if (nwl_location_is_regex(name)) {
        nwl_finding_help(pass, f,
                         "move it behind \"%.*s\": the first regex that matches wins",
                         NWL_STR_FMT(location->location_text));
        return;
    }
    nwl_str prefix = name.text;
    if (catches_all)
        nwl_finding_help(pass, f, "give the path a location of its own");
    else
        nwl_finding_help(pass, f,
                         "let the prefix win over regexes: change the location to");
    nwl_finding_help_line(pass, f, "location ^~ %.*s {",
                          NWL_STR_FMT(catches_all ? taken->path : prefix));
    f->helps.items[f->helps.count - 1].elsewhere = true;
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_sample *taken = nwl_sample_taken(pass, location);
    if (taken == NULL)
        return;
    const nwl_scope *regex = taken->journey.first->location;
    nwl_str regex_text = nwl_scope_location_text(nwl_pass_scratch(pass), regex);
    nwl_finding *f =
        nwl_flag(pass, regex->opener, location->scope,
                 "\"%.*s\" takes \"%.*s\" from \"%.*s\"", NWL_STR_FMT(regex_text),
                 NWL_STR_FMT(taken->path), NWL_STR_FMT(location->location_text));
    bool is_made_up = taken->kind == NWL_SAMPLE_BELOW || taken->kind == NWL_SAMPLE_RIVAL;
    f->severity = is_made_up ? NWL_WARNING : NWL_ERROR;
    f->confidence = is_made_up ? NWL_POSSIBLE : NWL_LIKELY;
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(answer_text(pass, &taken->journey)));
    nwl_finding_related(pass, f, location->location->opener,
                        "set up for the WebSocket, and not asked for it");
    nwl_sample_doubt(pass, f, location->scope);
    add_remedy(pass, f, location, taken);
}

const nwl_rule nwl_rule_regex_takes_socket_path = {
    .id = NWL_TEXT("regex-takes-socket-path"),
    .title = NWL_TEXT("a regex location takes the path of the WebSocket"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "nginx remembers the longest prefix location, then tries the regular "
        "expressions in the order in which they stand, and the first that matches wins. "
        "A location \"/ws\" with all the upgrade lines is not asked when \"~ /ws$\" or "
        "\"~* ^/(api|ws)\" stands in the same server. The handshake goes where nobody "
        "set anything up: the client sees 400, 404, 426 or a web page.\n\n"
        "The path in the message is one that a handshake for the location may ask for; "
        "which location nginx chooses for it is computed. The same is said of a regex "
        "location behind such a one, and of a regex that names a socket itself and looks "
        "for files, which takes it from a location for everything. A regex over file "
        "extensions "
        "takes no such path, and one that is set up for the WebSocket itself is fine."),
    .remedy = NWL_TEXT("Write \"^~\" before the prefix, which keeps the regular "
                       "expressions of its level away, or \"=\" when it is one path."),
    .when_to_ignore = NWL_TEXT("Where no client opens a WebSocket at the path that the "
                               "message names."),
    .sources = {NWL_TEXT(
                    "https://nginx.org/en/docs/http/ngx_http_core_module.html#location"),
                NWL_TEXT("https://github.com/CollaboraOnline/online/pull/15150"),
                NWL_TEXT("https://github.com/jherforth/HomeGlow/pull/155")},
    .on_proxied_location = check,
};
