// Which server and which location nginx chooses for a request, and what lost to them.
#ifndef NWL_MODEL_SELECTION_H
#define NWL_MODEL_SELECTION_H

#include "model/listen.h"
#include "model/location.h"
#include "model/model.h"
#include "model/regex.h"

// What is kept from one question to the next: sockets and compiled regular expressions.
struct nwl_selection {
    nwl_arena *arena;
    const nwl_model *model;
    nwl_map ports;     // number -> nwl_port, of those asked for; see select_server.c
    nwl_map regexes;   // address of a location's directive -> nwl_regex
    nwl_map locations; // address of a server and a path -> nwl_location_selection
    nwl_map
        named; // address of a server, alone -> the server once it was asked for; and a name -> nwl_scope
};

nwl_selection *nwl_selection_new(nwl_arena *arena, const nwl_model *model);

// ---- servers --------------------------------------------------------------------------------

// A TCP connection as it arrives. "listen … quic" takes none.
typedef struct nwl_connection {
    bool tls;
    bool address_known; // else it may come to any address
    nwl_address address;
    uint32_t port;
} nwl_connection;

// Id, and why the server was chosen.
#define NWL_SERVER_REASONS(X)                                                            \
    X(ONLY, "the only server of")                                                        \
    X(DEFAULT, "default_server of")                                                      \
    X(FIRST, "first server of")                                                          \
    X(EXACT, "exact name")                                                               \
    X(WILDCARD, "wildcard")                                                              \
    X(REGEX, "regex")

typedef enum nwl_server_reason {
#define X(id, name) NWL_SERVER_##id,
    NWL_SERVER_REASONS(X)
#undef X
} nwl_server_reason;

typedef struct nwl_chosen_server {
    const nwl_server *server;
    const nwl_server *before_host; // its settings hold until Host is read
    nwl_server_reason reason;
    nwl_str name;   // the server name that matched, as written; empty when none decided
    nwl_str socket; // "*:80"
    nwl_captures captures; // of a regex name
    bool ssl;              // the socket speaks TLS
    bool proxy_protocol;   // the client has to speak the PROXY protocol first
    bool plain_to_ssl;     // the client does not speak TLS, the socket does: 400 (497)
} nwl_chosen_server;

typedef enum nwl_selection_outcome {
    NWL_SELECTED_NONE, // nobody listens there
    NWL_SELECTED_ONE,
    NWL_SELECTED_SEVERAL, // the sockets that may take it differ, or a regex was given up
} nwl_selection_outcome;

typedef struct nwl_server_selection {
    nwl_selection_outcome outcome;
    nwl_chosen_server chosen; // unless NONE
    nwl_chosen_server other;  // of SEVERAL; without a server when a regex was given up
} nwl_server_selection;

// The server for a request with a host, as nwl_host_read gives it; empty for a request without Host. The result points into
// arena, host and the selection. "$hostname" among server names matches no host here.
// Source: ngx_http_init_listening(), ngx_http_find_virtual_server(). Linear in the sockets of the port.
nwl_server_selection nwl_select_server(nwl_selection *selection, nwl_arena *arena,
                                       const nwl_connection *connection, nwl_str host);

// 'exact name "example.com"', 'default_server of *:80', in arena.
nwl_str nwl_chosen_server_text(nwl_arena *arena, const nwl_chosen_server *chosen);

// ---- locations ------------------------------------------------------------------------------

// Id, and why a location was not chosen.
#define NWL_LOSSES(X)                                                                    \
    X(OUTRANKED, "a longer or exact name matches")                                       \
    X(OVERRULED, "a regex matches")                                                      \
    X(NO_MATCH, "the regex does not match")                                              \
    X(LATER, "a regex before it matches")                                                \
    X(NOT_TRIED, "no regex is tried")                                                    \
    X(INSIDE_REGEX, "inside of a regex only regexes are looked for")

typedef enum nwl_loss {
#define X(id, text) NWL_LOSS_##id,
    NWL_LOSSES(X)
#undef X
} nwl_loss;

typedef struct nwl_candidate {
    const nwl_scope *location;
    const nwl_scope *lost_to; // NULL for NO_MATCH
    nwl_loss loss;
} nwl_candidate;

enum { NWL_CANDIDATE_LIMIT = 64 };

typedef struct nwl_location_selection {
    const nwl_scope *location; // NULL when the server itself answers
    nwl_location_kind kind;    // of location
    bool nested;
    bool redirects; // the path lacks the slash at the end of location's name: 301
    // A regex that was given up, so that nginx may choose it; location is then what there was until it. Else NULL.
    const nwl_scope *undecided;
    // Of the regexes on the way to location, outermost first: $1 is one of the last. A named group keeps its value until a
    // later regex has one of that name.
    const nwl_captures *captures;
    uint32_t capture_count;
    const nwl_candidate *candidates; // those that lost, in the order of the search
    uint32_t candidate_count, candidates_left_out;
} nwl_location_selection;

// The location of server for a path, as nwl_uri_parse gives it. Linear in the number of locations. The result points into
// arena, path and the model. Source: ngx_http_core_find_location(), ngx_http_core_find_static_location().
nwl_location_selection nwl_select_location(nwl_selection *selection, nwl_arena *arena,
                                           const nwl_scope *server, nwl_str path);

// The same, kept from one question to the next: many locations lead to the same path.
const nwl_location_selection *
nwl_select_location_once(nwl_selection *selection, const nwl_scope *server, nwl_str path);

// The compiled expression of a regex location, which is kept; NULL when PCRE2 refuses it.
const nwl_regex *nwl_location_regex(nwl_selection *selection, const nwl_scope *location);

// Whether no path selects a location: it, or one around it, is a prefix or an exact name inside of a regex.
bool nwl_location_out_of_reach(const nwl_scope *location);

// The location of this name ("@app") in a server, kept from one question to the next; NULL without one.
const nwl_scope *nwl_select_named_location(nwl_selection *selection,
                                           const nwl_scope *server, nwl_str name);

// "exact", "nested longest prefix", "regex ~ ^/x", in arena.
nwl_str nwl_location_selection_text(nwl_arena *arena,
                                    const nwl_location_selection *selected);

// "a longer or exact name matches".
nwl_str nwl_loss_text(nwl_loss loss);

// Where the automatic redirect of a location leads, without scheme and host: "/name/?args", in arena.
nwl_str nwl_location_redirect(nwl_arena *arena, const nwl_scope *location, nwl_str args);

#endif
