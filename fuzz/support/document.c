#include "fuzz/support/document.h"

#include <jansson.h>

#include "base/utf8.h"
#include "fuzz/support/must.h"

// ---- text -------------------------------------------------------------------------------

void must_be_visible(nwl_str text)
{
    while (text.len > 0) {
        nwl_code_point c = nwl_utf8_decode(text);
        must(c.valid && (c.value == '\n' || !nwl_utf8_is_hostile(c.value)));
        text = nwl_str_from(text, c.bytes);
    }
}

static bool begins_nocase(nwl_str text, nwl_str with)
{
    return nwl_str_eq_nocase(nwl_str_slice(text, 0, with.len), with);
}

static bool begins_command(nwl_str text)
{
    return nwl_str_starts_with(text, NWL_STR("##[")) ||
           begins_nocase(text, NWL_STR("##vso[")) ||
           begins_nocase(text, NWL_STR("##teamcity["));
}

// "::: " is an arrow of the format for people; a command begins with its name.
static bool is_workflow_command(nwl_str line)
{
    while (line.len > 0 && line.ptr[0] == ' ')
        line = nwl_str_from(line, 1);
    return nwl_str_starts_with(line, NWL_STR("::")) &&
           !nwl_str_starts_with(line, NWL_STR("::: "));
}

// What follows the beginning of a command that is meant; the whole line when it has none.
static nwl_str without_meant(nwl_str line, const nwl_str *meant)
{
    for (; meant != NULL && meant->len > 0; meant++) {
        if (nwl_str_starts_with(line, *meant))
            return nwl_str_from(line, meant->len);
    }
    must(!is_workflow_command(line));
    return line;
}

void must_command_nothing_but(nwl_str text, const nwl_str *meant)
{
    nwl_str line;
    while (nwl_str_cut(&text, '\n', &line)) {
        nwl_str rest = without_meant(line, meant);
        for (size_t at = 0; (at = nwl_str_find(rest, '#', at)) < rest.len; at++)
            must(!begins_command(nwl_str_from(rest, at)));
    }
}

// ---- JSON -------------------------------------------------------------------------------

void must_be_json(nwl_str text)
{
    json_t *document = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, NULL);
    must(document != NULL);
    json_decref(document);
}

void must_be_json_lines(nwl_str text)
{
    nwl_str line;
    must(text.len == 0 || nwl_str_ends_with(text, NWL_STR("\n")));
    while (text.len > 0 && nwl_str_cut(&text, '\n', &line))
        must_be_json(line);
}

// ---- XML --------------------------------------------------------------------------------

enum { DEEPEST_ELEMENT = 8 };

typedef struct xml_reader {
    nwl_str rest;
    nwl_str open[DEEPEST_ELEMENT];
    uint32_t depth;
} xml_reader;

// Takes text off the rest of the document, which begins with it.
static void take(xml_reader *reader, nwl_str text)
{
    must(nwl_str_starts_with(reader->rest, text));
    reader->rest = nwl_str_from(reader->rest, text.len);
}

static bool comes(const xml_reader *reader, nwl_str text)
{
    return nwl_str_starts_with(reader->rest, text);
}

static nwl_str take_name(xml_reader *reader)
{
    size_t len = 0;
    while (len < reader->rest.len &&
           (nwl_is_alnum(reader->rest.ptr[len]) || reader->rest.ptr[len] == '-'))
        len++;
    nwl_str name = nwl_str_slice(reader->rest, 0, len);
    must(len > 0);
    take(reader, name);
    return name;
}

// Characters up to end, which is not taken: no markup, and each "&" begins a reference.
static void take_characters(xml_reader *reader, char end)
{
    while (reader->rest.len > 0 && reader->rest.ptr[0] != end) {
        must(reader->rest.ptr[0] != '<');
        bool is_reference = reader->rest.ptr[0] == '&';
        take(reader, nwl_str_slice(reader->rest, 0, 1));
        if (!is_reference)
            continue;
        if (comes(reader, NWL_STR("#")))
            take(reader, NWL_STR("#"));
        take_name(reader);
        take(reader, NWL_STR(";"));
    }
}

static void take_start_tag(xml_reader *reader)
{
    must(reader->depth < DEEPEST_ELEMENT);
    reader->open[reader->depth++] = take_name(reader);
    while (comes(reader, NWL_STR(" "))) {
        take(reader, NWL_STR(" "));
        take_name(reader);
        take(reader, NWL_STR("=\""));
        take_characters(reader, '"');
        take(reader, NWL_STR("\""));
    }
    if (comes(reader, NWL_STR("/"))) {
        take(reader, NWL_STR("/"));
        reader->depth--;
    }
    take(reader, NWL_STR(">"));
}

static void take_tag(xml_reader *reader)
{
    take(reader, NWL_STR("<"));
    if (!comes(reader, NWL_STR("/"))) {
        take_start_tag(reader);
        return;
    }
    take(reader, NWL_STR("/"));
    must(reader->depth > 0);
    take(reader, reader->open[--reader->depth]);
    take(reader, NWL_STR(">"));
}

void must_be_xml(nwl_str text)
{
    xml_reader reader = {.rest = text};
    take(&reader, NWL_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    do {
        take_tag(&reader);
        take_characters(&reader, '<');
    } while (reader.depth > 0);
    must(reader.rest.len == 0);
}
