// Blocks as nginx builds them: one scope per block and include site, across files.
#ifndef NWL_MODEL_SCOPE_H
#define NWL_MODEL_SCOPE_H

#include "parser/load.h"
#include "model/context.h"
#include "model/directive.h"
#include "model/settings.h"

typedef struct nwl_include_step nwl_include_step;
typedef struct nwl_scope nwl_scope;

// How nginx came to a file: through which include, from where.
struct nwl_include_step {
    const nwl_directive *include;
    const nwl_include_target *target;
    const nwl_include_step
        *parent; // how it came to the file of the include; NULL in the root file
};

// A directive where nginx meets it. A file included twice gives two sites of each of its directives.
typedef struct nwl_site {
    const nwl_directive *directive; // NULL for no site
    const nwl_include_step *via;
    uint32_t order; // of reading, over all files
} nwl_site;

struct nwl_scope {
    nwl_context context;
    nwl_site opener; // the block's directive; none for the scope of the root
    const nwl_scope *parent;
    nwl_scope *first, *last;            // blocks inside, in reading order
    nwl_scope *next;                    // the next block of the parent
    const nwl_scope *server, *location; // the nearest around it or itself, else NULL
    const nwl_scope *gap; // the nearest incomplete one around it or itself, else NULL
    const nwl_scope *
        limit_except; // of a location, which may have one, and of more the last; else NULL
    const nwl_site
        *sites; // the simple directives inside, sorted by id, then in reading order;
    uint32_t site_count;          // in reading order alone when the context is NWL_CX_RAW
    uint64_t site_ids;            // bit id % 64 of each of the sites
    const nwl_settings *settings; // effective values; NULL outside http
    bool incomplete;              // something included here or below could not be read
};

// The sites of one directive in scope itself, in reading order; *count may be 0. Logarithmic, and constant for most of the
// directives that are not there.
const nwl_site *nwl_scope_all(const nwl_scope *scope, nwl_directive_id id,
                              uint32_t *count);

// The last site of a directive in scope itself; no site when there is none.
nwl_site nwl_scope_last(const nwl_scope *scope, nwl_directive_id id);

// The last site of a directive in scope or else in the nearest block around it that has one; no site when there is none. For
// what is inherited and is no setting.
nwl_site nwl_scope_nearest(const nwl_scope *scope, nwl_directive_id id);

// Whether such a directive is "on"; otherwise when there is none.
bool nwl_scope_is_on(const nwl_scope *scope, nwl_directive_id id, bool otherwise);

// The directive of each setting.
extern const nwl_directive_id nwl_setting_directives[NWL_SETTING_COUNT];

// The line that gives a setting its value at scope, of a list the last one; no site when none does.
nwl_site nwl_scope_setting(const nwl_scope *scope, nwl_setting setting);

// Whether there is such a line and its first argument is value, in any case.
bool nwl_scope_setting_says(const nwl_scope *scope, nwl_setting setting, nwl_str value);

// The nearest server or location around scope, itself included: context is NWL_CX_HTTP_SERVER or NWL_CX_HTTP_LOCATION. NULL
// without one.
const nwl_scope *nwl_scope_enclosing(const nwl_scope *scope, nwl_context context);

// The bit of .site_ids that stands for a directive.
uint64_t nwl_scope_id_bit(nwl_directive_id id);

// The level whose list of proxy_set_header would count at level if level had none of its own; NULL without one.
const nwl_scope *nwl_headers_above(const nwl_scope *level);

// The lines of the list of proxy_set_header that counts at scope, in reading order; *count may be 0.
const nwl_site *nwl_headers_at(const nwl_scope *scope, uint32_t *count);

// The first line for a header in a level's own list of proxy_set_header, ASCII case ignored; no site without one.
nwl_site nwl_level_header(const nwl_scope *level, nwl_str name);

// The span of a site's directive.
nwl_span nwl_site_span(nwl_site site);

// The argument at index, empty when there are fewer.
nwl_str nwl_directive_arg(const nwl_directive *directive, uint32_t index);

// The text of a location as it stands in the configuration ("= /ws", "~* \.js$", "/"), in arena.
nwl_str nwl_scope_location_text(nwl_arena *arena, const nwl_scope *location);

// The first block right in scope that is of one of contexts; NULL when there is none.
const nwl_scope *nwl_scope_child(const nwl_scope *scope, uint32_t contexts);

// The next scope in reading order, parents before children, within the scopes below top; NULL at the end. Start with top.
const nwl_scope *nwl_scope_following(const nwl_scope *scope, const nwl_scope *top);

#endif
