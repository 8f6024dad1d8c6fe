// The page of a rule, made from its struct.
#ifndef NWL_CLI_PAGE_H
#define NWL_CLI_PAGE_H

#include "report/report.h"

// As docs/rules/<id>.md has it.
void nwl_page_markdown(const nwl_rule *rule, nwl_buffer *out);

// For the terminal.
void nwl_page_draw(const nwl_rule *rule, const nwl_style *style, nwl_buffer *out);

#endif
