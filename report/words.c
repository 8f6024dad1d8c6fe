#include "report/words.h"

#include "report/visible.h"

typedef struct words {
    nwl_places *places;
    nwl_buffer text;
    nwl_links *links; // the places that the text links to; NULL for a text without links
} words;

static nwl_arena *arena_of(const words *w)
{
    return w->places->report->arena;
}

nwl_str nwl_words_line(const nwl_report *report, nwl_str text)
{
    nwl_buffer line = nwl_buffer_new(NULL);
    nwl_visible_add(&line, text, false);
    return nwl_buffer_take(&line, report->arena);
}

// ---- links ------------------------------------------------------------------------------

static nwl_str escaped(nwl_arena *arena, nwl_str text)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '[' || text.ptr[i] == ']' || text.ptr[i] == '\\')
            nwl_buffer_add_char(&out, '\\');
        nwl_buffer_add_char(&out, text.ptr[i]);
    }
    return nwl_buffer_take(&out, arena);
}

nwl_str nwl_words_literal(const nwl_report *report, nwl_str text)
{
    return escaped(report->arena, nwl_words_line(report, text));
}

// Text as it stands beside links, when there are any.
static nwl_str literal(const words *w, nwl_str text)
{
    return w->links == NULL ? text : nwl_words_literal(w->places->report, text);
}

static nwl_str place_of(words *w, nwl_span at, nwl_str label)
{
    nwl_arena *arena = arena_of(w);
    nwl_str name = literal(w, nwl_places_name(w->places, at));
    if (w->links == NULL || w->links->count == NWL_MOST_LINKS)
        return name;
    *NWL_PUSH(arena, w->links) =
        (nwl_link){at, nwl_words_literal(w->places->report, label)};
    return nwl_arena_format(arena, "[%.*s](%u)", NWL_STR_FMT(name),
                            (unsigned)w->links->count);
}

static nwl_str include_words(words *w, const nwl_include_step *via)
{
    const nwl_directive *include = via->include;
    nwl_str place = place_of(w, (nwl_span){include->file, include->range},
                             NWL_STR("included from here"));
    nwl_str path = literal(w, nwl_directive_arg(include, 0));
    return nwl_arena_format(arena_of(w), "included from %.*s (include %.*s)",
                            NWL_STR_FMT(place), NWL_STR_FMT(path));
}

nwl_str nwl_words_include(nwl_places *places, const nwl_include_step *via)
{
    return include_words(&(words){.places = places}, via);
}

// ---- lines ------------------------------------------------------------------------------

// Text beside links is made of literals, and visible; to cut it would cut a link or an escape in two.
static void add_text(words *w, nwl_str text)
{
    if (w->links != NULL)
        nwl_buffer_add(&w->text, text);
    else
        nwl_visible_add(&w->text, text, false);
}

static void add_line(words *w, nwl_str before, nwl_str text)
{
    nwl_buffer_add_char(&w->text, '\n');
    nwl_buffer_add(&w->text, before);
    add_text(w, text);
}

// A line that begins with a place, which may be any path.
static void add_place_line(words *w, nwl_str line)
{
    if (w->links != NULL) {
        add_line(w, NWL_STR_NONE, line);
        return;
    }
    nwl_buffer_add_char(&w->text, '\n');
    nwl_visible_add_path(&w->text, line, false);
}

static void add_related(words *w, const nwl_related *related)
{
    nwl_str label = literal(w, related->label);
    if (related->at.file == NWL_NO_FILE) {
        add_line(w, NWL_STR_NONE, label);
        return;
    }
    nwl_str place = place_of(w, related->at, related->label);
    add_place_line(w, nwl_arena_format(arena_of(w), "%.*s: %.*s", NWL_STR_FMT(place),
                                       NWL_STR_FMT(label)));
}

static void add_help(words *w, const nwl_help *help)
{
    add_line(w, NWL_STR("help: "), literal(w, help->title));
    for (uint32_t i = 0; i < help->lines.count; i++)
        add_line(w, NWL_STR("    "), literal(w, help->lines.items[i]));
}

static bool is_same_place(nwl_span a, nwl_span b)
{
    return a.file == b.file && a.range.begin == b.range.begin;
}

static bool names(const nwl_finding *finding, nwl_span at)
{
    for (uint32_t i = 0; i < finding->related.count; i++) {
        if (is_same_place(finding->related.items[i].at, at))
            return true;
    }
    return is_same_place(finding->at, at);
}

// The location that a finding is about; of what is said for all locations together it would be but one. That of a fragment
// has no name and no line.
static void add_location(words *w, const nwl_finding *finding)
{
    const nwl_scope *location = nwl_scope_enclosing(finding->scope, NWL_CX_HTTP_LOCATION);
    if (location == NULL || finding->location.len == 0 || finding->of_line)
        return;
    nwl_span at = nwl_site_span(location->opener);
    if (names(finding, at))
        return;
    nwl_str place = place_of(w, at, NWL_STR("in this location"));
    nwl_str name = literal(w, finding->location);
    add_line(w, NWL_STR_NONE,
             nwl_arena_format(arena_of(w), "in location %.*s, %.*s", NWL_STR_FMT(name),
                              NWL_STR_FMT(place)));
}

static void add_explanation(words *w, const nwl_finding *finding)
{
    if (finding->label.len > 0)
        add_line(w, NWL_STR_NONE, literal(w, finding->label));
    for (uint32_t i = 0; i < finding->related.count; i++)
        add_related(w, &finding->related.items[i]);
    for (uint32_t i = 0; i < finding->notes.count; i++)
        add_line(w, NWL_STR("note: "), literal(w, finding->notes.items[i]));
    for (const nwl_include_step *via = finding->via; via != NULL; via = via->parent)
        add_line(w, NWL_STR("note: "), include_words(w, via));
    for (uint32_t i = 0; i < finding->helps.count; i++)
        add_help(w, &finding->helps.items[i]);
    add_line(w, NWL_STR("see: nginx-wslint explain "), finding->rule->id);
}

nwl_str nwl_words_message(const nwl_report *report, const nwl_finding *finding)
{
    return nwl_words_line(report, finding->message);
}

nwl_str nwl_words_all(nwl_places *places, const nwl_finding *finding)
{
    words w = {.places = places, .text = nwl_buffer_new(NULL)};
    add_text(&w, finding->message);
    add_explanation(&w, finding);
    return nwl_buffer_take(&w.text, arena_of(&w));
}

nwl_str nwl_words_linked(nwl_places *places, const nwl_finding *finding, nwl_links *links)
{
    words w = {.places = places, .text = nwl_buffer_new(NULL), .links = links};
    add_text(&w, literal(&w, finding->message));
    nwl_buffer_add_char(&w.text, '.');
    add_location(&w, finding);
    add_explanation(&w, finding);
    return nwl_buffer_take(&w.text, arena_of(&w));
}
