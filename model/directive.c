#include "model/directive.h"

#include <assert.h>

#include "model/context.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

// Where the definitions of each name stand: the group of a name begins behind that of the one before.
enum {
    LAST_UNKNOWN = -1,
#define NWL_NAME(name, definition_count)                                                 \
    FIRST_##name, LAST_##name = FIRST_##name + (definition_count)-1,
#include "model/directives.def"
    DEFINITION_COUNT
};

static const struct {
    nwl_str text;
    uint16_t first_definition, definition_count;
} names[] = {
    {{"", 0}, 0, 0},
#define NWL_NAME(name, definition_count)                                                 \
    {{#name, sizeof(#name) - 1}, FIRST_##name, definition_count},
#include "model/directives.def"
};

static const uint16_t slots[] = {
#define NWL_SLOTS(a, b, c, d, e, f, g, h)                                                \
    NWL_D_##a, NWL_D_##b, NWL_D_##c, NWL_D_##d, NWL_D_##e, NWL_D_##f, NWL_D_##g,         \
        NWL_D_##h,
#include "model/directives.def"
};

// Grouped by id, in the order of the ids.
static const nwl_definition definitions[] = {
#define NWL_DEFINITION(name, module_name, where, least, most, flag_bits, body_kind,      \
                       shipped_by, from_version, gone_in)                                \
    {                                                                                    \
        .id = NWL_D_##name,                                                              \
        .module = {"" module_name, sizeof(module_name) - 1},                             \
        .contexts = (where),                                                             \
        .min_args = (least),                                                             \
        .max_args = (most),                                                              \
        .flags = (flag_bits),                                                            \
        .body = (body_kind),                                                             \
        .origin = (shipped_by),                                                          \
        .since = (from_version),                                                         \
        .removed = (gone_in),                                                            \
    },
#include "model/directives.def"
};

static_assert(COUNT_OF(names) == NWL_D_COUNT, "one name an id");
static_assert(COUNT_OF(definitions) == DEFINITION_COUNT, "as many as the names say");
static_assert(DEFINITION_COUNT <= UINT16_MAX, "names hold an index in 16 bits");
static_assert(NWL_D_COUNT <= UINT16_MAX, "nwl_word_info holds an id in 16 bits");
static_assert((COUNT_OF(slots) & (COUNT_OF(slots) - 1)) == 0, "a hash is cut by a mask");

// FNV-1a, as tools/make-directives.py has it.
static uint32_t hash_of(nwl_str name)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619u;
    return hash;
}

nwl_directive_id nwl_directive_lookup(nwl_str name)
{
    const uint32_t mask = COUNT_OF(slots) - 1;
    uint32_t at = hash_of(name) & mask;
    while (slots[at] != NWL_D_UNKNOWN && !nwl_str_eq(names[slots[at]].text, name))
        at = (at + 1) & mask;
    return (nwl_directive_id)slots[at];
}

nwl_str nwl_directive_name(nwl_directive_id id)
{
    return (uint32_t)id < NWL_D_COUNT ? names[id].text : NWL_STR("");
}

const nwl_definition *nwl_directive_definitions(nwl_directive_id id, uint32_t *count)
{
    *count = (uint32_t)id < NWL_D_COUNT ? names[id].definition_count : 0;
    return *count > 0 ? &definitions[names[id].first_definition] : NULL;
}

bool nwl_definition_holds_in(const nwl_definition *definition, nwl_version version)
{
    if (version == 0)
        return true;
    return version >= definition->since &&
           (definition->removed == 0 || version < definition->removed);
}

bool nwl_definition_takes(const nwl_definition *definition, uint32_t arg_count)
{
    if (arg_count < definition->min_args || arg_count > definition->max_args)
        return false;
    return (definition->flags & NWL_DF_ONE_OR_THREE) == 0 ||
           arg_count == definition->min_args || arg_count == definition->max_args;
}

bool nwl_directive_allowed(nwl_directive_id id, uint32_t context_mask)
{
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if ((all[i].contexts & context_mask) != 0)
            return true;
    }
    return false;
}

static bool may_be(nwl_directive_id id, bool block)
{
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (((all[i].flags & NWL_DF_BLOCK) != 0) == block)
            return true;
    }
    return false;
}

bool nwl_directive_may_be_block(nwl_directive_id id)
{
    return may_be(id, true);
}

bool nwl_directive_may_be_simple(nwl_directive_id id)
{
    return may_be(id, false);
}

bool nwl_directive_accepts(nwl_directive_id id, uint32_t context_mask, uint32_t arg_count)
{
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        bool here = context_mask == 0 || (all[i].contexts & context_mask) != 0;
        if (here && nwl_definition_takes(&all[i], arg_count))
            return true;
    }
    return false;
}

nwl_body nwl_directive_body(nwl_directive_id id)
{
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if ((all[i].flags & NWL_DF_BLOCK) != 0)
            return all[i].body;
    }
    return NWL_BODY_NONE;
}

static uint8_t most_args(nwl_directive_id id)
{
    uint32_t count, most = 0;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].max_args > most)
            most = all[i].max_args;
    }
    return most < UINT8_MAX ? (uint8_t)most : UINT8_MAX;
}

static nwl_body_reading reading_of(nwl_body body)
{
    switch (body) {
    case NWL_BODY_LUA:
        return NWL_READ_LUA;
    case NWL_BODY_SPLIT_CLIENTS:
    case NWL_BODY_CHARSET_MAP:
    case NWL_BODY_GEOIP2:
        return NWL_READ_WITHOUT_INCLUDE;
    case NWL_BODY_MAP:
    case NWL_BODY_GEO:
    case NWL_BODY_TYPES:
    case NWL_BODY_MATCH:
    case NWL_BODY_CUSTOM:
        return NWL_READ_LINES;
    case NWL_BODY_NONE:
    case NWL_BODY_DIRECTIVES:
        break;
    }
    return NWL_READ_DIRECTIVES;
}

nwl_word_info nwl_directive_word(nwl_str name)
{
    nwl_directive_id id = nwl_directive_lookup(name);
    if (id == NWL_D_UNKNOWN) {
        bool lua = nwl_str_ends_with(name, NWL_STR("_by_lua_block"));
        return (nwl_word_info){
            .may_be_block = true,
            .may_be_simple = !lua,
            .most_args = UINT8_MAX,
            .body = lua ? NWL_READ_LUA : NWL_READ_DIRECTIVES,
        };
    }
    return (nwl_word_info){
        .id = (uint16_t)id,
        .may_be_block = nwl_directive_may_be_block(id),
        .may_be_simple = nwl_directive_may_be_simple(id),
        .most_args = most_args(id),
        .body = reading_of(nwl_directive_body(id)),
    };
}
