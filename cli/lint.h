// The one pass: files, models, findings, report.
#ifndef NWL_CLI_LINT_H
#define NWL_CLI_LINT_H

#include "report/report.h"
#include "cli/output.h"
#include "cli/reading.h"

typedef struct nwl_lint {
    nwl_report report;
    nwl_severity
        worst; // of all findings, also of those that --max-findings hides; NWL_OFF without any
    bool nothing_read; // there was no root to judge
} nwl_lint;

// Reads and judges what the command line names.
nwl_lint nwl_lint_run(const nwl_cli *cli);

// Prints the nwl_lint in one of report/formats.def; an nwl_print.
void nwl_lint_print(const nwl_printing *printing, nwl_buffer *out);

#endif
