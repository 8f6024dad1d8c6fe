// How worker processes run.
#include "model/form.h"
#include "model/value.h"

// nginx keeps the number in an int, in which -1 stands for a mistake. The sign is not part of it.
static bool is_priority(nwl_str digits)
{
    int64_t number;
    return nwl_value_number(digits, &number) && (uint32_t)number != UINT32_MAX;
}

// Source: ngx_set_priority(), nginx src/core/nginx.c.
bool nwl_form_worker_priority(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = nwl_directive_arg(line->directive, 0);
    bool has_sign = nwl_str_starts_with(text, NWL_STR("-")) ||
                    nwl_str_starts_with(text, NWL_STR("+"));
    if (is_priority(nwl_str_from(text, has_sign ? 1 : 0)))
        return false;
    return nwl_fault_takes(line, fault, 0, "a number");
}

static bool is_mask(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '0' && text.ptr[i] != '1' && text.ptr[i] != ' ')
            return false;
    }
    return true;
}

// Source: ngx_set_cpu_affinity(), nginx src/core/nginx.c.
bool nwl_form_worker_cpu_affinity(const nwl_argument_line *line,
                                  nwl_argument_fault *fault)
{
    bool automatic = nwl_str_eq(nwl_directive_arg(line->directive, 0), NWL_STR("auto"));
    if (automatic && line->directive->arg_count > 2)
        return nwl_fault_at(line, fault, 2, "\"%.*s auto\" takes one mask at most",
                            NWL_STR_FMT(line->directive->name));
    for (uint32_t i = automatic ? 1 : 0; i < line->directive->arg_count; i++) {
        if (!is_mask(nwl_directive_arg(line->directive, i)))
            return nwl_fault_takes(line, fault, i,
                                   i == 0 ? "\"auto\" or masks of 0 and 1"
                                          : "masks of 0 and 1");
    }
    return false;
}
