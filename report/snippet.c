#include "report/snippet.h"

#include <stdlib.h>

#include "report/window.h"

nwl_mark nwl_mark_of(nwl_places *places, nwl_span at, nwl_str label)
{
    nwl_position begin = nwl_places_position(places, at.file, at.range.begin);
    uint32_t length = (uint32_t)nwl_places_line(places, at.file, begin.line).len;
    uint32_t start = begin.offset - (begin.byte_column - 1);
    uint32_t end = at.range.end > start ? at.range.end - start : 0;
    nwl_mark mark = {.file = at.file, .line = begin.line, .label = label};
    mark.ink = NWL_INK_GUTTER;
    mark.range.begin = begin.byte_column - 1 < length ? begin.byte_column - 1 : length;
    mark.range.end = end < length ? end : length;
    return mark;
}

// By line, then from left to right, the primary one last of those that begin at one place.
static int compare_marks(const void *left, const void *right)
{
    const nwl_mark *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->range.begin != b->range.begin)
        return a->range.begin < b->range.begin ? -1 : 1;
    if (a->primary != b->primary)
        return a->primary ? 1 : -1;
    return nwl_str_compare(a->label, b->label);
}

// What is drawn in a column: the primary mark before others; NULL for nothing.
static const nwl_mark *mark_over(const nwl_mark *marks, uint32_t count, uint32_t column)
{
    const nwl_mark *found = NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool covers = marks[i].begin_column <= column && column < marks[i].end_column;
        if (covers && (found == NULL || marks[i].primary))
            found = &marks[i];
    }
    return found;
}

static uint32_t rightmost_end(const nwl_mark *marks, uint32_t count)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (marks[i].end_column > end)
            end = marks[i].end_column;
    }
    return end;
}

// True when the label of the last mark can stand right beside it.
static bool has_room_beside(const nwl_mark *marks, uint32_t count)
{
    const nwl_mark *last = &marks[count - 1];
    return last->label.len > 0 && rightmost_end(marks, count - 1) <= last->begin_column;
}

// The line below the source: carets and dashes.
static void draw_underline(nwl_screen *screen, const nwl_mark *marks, uint32_t count)
{
    const nwl_mark *before = NULL;
    uint32_t end = rightmost_end(marks, count);
    for (uint32_t column = 0; column < end; column++) {
        const nwl_mark *mark = mark_over(marks, count, column);
        if (mark != before && before != NULL)
            nwl_screen_ink(screen, NWL_INK_PLAIN);
        if (mark != before && mark != NULL)
            nwl_screen_ink(screen, mark->ink);
        nwl_buffer_add_char(screen->out, mark == NULL ? ' ' : mark->primary ? '^' : '-');
        before = mark;
    }
    nwl_screen_ink(screen, NWL_INK_PLAIN);
}

// Bars under the marks that still wait for their label, up to column. Returns the column reached.
static uint32_t draw_bars(nwl_screen *screen, const nwl_mark *marks, uint32_t count,
                          uint32_t column)
{
    uint32_t reached = 0;
    nwl_screen_gutter(screen, 0, '|');
    nwl_screen_pad(screen, 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = marks[i].begin_column;
        if (marks[i].label.len == 0 || at < reached || at >= column)
            continue;
        nwl_screen_pad(screen, at - reached);
        nwl_screen_put(screen, marks[i].ink, NWL_STR("|"));
        reached = at + 1;
    }
    return reached;
}

// The labels that have no room beside their marks, from right to left.
static void draw_hanging_labels(nwl_screen *screen, const nwl_mark *marks, uint32_t count)
{
    bool first = true;
    for (uint32_t i = count; i-- > 0;) {
        const nwl_mark *mark = &marks[i];
        if (mark->label.len == 0)
            continue;
        if (first) {
            draw_bars(screen, marks, count, UINT32_MAX);
            nwl_screen_end_line(screen);
        }
        first = false;
        uint32_t reached = draw_bars(screen, marks, i, mark->begin_column);
        nwl_screen_pad(screen, mark->begin_column - reached);
        nwl_screen_text(screen, mark->ink, mark->label);
        nwl_screen_end_line(screen);
    }
}

static void draw_marks(nwl_screen *screen, const nwl_mark *marks, uint32_t count)
{
    bool beside = has_room_beside(marks, count);
    nwl_screen_gutter(screen, 0, '|');
    nwl_screen_pad(screen, 1);
    draw_underline(screen, marks, count);
    if (beside) {
        nwl_screen_pad(screen, 1);
        nwl_screen_text(screen, marks[count - 1].ink, marks[count - 1].label);
    }
    nwl_screen_end_line(screen);
    draw_hanging_labels(screen, marks, beside ? count - 1 : count);
}

static nwl_window draw_source(nwl_screen *screen, nwl_str text, uint32_t line,
                              nwl_range focus)
{
    nwl_window window =
        nwl_window_around(text, focus, nwl_screen_columns(screen), screen->style->ascii);
    nwl_screen_gutter(screen, line, '|');
    if (text.len > 0)
        nwl_screen_pad(screen, 1);
    nwl_window_draw(&window, screen->out);
    nwl_screen_end_line(screen);
    return window;
}

static nwl_range focus_of(const nwl_mark *marks, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (marks[i].primary)
            return marks[i].range;
    }
    return marks[0].range;
}

static void draw_marked_line(nwl_screen *screen, nwl_str text, nwl_mark *marks,
                             uint32_t count)
{
    nwl_window window = draw_source(screen, text, marks[0].line, focus_of(marks, count));
    for (uint32_t i = 0; i < count; i++) {
        nwl_mark *mark = &marks[i];
        mark->begin_column = nwl_window_column(&window, mark->range.begin);
        mark->end_column = nwl_window_column(&window, mark->range.end);
        if (mark->end_column <= mark->begin_column)
            mark->end_column = mark->begin_column + 1;
    }
    draw_marks(screen, marks, count);
}

// What stands between two lines with marks: one line is shown, more are left out.
static void draw_gap(nwl_screen *screen, nwl_places *places, uint32_t file, uint32_t from,
                     uint32_t to)
{
    if (to == from + 2) {
        nwl_str text = nwl_places_line(places, file, from + 1);
        draw_source(screen, text, from + 1, (nwl_range){0, 0});
    } else if (to > from + 2) {
        nwl_screen_put(screen, NWL_INK_GUTTER, NWL_STR("..."));
        nwl_screen_end_line(screen);
    }
}

void nwl_snippet_draw(nwl_screen *screen, nwl_places *places, nwl_mark *marks,
                      uint32_t count)
{
    qsort(marks, count, sizeof(*marks), compare_marks);
    uint32_t on_line;
    for (uint32_t i = 0; i < count; i += on_line) {
        for (on_line = 1; i + on_line < count; on_line++) {
            if (marks[i + on_line].line != marks[i].line)
                break;
        }
        if (i > 0)
            draw_gap(screen, places, marks[i].file, marks[i - 1].line, marks[i].line);
        nwl_str text = nwl_places_line(places, marks[i].file, marks[i].line);
        draw_marked_line(screen, text, marks + i, on_line);
    }
}
