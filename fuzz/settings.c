// Any bytes are a settings file: no crash, no leak, every error inside the text and in order, and where there is none it
// can be put to use.

#include <stdint.h>

#include "cli/effective.h"
#include "fuzz/support/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_errors(const nwl_settings_file *file)
{
    uint32_t before = 0;
    must(file->errors.count <= NWL_SETTINGS_MOST_ERRORS + 1);
    for (uint32_t i = 0; i < file->errors.count; i++) {
        const nwl_settings_error *error = &file->errors.items[i];
        must(before <= error->at.begin && error->at.begin <= error->at.end);
        must(error->at.end <= file->text.len && error->message.len > 0);
        before = error->at.begin;
    }
}

static bool exists(nwl_str path)
{
    (void)path;
    return false;
}

static void check_choices(const nwl_rule_choice *choices)
{
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        must(choices[i].minimum_ms >= 0 && choices[i].severity <= NWL_ERROR &&
             (!choices[i].has_severity || choices[i].severity != NWL_OFF));
}

static void put_to_use(nwl_arena *arena, const nwl_settings_file *file)
{
    static const nwl_root ROOT = {.path = NWL_TEXT("/etc/nginx/nginx.conf")};
    nwl_arg path = {.value = NWL_STR("/chat/rooms/1")};
    const nwl_directive location = {.args = &path, .arg_count = 1};
    nwl_command_line nothing = {.exists = exists};
    nwl_options line;
    nwl_str error;
    must(nwl_options_parse(arena, &nothing, &line, &error));
    const nwl_effective *e =
        nwl_effective_new(arena, &line, file, &ROOT, NWL_STR("/etc/nginx"));
    check_choices(e->engine.choices);
    for (uint32_t i = 0; i < e->engine.path_choice_count; i++)
        check_choices(e->engine.path_choices[i].choices);
    nwl_effective_excludes(e, ROOT.path);
    nwl_declared_find(&e->declared, &location);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    nwl_arena *arena = nwl_arena_new();
    if (size > NWL_SETTINGS_LIMIT)
        size = NWL_SETTINGS_LIMIT;
    const nwl_settings_file *file = nwl_settings_file_read(
        arena, NWL_STR(".nginx-wslint.conf"), NWL_STR("/etc/nginx"),
        (nwl_str){(const char *)data, size});
    check_errors(file);
    if (file->errors.count == 0)
        put_to_use(arena, file);
    nwl_arena_free(arena);
    return 0;
}
