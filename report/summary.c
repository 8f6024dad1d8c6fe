#include "report/summary.h"

#include <stdlib.h>

#include "base/map.h"
#include "report/visible.h"

typedef struct rule_count {
    const nwl_rule *rule;
    uint32_t findings;
} rule_count;

typedef NWL_ARRAY(rule_count *) rule_counts;

static rule_counts count_by_rule(const nwl_report *report)
{
    rule_counts counts = {0};
    nwl_map known = nwl_map_new(report->arena);
    for (uint32_t i = 0; i < report->finding_count + report->hidden_findings; i++) {
        const nwl_rule *rule = report->findings[i]->rule;
        if (report->findings[i]->suppression != NULL)
            continue;
        rule_count *count = nwl_map_get(&known, rule->id);
        if (count == NULL) {
            count = NWL_NEW(report->arena, rule_count);
            count->rule = rule;
            nwl_map_put(&known, rule->id, count);
            *NWL_PUSH(report->arena, &counts) = count;
        }
        count->findings++;
    }
    return counts;
}

// The most frequent first.
static int compare_counts(const void *left, const void *right)
{
    const rule_count *a = *(rule_count *const *)left, *b = *(rule_count *const *)right;
    if (a->findings != b->findings)
        return a->findings > b->findings ? -1 : 1;
    return nwl_str_compare(a->rule->id, b->rule->id);
}

static int longest_id(const rule_counts *counts)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < counts->count; i++) {
        if (counts->items[i]->rule->id.len > longest)
            longest = counts->items[i]->rule->id.len;
    }
    return (int)longest;
}

static void draw_statistics(const nwl_report *report, nwl_screen *screen)
{
    rule_counts counts = count_by_rule(report);
    if (counts.count == 0)
        return;
    qsort(counts.items, counts.count, sizeof(*counts.items), compare_counts);
    int width = longest_id(&counts);
    for (uint32_t i = 0; i < counts.count; i++) {
        const rule_count *count = counts.items[i];
        nwl_buffer_format(screen->out, "%7u  ", (unsigned)count->findings);
        nwl_buffer_format(screen->out, "%-*.*s  %.*s\n", width,
                          NWL_STR_FMT(count->rule->id), NWL_STR_FMT(count->rule->title));
    }
    nwl_screen_end_line(screen);
}

void nwl_summary_add_count(nwl_buffer *out, uint32_t count, const char *one,
                           const char *many)
{
    nwl_buffer_format(out, "%u %s", (unsigned)count, count == 1 ? one : many);
}

// add_count in ink, if there are any.
static void draw_count(nwl_screen *screen, nwl_ink ink, uint32_t count, const char *one,
                       const char *many)
{
    if (count > 0)
        nwl_screen_ink(screen, ink);
    nwl_summary_add_count(screen->out, count, one, many);
    if (count > 0)
        nwl_screen_ink(screen, NWL_INK_PLAIN);
}

void nwl_summary_add_looked_at(const nwl_summary *summary, nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("checked "));
    nwl_summary_add_count(out, summary->files, "file", "files");
    nwl_buffer_add(out, NWL_STR(", "));
    nwl_summary_add_count(out, summary->servers, "server", "servers");
    nwl_buffer_add(out, NWL_STR(", "));
    nwl_summary_add_count(out, summary->proxied_locations, "proxied location",
                          "proxied locations");
    if (summary->proxied_locations > 0 && summary->websocket_locations == 0)
        nwl_buffer_add(out, NWL_STR(" (none expects a WebSocket)"));
    else if (summary->proxied_locations > 0)
        nwl_buffer_format(out, " (%u expect%s a WebSocket)",
                          (unsigned)summary->websocket_locations,
                          summary->websocket_locations == 1 ? "s" : "");
}

static void draw_found(const nwl_summary *summary, nwl_screen *screen)
{
    nwl_buffer_add(screen->out, NWL_STR(": "));
    draw_count(screen, NWL_INK_ERROR, summary->errors, "error", "errors");
    nwl_buffer_add(screen->out, NWL_STR(", "));
    draw_count(screen, NWL_INK_WARNING, summary->warnings, "warning", "warnings");
    if (summary->notes == 0)
        return;
    nwl_buffer_add(screen->out, NWL_STR(", "));
    draw_count(screen, NWL_INK_NOTE, summary->notes, "note", "notes");
}

nwl_str nwl_summary_aside(const nwl_report *report)
{
    const nwl_summary *summary = &report->summary;
    nwl_str not_new = nwl_arena_format(report->arena, "not new since %.*s",
                                       NWL_STR_FMT(summary->revision));
    const struct {
        uint32_t count;
        nwl_str what;
    } asides[] = {
        {summary->fixable, NWL_STR("fixable with --fix")},
        {summary->suppressed, NWL_STR("suppressed")},
        {summary->baselined, NWL_STR("in the baseline")},
        {summary->not_new, not_new},
        {summary->elsewhere, NWL_STR("in other files not shown")},
    };
    nwl_str aside = NWL_STR_NONE;
    for (size_t i = 0; i < sizeof(asides) / sizeof(asides[0]); i++) {
        if (asides[i].count > 0)
            aside = nwl_arena_format(report->arena, "%.*s%s%u %.*s", NWL_STR_FMT(aside),
                                     aside.len > 0 ? ", " : "", (unsigned)asides[i].count,
                                     NWL_STR_FMT(asides[i].what));
    }
    return aside;
}

static void draw_aside(const nwl_report *report, const nwl_screen *screen)
{
    nwl_str aside = nwl_summary_aside(report);
    if (aside.len > 0)
        nwl_buffer_add(screen->out, NWL_STR("; "));
    nwl_visible_add(screen->out, aside, screen->style->ascii);
}

static void draw_hidden(const nwl_report *report, nwl_screen *screen)
{
    if (report->hidden_findings == 0)
        return;
    nwl_buffer_format(screen->out, "%s and %u more, see --max-findings\n\n",
                      screen->style->ascii ? "..." : "…",
                      (unsigned)report->hidden_findings);
}

nwl_str nwl_summary_doubt(const nwl_summary *summary)
{
    if (summary->files == 0 || summary->servers > 0 || summary->proxied_locations > 0)
        return NWL_STR_NONE;
    return NWL_STR("no server and nothing that proxies was found; is this the path that "
                   "nginx starts from? (\"nginx -t\" names it)");
}

static void draw_doubt(const nwl_summary *summary, nwl_screen *screen)
{
    nwl_str doubt = nwl_summary_doubt(summary);
    if (doubt.len == 0)
        return;
    nwl_screen_put(screen, NWL_INK_WARNING, NWL_STR("nothing to judge"));
    nwl_buffer_add(screen->out, NWL_STR(": "));
    nwl_buffer_add(screen->out, doubt);
    nwl_screen_end_line(screen);
}

void nwl_summary_draw(const nwl_report *report, nwl_screen *screen)
{
    draw_hidden(report, screen);
    if (screen->style->statistics)
        draw_statistics(report, screen);
    if (screen->style->quiet)
        return;
    nwl_summary_add_looked_at(&report->summary, screen->out);
    draw_found(&report->summary, screen);
    draw_aside(report, screen);
    nwl_screen_end_line(screen);
    draw_doubt(&report->summary, screen);
}
