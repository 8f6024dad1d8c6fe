#include "model/parameter.h"

#include "base/buffer.h"
#include "base/distance.h"
#include "model/value.h"

// ---- values -----------------------------------------------------------------------------

bool nwl_parameter_anything(nwl_str text, int64_t *value)
{
    (void)text;
    *value = 0;
    return true;
}

bool nwl_parameter_switch(nwl_str text, int64_t *value)
{
    *value = nwl_str_eq(text, NWL_STR("on"));
    return *value != 0 || nwl_str_eq(text, NWL_STR("off"));
}

bool nwl_parameter_zone(nwl_str text, int64_t *bytes)
{
    size_t colon = nwl_str_find(text, ':', 0);
    return nwl_value_size(nwl_str_from(text, colon + 1), bytes);
}

static bool takes(const nwl_parameter *parameter, nwl_str value)
{
    int64_t number;
    return parameter->parse(value, &number) && number >= parameter->least &&
           (parameter->most == 0 || number <= parameter->most);
}

// ---- names ------------------------------------------------------------------------------

typedef struct candidates {
    nwl_parameters parameters;
    uint32_t next;
} candidates;

static bool next_candidate(void *state, nwl_str *name)
{
    candidates *c = state;
    if (c->next == c->parameters.count)
        return false;
    *name = c->parameters.items[c->next++].name;
    return true;
}

static const nwl_parameter *find(nwl_parameters parameters, nwl_str text)
{
    for (uint32_t i = 0; i < parameters.count; i++) {
        const nwl_parameter *p = &parameters.items[i];
        if (p->parse == NULL ? nwl_str_eq(text, p->name)
                             : nwl_str_starts_with(text, p->name))
            return p;
    }
    return NULL;
}

// "burst=, delay= and nodelay".
static nwl_str list_names(nwl_parameters parameters, nwl_arena *arena)
{
    nwl_buffer text = nwl_buffer_new(NULL);
    for (uint32_t i = 0; i < parameters.count; i++) {
        if (i > 0)
            nwl_buffer_format(&text, i + 1 == parameters.count ? " and " : ", ");
        nwl_buffer_add(&text, parameters.items[i].name);
    }
    return nwl_buffer_take(&text, arena);
}

// ---- faults -----------------------------------------------------------------------------

static bool refuse_name(nwl_parameters parameters, const nwl_argument_line *line,
                        nwl_argument_fault *fault, uint32_t index)
{
    nwl_str text = nwl_directive_arg(line->directive, index), meant;
    nwl_str shown = nwl_argument_shown(line->arena, text);
    candidates all = {.parameters = parameters};
    nwl_fault_at(line, fault, index, "\"%.*s\" does not take \"%.*s\"",
                 NWL_STR_FMT(line->directive->name), NWL_STR_FMT(shown));
    nwl_str name = nwl_str_slice(text, 0, nwl_str_find(text, '=', 0) + 1);
    if (nwl_directive_lookup(text) != NWL_D_UNKNOWN)
        fault->expected = nwl_arena_format(
            line->arena, "\"%.*s\" is a directive: is a \";\" missing before it?",
            NWL_STR_FMT(shown));
    else if (nwl_nearest(name, next_candidate, &all, &meant))
        fault->expected =
            nwl_arena_format(line->arena, "did you mean \"%.*s\"?", NWL_STR_FMT(meant));
    else
        fault->expected =
            nwl_arena_format(line->arena, "it takes %.*s",
                             NWL_STR_FMT(list_names(parameters, line->arena)));
    return true;
}

static bool refuse_version(const nwl_parameter *parameter, const nwl_argument_line *line,
                           nwl_argument_fault *fault, uint32_t index)
{
    return nwl_fault_at(line, fault, index, "\"%.*s\" takes \"%.*s\" from nginx %.*s on",
                        NWL_STR_FMT(line->directive->name), NWL_STR_FMT(parameter->name),
                        NWL_STR_FMT(nwl_version_text(line->arena, parameter->since)));
}

static bool refuse_value(const nwl_parameter *parameter, const nwl_argument_line *line,
                         nwl_argument_fault *fault, uint32_t index)
{
    nwl_str value =
        nwl_str_from(nwl_directive_arg(line->directive, index), parameter->name.len);
    nwl_str shown = nwl_argument_shown(line->arena, value);
    nwl_str meant = nwl_correction_of_number(line->arena, value, parameter->parse);
    nwl_fault_at(line, fault, index, "\"%.*s\" takes %s, not \"%.*s\"",
                 NWL_STR_FMT(parameter->name), parameter->noun, NWL_STR_FMT(shown));
    if (meant.len > 0 && takes(parameter, meant))
        fault->expected =
            nwl_arena_format(line->arena, "did you mean \"%.*s%.*s\"?",
                             NWL_STR_FMT(parameter->name), NWL_STR_FMT(meant));
    return true;
}

bool nwl_parameters_have(nwl_parameters parameters, nwl_str text)
{
    return find(parameters, text) != NULL;
}

bool nwl_parameter_refuses(nwl_parameters parameters, const nwl_argument_line *line,
                           nwl_argument_fault *fault, uint32_t index)
{
    nwl_str text = nwl_directive_arg(line->directive, index);
    const nwl_parameter *p = find(parameters, text);
    if (p == NULL)
        return refuse_name(parameters, line, fault, index);
    if (line->version != 0 && line->version < p->since)
        return refuse_version(p, line, fault, index);
    return p->parse != NULL && !takes(p, nwl_str_from(text, p->name.len)) &&
           refuse_value(p, line, fault, index);
}

bool nwl_parameters_refuse(nwl_parameters parameters, const nwl_argument_line *line,
                           nwl_argument_fault *fault, uint32_t first)
{
    for (uint32_t i = first; i < line->directive->arg_count; i++) {
        if (nwl_parameter_refuses(parameters, line, fault, i))
            return true;
    }
    return false;
}

bool nwl_parameter_find(const nwl_argument_line *line, nwl_str name, uint32_t first,
                        nwl_str *value)
{
    for (uint32_t i = line->directive->arg_count; i-- > first;) {
        nwl_str text = nwl_directive_arg(line->directive, i);
        if (!nwl_str_starts_with(text, name))
            continue;
        *value = nwl_str_from(text, name.len);
        return true;
    }
    return false;
}
