// The state of reading a settings file. Internal to cli/settings_file.c and cli/settings_keys.c.
#ifndef NWL_CLI_SETTINGS_READER_H
#define NWL_CLI_SETTINGS_READER_H

#include "cli/settings_file.h"
#include "cli/take.h"

typedef struct nwl_settings_reader {
    nwl_settings_file *file;
    nwl_taking taking;             // for values that options take as well
    nwl_settings_section *section; // the path block around, NULL outside one
    uint32_t rule;                 // of the rule block around
} nwl_settings_reader;

// Stores what a key says; its place and the number of its arguments are right. False when it is no good and what is in
// its block is not to be read.
typedef bool (*nwl_settings_read)(nwl_settings_reader *reader,
                                  const nwl_directive *directive);

// How the key at index is read.
nwl_settings_read nwl_settings_read_at(uint32_t index);

// Adds an error at a range of the file and returns false.
bool nwl_settings_fail(nwl_settings_reader *reader, nwl_range at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
