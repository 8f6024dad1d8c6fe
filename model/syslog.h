// Logs that go to syslog: "syslog:server=10.0.0.1,facility=local7,tag=nginx".
#ifndef NWL_MODEL_SYSLOG_H
#define NWL_MODEL_SYSLOG_H

#include "model/argument.h"

// Whether a log's name says that it goes to syslog.
bool nwl_syslog_is_meant(nwl_str name);

// Whether nginx refuses the parameters of such a log, which is the first argument of the line. *fault is set when it does
// and left alone otherwise. Source: ngx_syslog_process_conf(), nginx src/core/ngx_syslog.c.
bool nwl_syslog_refuses(const nwl_argument_line *line, nwl_argument_fault *fault);

#endif
