// What nginx would do with a configuration: the blocks it builds and what they mean for a WebSocket.
#ifndef NWL_MODEL_MODEL_H
#define NWL_MODEL_MODEL_H

#include "model/map_block.h"
#include "model/proxied.h"

typedef struct nwl_selection nwl_selection;
typedef struct nwl_variables nwl_variables;
typedef struct nwl_annotations nwl_annotations;

typedef struct nwl_model_options {
    nwl_version version; // 0 when not known
    nwl_context context; // of the root file's first level; 0 to infer it
    bool assume_websocket;
    nwl_declared declared; // what the settings say of paths
    nwl_str
        working_directory; // paths in messages are relative to it when they lie below it; may be empty
} nwl_model_options;

typedef struct nwl_server {
    const nwl_scope *scope;
    const nwl_str *names; // arguments of server_name, in order; none when it is not set
    uint32_t name_count;
    nwl_str websocket_word; // of a name that speaks of a WebSocket; empty without one
    const nwl_str *listens; // of each listen, with single spaces; none when it is not set
    uint32_t listen_count;
    bool tls; // some listen speaks it
    bool
        odd_ports; // every listen is on a port that URLs have to name: neither 80 nor 443
} nwl_server;

typedef struct nwl_model {
    nwl_arena *arena;
    const nwl_configuration *configuration;
    nwl_model_options options;
    const nwl_scope *top; // of the root file
    nwl_context context;  // of top
    const nwl_include_step *
        *first_steps; // for each file of the configuration, how nginx first comes to it
    nwl_map servers_by_scope; // address of the scope -> nwl_server
    nwl_map entries;          // of named locations, see model/entries.h
    nwl_map upstreams;        // of http, see model/target.h
    nwl_variables *variables;
    nwl_selection *selection; // of servers and locations by requests
    const nwl_annotations *annotations;
    NWL_ARRAY(nwl_server *) servers;           // of http, in reading order
    NWL_ARRAY(nwl_proxied_location) locations; // in reading order
    const nwl_map_block *
        upgrade_map; // the first map that turns the client's Upgrade into a Connection; NULL without one
    const nwl_map_block *
        keepalive_map; // the first of them that has no plain request close its connection
    uint32_t
        gaps; // NWL_CX_HTTP and NWL_CX_STREAM where variables may be defined in what could not be read
    bool
        has_templates; // some file is one: names in capitals are those of the environment
    bool too_large; // includes multiply beyond NWL_MODEL_SITE_LIMIT; the model is cut off
} nwl_model;

enum { NWL_MODEL_SITE_LIMIT = 20 * 1000 * 1000 };

// Builds the model of a configuration in arena.
nwl_model *nwl_model_build(nwl_arena *arena, const nwl_configuration *configuration,
                           const nwl_model_options *options);

// Whether a variable's name, without '$', is a placeholder of a template, so that any text may stand there.
bool nwl_model_is_placeholder(const nwl_model *model, nwl_str name);

// The server of a scope inside it; NULL when there is none.
const nwl_server *nwl_model_server(const nwl_model *model, const nwl_scope *scope);

#endif
