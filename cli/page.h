// The page of a rule on the terminal; report/page.h has it in Markdown.
#ifndef NWL_CLI_PAGE_H
#define NWL_CLI_PAGE_H

#include "report/report.h"

void nwl_page_draw(const nwl_rule *rule, const nwl_style *style, nwl_buffer *out);

#endif
