#include "cli/message.h"

#include <assert.h>

#include "report/visible.h"
#include "cli/terminal.h"

static void print(nwl_str prefix, nwl_str text)
{
    nwl_buffer out = nwl_buffer_new(stderr);
    nwl_buffer_add(&out, prefix);
    nwl_visible_add(&out, text, nwl_terminal_ascii());
    nwl_buffer_add_char(&out, '\n');
    nwl_buffer_flush(&out); // nobody is left to tell when it fails
    nwl_buffer_free(&out);
}

void nwl_message_error(nwl_str text)
{
    print(NWL_STR("nginx-wslint: error: "), text);
}

void nwl_message_note(nwl_str text)
{
    print(NWL_STR("nginx-wslint: "), text);
}

nwl_str nwl_message_format(nwl_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    assert(len >= 0);
    char *text = NWL_NEW_ARRAY(arena, char, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (nwl_str){text, (size_t)len};
}
