// Lines that are to blame for what happens at locations: one finding for each line, however many locations there are.
//
// A rule blames lines from its hooks for locations and scopes. When all locations are seen, its hook on_blame is called with
// each line once; what it makes of it is one finding.
#ifndef NWL_RULES_BLAME_H
#define NWL_RULES_BLAME_H

#include "rules/rule.h"

enum { NWL_BLAME_MOST_SITES = 5 };

struct nwl_blame {
    nwl_site line;    // what is to blame
    nwl_site through; // a second line that has a part in it; may be none
    nwl_site source;  // a third one, which gives the value; may be none
    nwl_severity severity;
    nwl_confidence confidence;
    bool
        once; // of all lines that are blamed so, the first stands for the whole configuration
    bool
        is_gap; // another line is missing beside it: what concerns one location alone is told where that hands requests on
    // Set by nwl_blame_line: where it happens, of several places the first of the loudest; how many there are, as they are
    // written; and the block that it is about: that of the one place, the server of several, or none.
    const nwl_proxied_location *location;
    uint32_t count;
    // The first location in each server, as these are written, and how many servers there are.
    const nwl_proxied_location *sites[NWL_BLAME_MOST_SITES];
    uint32_t site_count;
    const nwl_scope *scope;
    bool asked; // a file that was given answers for it, or for one of the places
};

// What one rule has blamed.
typedef struct nwl_blames {
    NWL_ARRAY(struct nwl_blamed *)
    items; // in the order in which the lines were first blamed
    nwl_map by_key;
    nwl_map counted; // the locations of each
} nwl_blames;

nwl_blames nwl_blames_new(nwl_arena *arena);

// The blame of an entry, for the engine.
const nwl_blame *nwl_blames_at(const nwl_blames *blames, uint32_t index);

// Blames a line for what happens at location. The loudest blame of a line of a file is kept, whatever blocks include the file,
// and counts the locations of all; those where a comment hides the finding count for themselves. Nothing happens when there
// is no line, or its severity is NWL_OFF.
void nwl_blame_line(nwl_pass *pass, const nwl_proxied_location *location,
                    nwl_blame blame);

// Whether the finding stands where the one location hands its requests on: a gap that concerns no other.
bool nwl_blame_is_at_place(const nwl_blame *blame);

// Flags the line of a blame with its severity and confidence. The message is formatted as printf does.
nwl_finding *nwl_flag_blame(nwl_pass *pass, const nwl_blame *blame, const char *message,
                            ...) __attribute__((format(printf, 3, 4)));

// Where it happens, for messages: "\"/\"", or "3 locations" when it happens in several. Lasts until the hook returns.
nwl_str nwl_blame_places(nwl_pass *pass, const nwl_blame *blame);

// The same with what they do: "\"/\" sends", "3 locations send".
nwl_str nwl_blame_does(nwl_pass *pass, const nwl_blame *blame, const char *verb);

// Adds the place, or the first one: "the handshake goes here", and of how many; then the first one of each other server.
void nwl_blame_add_place(nwl_pass *pass, nwl_finding *finding, const nwl_blame *blame,
                         const char *label);

#endif
