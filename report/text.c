// text: for people, drawn as rustc does
//
//     error[upstream-http-1-0]: the handshake reaches the backend as HTTP/1.0
//       --> sites-available/app:5:9  (enabled as sites-enabled/app)
//        |
//      5 |         proxy_pass http://localhost:8065;
//        |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sent as HTTP/1.0
//        |
//        = note: included from nginx.conf:60 (include /etc/nginx/sites-enabled/*)
//     help: add
//        |
//        +         proxy_http_version 1.1;
//        = see: nginx-wslint explain upstream-http-1-0

#include "base/map.h"
#include "report/places.h"
#include "report/report.h"
#include "report/screen.h"
#include "report/snippet.h"
#include "report/summary.h"
#include "report/visible.h"
#include "report/words.h"

enum { LEAST_DIGITS = 2, MOST_INDENTATION = 40 };

// What one run of the format keeps from finding to finding.
typedef struct text_page {
    const nwl_report *report;
    nwl_screen screen;
    nwl_places places;
    nwl_map explained;         // rule id -> the rule, once its page was named
    NWL_ARRAY(nwl_mark) marks; // of the window being drawn
} text_page;

static void draw_header(text_page *page, const nwl_finding *finding)
{
    nwl_screen *screen = &page->screen;
    nwl_ink ink = nwl_ink_of(finding->severity);
    nwl_screen_ink(screen, ink);
    nwl_buffer_add(screen->out, nwl_severity_name(finding->severity));
    nwl_buffer_format(screen->out, "[%.*s]", NWL_STR_FMT(finding->rule->id));
    nwl_screen_ink(screen, NWL_INK_PLAIN);
    if (finding->suppression != NULL)
        nwl_buffer_add(screen->out, NWL_STR(" (suppressed)"));
    nwl_screen_ink(screen, NWL_INK_STRONG);
    nwl_buffer_add(screen->out, NWL_STR(": "));
    nwl_screen_text(screen, NWL_INK_PLAIN, finding->message);
    nwl_screen_ink(screen, NWL_INK_PLAIN);
    nwl_screen_end_line(screen);
}

static void draw_place(text_page *page, nwl_str arrow, nwl_span at)
{
    nwl_screen *screen = &page->screen;
    nwl_position begin = nwl_places_position(&page->places, at.file, at.range.begin);
    nwl_screen_pad(screen, screen->digits);
    nwl_screen_put(screen, NWL_INK_GUTTER, arrow);
    nwl_screen_pad(screen, 1);
    nwl_screen_text(screen, NWL_INK_PLAIN, nwl_places_path(&page->places, at.file));
    nwl_buffer_format(screen->out, ":%u:%u", (unsigned)begin.line,
                      (unsigned)begin.column);
}

static void draw_enabled_as(text_page *page, const nwl_finding *finding)
{
    if (finding->via == NULL || !finding->via->target->through_symlink)
        return;
    nwl_buffer_add(page->screen.out, NWL_STR("  (enabled as "));
    nwl_screen_text(&page->screen, NWL_INK_PLAIN,
                    nwl_places_alias(&page->places, finding));
    nwl_buffer_add(page->screen.out, NWL_STR(")"));
}

static void add_primary_mark(text_page *page, const nwl_finding *finding)
{
    nwl_mark mark = nwl_mark_of(&page->places, finding->at, finding->label);
    mark.primary = true;
    mark.ink = nwl_ink_of(finding->severity);
    *NWL_PUSH(page->report->arena, &page->marks) = mark;
}

// Marks the related places in file from the one at index first on.
static void add_related_marks(text_page *page, const nwl_finding *finding, uint32_t file,
                              uint32_t first)
{
    for (uint32_t i = first; i < finding->related.count; i++) {
        const nwl_related *related = &finding->related.items[i];
        if (related->at.file == file)
            *NWL_PUSH(page->report->arena, &page->marks) =
                nwl_mark_of(&page->places, related->at, related->label);
    }
}

