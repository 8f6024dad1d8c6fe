// duplicate-header: proxy_set_header names one header twice on a level, and both lines are sent
//
// The lines of a level are a list: a later one does not replace an earlier one, and an empty one takes nothing away. What
// "a later line wins" would send is compared with what is sent.

#include <stdlib.h>

#include "model/judge.h"
#include "rules/handshake.h"
#include "rules/repetition.h"

// From here on one Host is sent at most (nginx CHANGES).
#define ONE_HOST NWL_VERSION_OF(1u, 31u, 4u)

enum { FEW_LINES = 16 };

// A line of a list, and the name of its header in lower case.
typedef struct header_line {
    nwl_str name;
    nwl_site site;
} header_line;

// The lines of one header on a level, in reading order.
typedef struct header {
    nwl_str name;
    const header_line *lines;
    uint32_t count;
} header;

// What becomes of two lines, in rising order.
typedef enum clash {
    NO_CLASH,
    SENT_TWICE, // with one value
    MAY_DIFFER, // as far as their values are known
    DIFFERS,
    NOT_CANCELLED, // the later one is empty
} clash;

// What the values are worth for the two kinds of request.
typedef struct requests {
    nwl_request handshake, plain;
} requests;

// Where the rule is.
typedef struct inspection {
    nwl_pass *pass;
    nwl_arena *arena; // of one list
    nwl_map lists; // address of a level -> itself, once it was looked at for another one
    nwl_map told;  // told_key of two lines -> itself
} inspection;

static int by_name(const void *a, const void *b)
{
    const header_line *left = a, *right = b;
    int order = nwl_str_compare(left->name, right->name);
    return order != 0 ? order
                      : (left->site.order > right->site.order) -
                            (left->site.order < right->site.order);
}

// Whether a list may have a name twice: of a few lines it is found out at once.
static bool may_repeat(const nwl_scope *list)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(list, NWL_D_proxy_set_header, &count);
    for (uint32_t i = 0; i < count && count <= FEW_LINES; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (nwl_str_eq_nocase(nwl_directive_arg(sites[i].directive, 0),
                                  nwl_directive_arg(sites[j].directive, 0)))
                return true;
        }
    }
    return count > FEW_LINES;
}

// The lines of a level, those of one header in a row.
static header_line *sorted_lines(nwl_arena *arena, const nwl_scope *list, uint32_t *count)
{
    const nwl_site *sites = nwl_scope_all(list, NWL_D_proxy_set_header, count);
    header_line *lines = NWL_NEW_ARRAY(arena, header_line, *count);
    for (uint32_t i = 0; i < *count; i++)
        lines[i] = (header_line){
            nwl_arena_lower(arena, nwl_directive_arg(sites[i].directive, 0)), sites[i]};
    qsort(lines, *count, sizeof(*lines), by_name);
    return lines;
}

static nwl_str value_of(nwl_site line)
{
    return nwl_directive_arg(line.directive, 1);
}

static clash compare(nwl_request *request, nwl_site earlier, nwl_site later)
{
    nwl_text_value first = nwl_evaluate(request, value_of(earlier));
    nwl_text_value last = nwl_evaluate(request, value_of(later));
    bool is_known = first.certainty == NWL_EXACT && last.certainty == NWL_EXACT;
    if (nwl_text_must_be_empty(&first))
        return NO_CLASH;
    if (nwl_str_eq(value_of(earlier), value_of(later)) ||
        (is_known && nwl_str_eq(first.options[0], last.options[0])))
        return SENT_TWICE;
    if (!is_known)
        return MAY_DIFFER;
    return last.options[0].len == 0 ? NOT_CANCELLED : DIFFERS;
}

static nwl_site last_of(const header *h)
{
    return h->lines[h->count - 1].site;
}

// The worst that becomes of the last line and one before it, for either kind of request.
static clash worst_of(requests *of, const header *h, nwl_site *earlier)
{
    clash worst = NO_CLASH;
    for (uint32_t i = 0; i + 1 < h->count; i++) {
        nwl_site site = h->lines[i].site;
        clash asked = compare(&of->handshake, site, last_of(h));
        clash plain = compare(&of->plain, site, last_of(h));
        clash here = asked > plain ? asked : plain;
        if (here > worst) {
            worst = here;
            *earlier = site;
        }
    }
    return worst;
}

