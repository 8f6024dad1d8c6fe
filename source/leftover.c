#include "source/leftover.h"

typedef struct known_ending {
    const char *text;
    const char *what;
} known_ending;

static const known_ending ENDINGS[] = {
    {"~", "an editor's backup"},
    {".bak", "a backup"},
    {".backup", "a backup"},
    {".old", "an old version"},
    {".orig", "the version before a patch"},
    {".rej", "the rejected part of a patch"},
    {".save", "an editor's backup"},
    {".swp", "an editor's swap file"},
    {".swo", "an editor's swap file"},
    {".disabled", "a switched-off version"},
    {".off", "a switched-off version"},
    {".dpkg-old", "the version before a package update"},
    {".dpkg-dist", "the new version that a package brought"},
    {".dpkg-new", "the new version that a package brought"},
    {".dpkg-bak", "the backup that a package update made"},
    {".dpkg-tmp", "an unfinished package update"},
    {".dpkg-remove", "the removed version"},
    {".ucf-old", "the version before a package update"},
    {".ucf-dist", "the new version that a package brought"},
    {".ucf-new", "the new version that a package brought"},
    {".rpmsave", "the version before a package update"},
    {".rpmorig", "the version before a package update"},
    {".rpmnew", "the new version that a package brought"},
};

static bool has_ending(nwl_str name, const char *ending)
{
    nwl_str text = nwl_str_of(ending);
    return name.len > text.len && nwl_str_ends_with(name, text);
}

static nwl_str without_end(nwl_str name, size_t len)
{
    return nwl_str_slice(name, 0, name.len - len);
}

// README, README.txt, LICENSE.md, notes.md
static bool is_prose(nwl_str name)
{
    static const char *const NAMES[] = {"README", "LICENSE", "COPYING", "CHANGELOG"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        nwl_str known = nwl_str_of(NAMES[i]);
        nwl_str stem = nwl_str_slice(name, 0, nwl_str_find(name, '.', 0));
        bool is_configuration = nwl_str_ends_with(name, NWL_STR(".conf"));
        if (nwl_str_eq_nocase(stem, known) && !is_configuration)
            return true;
    }
    return has_ending(name, ".md");
}

// "#app#": Emacs saves what is being edited under this name.
static bool is_autosave(nwl_str name)
{
    return name.len > 2 && nwl_str_starts_with(name, NWL_STR("#")) &&
           nwl_str_ends_with(name, NWL_STR("#"));
}

// Length of ".1" in "app.conf.1", 0 without such an end.
static size_t number_at_end(nwl_str name)
{
    size_t dot = nwl_str_find_last(name, '.');
    uint32_t number;
    return dot > 0 && dot < name.len &&
                   nwl_str_to_u32(nwl_str_from(name, dot + 1), &number)
               ? name.len - dot
               : 0;
}

// "app (copy).conf" as file managers name it.
static bool find_copy_mark(nwl_arena *arena, nwl_str name, nwl_str *of)
{
    nwl_str mark = NWL_STR(" (copy)");
    for (size_t at = nwl_str_find(name, ' ', 1); at < name.len;
         at = nwl_str_find(name, ' ', at + 1)) {
        nwl_str rest = nwl_str_from(name, at);
        if (!nwl_str_starts_with(rest, mark))
            continue;
        *of = nwl_arena_format(arena, "%.*s%.*s", (int)at, name.ptr,
                               NWL_STR_FMT(nwl_str_from(rest, mark.len)));
        return true;
    }
    return false;
}

nwl_leftover nwl_leftover_of(nwl_arena *arena, nwl_str name)
{
    nwl_leftover found = {0};
    size_t number = number_at_end(name);
    for (size_t i = 0; i < sizeof(ENDINGS) / sizeof(ENDINGS[0]); i++) {
        if (has_ending(name, ENDINGS[i].text)) {
            found.what = nwl_str_of(ENDINGS[i].what);
            found.ending = nwl_str_of(ENDINGS[i].text);
            found.of = without_end(name, found.ending.len);
            return found;
        }
    }
    if (is_prose(name))
        return (nwl_leftover){.what = NWL_STR("a text for people"),
                              .ending = nwl_str_from(name, nwl_str_find_last(name, '.')),
                              .is_prose = true};
    if (is_autosave(name))
        return (nwl_leftover){.what = NWL_STR("an editor's autosave file"),
                              .of = nwl_str_slice(name, 1, name.len - 1),
                              .ending = NWL_STR("#")};
    if (number > 0 || find_copy_mark(arena, name, &found.of)) {
        found.what = NWL_STR("a copy");
        found.needs_original = true;
        found.of = number > 0 ? without_end(name, number) : found.of;
    }
    return found;
}
