// What the parser has to know of directive names; the table itself is on a floor above.
#ifndef NWL_PARSER_VOCABULARY_H
#define NWL_PARSER_VOCABULARY_H

#include "base/str.h"

// What a block holds. A line is words up to a ';' that name no directive.
typedef enum nwl_body_reading {
    NWL_READ_DIRECTIVES,
    NWL_READ_LINES,           // map, geo, types: lines, but "include" works
    NWL_READ_WITHOUT_INCLUDE, // split_clients, charset_map: lines, whatever they say
    NWL_READ_LUA,
} nwl_body_reading;

typedef struct nwl_word_info {
    uint16_t id; // of the directive table, 0 when the name is in none
    bool may_be_block, may_be_simple;
    uint8_t most_args; // that any definition takes, UINT8_MAX for no limit
    nwl_body_reading body;
} nwl_word_info;

typedef nwl_word_info (*nwl_vocabulary)(nwl_str name);

#endif
