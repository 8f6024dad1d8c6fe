// Arguments of the form "name" or "name=value" behind the first ones of a line: a table for each directive.
#ifndef NWL_MODEL_PARAMETER_H
#define NWL_MODEL_PARAMETER_H

#include "model/argument.h"
#include "model/correction.h"

// The smallest page of memory that nginx meets. Zones are measured in pages, so on some machines it asks for more.
#define NWL_PAGE_SIZE 4096

typedef struct nwl_parameter {
    nwl_str name;           // with its '=' when a value follows
    nwl_value_parse *parse; // of the value; NULL when there is none
    const char *noun;       // what parse takes, bounds included: "a number from 1 on"
    int64_t least;
    int64_t most;      // 0 for no limit
    nwl_version since; // 0 when it has always been there, or nobody asks any more
} nwl_parameter;

typedef struct nwl_parameters {
    const nwl_parameter *items;
    uint32_t count;
} nwl_parameters;

#define NWL_PARAMETERS(array)                                                            \
    ((nwl_parameters){(array), sizeof(array) / sizeof((array)[0])})

// Whether one of the arguments from index first on is none of the parameters, or has a value that is not taken. *fault is
// set for the first such argument and left alone otherwise.
bool nwl_parameters_refuse(nwl_parameters parameters, const nwl_argument_line *line,
                           nwl_argument_fault *fault, uint32_t first);

// The same for the argument at index alone.
bool nwl_parameter_refuses(nwl_parameters parameters, const nwl_argument_line *line,
                           nwl_argument_fault *fault, uint32_t index);

// Whether text is one of the parameters, whatever its value.
bool nwl_parameters_have(nwl_parameters parameters, nwl_str text);

// The last of the arguments from index first on that begins with name, behind which *value is set. False, leaving *value
// alone, when there is none.
bool nwl_parameter_find(const nwl_argument_line *line, nwl_str name, uint32_t first,
                        nwl_str *value);

// Values beside those of model/value.h.

// Any text; the value is 0.
bool nwl_parameter_anything(nwl_str text, int64_t *value);

// "on" or "off", in small letters.
bool nwl_parameter_switch(nwl_str text, int64_t *value);

// "name:10m"; the value is the size. The name may be empty.
bool nwl_parameter_zone(nwl_str text, int64_t *bytes);

#endif
