// Headers and parameters with a last word that says when they are sent.
#include "model/form.h"

static bool refuses_last(const nwl_argument_line *line, nwl_argument_fault *fault,
                         nwl_str word, const char *noun)
{
    enum { LAST = 2 };
    return line->directive->arg_count > LAST &&
           !nwl_str_eq(nwl_directive_arg(line->directive, LAST), word) &&
           nwl_fault_takes(line, fault, LAST, noun);
}

// Source: ngx_http_headers_add(), nginx src/http/modules/ngx_http_headers_filter_module.c.
bool nwl_form_header(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return refuses_last(line, fault, NWL_STR("always"), "\"always\" behind the value");
}

// Source: ngx_http_upstream_param_set_slot().
bool nwl_form_param(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return refuses_last(line, fault, NWL_STR("if_not_empty"),
                        "\"if_not_empty\" behind the value");
}
