#include "cli/problem.h"

#include <stdarg.h>

#include "cli/message.h"

void nwl_problem_tell(nwl_problems *problems, nwl_str path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    nwl_str message = nwl_message_format(problems->arena, format, args);
    va_end(args);
    nwl_message_error(message);
    *NWL_PUSH(problems->arena, &problems->items) =
        (nwl_problem){.message = message, .path = path};
}
