// The end of the text format: what was looked at and how much was found.
#ifndef NWL_REPORT_SUMMARY_H
#define NWL_REPORT_SUMMARY_H

#include "report/screen.h"

// Draws the count per rule and the summary line, each if the style wants it.
void nwl_summary_draw(const nwl_report *report, nwl_screen *screen);

#endif
