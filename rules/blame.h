// Lines that are to blame for what happens in several locations: one finding for each line, however many they are.
#ifndef NWL_RULES_BLAME_H
#define NWL_RULES_BLAME_H

#include "rules/rule.h"

typedef struct nwl_blame {
    nwl_site line;    // what is to blame
    nwl_site through; // a second line that has a part in it; may be none
    nwl_site source;  // a third one, which gives the value; may be none
    nwl_severity severity;
    nwl_confidence confidence;
    // Set by nwl_blames_add: where it happens, of several places the first of the loudest, and how many there are.
    const nwl_proxied_location *location;
    uint32_t count;
} nwl_blame;

typedef struct nwl_blames {
    nwl_arena *arena; // of what is made for one location; it is reset behind it
    NWL_ARRAY(nwl_blame *) items; // in the order in which the lines were first blamed
    nwl_map by_line;
} nwl_blames;

// Blames the lines behind what happens in location, with nwl_blames_add.
typedef void nwl_blames_look(nwl_pass *pass, nwl_blames *blames,
                             const nwl_proxied_location *location);

// Adds a blame for what happens in location. The loudest one of a line of a file is kept, whatever blocks include the file, and
// counts the locations of all. Nothing happens when its severity is NWL_OFF.
void nwl_blames_add(nwl_pass *pass, nwl_blames *blames,
                    const nwl_proxied_location *location, nwl_blame blame);

// For on_scope: looks at every proxied location when scope is the top of the model, then flags each line. Linear in the number
// of locations.
void nwl_blames_report(nwl_pass *pass, const nwl_scope *scope, nwl_blames_look *look,
                       void (*flag)(nwl_pass *pass, const nwl_blame *blame));

// Flags the line of a blame with its severity and confidence; server and location are those of the one place where it happens,
// if it is one. The message is borrowed.
nwl_finding *nwl_flag_blame(nwl_pass *pass, const nwl_blame *blame, nwl_str message);

// Where it happens, for messages: "\"/\"", or "3 locations" when it happens in several. Lasts until the hook returns.
nwl_str nwl_blame_places(nwl_pass *pass, const nwl_blame *blame);

#endif
