// Request targets, as nginx reads those of clients and writes those for backends: exact bytes.
#ifndef NWL_MODEL_URI_H
#define NWL_MODEL_URI_H

#include "base/arena.h"

// The URI of a request, as far as the request sent upstream depends on it.
typedef struct nwl_uri {
    nwl_str
        authority; // "host:port" of an absolute target, which overrules Host; empty without one
    nwl_str unparsed; // $request_uri; of an absolute target the part behind the authority
    nwl_str path;     // $uri: decoded once, without dot segments
    nwl_str args;     // $args, without "?"
    bool unparsed_valid; // unparsed still says what path and args say
    bool location_valid; // path still begins with the name of the location it selected
    bool quoted;         // the client wrote part of path with "%"
    bool plus;           // path has a "+"
    bool internal;       // path was changed since the client sent it
} nwl_uri;

// Reads the target of a request line ("/a/../b%20c?x=1", "http://h/p?q") into *uri; what it points to lives in arena or in
// target. False, leaving *uri undefined, for what nginx answers with 400: "*", control bytes and spaces, "%00", a "%"
// without two hexadecimal digits, ".." above the root. merge_slashes is the setting of the server that has the request until
// its Host is read.
// Source: ngx_http_parse_request_line(), ngx_http_parse_complex_uri(), ngx_http_process_request_uri() of 1.21.1 and later;
// older ones take spaces.
bool nwl_uri_parse(nwl_arena *arena, nwl_str target, bool merge_slashes, nwl_uri *uri);

// What a rewrite does to *uri: path and args are those it leaves. stays tells a rewrite with "break", which keeps the
// location. Source: ngx_http_script_regex_start_code().
void nwl_uri_rewrite(nwl_uri *uri, nwl_str path, nwl_str args, bool stays);

typedef enum nwl_escape {
    NWL_ESCAPE_URI,
    NWL_ESCAPE_ARGS,
    NWL_ESCAPE_URI_COMPONENT,
} nwl_escape;

// text with the bytes that may not stand there written as "%XX"; text itself when there are none, else in arena.
// Source: ngx_escape_uri() of 1.21.1 and later; older ones leave "<>\^`{|} and, of args, ; as they are.
nwl_str nwl_uri_escape(nwl_arena *arena, nwl_str text, nwl_escape escape);

// What proxy_pass says of the URI.
typedef struct nwl_pass_uri {
    nwl_str
        location; // name of the location, which uri replaces; empty for a regex, a named one, and with variables
    nwl_str uri;  // of proxy_pass, "/x/"; empty without one
    bool evaluated; // proxy_pass has variables, which were evaluated to this uri
} nwl_pass_uri;

// The target in the request line that nginx sends upstream, in arena or borrowed from uri and pass. False when it would be
// empty, which is answered with 500. Source: ngx_http_proxy_create_request(), ngx_http_proxy_eval().
bool nwl_uri_upstream(nwl_arena *arena, const nwl_uri *uri, const nwl_pass_uri *pass,
                      nwl_str *target);

#endif
