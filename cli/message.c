#include "cli/message.h"

#include "cli/terminal.h"
#include "report/visible.h"

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
