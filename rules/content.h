// What answers the requests of a location that hands nothing on.
#ifndef NWL_RULES_CONTENT_H
#define NWL_RULES_CONTENT_H

#include "model/annotations.h"
#include "rules/rule.h"

// Whether a location has nothing that answers or hands on, and no block inside that could: no handler, none of the directives of
// files and of nginx's own answers, none of a module that nobody knows. All of it was read, and paths come to it.
bool nwl_is_left_without_handler(nwl_pass *pass, const nwl_scope *location);

// A line in a location that only proxy_pass has a use for; no site without one.
nwl_site nwl_proxy_line(const nwl_scope *location);

// The line that sets Upgrade in the list of proxy_set_header which counts at the location; no site when none does, or when it is
// emptied there.
nwl_site nwl_upgrade_line(const nwl_scope *location);

// What a comment says of a location, or else the settings.
nwl_annotation_kind nwl_said_of(const nwl_pass *pass, const nwl_scope *location);

#endif
