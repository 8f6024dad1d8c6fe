// Where output goes: standard output, or a file that is there whole or not at all.
#ifndef NWL_CLI_OUTPUT_H
#define NWL_CLI_OUTPUT_H

#include "base/buffer.h"
#include "report/report.h"
#include "cli/cli.h"

// One output while it is printed.
typedef struct nwl_printing {
    const nwl_cli *cli;
    nwl_str format; // empty for a command without a choice
    nwl_style style;
    const void *what; // the command's own
} nwl_printing;

typedef void (*nwl_print)(const nwl_printing *printing, nwl_buffer *out);

// Prints every output of the command line, or just to standard output when it names none. A regular file is written beside its
// place and renamed when it is complete, so that nobody sees half of it; what exists and is no regular file (/dev/stdout, a FIFO) is
// written directly. False when one failed; a message then went to standard error. A reader who closed standard output has had
// enough: that is no failure.
bool nwl_output_all(const nwl_cli *cli, nwl_print print, const void *what);

// Prints one file besides the outputs of the command line, likewise.
bool nwl_output_file(nwl_str file, nwl_print print, nwl_printing printing);

// What the command line names, an output or an input, or what the command has read, and writing to file would overwrite; empty
// for nothing.
nwl_str nwl_output_overwritten(const nwl_cli *cli, nwl_str file);

#endif
