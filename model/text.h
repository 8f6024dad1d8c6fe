// Abstract strings: what the model knows of a value at run time.
#ifndef NWL_MODEL_TEXT_H
#define NWL_MODEL_TEXT_H

#include "base/arena.h"
#include "model/scope.h"

typedef enum nwl_certainty {
    NWL_EXACT,
    NWL_ONE_OF,
    NWL_UNKNOWN, // cannot be decided statically
} nwl_certainty;

typedef enum nwl_origin_kind {
    NWL_FROM_DIRECTIVE,
    NWL_FROM_DEFAULT, // of this nginx version
    NWL_FROM_CLIENT,
} nwl_origin_kind;

typedef struct nwl_origin {
    nwl_origin_kind kind;
    nwl_site site; // when kind is NWL_FROM_DIRECTIVE
} nwl_origin;

enum {
    NWL_TEXT_MOST_OPTIONS = 16, // more are NWL_UNKNOWN
    NWL_TEXT_LONGEST =
        64 *
        1024, // bytes; variables that are set to themselves twice over grow without end
};

typedef struct nwl_text_value {
    nwl_certainty certainty;
    const nwl_str *options; // one when exact, several when one of them, none when unknown
    uint32_t option_count;
    nwl_origin origin;
    nwl_site
        decided_by; // the map arm that gave an exact value, the map itself when no arm fits; else no site
} nwl_text_value;

nwl_text_value nwl_text_exact(nwl_arena *arena, nwl_str value);
nwl_text_value nwl_text_empty(void);
nwl_text_value nwl_text_unknown(void);

// One of a or b.
nwl_text_value nwl_text_either(nwl_arena *arena, nwl_text_value a, nwl_text_value b);

// a followed by b.
nwl_text_value nwl_text_join(nwl_arena *arena, nwl_text_value a, nwl_text_value b);

// Whether some, or every, possible value has token in a comma-separated list (RFC 9110, 5.6.1), ASCII case ignored.
bool nwl_text_may_contain_token(const nwl_text_value *text, nwl_str token);
bool nwl_text_must_contain_token(const nwl_text_value *text, nwl_str token);

// Whether some, or every, possible value is empty: nginx then does not send the header.
bool nwl_text_may_be_empty(const nwl_text_value *text);
bool nwl_text_must_be_empty(const nwl_text_value *text);

#endif
