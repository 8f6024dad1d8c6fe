#include "cli/wrap.h"

#include "report/visible.h"

enum { USUAL_WIDTH = 80, MOST_READABLE = 100, LEAST_WIDTH = 40 };

uint32_t nwl_wrap_columns(nwl_str text, bool ascii)
{
    uint32_t columns = 0;
    while (text.len > 0)
        columns += nwl_glyph_next(&text, ascii).columns;
    return columns;
}

uint32_t nwl_wrap_width(const nwl_style *style)
{
    uint32_t width = style->width > 0 ? style->width : USUAL_WIDTH;
    if (width > MOST_READABLE)
        return MOST_READABLE;
    return width < LEAST_WIDTH ? LEAST_WIDTH : width;
}

// Cuts the next word off *text; false when there is none.
static bool next_word(nwl_str *text, nwl_str *word)
{
    *text = nwl_str_trim(*text);
    size_t end = 0;
    while (end < text->len && text->ptr[end] != ' ' && text->ptr[end] != '\n')
        end++;
    *word = nwl_str_slice(*text, 0, end);
    *text = nwl_str_from(*text, end);
    return word->len > 0;
}

void nwl_wrap(nwl_screen *screen, nwl_str text, uint32_t indent, uint32_t width)
{
    uint32_t column = indent;
    for (nwl_str word; next_word(&text, &word);) {
        uint32_t columns = nwl_wrap_columns(word, screen->style->ascii);
        if (column > indent && column + 1 + columns > width) {
            nwl_screen_end_line(screen);
            nwl_screen_pad(screen, indent);
            column = indent;
        }
        if (column > indent) {
            nwl_screen_pad(screen, 1);
            column++;
        }
        nwl_screen_text(screen, NWL_INK_PLAIN, word);
        column += columns;
    }
    nwl_screen_end_line(screen);
}

// Cuts the lines up to an empty one off *text; false when nothing is left.
static bool next_paragraph(nwl_str *text, nwl_str *paragraph)
{
    *text = nwl_str_trim(*text);
    if (text->len == 0)
        return false;
    size_t end = nwl_str_find(*text, '\n', 0);
    while (end + 1 < text->len && text->ptr[end + 1] != '\n')
        end = nwl_str_find(*text, '\n', end + 1);
    *paragraph = nwl_str_slice(*text, 0, end);
    *text = nwl_str_from(*text, end);
    return true;
}

void nwl_wrap_paragraphs(nwl_screen *screen, nwl_str text, uint32_t indent,
                         uint32_t width)
{
    for (nwl_str paragraph; next_paragraph(&text, &paragraph);) {
        nwl_screen_pad(screen, indent);
        nwl_wrap(screen, paragraph, indent, width);
        nwl_screen_end_line(screen);
    }
}
