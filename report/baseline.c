#include "report/baseline.h"

#include <jansson.h>
#include <stdlib.h>

#include "rules/fingerprint.h"
#include "report/json_parts.h"

enum { VERSION = 1, FINGERPRINT_DIGITS = 32 };

// ---- writing ----------------------------------------------------------------------------

typedef struct row {
    const nwl_finding *finding;
    nwl_str path;
} row;

static int compare_rows(const void *a, const void *b)
{
    const row *left = a, *right = b;
    const nwl_finding *l = left->finding, *r = right->finding;
    int order = nwl_str_compare(left->path, right->path);
    if (order == 0)
        order = nwl_str_compare(l->rule->id, r->rule->id);
    return order != 0 ? order : nwl_str_compare(l->fingerprint, r->fingerprint);
}

static void put_row(nwl_emitter *emit, const row *r)
{
    nwl_emit_open_object(emit, NULL);
    nwl_emit_text(emit, "fingerprint", r->finding->fingerprint);
    nwl_emit_text(emit, "rule", r->finding->rule->id);
    nwl_emit_text(emit, "path", r->path);
    nwl_emit_text(emit, "message", r->finding->message);
    nwl_emit_close(emit);
}

void nwl_baseline_print(nwl_arena *arena, const nwl_files *files,
                        const nwl_findings *findings, nwl_buffer *out)
{
    row *rows = NWL_NEW_ARRAY(arena, row, findings->count);
    for (uint32_t i = 0; i < findings->count; i++) {
        const nwl_finding *finding = findings->items[i];
        const nwl_file *file = files->items.items[finding->at.file];
        rows[i] = (row){finding, nwl_fingerprint_path(arena, file)};
    }
    if (findings->count > 1)
        qsort(rows, findings->count, sizeof(*rows), compare_rows);

    nwl_emitter emit = nwl_emit_to(arena, out);
    nwl_emit_open_object(&emit, NULL);
    nwl_emit_number(&emit, "version", VERSION);
    nwl_emit_tool(&emit);
    nwl_emit_open_list(&emit, "findings");
    for (uint32_t i = 0; i < findings->count; i++)
        put_row(&emit, &rows[i]);
    nwl_emit_close(&emit);
    nwl_emit_close(&emit);
}

// ---- reading ----------------------------------------------------------------------------

typedef struct reading {
    nwl_arena *arena;
    nwl_str text;
    nwl_str *error;
    uint32_t *line;
} reading;

static bool fail(const reading *r, uint32_t line, nwl_str error)
{
    *r->line = line;
    *r->error = error;
    return false;
}

// The position of the quote that ends the string which begins at begin. The text is valid JSON.
static size_t end_of_string(nwl_str text, size_t begin)
{
    size_t end = begin + 1;
    while (end < text.len && text.ptr[end] != '"')
        end += text.ptr[end] == '\\' ? 2 : 1;
    return end;
}

// The line of the item at index of the list "findings", in a document that has one: jansson does not keep lines.
static uint32_t line_of_item(nwl_str text, size_t index)
{
    uint32_t line = 1, depth = 0;
    nwl_str word = NWL_STR_NONE; // the last string of the outermost object
    bool inside = false;         // the list
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (inside && depth == 2 && index == 0 && !is_blank)
            return line;
        line += c == '\n';
        index -= inside && depth == 2 && c == ',';
        if (c == '"') {
            size_t end = end_of_string(text, i);
            if (depth == 1)
                word = nwl_str_slice(text, i + 1, end);
            i = end;
        } else if (c == '{' || c == '[') {
            depth++;
            inside = inside || (depth == 2 && nwl_str_eq(word, NWL_STR("findings")));
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return line;
}

static nwl_str text_of(nwl_arena *arena, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return NWL_STR_NONE;
    nwl_str text = {json_string_value(value), json_string_length(value)};
    return nwl_arena_copy(arena, text);
}

static bool is_fingerprint(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!nwl_is_digit(text.ptr[i]) && (text.ptr[i] < 'a' || text.ptr[i] > 'f'))
            return false;
    }
    return text.len == FINGERPRINT_DIGITS;
}

static bool read_item(const reading *r, const json_t *item, size_t index,
                      nwl_baseline_entry *entry)
{
    entry->fingerprint = text_of(r->arena, item, "fingerprint");
    entry->rule = text_of(r->arena, item, "rule");
    entry->path = text_of(r->arena, item, "path");
    if (!is_fingerprint(entry->fingerprint))
        return fail(r, line_of_item(r->text, index),
                    NWL_STR("a finding without a \"fingerprint\" of 32 hexadecimal "
                            "digits"));
    return (entry->rule.len > 0 && entry->path.len > 0) ||
           fail(r, line_of_item(r->text, index),
                NWL_STR("a finding without a \"rule\" and a \"path\""));
}

static bool read_document(const reading *r, const json_t *document,
                          nwl_baseline *baseline)
{
    const json_t *version = json_object_get(document, "version");
    const json_t *items = json_object_get(document, "findings");
    if (!json_is_integer(version) || !json_is_array(items))
        return fail(r, 1,
                    NWL_STR("this is no baseline: it needs \"version\" and "
                            "\"findings\""));
    if (json_integer_value(version) != VERSION)
        return fail(r, 1,
                    nwl_arena_format(r->arena,
                                     "version %lld of a baseline is not known, only %d",
                                     (long long)json_integer_value(version), VERSION));
    for (size_t i = 0; i < json_array_size(items); i++) {
        nwl_baseline_entry *entry = NWL_PUSH(r->arena, &baseline->entries);
        if (!read_item(r, json_array_get(items, i), i, entry))
            return false;
    }
    return true;
}

bool nwl_baseline_read(nwl_arena *arena, nwl_str text, nwl_baseline *baseline,
                       nwl_str *error, uint32_t *line)
{
    json_error_t wrong;
    reading r = {.arena = arena, .text = text, .error = error, .line = line};
    *baseline = (nwl_baseline){0};
    json_t *document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &wrong);
    if (document == NULL)
        return fail(&r, wrong.line > 0 ? (uint32_t)wrong.line : 1,
                    nwl_arena_format(arena, "no JSON: %s", wrong.text));
    bool ok = read_document(&r, document, baseline);
    json_decref(document);
    return ok;
}
