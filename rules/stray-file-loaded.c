// stray-file-loaded: a pattern finds a backup or the like, and nginx reads it as one more file of the configuration
//
// glob(3) leaves out names that begin with a dot and nothing else.

#include "parser/stray.h"
#include "rules/rule.h"

enum { MOST_TOLD = 20, MOST_NAMED = 3 }; // files of one include; servers of one file

static const nwl_file *file_of(const nwl_pass *pass, const nwl_include_target *target)
{
    return nwl_pass_model(pass)->configuration->files->items.items[target->file];
}

static bool adds_nothing(const nwl_file *file)
{
    return file->tree.first == NULL && file->tree.errors.count == 0;
}

// The servers that a file brings, each once: "shop.example.com, default", and their number.
static nwl_str servers_of(nwl_pass *pass, uint32_t file, uint32_t *count)
{
    const nwl_model *model = nwl_pass_model(pass);
    const nwl_directive *last = NULL;
    nwl_str list = NWL_STR("");
    for (uint32_t i = 0; i < model->servers.count; i++) {
        const nwl_server *server = model->servers.items[i];
        const nwl_directive *opener = server->scope->opener.directive;
        if (opener->file != file || opener == last)
            continue;
        last = opener;
        if (++*count > MOST_NAMED)
            continue;
        nwl_str name =
            server->name_count > 0 ? server->names[0] : NWL_STR("one without a name");
        list = nwl_arena_format(nwl_pass_arena(pass), "%.*s%s%.*s", NWL_STR_FMT(list),
                                list.len > 0 ? ", " : "", NWL_STR_FMT(name));
    }
    return list;
}

static void say_what_it_adds(nwl_pass *pass, nwl_finding *f,
                             const nwl_include_target *target)
{
    uint32_t count = 0;
    nwl_str names = servers_of(pass, target->file, &count);
    uint32_t directives = file_of(pass, target)->tree.directive_count;
    if (count > 0)
        nwl_finding_note(pass, f, "it adds %u server%s: %.*s%s", count,
                         count == 1 ? "" : "s", NWL_STR_FMT(names),
                         count > MOST_NAMED ? ", …" : "");
    else
        nwl_finding_note(pass, f, "it adds %u directive%s", directives,
                         directives == 1 ? "" : "s");
}

static void say_where_it_stands(nwl_pass *pass, nwl_finding *f,
                                const nwl_include_target *target, const nwl_stray *stray)
{
    if (stray->original == NULL)
        return;
    nwl_str original = nwl_pass_path(pass, stray->original->name);
    if (stray->original->file == target->file) {
        nwl_finding_note(pass, f,
                         "it leads to the same file as %.*s, which nginx so reads "
                         "twice",
                         NWL_STR_FMT(original));
        return;
    }
    nwl_finding_note(pass, f,
                     "nginx reads it %s %.*s; of servers with the same name and port %s",
                     stray->before_original ? "before" : "after", NWL_STR_FMT(original),
                     stray->before_original ? "those of the stray file answer"
                                            : "only the first it reads answers");
}

static void flag(nwl_pass *pass, nwl_site site, const nwl_include_target *target,
                 const nwl_stray *stray)
{
    nwl_str of = stray->leftover.of;
    nwl_finding *f = nwl_flag(
        pass, site, NULL, "\"%.*s\" is loaded: by its name, %.*s%s%.*s%s",
        NWL_STR_FMT(nwl_pass_path(pass, target->name)), NWL_STR_FMT(stray->leftover.what),
        of.len > 0 ? " of \"" : "", NWL_STR_FMT(of), of.len > 0 ? "\"" : "");
    nwl_finding_label(pass, f, "this pattern finds it");
    f->confidence =
        stray->original != NULL || stray->leftover.is_prose ? NWL_CERTAIN : NWL_LIKELY;
    if (nwl_stray_is_prose(nwl_pass_scratch(pass), file_of(pass, target),
                           site.directive->include)) {
        f->severity = NWL_ERROR;
        f->stops_nginx = true;
        nwl_finding_label(pass, f, "nginx refuses to start over what it says");
        return;
    }
    say_what_it_adds(pass, f, target);
    say_where_it_stands(pass, f, target, stray);
}

static void check(nwl_pass *pass, nwl_site site)
{
    const nwl_include *include = site.directive->include;
    uint32_t count = 0;
    for (uint32_t i = 0; i < include->target_count; i++) {
        nwl_stray stray;
        const nwl_include_target *target = &include->targets[i];
        if (!nwl_stray_find(nwl_pass_scratch(pass), include, i, &stray) ||
            adds_nothing(file_of(pass, target)))
            continue;
        if (++count <= MOST_TOLD)
            flag(pass, site, target, &stray);
    }
    if (count > MOST_TOLD)
        nwl_flag(pass, site, NULL, "%u more files of \"%.*s\" are stray ones",
                 count - MOST_TOLD, NWL_STR_FMT(nwl_pass_path(pass, include->path)));
}

const nwl_rule nwl_rule_stray_file_loaded = {
    .id = NWL_TEXT("stray-file-loaded"),
    .title = NWL_TEXT("a pattern loads a backup or another stray file"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "A pattern such as sites-enabled/* finds every file whose name does not begin "
        "with "
        "a dot: backups of editors, versions that a package update left, files that were "
        "renamed to switch them off. nginx reads them like the others. The site is then "
        "there twice, in two versions: nginx warns of conflicting server names and "
        "serves "
        "the one it reads first, which may be the old one, or it refuses to start over "
        "an "
        "upstream or a default server that is there twice.\n\n"
        "A file that an include names in full, or whose ending the pattern names, is "
        "meant "
        "and not reported. A name such as app.conf.1 counts as stray only beside "
        "app.conf."),
    .remedy = NWL_TEXT("Move the file out of the directory, or let the pattern name the "
                       "ending of the files that are meant: sites-enabled/*.conf."),
    .when_to_ignore =
        NWL_TEXT("Where the name looks like that of a backup and the file is meant."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#include")},
    .on_include = check,
};
