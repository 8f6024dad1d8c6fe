// The lines of types. Anything goes but an include of no file or of several. Source: ngx_http_core_type().

#include "model/body_reader.h"

void nwl_body_read_types(nwl_body_reader *r)
{
    for (uint32_t i = 0; i < r->line_count; i++) {
        const nwl_directive *line = r->lines[i].directive;
        if (nwl_str_eq(line->name, NWL_STR("include")) && line->arg_count != 1)
            nwl_body_tell(r, NWL_BODY_WRONG_COUNT, r->lines[i],
                          line->arg_count == 0
                              ? "\"include\" takes one argument, but has none"
                              : "\"include\" takes one argument, not %u",
                          line->arg_count);
    }
}
