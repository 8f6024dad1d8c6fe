// What the writer of a wrong value meant.
#ifndef NWL_MODEL_CORRECTION_H
#define NWL_MODEL_CORRECTION_H

#include "base/arena.h"

// What parses a value: one of the functions of model/value.h that give a number.
typedef bool nwl_value_parse(nwl_str text, int64_t *value);

// A number as people write it, in a way that parse takes: "60,000" is "60000", "1hour" is "1h", "10 MB" is "10m" and, where
// there is no g, "1g" is "1024m". The text is in arena; empty when there is none, or parse does not take it either.
nwl_str nwl_correction_of_number(nwl_arena *arena, nwl_str wrong, nwl_value_parse *parse);

// "on" for "yes", "true" and the like, "off" for their contraries; empty for anything else.
nwl_str nwl_correction_of_flag(nwl_str wrong);

#endif
