// A settings file, .nginx-wslint.conf: from its text to what it says. cli/settings.def is the only list of its keys.
#ifndef NWL_CLI_SETTINGS_FILE_H
#define NWL_CLI_SETTINGS_FILE_H

#include "source/position.h"
#include "parser/tree.h"
#include "cli/options.h"

enum {
    NWL_SETTINGS_LIMIT = 64 * 1024, // bytes of a file
    NWL_SETTINGS_MOST_ERRORS = 20,  // one more says that there are others
    NWL_SETTINGS_MOST_PATHS =
        1000, // of websocket and http_only: all are held against every location
};

// Where a key may stand, and more about it, as bits.
typedef enum nwl_key_trait {
    NWL_IN_FILE = 1 << 0, // outside all blocks
    NWL_IN_RULE = 1 << 1,
    NWL_IN_PATH = 1 << 2,
    NWL_ONCE = 1 << 3,     // not twice in one block
    NWL_OF_RULES = 1 << 4, // says which rules apply, and how
} nwl_key_trait;

typedef struct nwl_key {
    nwl_str name, arguments, help;
    uint8_t least, most; // arguments
    uint32_t traits;     // NWL_IN_ and other bits
    uint32_t inside;     // the NWL_IN_ bit of its block, 0 without one
    nwl_str option;      // stands above it; may be empty
} nwl_key;

uint32_t nwl_key_count(void);
const nwl_key *nwl_key_at(uint32_t index);

// A block "path GLOB { … }".
typedef struct nwl_settings_section {
    nwl_str pattern; // as written
    nwl_rule_selection selection;
} nwl_settings_section;

// A file that nginx starts from.
typedef struct nwl_named_configuration {
    nwl_str path;   // absolute
    nwl_str origin; // where that is said, ".nginx-wslint.conf:4"
} nwl_named_configuration;

typedef struct nwl_settings_error {
    nwl_range at;
    nwl_str message; // lower case, no full stop
} nwl_settings_error;

typedef struct nwl_settings_file {
    nwl_arena *arena;
    nwl_str shown;     // its path as messages have it
    nwl_str directory; // its paths and patterns are relative to it
    nwl_str text;
    nwl_lines lines;
    nwl_tree tree;    // the ids are those of nwl_key_at(), from 1
    nwl_options said; // what the command line may say as well
    NWL_ARRAY(nwl_settings_section *) sections;
    NWL_ARRAY(nwl_named_configuration) configurations;
    NWL_ARRAY(nwl_declared_path) paths;
    NWL_ARRAY(nwl_allowed) allowed;
    NWL_ARRAY(nwl_settings_error) errors; // by place
} nwl_settings_file;

// Reads the text of a settings file, at most NWL_SETTINGS_LIMIT bytes, which lies in directory (absolute) and is called
// shown. All that is wrong with it is in .errors. Asks nobody, and keeps the three strings.
nwl_settings_file *nwl_settings_file_read(nwl_arena *arena, nwl_str shown,
                                          nwl_str directory, nwl_str text);

// One that says nothing.
nwl_settings_file *nwl_settings_file_none(nwl_arena *arena);

// ".nginx-wslint.conf:4", the line of an offset.
nwl_str nwl_settings_file_origin(const nwl_settings_file *file, uint32_t offset);

#endif
