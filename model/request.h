// A request on its way through nginx: where it is, and what its variables are worth there.
#ifndef NWL_MODEL_REQUEST_H
#define NWL_MODEL_REQUEST_H

#include "base/array.h"
#include "model/client.h"
#include "model/condition.h"
#include "model/regex.h"
#include "model/uri.h"

typedef struct nwl_model nwl_model;

// A variable that "set" or a named group of a regex has given a value.
typedef struct nwl_binding {
    nwl_str name;
    nwl_text_value value;
} nwl_binding;

enum { NWL_GROUPS = 10 }; // $0, which is the whole match, to $9

typedef struct nwl_request {
    nwl_arena *arena;
    const nwl_model *model;
    const nwl_client *client;
    nwl_version version; // of nginx, 0 when not known
    const nwl_scope *
        scope; // the block whose settings apply: a server, a location, an if or limit_except in it
    nwl_text_value method; // as error pages have changed it
    nwl_text_value uri;    // the path, decoded and as rewritten so far
    nwl_text_value args;   // without '?'
    nwl_uri parts;         // of both, where both are exact
    bool uri_rewritten;
    NWL_ARRAY(nwl_binding) bindings;
    nwl_text_value groups[NWL_GROUPS]; // of the last regex that matched
    bool body_dropped;       // by an answer, before an error page has replaced that
    bool is_whole;           // all that has happened to it is known, from the client on
    bool escapes_groups;     // $1 … stand for their text as it is written in arguments
    uint32_t depth, lookups; // of variables, against cycles
    bool uri_was_asked;      // a decision depends on the path
} nwl_request;

// A request of client at scope. Its path and arguments are those of the client's target.
nwl_request nwl_request_new(nwl_arena *arena, const nwl_model *model,
                            const nwl_client *client, nwl_version version,
                            const nwl_scope *scope);

// Gives the request another path and arguments; stays tells a rewrite with "break", which keeps the location.
void nwl_request_rewrite(nwl_request *request, nwl_text_value uri, nwl_text_value args,
                         bool stays);

// The same for an internal redirect, which begins anew. Source: ngx_http_internal_redirect().
void nwl_request_redirect(nwl_request *request, nwl_text_value uri, nwl_text_value args);

// What text ("$http_upgrade", "prefix-${x}") is worth. .decided_by is set when text is a single map variable.
nwl_text_value nwl_evaluate(nwl_request *request, nwl_str text);

// What was bound to a variable; NULL when nothing was.
nwl_text_value *nwl_request_bound(nwl_request *request, nwl_str name);

// Gives a variable its value, as "set" does; "args" is that of the request. The name is kept.
void nwl_request_bind(nwl_request *request, nwl_str name, nwl_text_value value);

// Whether the condition of an if block's directive holds.
nwl_holds nwl_request_meets(nwl_request *request, const nwl_directive *condition);

// Whether regex matches the value. The groups of a match that is certain become $1 … and the variables of their names; without
// a match $1 … are empty. Source: ngx_http_script_regex_start_code().
nwl_holds nwl_request_matches(nwl_request *request, const nwl_text_value *value,
                              nwl_str regex, bool ignore_case);

// The groups of a match become $1 … and the variables of their names.
void nwl_request_keep_groups(nwl_request *request, const nwl_captures *captures);

// The groups are those of some match that is not known: of regex, which may be NULL.
void nwl_request_forget_groups(nwl_request *request, const nwl_regex *regex);

// The name in a text that is one variable and nothing else ("$name" or "${name}"); empty otherwise.
nwl_str nwl_only_variable(nwl_str text);

#endif
