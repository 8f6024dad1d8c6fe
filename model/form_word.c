// Words with something behind them, and single letters.
#include "model/form.h"

// Whether the machine has what "on" needs is not known. Source: ngx_http_core_set_aio().
bool nwl_form_aio(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = nwl_directive_arg(line->directive, 0);
    if (nwl_str_eq(text, NWL_STR("on")) || nwl_str_eq(text, NWL_STR("off")) ||
        nwl_str_eq(text, NWL_STR("sendfile")) || nwl_str_eq(text, NWL_STR("threads")) ||
        nwl_str_starts_with(text, NWL_STR("threads=")))
        return false;
    return nwl_fault_takes(line, fault, 0,
                           "\"on\", \"off\", \"threads\" or \"threads=\" with a pool");
}

// Source: ngx_http_userid_mark().
bool nwl_form_userid_mark(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = nwl_directive_arg(line->directive, 0);
    bool is_letter = text.len == 1 && (nwl_is_alnum(text.ptr[0]) || text.ptr[0] == '=');
    if (is_letter || nwl_str_eq(text, NWL_STR("off")))
        return false;
    return nwl_fault_takes(line, fault, 0, "\"off\", one letter, one digit or \"=\"");
}
