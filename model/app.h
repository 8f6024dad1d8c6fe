// Applications that speak WebSocket: where their socket is, and how often they ping.
//
// The table is model/apps.def; everything here reads it.
#ifndef NWL_MODEL_APP_H
#define NWL_MODEL_APP_H

#include "base/arena.h"

typedef enum nwl_ping_from {
    NWL_PING_UNKNOWN,
    NWL_PING_SERVER,
    NWL_PING_CLIENT,
} nwl_ping_from;

enum {
    NWL_APP_AT_ROOT = 1 << 0, // the socket is at "/", or anywhere below it

    // It refuses a handshake whose Origin is not its Host.
    NWL_APP_CHECKS_ORIGIN = 1 << 1,

    // It does not work with a "Connection: upgrade" on every request.
    NWL_APP_REFUSES_CONSTANT_UPGRADE = 1 << 2,

    // A client has to stay with one of several backends.
    NWL_APP_NEEDS_STICKY = 1 << 3,

    // Its sockets answer at its paths and nowhere else: something may stand before them, nothing may be taken away.
    NWL_APP_KEEPS_PATHS = 1 << 4,
};

// What a path says, in rising order.
typedef enum nwl_path_strength {
    NWL_PATH_NONE,   // no path of the application
    NWL_PATH_COMMON, // plain HTTP services have it as well: "/app", "/stream"
    NWL_PATH_SHARED, // a WebSocket, of whatever application: "/ws"
    NWL_PATH_OWN,    // this application: "/_stcore/stream"; for Socket.IO "/socket.io/"
} nwl_path_strength;

// "*" in a pattern stands for one byte or more within a segment, once in a segment. A
// pattern with a slash at its end is a directory: all below belongs to the socket.
typedef struct nwl_app_path {
    nwl_str pattern;
    nwl_path_strength strength;
} nwl_app_path;

typedef struct nwl_app_port {
    uint32_t port;
    bool distinctive; // says which application it is
} nwl_app_port;

typedef struct nwl_app {
    nwl_str name;                 // "Home Assistant"
    uint32_t ping_interval_s;     // 0 when not known
    nwl_ping_from ping_from;      // may be known where the interval is not
    uint32_t docs_read_timeout_s; // its documentation's proxy_read_timeout, else 0
    uint32_t flags;               // NWL_APP_ bits
    const nwl_app_path *paths;
    uint32_t path_count;
    const nwl_app_port *ports;
    uint32_t port_count;
    const nwl_str *names; // of hosts and upstreams, lower case without punctuation
    uint32_t name_count;
} nwl_app;

uint32_t nwl_app_count(void);

// The application at index, in the order of their names; index is below nwl_app_count().
const nwl_app *nwl_app_at(uint32_t index);

// What the text of a prefix or exact location says of the application. A location is one
// of its paths when it equals the path but for one slash at the end of either, or lies
// inside one that is a directory:
//
//     path                location        is it
//     /socket.io/         /socket.io      yes
//     /socket.io/         /socket.io/x    yes
//     /ws                 /ws/            yes
//     /ws                 /ws/x           no
//     /api/v*/websocket   /api/           no, but below
//
// Several paths may fit; the strongest counts. Linear in uri.
nwl_path_strength nwl_app_path_strength(const nwl_app *app, nwl_str uri);

// A path that pattern stands for, in arena: "/api/v4/websocket" for "/api/v*/websocket".
nwl_str nwl_app_path_example(nwl_arena *arena, nwl_str pattern);

// nwl_app_path_strength() is not NWL_PATH_NONE.
bool nwl_app_path_matches(const nwl_app *app, nwl_str uri);

// A path of the application lies below prefix, segment by segment: "/api" and "/api/" are
// above "/api/v4/websocket", "/ap" is not. "/" is above every path. Other prefixes have
// to cover a segment that is not just "*": "/x/" is not above "/*/ws", of which it says
// nothing. Linear in prefix.
bool nwl_app_path_below(const nwl_app *app, nwl_str prefix);

// The application listens on port by default. *distinctive, which may not be NULL, then
// says whether the port is its own; false otherwise.
bool nwl_app_port_matches(const nwl_app *app, uint32_t port, bool *distinctive);

// The letters, in lower case, and digits that the words of text begin with, as a set.
typedef uint64_t nwl_app_initials;
nwl_app_initials nwl_app_initials_of(nwl_str text);

// Whether a name of the application begins with one of initials; no other is in the text they are of.
bool nwl_app_name_may_match(const nwl_app *app, nwl_app_initials initials);

// A host or upstream is called after the application: one of its names is a word of text
// or some words in a row, whatever their case. Words end where letters and digits do:
// "home-assistant_1" matches "homeassistant", "homeassistants" does not. Linear in text.
bool nwl_app_name_matches(const nwl_app *app, nwl_str text);

#endif
