#include "report/screen.h"

#include "report/visible.h"

enum { DEFAULT_WIDTH = 140, LEAST_COLUMNS = 20 };

// The ANSI sequences; every colour of the text format is here.
static const char *const inks[] = {
    [NWL_INK_PLAIN] = "\x1b[0m",     [NWL_INK_STRONG] = "\x1b[1m",
    [NWL_INK_ERROR] = "\x1b[1;31m",  [NWL_INK_WARNING] = "\x1b[1;33m",
    [NWL_INK_NOTE] = "\x1b[1;36m",   [NWL_INK_HELP] = "\x1b[1;32m",
    [NWL_INK_GUTTER] = "\x1b[1;34m",
};

nwl_ink nwl_ink_of(nwl_severity severity)
{
    switch (severity) {
    case NWL_ERROR:
        return NWL_INK_ERROR;
    case NWL_WARNING:
        return NWL_INK_WARNING;
    case NWL_NOTE:
        return NWL_INK_NOTE;
    case NWL_OFF:
        break;
    }
    return NWL_INK_PLAIN;
}

uint32_t nwl_screen_columns(const nwl_screen *screen)
{
    uint32_t width = screen->style->width > 0 ? screen->style->width : DEFAULT_WIDTH;
    uint32_t gutter = screen->digits + 3;
    return width > gutter + LEAST_COLUMNS ? width - gutter : LEAST_COLUMNS;
}

void nwl_screen_ink(nwl_screen *screen, nwl_ink ink)
{
    if (screen->style->color)
        nwl_buffer_add(screen->out, nwl_str_of(inks[ink]));
}

void nwl_screen_put(nwl_screen *screen, nwl_ink ink, nwl_str words)
{
    if (ink != NWL_INK_PLAIN)
        nwl_screen_ink(screen, ink);
    nwl_buffer_add(screen->out, words);
    if (ink != NWL_INK_PLAIN)
        nwl_screen_ink(screen, NWL_INK_PLAIN);
}

void nwl_screen_text(nwl_screen *screen, nwl_ink ink, nwl_str text)
{
    if (ink != NWL_INK_PLAIN)
        nwl_screen_ink(screen, ink);
    nwl_visible_add(screen->out, text, screen->style->ascii);
    if (ink != NWL_INK_PLAIN)
        nwl_screen_ink(screen, NWL_INK_PLAIN);
}

void nwl_screen_pad(nwl_screen *screen, uint32_t columns)
{
    nwl_buffer_repeat(screen->out, ' ', columns);
}

void nwl_screen_end_line(nwl_screen *screen)
{
    nwl_buffer_add_char(screen->out, '\n');
}

void nwl_screen_gutter(nwl_screen *screen, uint32_t line, char sign)
{
    nwl_screen_ink(screen, NWL_INK_GUTTER);
    if (line > 0)
        nwl_buffer_format(screen->out, "%*u", (int)screen->digits, (unsigned)line);
    else
        nwl_screen_pad(screen, screen->digits);
    nwl_buffer_format(screen->out, " %c", sign);
    nwl_screen_ink(screen, NWL_INK_PLAIN);
}

void nwl_screen_bar(nwl_screen *screen)
{
    nwl_screen_gutter(screen, 0, '|');
    nwl_screen_end_line(screen);
}
