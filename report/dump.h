// The syntax trees of a configuration as JSON in the schema of crossplane, see docs/schema/dump.json.
#ifndef NWL_REPORT_DUMP_H
#define NWL_REPORT_DUMP_H

#include "parser/load.h"
#include "report/report.h"

typedef struct nwl_dump {
    const nwl_report *report; // its files and its problems
    const nwl_configuration *const *configurations;
    uint32_t configuration_count;
    nwl_str (*why_not)(
        const nwl_include_target *target); // a target was not read, in a few words
    bool include_comments;
} nwl_dump;

// Prints one document. Like crossplane it has the root first, then what that includes, then what those include. A file
// comes once, under the name by which it was found first, whatever symlinks lead to it.
void nwl_dump_print(const nwl_dump *dump, nwl_buffer *out);

#endif
