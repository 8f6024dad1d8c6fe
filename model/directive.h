// The directives nginx and its modules know: names, where they may stand, what they take.
//
// The table is model/directives.def; everything here reads it.
#ifndef NWL_MODEL_DIRECTIVE_H
#define NWL_MODEL_DIRECTIVE_H

#include "parser/vocabulary.h"
#include "model/version.h"

// In byte order of the names.
typedef enum nwl_directive_id {
    NWL_D_UNKNOWN,
#define NWL_NAME(name, definition_count) NWL_D_##name,
#include "model/directives.def"
    NWL_D_COUNT
} nwl_directive_id;

// What stands between the braces of a block. All but NWL_BODY_DIRECTIVES is read by the
// block's own handler.
typedef enum nwl_body {
    NWL_BODY_NONE, // no block
    NWL_BODY_DIRECTIVES,
    NWL_BODY_MAP,
    NWL_BODY_GEO,
    NWL_BODY_TYPES,
    NWL_BODY_SPLIT_CLIENTS,
    NWL_BODY_CHARSET_MAP,
    NWL_BODY_GEOIP2,
    NWL_BODY_MATCH,
    NWL_BODY_LUA,    // not even words: Lua's own lexer takes over
    NWL_BODY_CUSTOM, // lines of a third-party module
} nwl_body;

// Who ships a module.
typedef enum nwl_module_origin {
    NWL_ORIGIN_CORE,
    NWL_ORIGIN_BUNDLED,
    NWL_ORIGIN_PLUS,
    NWL_ORIGIN_THIRD_PARTY,
} nwl_module_origin;

enum {
    NWL_DF_BLOCK = 1 << 0,
    NWL_DF_FLAG = 1 << 1,         // one argument, "on" or "off"
    NWL_DF_ONE_OR_THREE = 1 << 2, // min_args or max_args arguments, not the count between
    NWL_DF_DEPRECATED = 1 << 3,   // accepted with a warning
};

#define NWL_ARGS_MANY UINT32_MAX

// One meaning of a name: of one module, in some contexts, over some versions of nginx.
typedef struct nwl_definition {
    nwl_directive_id id;
    nwl_str module;    // "ngx_http_core_module"
    uint32_t contexts; // NWL_CX_ bits, see model/context.h
    uint32_t min_args, max_args;
    uint32_t flags; // NWL_DF_ bits
    nwl_body body;
    nwl_module_origin origin;
    nwl_version since;   // first mainline version with it, 0 when not known
    nwl_version removed; // first version without it, 0 when it is still there
} nwl_definition;

// The directive of this name, exact to the byte; NWL_D_UNKNOWN when the table has none.
nwl_directive_id nwl_directive_lookup(nwl_str name);

// Empty for NWL_D_UNKNOWN and for what is no id.
nwl_str nwl_directive_name(nwl_directive_id id);

// The definitions of a directive, *count of them, those of today and of older versions;
// NULL and 0 for NWL_D_UNKNOWN.
const nwl_definition *nwl_directive_definitions(nwl_directive_id id, uint32_t *count);

// Whether nginx of that version has the definition; true when version is 0. A backport to
// an older stable branch does not count.
bool nwl_definition_holds_in(const nwl_definition *definition, nwl_version version);

// Whether the definition takes this many arguments.
bool nwl_definition_takes(const nwl_definition *definition, uint32_t arg_count);

// Each of the following is true when one definition of any module and version says so.

// Allowed in one of the contexts of the mask.
bool nwl_directive_allowed(nwl_directive_id id, uint32_t context_mask);
bool nwl_directive_may_be_block(nwl_directive_id id);
bool nwl_directive_may_be_simple(nwl_directive_id id);

// Takes arg_count arguments in one of the contexts of the mask; in any when it is 0.
bool nwl_directive_accepts(nwl_directive_id id, uint32_t context_mask,
                           uint32_t arg_count);

// The body of the first block definition; NWL_BODY_NONE when there is none.
nwl_body nwl_directive_body(nwl_directive_id id);

// The table as the parser sees it: an nwl_vocabulary. A name that ends in "_by_lua_block"
// is a Lua block even when the table has not heard of it.
nwl_word_info nwl_directive_word(nwl_str name);

#endif
