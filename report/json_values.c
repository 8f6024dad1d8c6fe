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
    while (length < text.len && text.ptr[length] != '#')
        length++;
    return length;
}

// jansson's sink: keeps "##" out.
static int write_part(const char *bytes, size_t size, void *out)
{
    nwl_str rest = {bytes, size};
    while (rest.len > 0) {
        size_t plain = plain_length(rest);
        nwl_buffer_add(out, nwl_str_slice(rest, 0, plain));
        rest = nwl_str_from(rest, plain);
        if (nwl_str_starts_with(rest, NWL_STR("##")))
            nwl_buffer_add(out, NWL_STR("\\u0023"));
        else
            nwl_buffer_add(out, nwl_str_slice(rest, 0, 1));
        rest = nwl_str_from(rest, 1);
    }
    return 0;
}

void nwl_json_line(nwl_buffer *out, json_t *value)
{
    const size_t flags = JSON_ENCODE_ANY | JSON_ENSURE_ASCII;
    nwl_json_must(value);
    if (json_dump_callback(value, write_part, out, flags) != 0)
        nwl_out_of_memory();
    json_decref(value);
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
