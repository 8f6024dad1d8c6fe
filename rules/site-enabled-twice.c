// site-enabled-twice: a pattern, or a second name, has nginx read a file into the same block once more
//
// What stands in the file is then there twice. nginx takes the first of two servers with the same name and address
// (ngx_http_add_server names the other one in a warning) and refuses most of what else is repeated.

#include "source/path.h"
#include "parser/stray.h"
#include "rules/repetition.h"

// "listen 80 default_server", of which nginx takes one for each address.
static const nwl_directive *find_default_server(const nwl_directive *server)
{
    for (const nwl_directive *d = server->body; d != NULL; d = d->next) {
        for (uint32_t i = 1; d->id == NWL_D_listen && i < d->arg_count; i++) {
            if (nwl_str_eq(d->args[i].value, NWL_STR("default_server")))
                return d;
        }
    }
    return NULL;
}

// What nginx refuses to read twice: the first such directive of a file, NULL without one.
static const nwl_directive *find_refused(const nwl_file *file)
{
    for (const nwl_directive *d = file->tree.first; d != NULL; d = d->next) {
        bool is_block = d->ending == NWL_ENDS_WITH_BLOCK;
        if (is_block ? d->id == NWL_D_upstream : d->id == NWL_D_log_format)
            return d;
        const nwl_directive *listen =
            is_block && d->id == NWL_D_server ? find_default_server(d) : NULL;
        if (listen != NULL)
            return listen;
    }
    return NULL;
}

// Whether duplicate-directive or duplicate-location tells of the second reading, line by line.
static bool is_told_by_line(const nwl_file *file, nwl_context context)
{
    for (const nwl_directive *d = file->tree.first; d != NULL; d = d->next) {
        nwl_str text = nwl_directive_arg(d, 0);
        bool may_be_repeated = nwl_str_starts_with(text, NWL_STR("~")) ||
                               nwl_str_starts_with(text, NWL_STR("@"));
        if (d->ending == NWL_ENDS_WITH_BLOCK
                ? d->id == NWL_D_location && !may_be_repeated
                : d->id != NWL_D_include &&
                      nwl_repetition_is_refused((nwl_directive_id)d->id, context))
            return true;
    }
    return false;
}

static bool has_server(const nwl_file *file)
{
    for (const nwl_directive *d = file->tree.first; d != NULL; d = d->next) {
        if (d->id == NWL_D_server && d->ending == NWL_ENDS_WITH_BLOCK)
            return true;
    }
    return false;
}

static void say_what_follows(nwl_pass *pass, nwl_finding *f, const nwl_file *file)
{
    const nwl_directive *refused = find_refused(file);
    if (refused != NULL) {
        f->severity = NWL_ERROR;
        f->stops_nginx = true;
        nwl_finding_label(pass, f, "nginx refuses to start: \"%.*s\" is there twice",
                          NWL_STR_FMT(nwl_pass_source(pass, refused)));
    } else if (has_server(file)) {
        nwl_finding_label(pass, f, "nginx ignores the servers of the second reading");
    } else {
        nwl_finding_label(pass, f, "every line of it counts twice");
    }
}

// stray-file-loaded speaks of one of the two.
static bool has_stray_name(nwl_pass *pass, const nwl_include_target *target)
{
    nwl_leftover leftover =
        nwl_leftover_of(nwl_pass_scratch(pass), nwl_path_name(target->name));
    return leftover.what.len > 0 && !leftover.needs_original;
}

static void flag(nwl_pass *pass, nwl_site site, const nwl_file *file,
                 const nwl_include_target *target)
{
    nwl_str path = nwl_pass_path(pass, file->path);
    nwl_str first = nwl_pass_path(pass, target->before->name);
    nwl_str second = nwl_pass_path(pass, target->name);
    nwl_finding *f =
        nwl_str_eq(first, second)
            ? nwl_flag(pass, site, NULL, "\"%.*s\" is read twice", NWL_STR_FMT(second))
            : nwl_flag(pass, site, NULL, "\"%.*s\" is read twice: as %.*s and as %.*s",
                       NWL_STR_FMT(path), NWL_STR_FMT(first), NWL_STR_FMT(second));
    say_what_follows(pass, f, file);
}

static void look_at(nwl_pass *pass, const nwl_scope *scope, nwl_site site,
                    const nwl_include_target *target)
{
    if (target->before == NULL || has_stray_name(pass, target) ||
        has_stray_name(pass, target->before))
        return;
    const nwl_file *file =
        nwl_pass_model(pass)->configuration->files->items.items[target->file];
    if (!is_told_by_line(file, scope->context))
        flag(pass, site, file, target);
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, NWL_D_include, &count);
    if (scope->context == NWL_CX_RAW)
        return;
    for (uint32_t i = 0; i < count; i++) {
        const nwl_include *include = sites[i].directive->include;
        for (uint32_t t = 0; include != NULL && t < include->target_count; t++)
            look_at(pass, scope, sites[i], &include->targets[t]);
    }
}

const nwl_rule nwl_rule_site_enabled_twice = {
    .id = NWL_TEXT("site-enabled-twice"),
    .title = NWL_TEXT("nginx reads a file twice into the same block"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "Two symlinks in sites-enabled lead to one file, often after it was renamed, or "
        "two "
        "includes of a block find the same file. nginx reads it each time it is found. "
        "The "
        "servers of the second reading are ignored, with a warning about a conflicting "
        "server name for each; an upstream, a location, or a directive that may stand "
        "once "
        "makes nginx refuse to start.\n\n"
        "A snippet that is included in several servers or locations is read once into "
        "each "
        "of them, and that is fine."),
    .remedy = NWL_TEXT("Remove one of the two symlinks, or one of the two includes."),
    .when_to_ignore = NWL_TEXT("Where the two names are meant, and nginx's warning about "
                               "conflicting server names is known."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#include"),
                NWL_TEXT("https://nginx.org/en/docs/http/request_processing.html")},
    .on_scope = check,
};
