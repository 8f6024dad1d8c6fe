#include "report/words.h"

#include "report/visible.h"

typedef struct words {
    nwl_places *places;
    nwl_buffer text;
} words;

nwl_str nwl_words_include(nwl_places *places, const nwl_include_step *via)
{
    const nwl_directive *include = via->include;
    nwl_str place = nwl_places_name(places, (nwl_span){include->file, include->range});
    nwl_str path = nwl_directive_arg(include, 0);
    return nwl_arena_format(places->report->arena, "included from %.*s (include %.*s)",
                            NWL_STR_FMT(place), NWL_STR_FMT(path));
}

static void add_line(words *w, nwl_str before, nwl_str text)
{
    nwl_buffer_add_char(&w->text, '\n');
    nwl_buffer_add(&w->text, before);
    nwl_visible_add(&w->text, text, false);
}

static void add_related(words *w, const nwl_related *related)
{
    nwl_arena *arena = w->places->report->arena;
    if (related->at.file == NWL_NO_FILE) {
        add_line(w, NWL_STR_NONE, related->label);
        return;
    }
    nwl_str place = nwl_places_name(w->places, related->at);
    nwl_buffer_add_char(&w->text, '\n');
    nwl_visible_add_path(&w->text,
                         nwl_arena_format(arena, "%.*s: %.*s", NWL_STR_FMT(place),
                                          NWL_STR_FMT(related->label)),
                         false);
}

static void add_help(words *w, const nwl_help *help)
{
    add_line(w, NWL_STR("help: "), help->title);
    for (uint32_t i = 0; i < help->lines.count; i++)
        add_line(w, NWL_STR("    "), help->lines.items[i]);
}

static void add_all(words *w, const nwl_finding *finding)
{
    nwl_visible_add(&w->text, finding->message, false);
    if (finding->label.len > 0)
        add_line(w, NWL_STR_NONE, finding->label);
    for (uint32_t i = 0; i < finding->related.count; i++)
        add_related(w, &finding->related.items[i]);
    for (uint32_t i = 0; i < finding->notes.count; i++)
        add_line(w, NWL_STR("note: "), finding->notes.items[i]);
    for (const nwl_include_step *via = finding->via; via != NULL; via = via->parent)
        add_line(w, NWL_STR("note: "), nwl_words_include(w->places, via));
    for (uint32_t i = 0; i < finding->helps.count; i++)
        add_help(w, &finding->helps.items[i]);
    add_line(w, NWL_STR("see: nginx-wslint explain "), finding->rule->id);
}

nwl_str nwl_words_line(const nwl_report *report, nwl_str text)
{
    nwl_buffer line = nwl_buffer_new(NULL);
    nwl_visible_add(&line, text, false);
    return nwl_buffer_take(&line, report->arena);
}

nwl_str nwl_words_message(const nwl_report *report, const nwl_finding *finding)
{
    return nwl_words_line(report, finding->message);
}

nwl_str nwl_words_all(nwl_places *places, const nwl_finding *finding)
{
    words w = {.places = places, .text = nwl_buffer_new(NULL)};
    add_all(&w, finding);
    return nwl_buffer_take(&w.text, places->report->arena);
}
