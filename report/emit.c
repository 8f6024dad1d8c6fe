#include "report/emit.h"

#include <assert.h>
#include <jansson.h>

#include "base/utf8.h"

// Deep nesting makes the output no longer than it is.
enum { DEEPEST_INDENT = 60 };

nwl_emitter nwl_emit_to(nwl_arena *arena, nwl_buffer *out)
{
    return (nwl_emitter){.arena = arena, .out = out};
}

// The innermost level; NULL outside the document.
static nwl_emit_level *innermost(nwl_emitter *emit)
{
    return emit->levels.count > 0 ? &emit->levels.items[emit->levels.count - 1] : NULL;
}

static void begin_line(nwl_emitter *emit, uint32_t depth)
{
    nwl_buffer_add_char(emit->out, '\n');
    nwl_buffer_repeat(emit->out, ' ', depth < DEEPEST_INDENT ? depth : DEEPEST_INDENT);
}

static void begin_item(nwl_emitter *emit, nwl_emit_level *level)
{
    if (!level->is_empty)
        nwl_buffer_add_char(emit->out, ',');
    if (!level->in_line)
        begin_line(emit, level->enclosing + 1);
    else if (!level->is_empty)
        nwl_buffer_add_char(emit->out, ' ');
    level->is_empty = false;
}

// All that stands before a value.
static void begin_value(nwl_emitter *emit, const char *key)
{
    nwl_emit_level *level = innermost(emit);
    if (level != NULL)
        begin_item(emit, level);
    if (key == NULL)
        return;
    nwl_buffer_add_char(emit->out, '"');
    nwl_buffer_add(emit->out, nwl_str_of(key));
    nwl_buffer_add(emit->out, NWL_STR("\": "));
}

static nwl_emit_level *open_value(nwl_emitter *emit, const char *key, nwl_str brackets)
{
    const nwl_emit_level *around = innermost(emit);
    nwl_emit_level level = {.closer = brackets.ptr[1],
                            .is_empty = true,
                            .in_line = around != NULL && around->in_line};
    if (around != NULL)
        level.enclosing = around->enclosing + !around->in_line;
    begin_value(emit, key);
    nwl_buffer_add_char(emit->out, brackets.ptr[0]);
    nwl_emit_level *pushed = NWL_PUSH(emit->arena, &emit->levels);
    *pushed = level;
    return pushed;
}

void nwl_emit_open_object(nwl_emitter *emit, const char *key)
{
    open_value(emit, key, NWL_STR("{}"));
}

void nwl_emit_open_list(nwl_emitter *emit, const char *key)
{
    open_value(emit, key, NWL_STR("[]"));
}

void nwl_emit_open_row(nwl_emitter *emit, const char *key)
{
    open_value(emit, key, NWL_STR("{}"))->in_line = true;
}

void nwl_emit_open_rows(nwl_emitter *emit, const char *key)
{
    open_value(emit, key, NWL_STR("[]"))->in_line = false;
}

void nwl_emit_close(nwl_emitter *emit)
{
    assert(emit->levels.count > 0);
    nwl_emit_level level = emit->levels.items[--emit->levels.count];
    if (!level.is_empty && !level.in_line)
        begin_line(emit, level.enclosing);
    nwl_buffer_add_char(emit->out, level.closer);
    if (emit->levels.count == 0)
        nwl_buffer_add_char(emit->out, '\n');
}

void nwl_emit_null(nwl_emitter *emit, const char *key)
{
    begin_value(emit, key);
    nwl_buffer_add(emit->out, NWL_STR("null"));
}

void nwl_emit_bool(nwl_emitter *emit, const char *key, bool value)
{
    begin_value(emit, key);
    nwl_buffer_add(emit->out, value ? NWL_STR("true") : NWL_STR("false"));
}

void nwl_emit_number(nwl_emitter *emit, const char *key, int64_t number)
{
    char digits[20];
    size_t begin = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    begin_value(emit, key);
    if (number < 0)
        nwl_buffer_add_char(emit->out, '-');
    do {
        digits[--begin] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    nwl_buffer_add(emit->out, (nwl_str){digits + begin, sizeof(digits) - begin});
}

// ---- text -------------------------------------------------------------------------------

// Nearly all text needs no escapes; the rest goes through jansson.
static bool is_plain(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\' || byte == '#')
            return false;
    }
    return true;
}

// jansson takes nothing but UTF-8.
static json_t *repaired(nwl_str text)
{
    nwl_buffer buffer = nwl_buffer_new(NULL);
    while (text.len > 0) {
        char bytes[4];
        nwl_code_point point = nwl_utf8_decode(text);
        nwl_buffer_add(&buffer, (nwl_str){bytes, nwl_utf8_encode(point.value, bytes)});
        text = nwl_str_from(text, point.bytes);
    }
    nwl_str valid = nwl_buffer_text(&buffer);
    json_t *value = json_stringn(valid.ptr, valid.len);
    nwl_buffer_free(&buffer);
    return value;
}

static bool needs_escape(nwl_str text)
{
    return text.ptr[0] == 0x7f || nwl_str_starts_with(text, NWL_STR("##"));
}

// jansson's sink: escapes DEL, which jansson does not, and keeps "##" out. A '#' is never the last byte of one part and the
// first of the next.
static int write_part(const char *bytes, size_t size, void *out)
{
    for (nwl_str rest = {bytes, size}; rest.len > 0; rest = nwl_str_from(rest, 1)) {
        if (needs_escape(rest))
            nwl_buffer_format(out, "\\u%04X", (unsigned)rest.ptr[0]);
        else
            nwl_buffer_add_char(out, rest.ptr[0]);
    }
    return 0;
}

static void add_escaped(nwl_buffer *out, nwl_str text)
{
    json_t *value = json_stringn(text.ptr, text.len);
    if (value == NULL)
        value = repaired(text);
    const size_t flags = JSON_ENCODE_ANY | JSON_ENSURE_ASCII;
    if (value == NULL || json_dump_callback(value, write_part, out, flags) != 0)
        nwl_out_of_memory();
    json_decref(value);
}

void nwl_emit_text(nwl_emitter *emit, const char *key, nwl_str text)
{
    begin_value(emit, key);
    if (!is_plain(text)) {
        add_escaped(emit->out, text);
        return;
    }
    nwl_buffer_add_char(emit->out, '"');
    nwl_buffer_add(emit->out, text);
    nwl_buffer_add_char(emit->out, '"');
}

void nwl_emit_text_or_null(nwl_emitter *emit, const char *key, nwl_str text)
{
    if (text.len > 0)
        nwl_emit_text(emit, key, text);
    else
        nwl_emit_null(emit, key);
}
