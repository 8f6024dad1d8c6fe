// What a printed document promises, whatever is printed in it.
#ifndef NWL_FUZZ_SUPPORT_DOCUMENT_H
#define NWL_FUZZ_SUPPORT_DOCUMENT_H

#include "base/str.h"

// UTF-8 in which no character but the line feed moves a cursor, turns or hides text.
void must_be_visible(nwl_str text);

// One document; lines of one document each.
void must_be_json(nwl_str text);
void must_be_json_lines(nwl_str text);

// Well-formed, as far as a writer of elements, attributes and text can fail in it.
void must_be_xml(nwl_str text);

// No line holds a command of a CI system, but for one at the beginning of lines that begin with one of meant, which an empty
// string ends; NULL for a format that means none.
void must_command_nothing_but(nwl_str text, const nwl_str *meant);

#endif
