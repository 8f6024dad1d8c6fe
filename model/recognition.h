// Which application stands behind a location: what its path, its backend's port and the names around it say together.
#ifndef NWL_MODEL_RECOGNITION_H
#define NWL_MODEL_RECOGNITION_H

#include "base/map.h"
#include "model/app.h"

// What is asked for each text is remembered: the same paths, ports and names come again in every server.
typedef struct nwl_recognition {
    nwl_arena *arena;
    nwl_map paths, ports, names;
} nwl_recognition;

typedef struct nwl_traits {
    nwl_str path;
    uint32_t port;           // 0 when not known
    const nwl_str *names[2]; // of the server, and of the backend
    uint32_t name_counts[2];
    bool set_up; // part of the WebSocket setup is effective
} nwl_traits;

typedef struct nwl_recognised {
    // NULL when the traits do not tell one: its own path or port does, or its name with another trait or with the setup.
    const nwl_app *app;
    bool path, port, own_port, name;
    bool shared_path; // the path is that of a WebSocket, of whatever application
} nwl_recognised;

nwl_recognition nwl_recognition_new(nwl_arena *arena);

// The application that fits best.
nwl_recognised nwl_recognise(nwl_recognition *recognition, const nwl_traits *traits);

#endif
