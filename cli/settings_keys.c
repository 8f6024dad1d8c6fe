// What each key of a settings file does.

#include "source/path.h"
#include "model/scope.h"
#include "model/value.h"
#include "cli/settings_reader.h"

typedef bool (*take)(nwl_taking *taking, nwl_str value);

// Takes one argument as an option takes its value.
static bool take_as_option(nwl_settings_reader *r, const nwl_arg *arg, take take_value)
{
    if (arg->value.len == 0)
        return nwl_settings_fail(r, arg->range, "this is empty");
    if (take_value(&r->taking, arg->value))
        return true;
    return nwl_settings_fail(r, arg->range, "%.*s", NWL_STR_FMT(r->taking.error));
}

// Takes all arguments likewise; one that is wrong does not hide the next.
static bool take_all(nwl_settings_reader *r, const nwl_directive *d, take take_value)
{
    bool ok = true;
    for (uint32_t i = 0; i < d->arg_count; i++)
        ok = take_as_option(r, &d->args[i], take_value) && ok;
    return ok;
}

// Defines how a key is read that says what the option of its name says.
#define NWL_LIKE_OPTION(id)                                                              \
    static bool read_##id(nwl_settings_reader *r, const nwl_directive *d)                \
    {                                                                                    \
        return take_all(r, d, nwl_take_##id);                                            \
    }

// ---- input ------------------------------------------------------------------------------

NWL_LIKE_OPTION(nginx_version)
NWL_LIKE_OPTION(context)
NWL_LIKE_OPTION(exclude)

static nwl_str absolute(const nwl_settings_reader *r, nwl_str path)
{
    return nwl_path_clean(r->file->arena,
                          nwl_path_join(r->file->arena, r->file->directory, path));
}

static bool read_configuration(nwl_settings_reader *r, const nwl_directive *d)
{
    for (uint32_t i = 0; i < d->arg_count; i++) {
        if (d->args[i].value.len == 0)
            return nwl_settings_fail(r, d->args[i].range, "this is empty");
        *NWL_PUSH(r->file->arena, &r->file->configurations) = (nwl_named_configuration){
            .path = absolute(r, d->args[i].value),
            .origin = nwl_settings_file_origin(r->file, d->args[i].range.begin)};
    }
    return true;
}

static bool read_root(nwl_settings_reader *r, const nwl_directive *d)
{
    r->file->said.root = absolute(r, d->args[0].value);
    return true;
}

static bool read_path_map(nwl_settings_reader *r, const nwl_directive *d)
{
    for (uint32_t i = 0; i < d->arg_count; i++) {
        if (d->args[i].value.len == 0)
            return nwl_settings_fail(r, d->args[i].range, "this is empty");
    }
    *NWL_PUSH(r->file->arena, &r->file->said.mappings) =
        (nwl_path_mapping){.from = d->args[0].value, .to = d->args[1].value};
    return true;
}

// ---- rules ------------------------------------------------------------------------------

NWL_LIKE_OPTION(select)
NWL_LIKE_OPTION(ignore)
NWL_LIKE_OPTION(min_read_timeout)

static bool take_rule(nwl_taking *taking, nwl_str value)
{
    uint32_t rule;
    return nwl_taking_rule(taking, value, &rule);
}

static bool read_rule(nwl_settings_reader *r, const nwl_directive *d)
{
    return take_as_option(r, &d->args[0], take_rule) &&
           nwl_taking_rule(&r->taking, d->args[0].value, &r->rule);
}

static bool read_severity(nwl_settings_reader *r, const nwl_directive *d)
{
    if (nwl_taking_level(&r->taking, r->rule, d->args[0].value))
        return true;
    return nwl_settings_fail(r, d->args[0].range, "%.*s", NWL_STR_FMT(r->taking.error));
}

static bool read_minimum(nwl_settings_reader *r, const nwl_directive *d)
{
    const nwl_rule *rule = nwl_rule_at(r->rule);
    if (!rule->takes_minimum)
        return nwl_settings_fail(r, d->name_range, "\"%.*s\" knows no minimum",
                                 NWL_STR_FMT(rule->id));
    nwl_rule_word *word = &r->taking.selection->words[r->rule];
    nwl_options taken = {0};
    r->taking.options = &taken;
    bool ok = take_as_option(r, &d->args[0], nwl_take_min_read_timeout);
    r->taking.options = &r->file->said;
    word->minimum_ms = taken.min_read_timeout_ms;
    word->minimum_origin = r->taking.origin;
    return ok;
}

static bool read_path(nwl_settings_reader *r, const nwl_directive *d)
{
    if (d->args[0].value.len == 0)
        return nwl_settings_fail(r, d->args[0].range, "this is empty");
    r->section = NWL_NEW(r->file->arena, nwl_settings_section);
    r->section->pattern = d->args[0].value;
    r->section->selection = nwl_rule_selection_new(r->file->arena);
    r->taking.selection = &r->section->selection;
    *NWL_PUSH(r->file->arena, &r->file->sections) = r->section;
    return true;
}

// ---- WebSockets -------------------------------------------------------------------------

static bool read_assume_websocket(nwl_settings_reader *r, const nwl_directive *d)
{
    if (nwl_value_flag(d->args[0].value, &r->file->said.assume_websocket))
        return true;
    return nwl_settings_fail(r, d->args[0].range, "\"%.*s\" is neither on nor off",
                             NWL_STR_FMT(d->args[0].value));
}

static bool compile(nwl_settings_reader *r, nwl_declared_path *path)
{
    bool ignores_case = path->form == NWL_DECLARED_REGEX_NO_CASE;
    nwl_str error;
    if (path->form != NWL_DECLARED_REGEX && !ignores_case)
        return true;
    path->regex = nwl_regex_compile(r->file->arena, path->path, ignores_case, &error);
    return path->regex != NULL ||
           nwl_settings_fail(r, path->range, "\"%.*s\" is no regular expression: %.*s",
                             NWL_STR_FMT(path->path), NWL_STR_FMT(error));
}

static bool declare(nwl_settings_reader *r, nwl_declared_path path)
{
    if (path.form < NWL_DECLARED_REGEX && !nwl_str_starts_with(path.path, NWL_STR("/")) &&
        !nwl_str_starts_with(path.path, NWL_STR("@")))
        return nwl_settings_fail(r, path.range,
                                 "the path \"%.*s\" does not begin with \"/\"",
                                 NWL_STR_FMT(path.path));
    if (r->file->paths.count >= NWL_SETTINGS_MOST_PATHS)
        return nwl_settings_fail(r, path.range, "more than %d paths",
                                 NWL_SETTINGS_MOST_PATHS);
    path.origin = nwl_settings_file_origin(r->file, path.range.begin);
    if (!compile(r, &path))
        return false;
    *NWL_PUSH(r->file->arena, &r->file->paths) = path;
    return true;
}

static bool read_paths(nwl_settings_reader *r, const nwl_directive *d, bool websocket)
{
    bool ok = true;
    for (uint32_t i = 0, taken; i < d->arg_count; i += taken) {
        nwl_declared_path path;
        taken = nwl_declared_read(d->args + i, d->arg_count - i, &path);
        path.websocket = websocket;
        if (taken == 0)
            return nwl_settings_fail(r, d->args[i].range, "no path follows \"%.*s\"",
                                     NWL_STR_FMT(d->args[i].value));
        ok = declare(r, path) && ok;
    }
    return ok;
}

static bool read_websocket(nwl_settings_reader *r, const nwl_directive *d)
{
    return read_paths(r, d, true);
}

static bool read_http_only(nwl_settings_reader *r, const nwl_directive *d)
{
    return read_paths(r, d, false);
}

// ---- directives -------------------------------------------------------------------------

static bool allow(nwl_settings_reader *r, const nwl_directive *d, bool modules)
{
    for (uint32_t i = 0; i < d->arg_count; i++) {
        nwl_allowed allowed = {.name = d->args[i].value, .is_module = modules};
        allowed.origin = nwl_settings_file_origin(r->file, d->args[i].range.begin);
        *NWL_PUSH(r->file->arena, &r->file->allowed) = allowed;
    }
    return true;
}

static bool read_allow_directive(nwl_settings_reader *r, const nwl_directive *d)
{
    return allow(r, d, false);
}

static bool read_allow_module(nwl_settings_reader *r, const nwl_directive *d)
{
    return allow(r, d, true);
}

// ---- exit status ------------------------------------------------------------------------

NWL_LIKE_OPTION(fail_on)

// ---- the table --------------------------------------------------------------------------

static const nwl_settings_read reads[] = {
#define NWL_KEY(id, arguments, least, most, where, inside, option, help) read_##id,
#include "cli/settings.def"
};

nwl_settings_read nwl_settings_read_at(uint32_t index)
{
    return reads[index];
}
