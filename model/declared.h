// What the settings say of paths: `websocket /chat ~ ^/rooms/[0-9]+$;` and `http_only /api;`.
#ifndef NWL_MODEL_DECLARED_H
#define NWL_MODEL_DECLARED_H

#include "parser/tree.h"
#include "model/regex.h"

typedef enum nwl_declared_form {
    NWL_DECLARED_PREFIX,
    NWL_DECLARED_EXACT,     // "= /ws", and "@name" for a named location
    NWL_DECLARED_PREFERRED, // "^~ /ws", a prefix that regular expressions stand back from
    NWL_DECLARED_REGEX,     // "~ \.ws$"
    NWL_DECLARED_REGEX_NO_CASE, // "~* \.ws$"
} nwl_declared_form;

typedef struct nwl_declared_path {
    nwl_declared_form form;
    nwl_str path;           // without the modifier
    nwl_range range;        // of the words it is read from
    const nwl_regex *regex; // of a regular expression, else NULL
    bool websocket;         // false: plain HTTP
    nwl_str origin;         // where it is said, ".nginx-wslint.conf:4"
} nwl_declared_path;

typedef struct nwl_declared {
    const nwl_declared_path *items;
    uint32_t count;
} nwl_declared;

// Reads form and path of the path that words begin with; the modifier is a word of its own or glued to the path, as nginx
// has it. Returns how many words that takes, 0 when a modifier is all there is.
uint32_t nwl_declared_read(const nwl_arg *words, uint32_t count, nwl_declared_path *path);

// What is said of a location, NULL for nothing and for no location. A prefix speaks of every location whose path begins with it, a regular
// expression of the paths it matches and of the location that has the same one. Of several the one counts that nginx would
// prefer as a location.
const nwl_declared_path *nwl_declared_find(const nwl_declared *declared,
                                           const nwl_directive *location);

#endif
