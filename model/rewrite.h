// The rewrite phase: set, if, return, break and rewrite of one server or location, in the order in which they stand.
// Source: ngx_http_rewrite_handler(), ngx_http_script.c.
#ifndef NWL_MODEL_REWRITE_H
#define NWL_MODEL_REWRITE_H

#include "model/journey.h"

typedef enum nwl_rewrite_end {
    NWL_REWRITE_GOES_ON,
    NWL_REWRITE_MOVES,   // the path has changed: a location is looked for again
    NWL_REWRITE_ANSWERS, // .outcome, .status and .site of the journey say what and where
} nwl_rewrite_end;

// Runs the rewrite directives of home, a server or location. A condition that is not known is taken not to hold, and what
// depends on it for what it may be; one that holds for some requests of the client only makes the journey uncertain when
// it would lead it elsewhere. *by is the rewrite behind NWL_REWRITE_MOVES.
nwl_rewrite_end nwl_rewrite_run(nwl_journey *journey, const nwl_scope *home,
                                nwl_site *by);

// Notes a step for people when they are wanted.
void nwl_journey_note(nwl_journey *journey, nwl_site site, const char *what, ...)
    __attribute__((format(printf, 3, 4)));

#endif
