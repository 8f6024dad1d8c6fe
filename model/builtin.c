#include "model/builtin.h"

#define BUILTIN(text, family, where, module_name, from_version, shipped_by)              \
    {                                                                                    \
        .name = {"" text, sizeof(text) - 1},                                             \
        .is_family = (family),                                                           \
        .context = (where),                                                              \
        .module = {"" module_name, sizeof(module_name) - 1},                             \
        .since = (from_version),                                                         \
        .origin = (shipped_by),                                                          \
    },
#define NWL_VARIABLE(name, where, module, since, origin)                                 \
    BUILTIN(name, false, where, module, since, origin)
#define NWL_FAMILY(prefix, where, module, since, origin)                                 \
    BUILTIN(prefix, true, where, module, since, origin)

static const nwl_builtin builtins[] = {
#include "model/builtin-variables.def"
};

enum { COUNT = sizeof(builtins) / sizeof(builtins[0]) };

uint32_t nwl_builtin_count(void)
{
    return COUNT;
}

const nwl_builtin *nwl_builtin_at(uint32_t index)
{
    return &builtins[index];
}

const nwl_builtin *nwl_builtin_find(nwl_str name, nwl_context context)
{
    const nwl_builtin *family = NULL;
    char first = name.len == 0 ? '\0' : nwl_to_lower(name.ptr[0]);
    for (uint32_t i = 0; i < COUNT && builtins[i].name.ptr[0] <= first; i++) {
        const nwl_builtin *b = &builtins[i];
        if (b->name.ptr[0] != first)
            continue;
        nwl_str begin = nwl_str_slice(name, 0, b->name.len);
        if (b->context != context || !nwl_str_eq_nocase(begin, b->name))
            continue;
        if (b->is_family)
            family = b;
        else if (name.len == b->name.len)
            return b;
    }
    return family;
}
