#include "model/argument.h"

#include <stdarg.h>

#include "model/form.h"
#include "model/regex.h"
#include "model/script.h"
#include "model/slot.h"
#include "model/usage.h"

enum { LONGEST_SHOWN = 64 }; // bytes

typedef bool form(const nwl_argument_line *line, nwl_argument_fault *fault);

static form *form_of(nwl_directive_id id)
{
    switch ((uint32_t)id) {
#define NWL_FORM(name, function)                                                         \
    case NWL_D_##name:                                                                   \
        return nwl_form_##function;
#include "model/arguments.def"
    default:
        return NULL;
    }
}

static bool is_meant(const nwl_argument_line *line, const nwl_definition *definition)
{
    bool block = line->directive->ending == NWL_ENDS_WITH_BLOCK;
    return (definition->contexts & line->contexts) != 0 &&
           ((definition->flags & NWL_DF_BLOCK) != 0) == block &&
           nwl_definition_holds_in(definition, line->version) &&
           nwl_definition_takes(definition, line->directive->arg_count);
}

// A name may have several meanings here: in several versions, or in several blocks where the block is not known. The line
// is wrong when it is in all of them.
static bool is_refused_by_slots(const nwl_argument_line *line, nwl_directive_id id,
                                nwl_argument_fault *fault)
{
    nwl_argument_fault first = {0};
    bool refused = false;
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_argument_fault here;
        if (!is_meant(line, &all[i]))
            continue;
        const nwl_slot *slot = nwl_slot_of(&all[i], line->contexts);
        if (slot == NULL || !nwl_slot_refuses(slot, line, &here))
            return false;
        first = refused ? first : here;
        refused = true;
    }
    if (refused)
        *fault = first;
    return refused;
}

bool nwl_argument_refused(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_directive_id id = (nwl_directive_id)line->directive->id;
    if (id == NWL_D_UNKNOWN) // a file that a map includes, too, was read as lines
        id = nwl_directive_lookup(line->directive->name);
    form *has_form = form_of(id);
    bool refused = has_form != NULL ? has_form(line, fault)
                                    : line->directive->arg_count > 0 &&
                                          is_refused_by_slots(line, id, fault);
    return refused || nwl_usages_refused(line, fault);
}

bool nwl_fault_at(const nwl_argument_line *line, nwl_argument_fault *fault,
                  uint32_t index, const char *message, ...)
{
    va_list arguments;
    va_start(arguments, message);
    *fault = (nwl_argument_fault){
        .index = index,
        .message = nwl_arena_format_list(line->arena, message, arguments),
    };
    va_end(arguments);
    return true;
}

static bool is_within_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

nwl_str nwl_argument_shown(nwl_arena *arena, nwl_str value)
{
    size_t end = LONGEST_SHOWN;
    if (value.len <= end)
        return value;
    while (end > 0 && is_within_character(value.ptr[end]))
        end--;
    return nwl_arena_format(arena, "%.*s...", (int)end, value.ptr);
}

bool nwl_fault_takes(const nwl_argument_line *line, nwl_argument_fault *fault,
                     uint32_t index, const char *noun)
{
    nwl_str text = nwl_directive_arg(line->directive, index);
    nwl_str shown = nwl_argument_shown(line->arena, text);
    return nwl_fault_at(line, fault, index, "\"%.*s\" takes %s, not \"%.*s\"",
                        NWL_STR_FMT(line->directive->name), noun, NWL_STR_FMT(shown));
}

// Says a message of another part of the model; false when there is none.
static bool say(const nwl_argument_line *line, nwl_argument_fault *fault, uint32_t index,
                nwl_str message)
{
    return message.len > 0 &&
           nwl_fault_at(line, fault, index, "%.*s", NWL_STR_FMT(message));
}

bool nwl_fault_regex(const nwl_argument_line *line, nwl_argument_fault *fault,
                     uint32_t index, nwl_str pattern, bool ignore_case)
{
    nwl_str word =
        nwl_argument_shown(line->arena, nwl_directive_arg(line->directive, index));
    return say(line, fault, index,
               nwl_regex_fault(line->arena, word, pattern, ignore_case));
}

bool nwl_fault_script(const nwl_argument_line *line, nwl_argument_fault *fault,
                      uint32_t index, nwl_str text)
{
    return say(line, fault, index, nwl_script_fault(line->arena, text));
}
