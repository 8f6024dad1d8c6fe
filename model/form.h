// The directives whose arguments have a grammar of their own: nwl_form_<what>() says whether nginx refuses a line. Each is
// called with the counts of arguments that the directive takes.
//
// Nothing is said of what depends on the machine: names to resolve, files, the modules nginx is built with.
#ifndef NWL_MODEL_FORM_H
#define NWL_MODEL_FORM_H

#include "model/argument.h"

#define NWL_FORM(name, function)                                                         \
    bool nwl_form_##function(const nwl_argument_line *line, nwl_argument_fault *fault);
#include "model/arguments.def"

#endif
