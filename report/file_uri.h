// Paths as URIs have them.
#ifndef NWL_REPORT_FILE_URI_H
#define NWL_REPORT_FILE_URI_H

#include "base/arena.h"

// The URI of a path, in arena: "conf.d/caf%C3%A9.conf", "file:///etc/nginx/nginx.conf" for an absolute one. Every byte but
// '/' and those that RFC 3986 calls unreserved is percent-encoded, whatever character it belongs to.
nwl_str nwl_file_uri(nwl_arena *arena, nwl_str path);

#endif