static bool is_named(const header *h, nwl_str name)
{
    return nwl_str_eq(h->name, name);
}

// A second Host is an error whatever it says (RFC 9112, 3.2); a token in Connection may be said twice.
static nwl_severity severity_of(const nwl_pass *pass, const header *h, clash c)
{
    bool is_host = is_named(h, NWL_STR("host"));
    if (is_host && nwl_pass_model(pass)->options.version >= ONE_HOST)
        return NWL_OFF;
    if (c == SENT_TWICE && is_named(h, NWL_STR("connection")))
        return NWL_OFF;
    bool is_weak = c == SENT_TWICE || c == MAY_DIFFER;
    return c == NO_CLASH ? NWL_OFF : is_weak && !is_host ? NWL_NOTE : NWL_WARNING;
}

static nwl_str text_of(clash c)
{
    static const nwl_str TEXTS[] = {
        [SENT_TWICE] = NWL_TEXT("both lines are sent"),
        [MAY_DIFFER] = NWL_TEXT("both lines are sent; a later one replaces nothing"),
        [DIFFERS] = NWL_TEXT("both lines are sent; a later one replaces nothing"),
        [NOT_CANCELLED] = NWL_TEXT("an empty value does not take the other line away"),
    };
    return TEXTS[c];
}

static void flag(nwl_pass *pass, const nwl_proxied_location *location, nwl_site earlier,
                 nwl_site last, clash c, nwl_severity severity)
{
    nwl_str name = nwl_directive_arg(last.directive, 0);
    nwl_finding *f = nwl_flag(pass, last, location->scope,
                              "\"%.*s\" is set twice on one level", NWL_STR_FMT(name));
    f->severity = severity;
    f->confidence = c == MAY_DIFFER ? NWL_LIKELY : NWL_CERTAIN;
    nwl_finding_label(pass, f, "%.*s", NWL_STR_FMT(text_of(c)));
    nwl_finding_first(pass, f, earlier, last);
    nwl_finding_related(pass, f, location->site, "the request goes here");
    nwl_finding_help(pass, f, "keep one of the two %s",
                     earlier.directive == last.directive ? "includes" : "lines");
}

// What a broken handshake has to say of the header is said by the rules of the handshake.
static bool is_said_of_handshake(nwl_pass *pass, const nwl_proxied_location *location,
                                 const header *h)
{
    bool is_upgrade = is_named(h, NWL_STR("upgrade"));
    if (!is_upgrade && !is_named(h, NWL_STR("connection")))
        return false;
    const nwl_handshake *handshake = nwl_handshake_of(pass, location);
    bool works = is_upgrade ? handshake->upgrade_works : handshake->connection_works;
    return handshake->cause != NWL_CAUSE_NONE && handshake->severity != NWL_OFF && !works;
}

static bool is_as_written(const nwl_pass *pass, const header *h)
{
    for (uint32_t i = 0; i < h->count; i++) {
        if (nwl_pass_has_placeholder(pass, h->lines[i].site.directive))
            return false;
    }
    return true;
}

// The two lines, which may stand in a file that many blocks include; or the two includes of a file with many such lines.
typedef struct told_key {
    const nwl_directive *earlier, *last;
} told_key;

static told_key key_of(nwl_site earlier, nwl_site last)
{
    const nwl_include_step *a, *b;
    if (earlier.directive != last.directive)
        return (told_key){earlier.directive, last.directive};
    nwl_repetition_part(earlier, last, &a, &b);
    return (told_key){a == NULL ? NULL : a->include, b == NULL ? NULL : b->include};
}

static bool is_new(inspection *in, nwl_site earlier, nwl_site last)
{
    told_key *key = NWL_NEW(nwl_pass_scratch(in->pass), told_key);
    *key = key_of(earlier, last);
    nwl_str bytes = {(const char *)key, sizeof(*key)};
    if (nwl_map_get(&in->told, bytes) != NULL)
        return false;
    nwl_map_put(&in->told, bytes, key);
    return true;
}

