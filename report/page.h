// The page of a rule in Markdown, made from its struct.
#ifndef NWL_REPORT_PAGE_H
#define NWL_REPORT_PAGE_H

#include "base/buffer.h"
#include "rules/rule.h"

// As docs/rules/<id>.md has it.
void nwl_page_markdown(const nwl_rule *rule, nwl_buffer *out);

// Of a rule that is off by default a line that says how to turn it on; nothing of any other.
void nwl_page_add_switch(const nwl_rule *rule, nwl_buffer *out);

// A configuration that a page shows, without the empty lines around it.
nwl_str nwl_page_example(nwl_str text);

#endif
