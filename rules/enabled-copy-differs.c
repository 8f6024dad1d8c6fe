// enabled-copy-differs: sites-enabled holds a copy where a symlink is usual, and it is not the file in sites-available

#include "source/path.h"
#include "rules/rule.h"

static uint32_t first_difference(nwl_str a, nwl_str b)
{
    uint32_t at = 0;
    while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at])
        at++;
    return at;
}

// The line around an offset, without the white space at its ends.
static nwl_span line_at(uint32_t file, nwl_str text, uint32_t offset)
{
    size_t begin = nwl_str_find_last(nwl_str_slice(text, 0, offset), '\n');
    begin = begin == nwl_str_slice(text, 0, offset).len ? 0 : begin + 1;
    nwl_str line = nwl_str_slice(text, begin, nwl_str_find(text, '\n', offset));
    nwl_str trimmed = nwl_str_trim(line);
    if (trimmed.len > 0)
        begin = (size_t)(trimmed.ptr - text.ptr);
    return (nwl_span){file, {(uint32_t)begin, (uint32_t)(begin + trimmed.len)}};
}

static void check(nwl_pass *pass, const nwl_neighbour *neighbour)
{
    if (neighbour->kind != NWL_NEIGHBOUR_DIFFERS)
        return;
    const nwl_files *files = nwl_pass_model(pass)->configuration->files;
    const nwl_file *other = files->items.items[neighbour->file];
    const nwl_file *enabled = files->items.items[neighbour->enabled];
    uint32_t at = first_difference(enabled->text, other->text);
    nwl_str message = nwl_arena_format(
        nwl_pass_arena(pass), "this file is no symlink to \"%.*s\", and differs from it",
        NWL_STR_FMT(nwl_pass_path(pass, other->path)));
    nwl_finding *f =
        nwl_flag_span(pass, line_at(neighbour->enabled, enabled->text, at), message);
    f->of_file = true;
    nwl_finding_label(pass, f, "nginx reads this");
    nwl_finding_related_span(pass, f, line_at(neighbour->file, other->text, at),
                             NWL_STR("and not this"));
}

const nwl_rule nwl_rule_enabled_copy_differs = {
    .id = NWL_TEXT("enabled-copy-differs"),
    .title =
        NWL_TEXT("a copy in sites-enabled differs from its namesake in sites-available"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "The files of sites-enabled are symlinks to those of sites-available, by custom "
        "and "
        "by the tools that keep it. Some editors, and cp, replace a symlink by a file of "
        "its "
        "own: from then on there are two versions of the site, and what is changed in "
        "sites-available has no effect. It is said at the first line that differs.\n\n"
        "The same holds of every pair of directories that are called -enabled and "
        "-available and lie side by side. A copy with the same text is not reported."),
    .remedy =
        NWL_TEXT("Bring the change over to sites-available and put the symlink back: "
                 "ln -sf ../sites-available/app sites-enabled/app."),
    .when_to_ignore =
        NWL_TEXT("Where the copy is edited on purpose and the original is kept for "
                 "reference."),
    .sources = {NWL_TEXT("https://wiki.debian.org/Nginx/DirectoryStructure")},
    .on_neighbour = check,
};
