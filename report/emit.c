#include "report/emit.h"

#include <assert.h>

#include "base/utf8.h"

nwl_emitter nwl_emit_to(nwl_buffer *out)
{
    return (nwl_emitter){.out = out};
}

static void begin_line(nwl_emitter *emit)
{
    nwl_buffer_add_char(emit->out, '\n');
    nwl_buffer_repeat(emit->out, ' ', emit->depth);
}

// All that stands before a value.
static void begin_value(nwl_emitter *emit, const char *key)
{
    if (!emit->is_empty && emit->depth > 0)
        nwl_buffer_add_char(emit->out, ',');
    emit->is_empty = false;
    if (emit->depth > 0)
        begin_line(emit);
    if (key == NULL)
        return;
    nwl_buffer_add_char(emit->out, '"');
    nwl_buffer_add(emit->out, nwl_str_of(key));
    nwl_buffer_add(emit->out, NWL_STR("\": "));
}

static void open_value(nwl_emitter *emit, const char *key, char opener, char closer)
{
    assert(emit->depth < NWL_EMIT_DEEPEST);
    begin_value(emit, key);
    nwl_buffer_add_char(emit->out, opener);
    emit->closers[emit->depth++] = closer;
    emit->is_empty = true;
}

void nwl_emit_open_object(nwl_emitter *emit, const char *key)
{
    open_value(emit, key, '{', '}');
}

void nwl_emit_open_list(nwl_emitter *emit, const char *key)
{
    open_value(emit, key, '[', ']');
}

void nwl_emit_close(nwl_emitter *emit)
{
    assert(emit->depth > 0);
    emit->depth--;
    if (!emit->is_empty)
        begin_line(emit);
    emit->is_empty = false;
    nwl_buffer_add_char(emit->out, emit->closers[emit->depth]);
    if (emit->depth == 0)
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

static bool is_plain(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\' && c != '#';
}

static void add_escape(nwl_buffer *out, uint32_t code_point)
{
    switch (code_point) {
    case '"':
    case '\\':
        nwl_buffer_format(out, "\\%c", (char)code_point);
        return;
    case '\b':
        nwl_buffer_add(out, NWL_STR("\\b"));
        return;
    case '\f':
        nwl_buffer_add(out, NWL_STR("\\f"));
        return;
    case '\n':
        nwl_buffer_add(out, NWL_STR("\\n"));
        return;
    case '\r':
        nwl_buffer_add(out, NWL_STR("\\r"));
        return;
    case '\t':
        nwl_buffer_add(out, NWL_STR("\\t"));
        return;
    default:
        if (code_point < 0x10000)
            nwl_buffer_format(out, "\\u%04X", code_point);
        else
            nwl_buffer_format(out, "\\u%04X\\u%04X",
                              0xd800 + ((code_point - 0x10000) >> 10),
                              0xdc00 + (code_point & 0x3ff));
    }
}

// Writes the code point at the start of rest, which is not plain, and returns its length.
static uint32_t add_special(nwl_buffer *out, nwl_str rest)
{
    nwl_code_point point = nwl_utf8_decode(rest);
    if (point.value == '#' && !nwl_str_starts_with(rest, NWL_STR("##")))
        nwl_buffer_add_char(out, '#');
    else
        add_escape(out, point.value);
    return point.bytes;
}

void nwl_emit_text(nwl_emitter *emit, const char *key, nwl_str text)
{
    size_t begin = 0;
    begin_value(emit, key);
    nwl_buffer_add_char(emit->out, '"');
    while (begin < text.len) {
        size_t end = begin;
        while (end < text.len && is_plain(text.ptr[end]))
            end++;
        nwl_buffer_add(emit->out, nwl_str_slice(text, begin, end));
        if (end < text.len)
            end += add_special(emit->out, nwl_str_from(text, end));
        begin = end;
    }
    nwl_buffer_add_char(emit->out, '"');
}

void nwl_emit_text_or_null(nwl_emitter *emit, const char *key, nwl_str text)
{
    if (text.len > 0)
        nwl_emit_text(emit, key, text);
    else
        nwl_emit_null(emit, key);
}
