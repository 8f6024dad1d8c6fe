// site-not-enabled: a file of sites-available that no include reaches

#include "source/path.h"
#include "rules/rule.h"

// Debian's package brings it as an example.
static bool is_stock(const nwl_file *file)
{
    return nwl_str_eq(nwl_path_name(file->path), NWL_STR("default"));
}

// The first line that is not blank.
static nwl_span first_line(uint32_t file, nwl_str text)
{
    nwl_str trimmed = nwl_str_trim(text);
    size_t begin = trimmed.len > 0 ? (size_t)(trimmed.ptr - text.ptr) : 0;
    nwl_str line = nwl_str_slice(trimmed, 0, nwl_str_find(trimmed, '\n', 0));
    return (nwl_span){file,
                      {(uint32_t)begin, (uint32_t)(begin + nwl_str_trim(line).len)}};
}

static void check(nwl_pass *pass, const nwl_neighbour *neighbour)
{
    const nwl_files *files = nwl_pass_model(pass)->configuration->files;
    const nwl_file *file = files->items.items[neighbour->file];
    if (neighbour->kind != NWL_NEIGHBOUR_NOT_ENABLED || is_stock(file))
        return;
    nwl_finding *f = nwl_flag_span(pass, first_line(neighbour->file, file->text),
                                   NWL_STR("no include loads this file"));
    f->of_file = true;
    nwl_site include = {.directive = neighbour->include};
    nwl_finding_label(pass, f, "it is checked only when the command line names it");
    nwl_finding_related(pass, f, include, "loads what is enabled");
}

const nwl_rule nwl_rule_site_not_enabled = {
    .id = NWL_TEXT("site-not-enabled"),
    .title = NWL_TEXT("a file of sites-available is not enabled"),
    .severity = NWL_NOTE,
    .why = NWL_TEXT(
        "nginx reads sites-enabled, so a file of sites-available counts once a symlink "
        "leads "
        "to it. Where the symlink was forgotten, the site does not answer and another "
        "server "
        "takes its requests. A site may well be switched off on purpose, hence a note; "
        "what "
        "it holds is checked only when the command line names it. Debian's \"default\" "
        "is "
        "an example and not "
        "reported.\n\n"
        "The same holds of every pair of directories that are called -enabled and "
        "-available and lie side by side."),
    .remedy =
        NWL_TEXT("Enable it: ln -s ../sites-available/app sites-enabled/. To check all "
                 "of them, enabled or not, give --map-path "
                 "sites-enabled=sites-available."),
    .when_to_ignore = NWL_TEXT("Where sites are kept disabled on purpose."),
    .sources = {NWL_TEXT("https://wiki.debian.org/Nginx/DirectoryStructure")},
    .on_neighbour = check,
};
