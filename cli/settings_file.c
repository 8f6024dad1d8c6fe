#include "cli/settings_file.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "parser/parser.h"
#include "cli/settings_reader.h"
#include "cli/suggest.h"

static const nwl_key keys[] = {
#define NWL_KEY(id, words, fewest, greatest, where, block, above, text)                  \
    {.name = NWL_TEXT(#id),                                                              \
     .arguments = NWL_TEXT(words),                                                       \
     .help = NWL_TEXT(text),                                                             \
     .least = fewest,                                                                    \
     .most = greatest,                                                                   \
     .traits = where,                                                                    \
     .inside = block,                                                                    \
     .option = NWL_TEXT(above)},
#include "cli/settings.def"
};

uint32_t nwl_key_count(void)
{
    return sizeof(keys) / sizeof(keys[0]);
}

const nwl_key *nwl_key_at(uint32_t index)
{
    return &keys[index];
}

static uint32_t key_named(nwl_str name)
{
    uint32_t index = 0;
    while (index < nwl_key_count() && !nwl_str_eq(keys[index].name, name))
        index++;
    return index;
}

// ---- errors -----------------------------------------------------------------------------

static void add_error(nwl_settings_file *file, nwl_range at, nwl_str message)
{
    *NWL_PUSH(file->arena, &file->errors) =
        (nwl_settings_error){.at = at, .message = message};
}

bool nwl_settings_fail(nwl_settings_reader *reader, nwl_range at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_error(reader->file, at, nwl_arena_format_list(reader->file->arena, format, args));
    va_end(args);
    return false;
}

static int by_place(const void *a, const void *b)
{
    const nwl_settings_error *left = a, *right = b;
    if (left->at.begin != right->at.begin)
        return left->at.begin < right->at.begin ? -1 : 1;
    return nwl_str_compare(left->message, right->message);
}

static void finish_errors(nwl_settings_file *file)
{
    for (uint32_t i = 0; i < file->tree.errors.count; i++)
        add_error(file, file->tree.errors.items[i].at.range,
                  file->tree.errors.items[i].message);
    if (file->errors.count > 1)
        qsort(file->errors.items, file->errors.count, sizeof(*file->errors.items),
              by_place);
    if (file->errors.count <= NWL_SETTINGS_MOST_ERRORS)
        return;
    file->errors.count = NWL_SETTINGS_MOST_ERRORS + 1;
    file->errors.items[NWL_SETTINGS_MOST_ERRORS].message = nwl_arena_format(
        file->arena, "more than %d mistakes; the rest of this file is not listed",
        NWL_SETTINGS_MOST_ERRORS);
}

// ---- one key ----------------------------------------------------------------------------

// What the parser has to know of the keys: the ids are places in the list, from 1.
static nwl_word_info vocabulary(nwl_str name)
{
    uint32_t index = key_named(name);
    if (index == nwl_key_count())
        return (nwl_word_info){
            .may_be_block = true, .may_be_simple = true, .most_args = UINT8_MAX};
    return (nwl_word_info){
        .id = (uint16_t)(index + 1),
        .may_be_block = keys[index].inside != 0,
        .may_be_simple = keys[index].inside == 0,
        .most_args = keys[index].most,
    };
}

// The names that may stand in a block.
static bool key_at(const void *of, uint32_t index, nwl_str *name)
{
    const uint32_t *block = of;
    for (uint32_t i = 0; i < nwl_key_count(); i++) {
        if ((keys[i].traits & *block) == 0 || index-- > 0)
            continue;
        *name = keys[i].name;
        return true;
    }
    return false;
}

static uint32_t block_around(const nwl_directive *d)
{
    return d->parent == NULL ? NWL_IN_FILE : keys[d->parent->id - 1].inside;
}

static bool fail_unknown(nwl_settings_reader *r, const nwl_directive *d)
{
    uint32_t block = block_around(d);
    nwl_choice_list list = {
        .at = key_at, .of = &block, .told_by = NWL_STR("nginx-wslint help check")};
    nwl_str message = nwl_choice_unknown(r->file->arena, "key", d->name, &list);
    return nwl_settings_fail(r, d->name_range, "%.*s", NWL_STR_FMT(message));
}

static bool fail_misplaced(nwl_settings_reader *r, const nwl_directive *d,
                           const nwl_key *key)
{
    if ((key->traits & NWL_IN_RULE) != 0)
        return nwl_settings_fail(r, d->name_range,
                                 "\"%.*s\" belongs in the block of a \"rule\"",
                                 NWL_STR_FMT(d->name));
    return nwl_settings_fail(r, d->name_range,
                             "\"%.*s\" may not stand in the block of \"%.*s\"",
                             NWL_STR_FMT(d->name), NWL_STR_FMT(d->parent->name));
}

static bool has_right_count(nwl_settings_reader *r, const nwl_directive *d,
                            const nwl_key *key)
{
    if (d->arg_count < key->least)
        return nwl_settings_fail(r, d->range, "\"%.*s\" needs %.*s", NWL_STR_FMT(d->name),
                                 NWL_STR_FMT(key->arguments));
    if (key->most != UINT8_MAX && d->arg_count > key->most) {
        const nwl_arg *extra = &d->args[key->most];
        return nwl_settings_fail(r, extra->range, "\"%.*s\" has no use for \"%.*s\"",
                                 NWL_STR_FMT(d->name), NWL_STR_FMT(extra->value));
    }
    return true;
}

// Whether a key that may stand but once in a block stands there again; seen has where each was met last.
static bool is_repeated(nwl_settings_reader *r, const nwl_directive *d,
                        const nwl_directive **seen)
{
    const nwl_directive *before = seen[d->id - 1];
    seen[d->id - 1] = d;
    if ((keys[d->id - 1].traits & NWL_ONCE) == 0 || before == NULL ||
        before->parent != d->parent)
        return false;
    nwl_position first = nwl_lines_position(&r->file->lines, before->range.begin);
    nwl_settings_fail(r, d->name_range, "\"%.*s\" was said before, in line %u",
                      NWL_STR_FMT(d->name), first.line);
    return true;
}

// Whether the parser has found a mistake inside the words of a directive. It lists few.
static bool is_told_by_parser(const nwl_settings_file *file, const nwl_directive *d)
{
    for (uint32_t i = 0; i < file->tree.errors.count; i++) {
        uint32_t at = file->tree.errors.items[i].at.range.begin;
        if (at >= d->range.begin && at < d->range.end)
            return true;
    }
    return false;
}

// False when what is in the block of the directive is not to be read.
static bool read_key(nwl_settings_reader *r, const nwl_directive *d,
                     const nwl_directive **seen)
{
    if (is_told_by_parser(r->file, d))
        return false;
    if (d->id == 0)
        return fail_unknown(r, d);
    const nwl_key *key = &keys[d->id - 1];
    bool is_block = d->ending == NWL_ENDS_WITH_BLOCK;
    if (d->ending == NWL_ENDS_WITH_ERROR || is_block != (key->inside != 0))
        return false; // likewise
    if ((key->traits & block_around(d)) == 0)
        return fail_misplaced(r, d, key);
    if (is_repeated(r, d, seen) || !has_right_count(r, d, key))
        return false;
    r->taking.origin = nwl_settings_file_origin(r->file, d->range.begin);
    return nwl_settings_read_at(d->id - 1u)(r, d);
}

// ---- the file ---------------------------------------------------------------------------

static void leave(nwl_settings_reader *r, const nwl_directive *d)
{
    if (d->id == 0 || keys[d->id - 1].inside != NWL_IN_PATH)
        return;
    r->section = NULL;
    r->taking.selection = &r->file->said.selection;
}

static void read_keys(nwl_settings_reader *r)
{
    const nwl_directive **seen =
        NWL_NEW_ARRAY(r->file->arena, const nwl_directive *, nwl_key_count());
    const nwl_directive *skipped = NULL; // nothing inside it is read
    nwl_walk walk = nwl_walk_of(r->file->tree.first);
    while (nwl_walk_next(&walk)) {
        const nwl_directive *d = walk.directive;
        if (skipped != NULL) {
            if (d == skipped && !walk.entering)
                skipped = NULL;
        } else if (!walk.entering) {
            leave(r, d);
        } else if (!read_key(r, d, seen) && d->body != NULL) {
            skipped = d;
        }
    }
}

// What a reader could be misled by has no business in settings, which are shown as they are.
static bool has_hidden_text(nwl_settings_file *file)
{
    nwl_code_point c;
    for (uint32_t at = 0; at < file->text.len; at += c.bytes) {
        c = nwl_utf8_decode(nwl_str_from(file->text, at));
        bool is_space = c.value == '\n' || c.value == '\r' || c.value == '\t';
        if (is_space || !nwl_utf8_is_hostile(c.value))
            continue;
        add_error(file, (nwl_range){at, at + c.bytes},
                  NWL_STR("a control or invisible character"));
        return true;
    }
    return false;
}

nwl_settings_file *nwl_settings_file_none(nwl_arena *arena)
{
    nwl_settings_file *file = NWL_NEW(arena, nwl_settings_file);
    file->arena = arena;
    file->said.selection = nwl_rule_selection_new(arena);
    return file;
}

nwl_settings_file *nwl_settings_file_read(nwl_arena *arena, nwl_str shown,
                                          nwl_str directory, nwl_str text)
{
    nwl_settings_file *file = nwl_settings_file_none(arena);
    file->shown = shown;
    file->directory = directory;
    file->text = text;
    file->lines = nwl_lines_of(arena, text);
    file->tree = nwl_parse(arena, 0, text, vocabulary);
    if (has_hidden_text(file))
        return file;
    nwl_settings_reader reader = {
        .file = file,
        .taking = {.arena = arena,
                   .options = &file->said,
                   .selection = &file->said.selection},
    };
    read_keys(&reader);
    finish_errors(file);
    return file;
}

nwl_str nwl_settings_file_origin(const nwl_settings_file *file, uint32_t offset)
{
    nwl_position position = nwl_lines_position(&file->lines, offset);
    return nwl_arena_format(file->arena, "%.*s:%u", NWL_STR_FMT(file->shown),
                            position.line);
}
