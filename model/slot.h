// Slots: the few ways in which nginx reads the arguments of most directives, such as a time, a size or one of some words.
// Which directive has which is model/arguments.def.
#ifndef NWL_MODEL_SLOT_H
#define NWL_MODEL_SLOT_H

#include "model/argument.h"
#include "model/correction.h"

typedef enum nwl_slot_kind {
    NWL_SLOT_ANYTHING,
    NWL_SLOT_VALUE,  // one value
    NWL_SLOT_WORD,   // one word of a list
    NWL_SLOT_WORDS,  // words of a list
    NWL_SLOT_PAIR,   // one value, or two
    NWL_SLOT_PATH,   // a folder and how many letters of names its levels have
    NWL_SLOT_ACCESS, // who may read and write
} nwl_slot_kind;

typedef struct nwl_slot_word {
    nwl_str text;
    nwl_version since; // 0 when it has always been there, or nobody asks any more
} nwl_slot_word;

typedef struct nwl_slot nwl_slot;

struct nwl_slot {
    nwl_slot_kind kind;

    // Of a value.
    nwl_value_parse *parse;
    const char *noun;     // what parse takes: "a time"
    const char *expected; // how it is written
    int64_t least;
    int64_t most;        // 0 for no limit
    int64_t multiple_of; // 0 for any
    bool power_of_two;
    nwl_version variables_from; // since when it may have variables; 0 for never

    const nwl_slot_word
        *words; // all there are; of a value those that may stand in its place
    uint32_t word_count;
    bool case_matters; // of the words

    const nwl_slot *pair; // its two values
};

// The slot of a definition in the first of the contexts (NWL_CX_ bits) it is made for; NULL when it is not known.
const nwl_slot *nwl_slot_of(const nwl_definition *definition, uint32_t contexts);

// Whether a slot refuses the arguments of a line, of which there is one at least. *fault is set when it does and left
// alone otherwise.
bool nwl_slot_refuses(const nwl_slot *slot, const nwl_argument_line *line,
                      nwl_argument_fault *fault);

#endif
