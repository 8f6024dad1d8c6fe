// URLs as a client is given them: "wss://chat.example.com:8443/ws?x=1".
#ifndef NWL_MODEL_URL_H
#define NWL_MODEL_URL_H

#include "base/arena.h"

typedef struct nwl_url {
    bool is_tls;   // wss or https
    nwl_str host;  // without port; an IPv6 address in brackets
    uint32_t port; // that of the scheme when it names none
    nwl_str
        authority; // what the client sends as Host: with the port unless it is the scheme's
    nwl_str target; // what it asks for: path and query, "/" when there is no path
} nwl_url;

// Takes a ws, wss, http or https URL apart; the fragment, which no client sends, is dropped. Returns NULL, or what is wrong
// with it in a few words that follow "cannot be followed: "; *url is left alone then.
const char *nwl_url_parse(nwl_arena *arena, nwl_str text, nwl_url *url);

// Whether text begins with "ws://" or "wss://", in any case.
bool nwl_url_is_of_websocket(nwl_str text);

#endif
