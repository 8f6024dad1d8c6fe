// Values of directives.
#ifndef NWL_MODEL_VALUE_H
#define NWL_MODEL_VALUE_H

#include "base/str.h"

// Parses an nginx time such as "1m30s" into *ms: the units ms, s, m, h, d, w in falling order, each once, spaces between
// them, a bare number for seconds. A unit without a number is 0 where there is one elsewhere. Returns false, leaving *ms
// alone, for anything else and on overflow.
// Source: ngx_parse_time() with is_sec 0, nginx src/core/ngx_parse.c.
bool nwl_value_time_ms(nwl_str text, int64_t *ms);

// Parses a time of a directive that counts seconds: also M (months) and y (years), and no ms.
// Source: ngx_parse_time() with is_sec 1.
bool nwl_value_time_s(nwl_str text, int64_t *s);

// Parses a size such as "8k", "1m": a number with k or m in either case. Source: ngx_parse_size().
bool nwl_value_size(nwl_str text, int64_t *bytes);

// Parses an offset in a file: a size that may also end in g, in either case. Source: ngx_parse_offset().
bool nwl_value_offset(nwl_str text, int64_t *bytes);

// Parses digits; no sign, no unit. Source: ngx_atoi(), nginx src/core/ngx_string.c.
bool nwl_value_number(nwl_str text, int64_t *number);

// "on" or "off" in any case.
bool nwl_value_flag(nwl_str text, bool *on);

#endif
