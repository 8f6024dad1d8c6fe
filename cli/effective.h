// What counts for one root: the command line above its settings file above the defaults.
#ifndef NWL_CLI_EFFECTIVE_H
#define NWL_CLI_EFFECTIVE_H

#include "cli/roots.h"
#include "cli/settings_file.h"

typedef struct nwl_effective {
    const nwl_options *line;       // as the command line has them
    const nwl_settings_file *file; // says nothing when there is none
    nwl_str base;                  // where its patterns begin
    nwl_options options;           // what the two come to
    nwl_declared declared;
    nwl_engine_options engine;
    const nwl_str *excludes; // patterns, absolute
    uint32_t exclude_count;
} nwl_effective;

// Puts them together for a root. Patterns of the command line begin in working_directory.
const nwl_effective *nwl_effective_new(nwl_arena *arena, const nwl_options *line,
                                       const nwl_settings_file *file,
                                       const nwl_root *root, nwl_str working_directory);

// Whether what counts for another root, by the same command line, counts for this one as well.
bool nwl_effective_fits(const nwl_effective *effective, const nwl_settings_file *file,
                        const nwl_root *root);

// Whether a file, at an absolute path, is left out.
bool nwl_effective_excludes(const nwl_effective *effective, nwl_str path);

#endif
