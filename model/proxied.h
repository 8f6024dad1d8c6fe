// Every place that hands a request on, and what a WebSocket would meet there.
#ifndef NWL_MODEL_PROXIED_H
#define NWL_MODEL_PROXIED_H

#include "model/app.h"
#include "model/declared.h"
#include "model/detour.h"
#include "model/handler.h"
#include "model/upstream_request.h"

// Who expects a WebSocket there, in rising order.
typedef enum nwl_expectation_level {
    NWL_EXPECTS_NO,
    NWL_EXPECTS_OPEN,
    NWL_EXPECTS_POSSIBLE,
    NWL_EXPECTS_LIKELY,
    NWL_EXPECTS_CERTAIN,
} nwl_expectation_level;

typedef struct nwl_expectation {
    nwl_expectation_level level;
    nwl_str because;    // "port 8065 is Mattermost's"
    nwl_site site;      // the line that says so; may be none
    const nwl_app *app; // the application that was recognised, or NULL
    bool
        falls_back; // what was recognised begins with plain requests, or falls back to them
    bool app_is_certain; // by a port of its own or by its name, and by something else
    const nwl_declared_path *declared; // what the settings say of it, or NULL
    bool
        specific; // something speaks of this very location, not of its server or a level above
    bool only_copied_setup; // nothing but upgrade lines, where they are often copied to
    bool said_plain;        // a comment or the settings say that there is none
    bool catch_all;         // all requests of its server that no other location takes
    bool socket_path;       // its path is that of a WebSocket, or somebody said so
} nwl_expectation;

// Which part of the WebSocket setup is effective, by the older of the versions judged.
typedef struct nwl_setup {
    bool upgrade, connection; // Upgrade is set, Connection may say upgrade
    bool by_map;              // Connection comes from a map
    bool upgrade_emptied;     // Upgrade is set to nothing, and Connection says no upgrade
    bool own;                 // in the location's own list
    nwl_site site;            // the line of it; of Upgrade if there are both
} nwl_setup;

// What becomes of a handshake that reaches the location and that its access rules (allow, auth_basic, …) let in.
typedef enum nwl_verdict {
    NWL_VERDICT_WORKS,
    NWL_VERDICT_HANDSHAKE_FAILS,
    NWL_VERDICT_NOT_FORWARDED, // the handler cannot tunnel
    NWL_VERDICT_UNKNOWN,
} nwl_verdict;

// Why a WebSocket does not get through; names as in the JSON output.
#define NWL_REASONS(X)                                                                   \
    X(NO_UPGRADE_HEADER, "no-upgrade-header")                                            \
    X(CONNECTION_LACKS_UPGRADE, "connection-lacks-upgrade")                              \
    X(HTTP_1_0, "http-1.0")                                                              \
    X(HTTP_2, "http-2")                                                                  \
    X(REQUEST_HEADERS_STRIPPED, "request-headers-stripped")                              \
    X(RESPONSE_HEADERS_STRIPPED, "response-headers-stripped")                            \
    X(METHOD_CHANGED, "method-changed")                                                  \
    X(HANDLER_CANNOT_TUNNEL, "handler-cannot-tunnel")                                    \
    X(REFUSED_BY_NGINX, "refused-by-nginx")                                              \
    X(UNDECIDABLE, "undecidable")

typedef enum nwl_reason {
#define X(id, name) NWL_REASON_##id,
    NWL_REASONS(X)
#undef X
        NWL_REASON_COUNT
} nwl_reason;

nwl_str nwl_reason_name(nwl_reason reason);
nwl_str nwl_verdict_name(nwl_verdict verdict);             // "handshake-fails"
nwl_str nwl_expectation_name(nwl_expectation_level level); // "certain"

enum {
    NWL_IDLE_UNKNOWN = -1,
    NWL_DEFAULT_IDLE_LIMIT_MS = 60000, // of proxy_read_timeout and its kin
};

typedef struct nwl_proxied_location {
    const nwl_scope *scope;    // the block with the handler: location, if or limit_except
    const nwl_scope *location; // the location it belongs to
    const nwl_scope *server;
    nwl_str location_text; // "= /ws"
    nwl_site site;         // proxy_pass and the like
    nwl_handler handler;
    nwl_str upstream; // its argument
    nwl_setup setup;
    nwl_expectation expectation;
    nwl_verdict verdict;
    uint32_t reasons; // bit 1u << nwl_reason
    bool not_reached; // handshakes are handed on by another block
    const nwl_scope *
        taken_by; // the location that nginx chooses for its paths instead; NULL when it gets some
    bool takes_plain; // plain GET requests are handed on here
    int64_t
        idle_limit_ms; // how long a quiet tunnel lives, NWL_IDLE_UNKNOWN when it cannot be decided
    nwl_site idle_limit_site; // the line that says so, none for the default
    nwl_text_value
        plain_connection; // what plain requests send as Connection, by the older of the versions judged
    const nwl_detour *
        detours; // settings where its requests come from, which count nowhere; NULL without any
} nwl_proxied_location;

// Whether some part of the WebSocket setup is effective.
bool nwl_has_setup(const nwl_proxied_location *location);

// Whether nothing but the HTTP version by default, or what is not known, stands against a WebSocket.
bool nwl_works_otherwise(const nwl_proxied_location *location);

// The first of the detours with a time that would keep a quiet tunnel open for more than the default minute, where the location
// does not; NULL without one.
const nwl_detour *nwl_longer_detour(const nwl_proxied_location *location);

// The versions a verdict has to hold for: the given one, else one below and one from 1.29.7. Returns how many.
uint32_t nwl_versions_judged(nwl_version given, nwl_version versions[2]);

// The first of them.
nwl_version nwl_oldest_judged(nwl_version given);

#endif
