// Values of directives.
#ifndef NWL_MODEL_VALUE_H
#define NWL_MODEL_VALUE_H

#include "base/str.h"

// Parses an nginx time such as "1m30s" into *ms: the units ms, s, m, h, d, w in falling order, each once, spaces between
// them, a bare number for seconds. Returns false, leaving *ms alone, for anything else and on overflow.
// Source: ngx_parse_time() with is_sec 0, nginx src/core/ngx_parse.c.
bool nwl_value_time_ms(nwl_str text, int64_t *ms);

// Parses a time of a directive that counts seconds: also M (months) and y (years), and no ms.
// Source: ngx_parse_time() with is_sec 1.
bool nwl_value_time_s(nwl_str text, int64_t *s);

// Parses a size such as "8k", "1m": a number with k or m in either case. Source: ngx_parse_size().
bool nwl_value_size(nwl_str text, int64_t *bytes);

// "on" or "off" in any case.
bool nwl_value_flag(nwl_str text, bool *on);

#endif
