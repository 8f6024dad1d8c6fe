#include "report/xml.h"

#include <assert.h>

#include "base/utf8.h"

// ---- text -------------------------------------------------------------------------------

// Most text needs no escape.
static bool is_plain(char c)
{
    bool may_need_one =
        c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == '#' || c == ':';
    return c >= ' ' && c <= '~' && !may_need_one;
}

static size_t plain_bytes(nwl_str text)
{
    size_t len = 0;
    while (len < text.len && is_plain(text.ptr[len]))
        len++;
    return len;
}

// No document may hold it, not even as a reference. Source: XML 1.0 (fifth edition), production 2, Char.
static bool is_forbidden(uint32_t code_point)
{
    bool is_white = code_point == '\t' || code_point == '\n' || code_point == '\r';
    return (code_point < 0x20 && !is_white) || code_point == 0xfffe ||
           code_point == 0xffff;
}

// "##" or "::", and what is the same for who skips characters that weigh nothing, see report/visible.c.
static bool begins_command(nwl_str text)
{
    bool may_begin = text.ptr[0] == '#' || text.ptr[0] == ':';
    return may_begin && text.len > 1 &&
           (text.ptr[1] == text.ptr[0] || (unsigned char)text.ptr[1] >= 0x80);
}

// Writes the first character of text, which is not empty, and returns how many bytes it has there.
static uint32_t add_character(nwl_buffer *out, nwl_str text)
{
    nwl_code_point point = nwl_utf8_decode(text);
    char bytes[4];
    uint32_t value = is_forbidden(point.value) ? NWL_REPLACEMENT_CHARACTER : point.value;
    if (value == '&')
        nwl_buffer_add(out, NWL_STR("&amp;"));
    else if (value == '<')
        nwl_buffer_add(out, NWL_STR("&lt;"));
    else if (value == '>')
        nwl_buffer_add(out, NWL_STR("&gt;"));
    else if (value == '"')
        nwl_buffer_add(out, NWL_STR("&quot;"));
    else if (value == '\'' || begins_command(text) || nwl_utf8_is_hostile(value))
        nwl_buffer_format(out, "&#%u;", (unsigned)value);
    else
        nwl_buffer_add(out, (nwl_str){bytes, nwl_utf8_encode(value, bytes)});
    return point.bytes;
}

void nwl_xml_add_escaped(nwl_buffer *out, nwl_str text)
{
    while (text.len > 0) {
        size_t plain = plain_bytes(text);
        nwl_buffer_add(out, nwl_str_slice(text, 0, plain));
        text = nwl_str_from(text, plain);
        if (text.len > 0)
            text = nwl_str_from(text, add_character(out, text));
    }
}

// ---- elements ---------------------------------------------------------------------------

static nwl_xml_element *innermost(nwl_xml *xml)
{
    assert(xml->open.count > 0);
    return &xml->open.items[xml->open.count - 1];
}

nwl_xml nwl_xml_to(nwl_arena *arena, nwl_buffer *out)
{
    nwl_buffer_add(out, NWL_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    return (nwl_xml){.arena = arena, .out = out};
}

// Ends the start tag of the innermost element, unless that is done.
static void begin_content(nwl_xml *xml, nwl_xml_content content)
{
    nwl_xml_element *element = innermost(xml);
    assert(element->content == NWL_XML_NOTHING || element->content == content);
    if (element->content == content)
        return;
    element->content = content;
    nwl_buffer_add_char(xml->out, '>');
    if (content == NWL_XML_ELEMENTS)
        nwl_buffer_add_char(xml->out, '\n');
}

void nwl_xml_open(nwl_xml *xml, const char *name)
{
    if (xml->open.count > 0)
        begin_content(xml, NWL_XML_ELEMENTS);
    nwl_buffer_repeat(xml->out, ' ', xml->open.count);
    nwl_buffer_add_char(xml->out, '<');
    nwl_buffer_add(xml->out, nwl_str_of(name));
    NWL_PUSH(xml->arena, &xml->open)->name = name;
}

void nwl_xml_attribute(nwl_xml *xml, const char *name, nwl_str value)
{
    assert(innermost(xml)->content == NWL_XML_NOTHING);
    nwl_buffer_add_char(xml->out, ' ');
    nwl_buffer_add(xml->out, nwl_str_of(name));
    nwl_buffer_add(xml->out, NWL_STR("=\""));
    nwl_xml_add_escaped(xml->out, value);
    nwl_buffer_add_char(xml->out, '"');
}

void nwl_xml_number(nwl_xml *xml, const char *name, uint32_t value)
{
    assert(innermost(xml)->content == NWL_XML_NOTHING);
    nwl_buffer_format(xml->out, " %s=\"%u\"", name, (unsigned)value);
}

void nwl_xml_text(nwl_xml *xml, nwl_str text)
{
    begin_content(xml, NWL_XML_TEXT);
    while (text.len > 0) {
        size_t end = nwl_str_find(text, '\n', 0);
        nwl_xml_add_escaped(xml->out, nwl_str_slice(text, 0, end));
        if (end < text.len)
            nwl_buffer_add_char(xml->out, '\n');
        text = nwl_str_from(text, end + 1);
    }
}

void nwl_xml_close(nwl_xml *xml)
{
    nwl_xml_element element = *innermost(xml);
    xml->open.count--;
    if (element.content == NWL_XML_NOTHING) {
        nwl_buffer_add(xml->out, NWL_STR("/>\n"));
        return;
    }
    if (element.content == NWL_XML_ELEMENTS)
        nwl_buffer_repeat(xml->out, ' ', xml->open.count);
    nwl_buffer_format(xml->out, "</%s>\n", element.name);
}
