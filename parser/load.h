// From a path to every file nginx would read: each parsed once, however often it is included.
#ifndef NWL_PARSER_LOAD_H
#define NWL_PARSER_LOAD_H

#include "base/map.h"
#include "source/fs.h"
#include "parser/tree.h"
#include "parser/vocabulary.h"

enum {
    NWL_LOAD_FILE_LIMIT = 32 * 1024 * 1024,   // bytes of one file
    NWL_LOAD_TOTAL_LIMIT = 512 * 1024 * 1024, // bytes of all files of a root
    NWL_LOAD_FILES_LIMIT = 200000,            // files of a root
};

typedef enum nwl_target_state {
    NWL_TARGET_READ,
    NWL_TARGET_MISSING,   // nothing there, and the include is no pattern
    NWL_TARGET_DANGLING,  // a symlink whose target does not exist
    NWL_TARGET_LINK_LOOP, // a chain of symlinks without an end
    NWL_TARGET_DENIED,    // no permission
    NWL_TARGET_DIRECTORY,
    NWL_TARGET_NOT_REGULAR, // FIFO, socket, device
    NWL_TARGET_TOO_LARGE,   // more than a NWL_LOAD_… limit allows
    NWL_TARGET_IO_ERROR,    // see .error
    NWL_TARGET_CYCLE,       // a file that is being included already
} nwl_target_state;

// One file that an include directive names.
typedef struct nwl_include_target nwl_include_target;

struct nwl_include_target {
    nwl_str
        name; // the path nginx opens, as the include and the directory listing spell it
    nwl_str real_path; // symlinks resolved; where the resolution ended when it failed
    nwl_target_state state;
    int error;            // errno, 0 when none applies
    bool through_symlink; // the last component of name is a symlink
    uint32_t file; // index into the file table when read or a cycle, else NWL_NO_FILE
    const nwl_include_target *
        before; // the one that reads the same file into the same block before, if a pattern or two names are to blame
};

typedef enum nwl_include_place {
    NWL_PLACE_TREE,     // in the tree of the root configuration
    NWL_PLACE_MACHINE,  // an absolute path elsewhere on this machine
    NWL_PLACE_NOT_HERE, // below nginx's own directory, which this tree is a copied part of
} nwl_include_place;

struct nwl_include {
    nwl_str path; // the argument, made absolute as nginx does
    nwl_str
        looked_for; // where it was looked for: another place than path in a copied tree
    nwl_include_place place;
    bool is_pattern;
    bool truncated; // the pattern matches more files than are listed
    nwl_include_target *targets;
    uint32_t target_count;
};

typedef struct nwl_file {
    nwl_str path; // real path, absolute, symlinks resolved
    nwl_str name; // the first name it was reached by, absolute
    nwl_str base; // real directory that its place in the configuration is told from
    nwl_str text;
    bool
        is_template; // to be filled in before nginx reads it; what stands in is not known
    bool is_unknown; // a template of which nothing was read
    nwl_body_reading reading; // by the block of the include it was first reached by
    nwl_tree tree;
} nwl_file;

// The file table of a run; spans index into it. Several roots share one.
typedef struct nwl_files {
    nwl_arena *arena;
    NWL_ARRAY(nwl_file *) items;
} nwl_files;

typedef struct nwl_path_mapping {
    nwl_str from, to;
} nwl_path_mapping;

typedef struct nwl_load_options {
    const nwl_fs *fs;
    nwl_vocabulary vocabulary;
    nwl_str root; // where absolute paths live, absolute; empty to find out
    nwl_str base; // for the .base of the files; empty for the directory of the root
    const nwl_path_mapping *mappings;
    uint32_t mapping_count;
    void (*progress)(void *state, uint32_t files); // called now and then; may be NULL
    void *progress_state;
} nwl_load_options;

typedef enum nwl_neighbour_kind {
    NWL_NEIGHBOUR_NOT_ENABLED, // in X-available, while an include reads X-enabled
    NWL_NEIGHBOUR_DIFFERS, // the same, but X-enabled has a file of that name with another text
    NWL_NEIGHBOUR_TEMPLATE, // in templates/: the official image makes a file of conf.d of it
} nwl_neighbour_kind;

// A file beside those that nginx reads, which it does not read.
typedef struct nwl_neighbour {
    nwl_neighbour_kind kind;
    uint32_t
        file; // in the file table, not parsed, and not among those of the configuration
    const nwl_directive *include; // of X-enabled; NULL for a template
    uint32_t
        enabled; // the namesake that nginx reads, of one that differs; else NWL_NO_FILE
} nwl_neighbour;

// One root configuration with all that it includes.
typedef struct nwl_configuration {
    nwl_files *files;
    uint32_t root;     // its file, NWL_NO_FILE when it could not be read
    nwl_str directory; // the root's directory: where relative includes start
    bool
        in_place; // the root lies where nginx installations have it, so absolute paths are what they say
    nwl_include_target root_target;
    uint32_t first_file, file_count; // this root's part of the file table
    NWL_ARRAY(nwl_neighbour) neighbours;
} nwl_configuration;

// Reads the configuration whose root is at path (absolute) and every file it includes. What could not be read is told by
// .root_target and by the targets of each include; nothing is left out silently. Everything lives in files->arena.
nwl_configuration nwl_load(nwl_files *files, const nwl_load_options *options,
                           nwl_str path);

#endif
