// Templates that another program makes configurations of.
#ifndef NWL_PARSER_TEMPLATE_H
#define NWL_PARSER_TEMPLATE_H

#include "parser/load.h"

// Whether the name of a file says that it is a template.
bool nwl_template_is(nwl_str path);

// The text of a template as it is parsed, in arena: a line that is a placeholder and nothing else, as in
//
//     location / {
//         ${EXTRA_HEADERS}
//     }
//
// is a statement of its own, which ends with the line. Offsets stay the same; one byte may be added at the end.
nwl_str nwl_template_as_statements(nwl_arena *arena, nwl_str text);

// Whether a text as it is written holds a placeholder: ${NAME} or $NAME of envsubst, or a mark of another program.
bool nwl_template_has_placeholder(nwl_str text);

// Whether a name without '$' looks like that of an environment variable: capitals, digits and '_'.
bool nwl_template_is_environment_name(nwl_str name);

// Replaces the syntax errors of a file that is a template of Jinja, ERB, Go or the like by one that says so, and leaves no
// directives: its control structures are no nginx configuration. Returns whether it is such a template.
bool nwl_template_refuse(nwl_arena *arena, nwl_file *file, uint32_t index);

#endif