// Draws the marks that were added, between bars, and forgets them.
static void draw_window(text_page *page)
{
    nwl_screen_end_line(&page->screen);
    nwl_screen_bar(&page->screen);
    nwl_snippet_draw(&page->screen, &page->places, page->marks.items, page->marks.count);
    nwl_screen_bar(&page->screen);
    page->marks.count = 0;
}

static void draw_primary_window(text_page *page, const nwl_finding *finding)
{
    draw_place(page, NWL_STR("-->"), finding->at);
    draw_enabled_as(page, finding);
    add_primary_mark(page, finding);
    add_related_marks(page, finding, finding->at.file, 0);
    draw_window(page);
}

// True for the first related place in a file that has no window yet.
static bool opens_window(const nwl_finding *finding, uint32_t index)
{
    uint32_t file = finding->related.items[index].at.file;
    if (file == NWL_NO_FILE || file == finding->at.file)
        return false;
    for (uint32_t i = 0; i < index; i++) {
        if (finding->related.items[i].at.file == file)
            return false;
    }
    return true;
}

static void draw_other_windows(text_page *page, const nwl_finding *finding)
{
    for (uint32_t i = 0; i < finding->related.count; i++) {
        if (!opens_window(finding, i))
            continue;
        nwl_span at = finding->related.items[i].at;
        draw_place(page, NWL_STR(":::"), at);
        add_related_marks(page, finding, at.file, i);
        draw_window(page);
    }
}

// The head of a line that says something about the whole: "   = note: ".
static void draw_remark(text_page *page, nwl_ink ink, nwl_str word)
{
    nwl_screen_gutter(&page->screen, 0, '=');
    nwl_screen_pad(&page->screen, 1);
    nwl_screen_put(&page->screen, ink, word);
    nwl_buffer_add(page->screen.out, NWL_STR(": "));
}

static void draw_note(text_page *page, nwl_str note)
{
    draw_remark(page, NWL_INK_STRONG, NWL_STR("note"));
    nwl_screen_text(&page->screen, NWL_INK_PLAIN, note);
    nwl_screen_end_line(&page->screen);
}

static void draw_notes(text_page *page, const nwl_finding *finding)
{
    for (uint32_t i = 0; i < finding->related.count; i++) {
        if (finding->related.items[i].at.file == NWL_NO_FILE)
            draw_note(page, finding->related.items[i].label);
    }
    for (uint32_t i = 0; i < finding->notes.count; i++)
        draw_note(page, finding->notes.items[i]);
}

// One line for each include between the root file and the finding, the nearest first.
static void draw_include_chain(text_page *page, const nwl_include_step *via)
{
    for (; via != NULL; via = via->parent)
        draw_note(page, nwl_words_include(&page->places, via));
}

// The comment that hides a finding, and why.
static void draw_suppression(text_page *page, const nwl_suppression *suppression)
{
    nwl_str reason = suppression->by->reason;
    draw_remark(page, NWL_INK_STRONG, NWL_STR("suppressed"));
    nwl_buffer_add(page->screen.out, NWL_STR("by "));
    nwl_screen_text(&page->screen, NWL_INK_PLAIN,
                    nwl_places_name(&page->places, suppression->name));
    nwl_buffer_add(page->screen.out, NWL_STR(", "));
    nwl_screen_text(&page->screen, NWL_INK_PLAIN,
                    reason.len > 0 ? reason : NWL_STR("without a reason"));
    nwl_screen_end_line(&page->screen);
}

// How far the line of the finding is indented, so that lines to add can stand below it.
static uint32_t indentation_of(text_page *page, const nwl_finding *finding)
{
    if (finding->at.file == NWL_NO_FILE)
        return 0;
    nwl_span at = finding->at;
    uint32_t line = nwl_places_position(&page->places, at.file, at.range.begin).line;
    nwl_str text = nwl_places_line(&page->places, at.file, line);
    uint32_t columns = 0;
    for (size_t i = 0; i < text.len && columns < MOST_INDENTATION; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\t')
            break;
        columns += text.ptr[i] == '\t' ? NWL_TAB_COLUMNS : 1;
    }
    return columns;
}

