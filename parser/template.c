#include "parser/template.h"

#include <string.h>

#include "base/buffer.h"

bool nwl_template_is(nwl_str path)
{
    static const char *const ENDINGS[] = {".template", ".tmpl",  ".ctmpl",  ".tpl",
                                          ".j2",       ".jinja", ".jinja2", ".erb"};
    for (size_t i = 0; i < sizeof(ENDINGS) / sizeof(ENDINGS[0]); i++) {
        if (nwl_str_ends_with(path, nwl_str_of(ENDINGS[i])))
            return true;
    }
    return false;
}

// ---- envsubst ---------------------------------------------------------------------------

bool nwl_template_is_environment_name(nwl_str name)
{
    bool has_letter = false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_letter = c >= 'A' && c <= 'Z';
        if (!is_letter && !nwl_is_digit(c) && c != '_')
            return false;
        has_letter = has_letter || is_letter;
    }
    return has_letter;
}

// Length of a "${NAME}" at the beginning of text, 0 for anything else.
static size_t placeholder_length(nwl_str text)
{
    size_t end = nwl_str_find(text, '}', 0);
    if (!nwl_str_starts_with(text, NWL_STR("${")) || end == text.len)
        return 0;
    return nwl_template_is_environment_name(nwl_str_slice(text, 2, end)) ? end + 1 : 0;
}

// The line without the comment behind its words. A '#' within a word begins none, and one within quotes is not looked for.
static nwl_str without_comment(nwl_str line)
{
    for (size_t at = nwl_str_find(line, '#', 0); at < line.len;
         at = nwl_str_find(line, '#', at + 1)) {
        if (at == 0 || line.ptr[at - 1] == ' ' || line.ptr[at - 1] == '\t')
            return nwl_str_trim(nwl_str_slice(line, 0, at));
    }
    return line;
}

// Whether a statement may begin behind a line.
static bool ends_statement(nwl_str line)
{
    char last = line.ptr[line.len - 1];
    return last == ';' || last == '{' || last == '}';
}

nwl_str nwl_template_as_statements(nwl_arena *arena, nwl_str text)
{
    char *copy = NWL_NEW_ARRAY(arena, char, text.len + 1);
    size_t len = text.len;
    bool at_statement = true;
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    for (size_t begin = 0, end; begin < text.len; begin = end + 1) {
        end = nwl_str_find(text, '\n', begin);
        nwl_str line = nwl_str_trim(nwl_str_slice(text, begin, end));
        nwl_str words = without_comment(line);
        if (words.len == 0)
            continue;
        bool is_placeholder = at_statement && placeholder_length(words) == words.len;
        if (is_placeholder) {
            size_t behind = (size_t)(words.ptr - text.ptr) + words.len;
            copy[behind] = ';';
            len = behind == text.len ? behind + 1 : len;
        }
        at_statement = is_placeholder || ends_statement(line) || ends_statement(words);
    }
    return (nwl_str){copy, len};
}

// ---- other programs ---------------------------------------------------------------------

typedef struct language {
    const char *open, *close;
    const char *names;
} language;

static const language LANGUAGES[] = {
    {"{%", "%}", "Jinja"},
    {"<%", "%>", "ERB"},
    {"{{", "}}", "Jinja, Go or Mustache"},
};

// Position of the first mark of a language that is closed in its line, text.len without one.
static size_t find_mark(nwl_str text, const language *l)
{
    nwl_str open = nwl_str_of(l->open), close = nwl_str_of(l->close);
    for (size_t begin = 0, end; begin < text.len; begin = end + 1) {
        end = nwl_str_find(text, '\n', begin);
        nwl_str line = nwl_str_slice(text, begin, end);
        size_t at = nwl_str_find(line, open.ptr[0], 0);
        while (at < line.len && !nwl_str_starts_with(nwl_str_from(line, at), open))
            at = nwl_str_find(line, open.ptr[0], at + 1);
        if (at < line.len && nwl_str_contains(nwl_str_from(line, at), close))
            return begin + at;
    }
    return text.len;
}

bool nwl_template_has_placeholder(nwl_str text)
{
    if (nwl_str_starts_with(text, NWL_STR("%")))
        return true;
    for (size_t at = nwl_str_find(text, '$', 0); at < text.len;
         at = nwl_str_find(text, '$', at + 1)) {
        size_t end = at + 1;
        while (end < text.len && (nwl_is_alnum(text.ptr[end]) || text.ptr[end] == '_'))
            end++;
        if ((end == at + 1 && end < text.len && text.ptr[end] == '{') ||
            nwl_template_is_environment_name(nwl_str_slice(text, at + 1, end)))
            return true;
    }
    for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++) {
        if (nwl_str_contains(text, nwl_str_of(LANGUAGES[i].open)) ||
            nwl_str_contains(text, nwl_str_of(LANGUAGES[i].close)))
            return true;
    }
    return false;
}

// The part of the text that is looked at for marks: all of a file that is called after such a program; of another one, the
// line of its first error.
static nwl_range suspect(const nwl_file *file)
{
    if (file->is_template && !nwl_str_ends_with(file->name, NWL_STR(".template")))
        return (nwl_range){0, (uint32_t)file->text.len};
    if (file->tree.errors.count == 0)
        return (nwl_range){0, 0};
    uint32_t at = file->tree.errors.items[0].at.range.begin;
    nwl_str before = nwl_str_slice(file->text, 0, at);
    size_t begin = nwl_str_find_last(before, '\n');
    return (nwl_range){begin == before.len ? 0 : (uint32_t)begin + 1,
                       (uint32_t)nwl_str_find(file->text, '\n', at)};
}

bool nwl_template_refuse(nwl_arena *arena, nwl_file *file, uint32_t index)
{
    nwl_range range = suspect(file);
    nwl_str text = nwl_str_slice(file->text, range.begin, range.end);
    for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++) {
        const language *l = &LANGUAGES[i];
        size_t at = find_mark(text, l);
        if (at == text.len)
            continue;
        uint32_t begin = range.begin + (uint32_t)at;
        nwl_tree tree = {0};
        *NWL_PUSH(arena, &tree.errors) = (nwl_syntax_error){
            .kind = NWL_SYNTAX_TEMPLATE,
            .at = {index, {begin, begin + 2}},
            .nginx_at = begin,
            .stops_nginx = true,
            .message = nwl_arena_format(
                arena, "this is a template of %s, which nginx cannot read", l->names),
            .because = {.file = NWL_NO_FILE}};
        file->tree = tree;
        return true;
    }
    return false;
}
