#include "report/json_values.h"

#include "base/arena.h"
#include "base/utf8.h"

json_t *nwl_json_must(json_t *value)
{
    if (value == NULL)
        nwl_out_of_memory();
    return value;
}

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
    return nwl_json_must(value);
}

json_t *nwl_json_text(nwl_str text)
{
    json_t *value = json_stringn(text.ptr != NULL ? text.ptr : "", text.len);
    return value != NULL ? value : repaired(text);
}

json_t *nwl_json_text_or_null(nwl_str text)
{
    return text.len > 0 ? nwl_json_text(text) : json_null();
}

void nwl_json_set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new_nocheck(object, key, nwl_json_must(value)) != 0)
        nwl_out_of_memory();
}

void nwl_json_append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, nwl_json_must(value)) != 0)
        nwl_out_of_memory();
}

static size_t plain_length(nwl_str text)
{
    size_t length = 0;
    while (length < text.len && text.ptr[length] != '\n' && text.ptr[length] != '#')
        length++;
    return length;
}

// jansson's sink: indents what it lays out, a line end being nothing else, and keeps "##" out.
static int write_part(const char *bytes, size_t size, void *state)
{
    nwl_json_writer *writer = state;
    nwl_str rest = {bytes, size};
    while (rest.len > 0) {
        size_t plain = plain_length(rest);
        nwl_buffer_add(writer->out, nwl_str_slice(rest, 0, plain));
        rest = nwl_str_from(rest, plain);
        if (nwl_str_starts_with(rest, NWL_STR("##")))
            nwl_buffer_add(writer->out, NWL_STR("\\u0023"));
        else
            nwl_buffer_add(writer->out, nwl_str_slice(rest, 0, 1));
        if (nwl_str_starts_with(rest, NWL_STR("\n")))
            nwl_buffer_repeat(writer->out, ' ', writer->depth);
        rest = nwl_str_from(rest, 1);
    }
    return 0;
}

static void write_formatted(nwl_json_writer *writer, json_t *value, size_t layout)
{
    const size_t flags = layout | JSON_ENCODE_ANY | JSON_ENSURE_ASCII;
    nwl_json_must(value);
    if (json_dump_callback(value, write_part, writer, flags) != 0)
        nwl_out_of_memory();
    json_decref(value);
}

static void write_value(nwl_json_writer *writer, json_t *value)
{
    write_formatted(writer, value, JSON_INDENT(1));
}

nwl_json_writer nwl_json_begin(nwl_buffer *out)
{
    nwl_buffer_add_char(out, '{');
    return (nwl_json_writer){.out = out, .depth = 1};
}

static void write_key(nwl_json_writer *writer, const char *key)
{
    nwl_buffer_format(writer->out, "%s\n \"%s\": ", writer->has_members ? "," : "", key);
    writer->has_members = true;
}

void nwl_json_member(nwl_json_writer *writer, const char *key, json_t *value)
{
    write_key(writer, key);
    write_value(writer, value);
}

void nwl_json_list(nwl_json_writer *writer, const char *key, uint32_t count,
                   json_t *(*value_at)(void *state, uint32_t index), void *state)
{
    write_key(writer, key);
    nwl_buffer_add_char(writer->out, '[');
    writer->depth = 2;
    for (uint32_t i = 0; i < count; i++) {
        nwl_buffer_add(writer->out, i > 0 ? NWL_STR(",\n  ") : NWL_STR("\n  "));
        write_value(writer, value_at(state, i));
    }
    writer->depth = 1;
    nwl_buffer_add(writer->out, count > 0 ? NWL_STR("\n ]") : NWL_STR("]"));
}

void nwl_json_end(nwl_json_writer *writer)
{
    nwl_buffer_add(writer->out, NWL_STR("\n}\n"));
}

void nwl_json_line(nwl_buffer *out, json_t *value)
{
    nwl_json_writer writer = {.out = out};
    write_formatted(&writer, value, 0);
}

// ---- outlines ---------------------------------------------------------------------------

enum { DEEPEST_INDENT = 60 };

static void begin_line(const nwl_json_outline *outline)
{
    uint32_t depth = outline->depth;
    nwl_buffer_add_char(outline->out, '\n');
    nwl_buffer_repeat(outline->out, ' ', depth < DEEPEST_INDENT ? depth : DEEPEST_INDENT);
}

void nwl_json_open(nwl_json_outline *outline, char bracket)
{
    nwl_buffer_add_char(outline->out, bracket);
    outline->depth++;
    outline->has_items = false;
}

void nwl_json_close(nwl_json_outline *outline, char bracket)
{
    outline->depth--;
    if (outline->has_items)
        begin_line(outline);
    nwl_buffer_add_char(outline->out, bracket);
    outline->has_items = true; // of the one around it
}

void nwl_json_item(nwl_json_outline *outline)
{
    if (outline->has_items)
        nwl_buffer_add_char(outline->out, ',');
    begin_line(outline);
    outline->has_items = true;
}

void nwl_json_key(nwl_json_outline *outline, const char *key)
{
    nwl_json_item(outline);
    nwl_buffer_format(outline->out, "\"%s\": ", key);
}
