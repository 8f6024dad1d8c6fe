// The one pass: files, models, findings, report.
#ifndef NWL_CLI_LINT_H
#define NWL_CLI_LINT_H

#include "report/report.h"
#include "cli/output.h"
#include "cli/reading.h"

typedef struct nwl_lint {
    nwl_report report;
    bool fails;        // some finding does, also one that --max-findings hides
    bool nothing_read; // there was no root to judge
} nwl_lint;

// Reads and judges what the command line names.
nwl_lint nwl_lint_run(const nwl_cli *cli);

// Prints the nwl_lint in one of report/formats.def; an nwl_print.
void nwl_lint_print(const nwl_printing *printing, nwl_buffer *out);

#endif
