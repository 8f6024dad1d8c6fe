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

static bool is_thread_count(nwl_str text)
{
    int64_t number;
    return nwl_value_number(text, &number) && number > 0;
}

// nginx passes over what it does not know here.
static bool refuses_of_pool(const nwl_argument_line *line, nwl_argument_fault *fault,
                            uint32_t index)
{
    static const nwl_str THREADS = NWL_TEXT("threads="), QUEUE = NWL_TEXT("max_queue=");
    nwl_str text = nwl_directive_arg(line->directive, index);
    nwl_str shown = nwl_argument_shown(line->arena, text);
    int64_t number;
    if (nwl_str_starts_with(text, THREADS) &&
        !is_thread_count(nwl_str_from(text, THREADS.len)))
        return nwl_fault_at(line, fault, index,
                            "\"%.*s\" is no number of threads from 1 on",
                            NWL_STR_FMT(shown));
    return nwl_str_starts_with(text, QUEUE) &&
           !nwl_value_number(nwl_str_from(text, QUEUE.len), &number) &&
           nwl_fault_at(line, fault, index, "\"%.*s\" is no number of tasks",
                        NWL_STR_FMT(shown));
}

// Source: ngx_thread_pool(), nginx src/core/ngx_thread_pool.c.
bool nwl_form_thread_pool(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    bool has_threads = false;
    for (uint32_t i = 1; i < line->directive->arg_count; i++) {
        nwl_str text = nwl_directive_arg(line->directive, i);
        if (refuses_of_pool(line, fault, i))
            return true;
        has_threads = has_threads || nwl_str_starts_with(text, NWL_STR("threads="));
    }
    return !has_threads && nwl_fault_at(line, fault, line->directive->arg_count,
                                        "\"%.*s\" has no \"threads=\"",
                                        NWL_STR_FMT(line->directive->name));
}

// Which of the methods a machine has is not known. Source: ngx_event_use(), nginx src/event/ngx_event.c.
bool nwl_form_use(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    static const nwl_str METHODS[] = {
        NWL_TEXT("epoll"),     NWL_TEXT("kqueue"), NWL_TEXT("/dev/poll"),
        NWL_TEXT("eventport"), NWL_TEXT("select"), NWL_TEXT("poll"),
        NWL_TEXT("rtsig"),     NWL_TEXT("iocp"),   NWL_TEXT("aio"),
    };
    for (size_t i = 0; i < sizeof(METHODS) / sizeof(METHODS[0]); i++) {
        if (nwl_str_eq(nwl_directive_arg(line->directive, 0), METHODS[i]))
            return false;
    }
    return nwl_fault_takes(line, fault, 0, "a method such as \"epoll\" or \"kqueue\"");
}

// The blocks of modules settle which modules there are. Looks at the first block, where it stands in the same file.
// Source: ngx_load_module(), nginx src/core/nginx.c.
bool nwl_form_load_module(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    const nwl_scope *block = line->scope != NULL ? line->scope->first : NULL;
    if (block == NULL || line->scope->context != NWL_CX_MAIN)
        return false;
    const nwl_directive *opener = block->opener.directive;
    bool settles = block->context == NWL_CX_EVENTS || block->context == NWL_CX_HTTP ||
                   block->context == NWL_CX_STREAM || block->context == NWL_CX_MAIL;
    if (!settles || opener->file != line->directive->file ||
        opener->range.begin > line->directive->range.begin)
        return false;
    return nwl_fault_at(line, fault, line->directive->arg_count,
                        "\"%.*s\" comes too late, behind \"%.*s\"",
                        NWL_STR_FMT(line->directive->name), NWL_STR_FMT(opener->name));
}
