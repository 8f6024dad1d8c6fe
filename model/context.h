// The blocks of nginx that hold directives, as single bits, so that a set of them is a
// mask.
#ifndef NWL_MODEL_CONTEXT_H
#define NWL_MODEL_CONTEXT_H

#include "model/directive.h"

typedef enum nwl_context {
    NWL_CX_MAIN = 1 << 0, // the top of the main file
    NWL_CX_EVENTS = 1 << 1,
    NWL_CX_HTTP = 1 << 2,
    NWL_CX_HTTP_SERVER = 1 << 3,
    NWL_CX_HTTP_LOCATION = 1 << 4, // at any depth of nesting
    NWL_CX_HTTP_UPSTREAM = 1 << 5,
    NWL_CX_HTTP_SERVER_IF = 1 << 6,
    NWL_CX_HTTP_LOCATION_IF = 1 << 7,
    NWL_CX_HTTP_LIMIT_EXCEPT = 1 << 8,
    NWL_CX_MAIL = 1 << 9,
    NWL_CX_MAIL_SERVER = 1 << 10,
    NWL_CX_STREAM = 1 << 11,
    NWL_CX_STREAM_SERVER = 1 << 12,
    NWL_CX_STREAM_UPSTREAM = 1 << 13,
    NWL_CX_MGMT = 1 << 14,          // Plus
    NWL_CX_OIDC_PROVIDER = 1 << 15, // Plus
    NWL_CX_OTEL_EXPORTER = 1 << 16,
    NWL_CX_ACME_ISSUER = 1 << 17,
    NWL_CX_RTMP = 1 << 18,
    NWL_CX_RTMP_SERVER = 1 << 19,
    NWL_CX_RTMP_APPLICATION = 1 << 20,
    NWL_CX_RTMP_RECORDER = 1 << 21,
    NWL_CX_RAW = 1 << 22, // lines that are no directives: map, types, Lua, unknown blocks
    NWL_CX_ANY = (1 << 23) - 1,
} nwl_context;

// The name of one context, "http.server"; "any" for NWL_CX_ANY; empty for other masks.
nwl_str nwl_context_name(nwl_context context);

// The context between the braces of block where it stands in outer: NWL_CX_HTTP_SERVER_IF
// for an "if" in a server. NWL_CX_RAW when its body holds no directives, when block is
// unknown, and when it may not stand there. Where outer is not known it may be a mask:
// the first fit wins, http before the others.
nwl_context nwl_context_inside(nwl_context outer, nwl_directive_id block);

// Whether a block is one of those that stand at the top of a configuration, such as http, and nowhere else.
bool nwl_context_is_of_main(nwl_directive_id block);

#endif
