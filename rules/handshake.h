// What is wrong with the handshake that a proxied location sends on, found once for all rules that speak of it.
#ifndef NWL_RULES_HANDSHAKE_H
#define NWL_RULES_HANDSHAKE_H

#include "rules/blame.h"

// The one cause to name: the rule nearest to it speaks, the others are silent.
typedef enum nwl_cause {
    NWL_CAUSE_NONE,
    NWL_CAUSE_NOT_FORWARDED,   // no part of the setup
    NWL_CAUSE_LOST,            // a nearer list replaced the one with the setup
    NWL_CAUSE_DEAD_PLACE,      // it stands in a location that leads its requests here
    NWL_CAUSE_UPGRADE_MISSING, // Connection is set, Upgrade is not
    NWL_CAUSE_UPGRADE_WRONG,
    NWL_CAUSE_CONNECTION,
    NWL_CAUSE_MAP,   // the map behind Connection has an arm for it, and does not take it
    NWL_CAUSE_TAKEN, // a regex without the setup takes the path of a location that has it
} nwl_cause;

typedef struct nwl_handshake {
    nwl_cause cause;
    nwl_severity severity; // by who expects a WebSocket; NWL_OFF when nobody does
    nwl_confidence confidence;
    nwl_upstream_request request; // by the older of the versions that count; in scratch
    const nwl_upstream_header *upgrade,
        *connection; // of it; NULL when nothing is wrong, or nobody expects a WebSocket
    bool upgrade_works, connection_works;
    bool upgrade_mistyped;     // by a variable that is not the client's Upgrade
    bool connection_undefined; // by a variable that nothing defines
    const nwl_map_block *map;  // behind Connection, with NWL_CAUSE_MAP
    bool doubted;  // an include that could not be read may set what is missing
    bool http_1_0; // on some version that counts
    bool
        http_1_0_by_version; // because of the version's default, and not on every version that counts
    bool http_2;
    const nwl_scope *lost_from; // the level whose list was replaced, with NWL_CAUSE_LOST
    const nwl_detour *
        detour; // to here, with the lines that are missing: of NWL_CAUSE_DEAD_PLACE, or else of the HTTP version alone
} nwl_handshake;

// Diagnoses the handshake of a location with proxy_pass; for other handlers the cause is NWL_CAUSE_NONE. Lasts until the hook
// returns.
const nwl_handshake *nwl_handshake_of(nwl_pass *pass,
                                      const nwl_proxied_location *location);

// Whether a line sets the header, and not a default of nginx.
bool nwl_header_is_set(const nwl_upstream_header *header);

// Whether a level's own list of proxy_set_header has a line for a header, ASCII case ignored.
bool nwl_level_sets_header(const nwl_scope *level, nwl_str name);

// Whether a line for Host passes on the name that the client asked for: $host or $http_host.
bool nwl_passes_client_host(nwl_site line);

// The level whose Host the location's nearer list of proxy_set_header took away; NULL when none did.
const nwl_scope *nwl_host_lost_from(const nwl_proxied_location *location);

// Adds what all findings about a handshake have: severity, confidence, and a note when an unread include leaves a doubt.
void nwl_handshake_settle(nwl_pass *pass, nwl_finding *finding,
                          const nwl_handshake *handshake);

// The handshake as a backend meets it, for a label: without "Upgrade", with "Connection: close", as HTTP/1.0. Lasts until
// the hook returns.
nwl_str nwl_handshake_arrival(nwl_pass *pass, const nwl_handshake *handshake);

// Adds where the WebSocket is expected and why.
void nwl_handshake_add_expectation(nwl_pass *pass, nwl_finding *finding,
                                   const nwl_proxied_location *location);

// The line of the setup that others are missing beside: the one for Upgrade, or else for Connection. No site without one.
nwl_site nwl_handshake_setup_line(const nwl_handshake *handshake);

// Whether what is missing is missing beside lines that are right, or there are none: the finding of the cause lists it all,
// and the HTTP version with it.
bool nwl_handshake_lists_missing(const nwl_handshake *handshake);

// Adds the lines that make the handshake complete: what is missing of version and headers, the headers that a list of its own
// would take away, and the map when there is none that fits. Those of a gap go beside the line that is to blame.
void nwl_handshake_add_lines(nwl_pass *pass, nwl_finding *finding, const nwl_blame *blame,
                             const nwl_handshake *handshake);

// The same for the block of one location.
void nwl_handshake_add_remedy(nwl_pass *pass, nwl_finding *finding,
                              const nwl_proxied_location *location,
                              const nwl_handshake *handshake);

// The severity of a wrong HTTP version, which may depend on that of nginx.
nwl_severity nwl_handshake_version_severity(const nwl_proxied_location *location,
                                            const nwl_handshake *handshake);

// Says from which version on the default differs, when it matters.
void nwl_handshake_add_version_note(nwl_pass *pass, nwl_finding *finding,
                                    const nwl_handshake *handshake);

// Adds the line that sets Connection by a map to the help, and a help of its own for the map when the configuration has none
// that fits the location: where the upstream keeps connections, plain requests are not to close them.
void nwl_handshake_add_connection(nwl_pass *pass, nwl_finding *finding,
                                  const nwl_proxied_location *location);

// A name for the variable of a new map that nothing else uses: wanted, or with a number behind it.
nwl_str nwl_free_variable(nwl_pass *pass, nwl_str wanted);

// Adds the lines of a map from the client's Upgrade to variable to the help.
void nwl_handshake_add_map_lines(nwl_pass *pass, nwl_finding *finding, nwl_str variable);

// The location in quotes, for messages. Lasts until the hook returns.
nwl_str nwl_location_quoted(nwl_pass *pass, const nwl_proxied_location *location);

#endif