static void inspect_header(inspection *in, const nwl_proxied_location *location,
                           const header *h, nwl_severity wanted)
{
    nwl_pass *pass = in->pass;
    const nwl_model *model = nwl_pass_model(pass);
    if (h->count < 2 || !is_as_written(pass, h))
        return;
    requests of = {
        nwl_request_served(in->arena, model, location, &nwl_client_handshake),
        nwl_request_served(in->arena, model, location, &nwl_client_plain),
    };
    nwl_site earlier = {0}, last = last_of(h);
    clash c = worst_of(&of, h, &earlier);
    nwl_severity severity = severity_of(pass, h, c);
    if (severity > NWL_NOTE &&
        nwl_setting_may_be_elsewhere(location->scope, NWL_SET_proxy_set_header))
        severity = NWL_NOTE;
    if (severity != wanted || nwl_repetition_is_of_file(earlier, last) ||
        is_said_of_handshake(pass, location, h) || !is_new(in, earlier, last))
        return;
    flag(pass, location, earlier, last, c, severity);
}

// Looks for what has one severity.
static void inspect_lines(inspection *in, const nwl_proxied_location *location,
                          const header_line *lines, uint32_t count, nwl_severity wanted)
{
    for (uint32_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1;
             end < count && nwl_str_eq(lines[end].name, lines[begin].name);)
            end++;
        inspect_header(in, location,
                       &(header){lines[begin].name, &lines[begin], end - begin}, wanted);
    }
}

// Of many lines that an include repeats the worst is told: they are one mistake.
static void inspect_list(inspection *in, const nwl_proxied_location *location,
                         const nwl_scope *list)
{
    uint32_t count;
    const header_line *lines = sorted_lines(in->arena, list, &count);
    inspect_lines(in, location, lines, count, NWL_WARNING);
    inspect_lines(in, location, lines, count, NWL_NOTE);
    nwl_arena_reset(in->arena);
}

// Levels that others inherit from are remembered: most lists count for their own location alone.
static bool is_first_visit(inspection *in, const nwl_proxied_location *location)
{
    const nwl_scope *list = location->scope->settings->from[NWL_SET_proxy_set_header];
    if (list == location->scope)
        return true;
    if (list == NULL || nwl_map_get_at(&in->lists, list) != NULL)
        return false;
    nwl_map_put_at(&in->lists, list, in);
    return true;
}

// Every list that counts for some location is looked at, twice at most.
static void check(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    if (scope->parent != NULL)
        return;
    inspection in = {.pass = pass,
                     .arena = nwl_arena_new(),
                     .lists = nwl_map_new(nwl_pass_scratch(pass)),
                     .told = nwl_map_new(nwl_pass_scratch(pass))};
    for (uint32_t i = 0; i < model->locations.count; i++) {
        const nwl_proxied_location *location = &model->locations.items[i];
        const nwl_scope *list = location->scope->settings->from[NWL_SET_proxy_set_header];
        if (location->handler == NWL_HANDLER_PROXY && is_first_visit(&in, location) &&
            may_repeat(list))
            inspect_list(&in, location, list);
    }
    nwl_arena_free(in.arena);
}

const nwl_rule nwl_rule_duplicate_header = {
    .id = NWL_TEXT("duplicate-header"),
    .title = NWL_TEXT("proxy_set_header sets one header twice, and both are sent"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "Lines of proxy_set_header on one level are a list, together with those of the "
        "files that it includes. A later line does not replace an earlier one: nginx "
        "sends both, and nginx -t has no objection. An empty value sends nothing, and "
        "takes nothing away that another line sets.\n\n"
        "A second Host has to be answered with 400 (RFC 9112, 3.2), whatever it says. "
        "With two values of Connection it is up to the backend which one it follows, and "
        "many join two lines to one value, such as \"https, https\". The same line "
        "twice is a note, and for Connection nothing at all. An empty line before "
        "another one does no harm and is not reported."),
    .remedy = NWL_TEXT("Keep one of the lines; where a snippet sets the header, include "
                       "another one or none."),
    .versions = NWL_TEXT("All. From 1.31.4 on nginx sends one Host at most."),
    .when_to_ignore = NWL_TEXT("Where the backend is meant to get both lines."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/http/"
                         "ngx_http_proxy_module.html#proxy_set_header"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc9112#section-3.2"),
                NWL_TEXT("https://www.rfc-editor.org/rfc/rfc9110#section-5.3")},
    .on_scope = check,
};
