// Any bytes are a baseline or none: no crash, no leak, and why it is none has a line of the text.

#include "report/baseline.h"
#include "cli/known.h"
#include "fuzz/support/must.h"

static uint32_t lines_of(nwl_str text)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    return lines;
}

static void put_to_use(nwl_arena *arena, const nwl_baseline *baseline)
{
    nwl_known known = nwl_known_new(arena);
    for (uint32_t i = 0; i < baseline->entries.count; i++) {
        const nwl_baseline_entry *entry = &baseline->entries.items[i];
        must(entry->fingerprint.len > 0 && entry->rule.len > 0 && entry->path.len > 0);
        nwl_known_add(&known, entry->fingerprint);
        must(nwl_known_is_left(&known, entry->fingerprint));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_str text = {(const char *)data, size}, error = NWL_STR_NONE;
    nwl_baseline baseline;
    uint32_t line = 0;
    if (nwl_baseline_read(arena, text, &baseline, &error, &line))
        put_to_use(arena, &baseline);
    else
        must(error.len > 0 && line >= 1 && line <= lines_of(text));
    must_be_linear(arena, size);
    nwl_arena_free(arena);
    return 0;
}
