// The one pass: files, models, findings, report.
#ifndef NWL_CLI_LINT_H
#define NWL_CLI_LINT_H

#include "report/report.h"
#include "cli/output.h"
#include "cli/reading.h"

typedef struct nwl_lint {
    bool
        failed; // what --baseline and the like ask for cannot be done: there is no report
    nwl_report report;
    bool fails;        // some finding does, also one that --max-findings hides
    bool nothing_read; // there was no root to judge
} nwl_lint;

// Reads and judges what the command line names.
nwl_lint nwl_lint_run(nwl_cli *cli);

// What the rules say of a reading, final.
nwl_findings nwl_lint_judge(const nwl_cli *cli, nwl_reading *reading);

// Prints the nwl_lint in one of report/formats.def; an nwl_print.
void nwl_lint_print(const nwl_printing *printing, nwl_buffer *out);

#endif
