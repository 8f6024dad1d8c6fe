// Every directive is a line of the document, written while the tree is walked.

#include "report/dump_tree.h"

#include "parser/parser.h"
#include "model/directive.h"

// ---- arguments --------------------------------------------------------------------------

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static nwl_str without_first(nwl_str text)
{
    text = nwl_str_from(text, 1);
    while (text.len > 0 && is_space(text.ptr[0]))
        text = nwl_str_from(text, 1);
    return text;
}

static nwl_str without_last(nwl_str text)
{
    text.len--;
    while (text.len > 0 && is_space(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

// A line of a map may begin with "if" as well; it is no directive.
static bool is_condition(const nwl_directive *d)
{
    return d->id != 0 && nwl_str_eq(d->name, NWL_STR("if")) && d->arg_count > 0 &&
           nwl_str_starts_with(d->args[0].value, NWL_STR("(")) &&
           nwl_str_ends_with(d->args[d->arg_count - 1].value, NWL_STR(")"));
}

// The arguments of an if without the parentheses, which may be arguments of their own.
static void put_condition(nwl_emitter *emit, const nwl_directive *d)
{
    for (uint32_t i = 0; i < d->arg_count; i++) {
        nwl_str word = d->args[i].value;
        bool is_last = i + 1 == d->arg_count;
        if (i == 0)
            word = without_first(word);
        if (is_last)
            word = without_last(word);
        if (word.len > 0 || (i > 0 && !is_last))
            nwl_emit_text(emit, NULL, word);
    }
}

static bool is_lua(const nwl_directive *d)
{
    return d->ending == NWL_ENDS_WITH_BLOCK && d->body == NULL &&
           nwl_directive_word(d->name).body == NWL_READ_LUA;
}

// What stands between the braces.
static nwl_str lua_of(const nwl_file *file, const nwl_directive *d)
{
    nwl_str block = nwl_str_slice(file->text, d->block.begin + 1, d->block.end);
    block.len -= nwl_str_ends_with(block, NWL_STR("}"));
    return block;
}

static void put_args(nwl_emitter *emit, const nwl_file *file, const nwl_directive *d)
{
    nwl_emit_open_list(emit, "args");
    if (is_condition(d))
        put_condition(emit, d);
    for (uint32_t i = 0; i < d->arg_count && !is_condition(d); i++)
        nwl_emit_text(emit, NULL, d->args[i].value);
    if (is_lua(d))
        nwl_emit_text(emit, NULL, lua_of(file, d));
    nwl_emit_close(emit);
}

// The files of the document that an include stands for.
static void put_includes(const nwl_dump_tree *t, const nwl_include *include)
{
    nwl_emit_open_list(t->emit, "includes");
    for (uint32_t i = 0; i < include->target_count; i++) {
        uint32_t file = include->targets[i].file;
        if (file != NWL_NO_FILE)
            nwl_emit_number(t->emit, NULL, (int64_t)t->entry_of[file] - 1);
    }
    nwl_emit_close(t->emit);
}

// ---- statements and comments ------------------------------------------------------------

// The next place is most likely in the same line, which may be endless.
static uint32_t line_of(nwl_dump_tree *t, uint32_t offset)
{
    nwl_range known = t->line_range;
    if (t->line > 0 && offset >= known.begin && offset < known.end)
        return t->line;
    nwl_position at = nwl_places_position(t->places, t->index, offset);
    t->line = at.line;
    t->line_range.begin = offset - (at.byte_column - 1);
    t->line_range.end = (uint32_t)nwl_str_find(t->file->text, '\n', offset) + 1;
    return t->line;
}

// What every item of "parsed" and of "block" begins with.
static void begin_statement(nwl_dump_tree *t, nwl_str directive, uint32_t line)
{
    nwl_emit_open_row(t->emit, NULL);
    nwl_emit_text(t->emit, "directive", directive);
    nwl_emit_number(t->emit, "line", line);
}

static void put_comment(nwl_dump_tree *t, const nwl_comment *comment, uint32_t line)
{
    nwl_str text =
        nwl_str_slice(t->file->text, comment->range.begin + 1, comment->range.end);
    text.len -= nwl_str_ends_with(text, NWL_STR("\r"));
    begin_statement(t, NWL_STR("#"), line);
    nwl_emit_open_list(t->emit, "args");
    nwl_emit_close(t->emit);
    nwl_emit_text(t->emit, "comment", text);
    nwl_emit_close(t->emit);
}

static bool has_comment(const nwl_dump_tree *t, uint32_t index)
{
    return t->include_comments && index < t->file->tree.comments.count;
}

// Writes the comments in front of offset that were not written yet.
static void put_comments_before(nwl_dump_tree *t, uint32_t offset)
{
    for (; has_comment(t, t->next_comment); t->next_comment++) {
        const nwl_comment *comment = &t->file->tree.comments.items[t->next_comment];
        if (comment->range.begin >= offset)
            return;
        put_comment(t, comment, line_of(t, comment->range.begin));
    }
}

// The first comment at or behind offset.
static uint32_t find_comment(const nwl_dump_tree *t, uint32_t offset)
{
    uint32_t begin = 0, end = t->file->tree.comments.count;
    while (begin < end) {
        uint32_t middle = begin + (end - begin) / 2;
        if (t->file->tree.comments.items[middle].range.begin < offset)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

// How many comments from first on stand among the words of a directive, in front of its ';' or '{'.
static uint32_t count_comments_inside(const nwl_dump_tree *t, const nwl_directive *d,
                                      uint32_t first)
{
    nwl_str text = t->file->text;
    uint32_t count = 0, end = d->range.end;
    for (; has_comment(t, first + count); count++) {
        nwl_range comment = t->file->tree.comments.items[first + count].range;
        while (end < text.len && is_space(text.ptr[end]))
            end++;
        if (comment.begin > end)
            break;
        if (comment.end > end)
            end = comment.end;
    }
    return count;
}

static void skip_comments_inside(nwl_dump_tree *t, const nwl_directive *d)
{
    t->next_comment += count_comments_inside(t, d, t->next_comment);
}

// crossplane has them behind the directive, in the line where that begins.
static void put_comments_inside(nwl_dump_tree *t, const nwl_directive *d)
{
    if (!t->include_comments)
        return;
    uint32_t first = find_comment(t, d->name_range.begin);
    uint32_t count = count_comments_inside(t, d, first);
    for (uint32_t i = 0; i < count; i++)
        put_comment(t, &t->file->tree.comments.items[first + i],
                    line_of(t, d->name_range.begin));
}

static void end_statement(nwl_dump_tree *t, const nwl_directive *d)
{
    nwl_emit_close(t->emit);
    put_comments_inside(t, d);
}

static void leave(nwl_dump_tree *t, const nwl_directive *d)
{
    if (is_lua(d))
        return;
    put_comments_before(t, d->block.end);
    nwl_emit_close(t->emit);
    end_statement(t, d);
}

static bool is_left_later(const nwl_directive *d)
{
    return d->body != NULL || d->block.end > d->block.begin;
}

static void enter(nwl_dump_tree *t, const nwl_directive *d)
{
    put_comments_before(t, d->name_range.begin);
    skip_comments_inside(t, d);
    begin_statement(t, d->name, line_of(t, d->name_range.begin));
    put_args(t->emit, t->file, d);
    if (d->include != NULL)
        put_includes(t, d->include);
    if (d->ending != NWL_ENDS_WITH_BLOCK || is_lua(d)) {
        end_statement(t, d);
        return;
    }
    nwl_emit_open_rows(t->emit, "block");
    if (!is_left_later(d))
        leave(t, d);
}

void nwl_dump_tree_put(nwl_dump_tree *t, const char *key)
{
    nwl_walk walk = nwl_walk_of(t->file->tree.first);
    nwl_emit_open_list(t->emit, key);
    while (nwl_walk_next(&walk)) {
        if (walk.entering)
            enter(t, walk.directive);
        else
            leave(t, walk.directive);
    }
    put_comments_before(t, UINT32_MAX);
    nwl_emit_close(t->emit);
}
