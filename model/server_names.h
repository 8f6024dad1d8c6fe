// The server names of one socket, and which server a host finds by them.
// Source: ngx_http_server_names(), ngx_hash_add_key(), ngx_hash_find_combined(), ngx_http_find_virtual_server().
#ifndef NWL_MODEL_SERVER_NAMES_H
#define NWL_MODEL_SERVER_NAMES_H

#include "base/array.h"
#include "base/map.h"
#include "model/model.h"
#include "model/regex.h"

typedef enum nwl_name_kind {
    NWL_NAME_EXACT,
    NWL_NAME_HEAD, // "*.example.com", ".example.com"
    NWL_NAME_TAIL, // "www.*"
    NWL_NAME_REGEX,
} nwl_name_kind;

typedef struct nwl_server_name {
    nwl_name_kind kind;
    nwl_str text; // as it is written
    const nwl_server *server;
    const nwl_regex *regex; // of a REGEX; NULL when it is none
} nwl_server_name;

typedef struct nwl_server_names {
    nwl_arena *arena;
    nwl_map exact, reserved, heads, tails; // lower-case name -> nwl_server_name
    NWL_ARRAY(const nwl_server_name *) regexes;
} nwl_server_names;

nwl_server_names nwl_server_names_new(nwl_arena *arena);

// Adds the names of a server, after those of the servers in front of it. Of two equal names the first one counts; what
// nginx refuses is left out.
void nwl_server_names_add(nwl_server_names *names, const nwl_server *server);

// The name that host, in lower case, finds; NULL when it finds none. The groups of a regex go to *captures, in arena.
// *undecided is a regex that was given up, and that may match; then the result is NULL.
const nwl_server_name *nwl_server_names_find(const nwl_server_names *names,
                                             nwl_arena *arena, nwl_str host,
                                             nwl_captures *captures, bool *undecided);

// Reads the value of a Host header or the authority of a request line, "Example.COM:80": *host is the name that servers are
// looked for by, in lower case in arena. False, leaving *host alone, for what nginx answers with 400.
// Source: ngx_http_validate_host() of 1.21.1 and later.
bool nwl_host_read(nwl_arena *arena, nwl_str text, nwl_str *host);

#endif
