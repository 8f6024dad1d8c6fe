// Handshakes for paths that a location may be asked for, followed through its server: what rules say of paths, they say of one
// of these.
#ifndef NWL_RULES_SAMPLE_H
#define NWL_RULES_SAMPLE_H

#include "model/journey.h"
#include "rules/rule.h"

// Where the path of a sample comes from.
typedef enum nwl_sample_kind {
    NWL_SAMPLE_OWN,   // the text of the location
    NWL_SAMPLE_BELOW, // what may stand below it, made up
    NWL_SAMPLE_APP,   // the application that was recognised
    NWL_SAMPLE_REGEX, // the location's regex, made up
    NWL_SAMPLE_RIVAL, // a regex beside it that looks for files, where that names a socket
} nwl_sample_kind;

enum { NWL_MOST_RIVALS = 8 }; // of a server

#define NWL_SAMPLE_QUERY "token=1"

typedef struct nwl_sample {
    nwl_sample_kind kind;
    nwl_str path;   // "/ws/room"
    nwl_str target; // what the client asks for: the path and NWL_SAMPLE_QUERY
    nwl_journey journey;
    nwl_text_value
        sent; // what the location asks its backend for; unknown when it does not hand it on by HTTP
} nwl_sample;

typedef struct nwl_samples {
    nwl_sample *items;
    uint32_t count;
} nwl_samples;

// Samples for a location where a WebSocket is likely, or that is set up for one in vain; none for others, where a template leaves open what stands there, and
// where every handshake arrives as it was sent. Last until the hook returns.
nwl_samples nwl_samples_of(nwl_pass *pass, const nwl_proxied_location *location);

// Follows a handshake for path through server. False for a path that no client can ask for, and when too many were followed
// through that server.
bool nwl_sample_follow(nwl_pass *pass, const nwl_scope *server, nwl_str path,
                       nwl_sample *sample);

// Whether the handshake ends where it does by whatever name of its server a client asks for it.
bool nwl_sample_is_of_any_host(nwl_pass *pass, const nwl_sample *sample);

// Whether the handshake surely gets no tunnel, wherever it ends.
bool nwl_sample_fails(const nwl_pass *pass, nwl_sample *sample);

// The sample whose path a regex takes from the location, which is set up for a WebSocket, to where none gets through: the location
// is a prefix, or a regex behind it. NULL when none does. The regex is the location that its journey selects.
nwl_sample *nwl_sample_taken(nwl_pass *pass, const nwl_proxied_location *location);

// Whether the location is such a regex.
bool nwl_sample_takes(nwl_pass *pass, const nwl_proxied_location *location);

// What an unread include in the server may still set makes a finding about paths a note.
void nwl_sample_doubt(nwl_pass *pass, nwl_finding *finding, const nwl_scope *scope);

#endif
