// Pages that nginx looks for by itself.
#include "model/form.h"
#include "model/value.h"

enum { LEAST_STATUS = 300, MOST_STATUS = 599, MOST_CODE = 999, CLIENT_CLOSED = 499 };

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

// "=" alone, or with a code.
static bool is_response(nwl_str text)
{
    int64_t code;
    return text.len == 1 || nwl_value_number(nwl_str_from(text, 1), &code);
}

static bool is_status(nwl_str text)
{
    int64_t status;
    return nwl_value_number(text, &status) && status >= LEAST_STATUS &&
           status <= MOST_STATUS && status != CLIENT_CLOSED;
}

// The arguments before the last one. Source: ngx_http_core_error_page().
bool nwl_form_error_page(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t statuses = line->directive->arg_count - 1;
    if (nwl_str_starts_with(argument(line, statuses - 1), NWL_STR("="))) {
        statuses--;
        if (statuses == 0)
            return nwl_fault_at(
                line, fault, 0, "no status stands before \"%.*s\"",
                NWL_STR_FMT(nwl_argument_shown(line->arena, argument(line, 0))));
        if (!is_response(argument(line, statuses)))
            return nwl_fault_takes(line, fault, statuses,
                                   "\"=\" or \"=\" and a status before the page");
    }
    for (uint32_t i = 0; i < statuses; i++) {
        if (!is_status(argument(line, i)))
            return nwl_fault_takes(line, fault, i,
                                   "statuses from 300 to 599 without 499");
    }
    return false;
}

// Source: ngx_http_index_set_index().
bool nwl_form_index(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        if (argument(line, i).len == 0)
            return nwl_fault_at(line, fault, i, "an index is empty");
    }
    return false;
}

// Source: ngx_http_try_files().
bool nwl_form_try_files(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t last = line->directive->arg_count - 1;
    nwl_str text = argument(line, last);
    int64_t code;
    if (!nwl_str_starts_with(text, NWL_STR("=")) ||
        (nwl_value_number(nwl_str_from(text, 1), &code) && code <= MOST_CODE))
        return false;
    return nwl_fault_takes(line, fault, last, "a code up to 999 behind \"=\"");
}
