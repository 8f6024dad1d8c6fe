// XML 1.0, written element by element as the report is walked, one element a line. The output is UTF-8 that can be read in a
// log: no character in it moves a cursor, turns or hides text, and no "##" or "::" of CI systems is in it.
//
//     nwl_xml xml = nwl_xml_to(arena, out);
//     nwl_xml_open(&xml, "file");
//     nwl_xml_attribute(&xml, "name", path);
//     nwl_xml_close(&xml);
#ifndef NWL_REPORT_XML_H
#define NWL_REPORT_XML_H

#include "base/array.h"
#include "base/buffer.h"

typedef enum nwl_xml_content {
    NWL_XML_NOTHING, // yet: its start tag takes attributes
    NWL_XML_TEXT,
    NWL_XML_ELEMENTS,
} nwl_xml_content;

// An element that is open.
typedef struct nwl_xml_element {
    const char *name;
    nwl_xml_content content;
} nwl_xml_element;

typedef struct nwl_xml {
    nwl_arena *arena; // for the elements
    nwl_buffer *out;
    NWL_ARRAY(nwl_xml_element) open;
} nwl_xml;

// Begins a document.
nwl_xml nwl_xml_to(nwl_arena *arena, nwl_buffer *out);

// An element within the innermost one, which has no text. Names are written as they are, and have to last.
void nwl_xml_open(nwl_xml *xml, const char *name);

// Attributes of the element that was opened last, which holds nothing yet.
void nwl_xml_attribute(nwl_xml *xml, const char *name, nwl_str value);
void nwl_xml_number(nwl_xml *xml, const char *name, uint32_t value);

// The text of the innermost element, which has no elements; its lines are kept.
void nwl_xml_text(nwl_xml *xml, nwl_str text);

// Ends the innermost element.
void nwl_xml_close(nwl_xml *xml);

// Adds text as it stands in an attribute or between tags of HTML, in one line. What XML cannot hold, bytes that are not UTF-8
// and most controls, becomes U+FFFD.
void nwl_xml_add_escaped(nwl_buffer *out, nwl_str text);

#endif
