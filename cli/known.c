#include "cli/known.h"

nwl_known nwl_known_new(nwl_arena *arena)
{
    return (nwl_known){.arena = arena, .left = nwl_map_new(arena)};
}

void nwl_known_add(nwl_known *known, nwl_str fingerprint)
{
    uint32_t *left = nwl_map_get(&known->left, fingerprint);
    if (left == NULL) {
        left = NWL_NEW(known->arena, uint32_t);
        nwl_map_put(&known->left, fingerprint, left);
    }
    ++*left;
}

void nwl_known_add_all(nwl_known *known, const nwl_findings *findings)
{
    for (uint32_t i = 0; i < findings->count; i++)
        nwl_known_add(known, findings->items[i]->fingerprint);
}

bool nwl_known_is_left(const nwl_known *known, nwl_str fingerprint)
{
    const uint32_t *left = nwl_map_get(&known->left, fingerprint);
    return left != NULL && *left > 0;
}

static bool take(const nwl_known *known, nwl_str fingerprint)
{
    uint32_t *left = nwl_map_get(&known->left, fingerprint);
    if (left == NULL || *left == 0)
        return false;
    --*left;
    return true;
}

uint32_t nwl_known_hide(nwl_known *known, nwl_findings *findings)
{
    uint32_t count = findings->count, kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const nwl_finding *finding = findings->items[i];
        if (finding->suppression != NULL || !take(known, finding->fingerprint))
            findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
    return count - kept;
}