static void draw_help_lines(text_page *page, const nwl_finding *finding,
                            const nwl_help *help)
{
    nwl_screen *screen = &page->screen;
    uint32_t indentation = help->elsewhere ? 0 : indentation_of(page, finding);
    nwl_screen_bar(screen);
    for (uint32_t i = 0; i < help->lines.count; i++) {
        nwl_screen_gutter(screen, 0, '+');
        nwl_screen_pad(screen, indentation + 1);
        nwl_screen_text(screen, NWL_INK_HELP, help->lines.items[i]);
        nwl_screen_end_line(screen);
    }
}

static void draw_help(text_page *page, const nwl_finding *finding, const nwl_help *help)
{
    nwl_screen *screen = &page->screen;
    bool has_lines = help->lines.count > 0;
    if (has_lines)
        nwl_screen_put(screen, NWL_INK_HELP, NWL_STR("help: "));
    else
        draw_remark(page, NWL_INK_HELP, NWL_STR("help"));
    nwl_screen_text(screen, NWL_INK_PLAIN, help->title);
    nwl_screen_end_line(screen);
    if (has_lines)
        draw_help_lines(page, finding, help);
}

// Where to read on, at the first finding of each rule.
static void draw_see(text_page *page, const nwl_rule *rule)
{
    if (nwl_map_get(&page->explained, rule->id) != NULL)
        return;
    nwl_map_put(&page->explained, rule->id, (void *)(uintptr_t)rule);
    draw_remark(page, NWL_INK_STRONG, NWL_STR("see"));
    nwl_buffer_format(page->screen.out, "nginx-wslint explain %.*s\n",
                      NWL_STR_FMT(rule->id));
}

static uint32_t digits_of(uint32_t number)
{
    uint32_t digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

// The width of the gutter: all windows of a finding share it.
static uint32_t digits_for(text_page *page, const nwl_finding *finding)
{
    uint32_t last =
        nwl_places_position(&page->places, finding->at.file, finding->at.range.begin)
            .line;
    for (uint32_t i = 0; i < finding->related.count; i++) {
        nwl_span at = finding->related.items[i].at;
        uint32_t line = nwl_places_position(&page->places, at.file, at.range.begin).line;
        last = line > last ? line : last;
    }
    uint32_t digits = digits_of(last);
    return digits > LEAST_DIGITS ? digits : LEAST_DIGITS;
}

static void draw_finding(text_page *page, const nwl_finding *finding)
{
    page->screen.digits = digits_for(page, finding);
    draw_header(page, finding);
    if (finding->at.file != NWL_NO_FILE)
        draw_primary_window(page, finding);
    draw_other_windows(page, finding);
    draw_notes(page, finding);
    draw_include_chain(page, finding->via);
    if (finding->suppression != NULL)
        draw_suppression(page, finding->suppression);
    for (uint32_t i = 0; i < finding->helps.count; i++)
        draw_help(page, finding, &finding->helps.items[i]);
    draw_see(page, finding->rule);
    nwl_screen_end_line(&page->screen);
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    text_page page = {.report = report, .screen = {out, style, LEAST_DIGITS}};
    page.places = nwl_places_of(report);
    page.explained = nwl_map_new(report->arena);
    for (uint32_t i = 0; i < report->finding_count; i++)
        draw_finding(&page, report->findings[i]);
    nwl_summary_draw(report, &page.screen);
}

const nwl_format nwl_format_text = {
    .name = NWL_FORMAT_TEXT("text"),
    .title =
        NWL_FORMAT_TEXT("for people: the lines, what is wrong with them, what to add"),
    .for_people = true,
    .print = print,
};
