// What nginx's dispatcher says of a directive before its handler sees it: is the name known, may it stand here, does it
// open a block, how many arguments does it take; and then what the handler says of the arguments.
//
// Source: ngx_conf_handler(), nginx src/core/ngx_conf_file.c.
#ifndef NWL_RULES_DISPATCH_H
#define NWL_RULES_DISPATCH_H

#include "model/argument.h"
#include "rules/rule.h"

// Bits, in the order in which nginx looks. The first that applies is the only one.
typedef enum nwl_refusal {
    NWL_REFUSED_NAME = 1 << 0,      // no definition has it
    NWL_REFUSED_CONTEXT = 1 << 1,   // none of them is for this block
    NWL_REFUSED_BLOCK = 1 << 2,     // it is simple here, and opens a block elsewhere
    NWL_REFUSED_NO_BLOCK = 1 << 3,  // the other way round
    NWL_REFUSED_ARGUMENTS = 1 << 4, // there are too many or too few
    NWL_REFUSED_VALUE = 1 << 5,     // one of them is wrong
} nwl_refusal;

typedef struct nwl_refused {
    nwl_refusal why;
    const nwl_scope *scope; // the block around the directive
    nwl_site site;
    uint32_t contexts; // of scope, as NWL_CX_ bits: all where a fragment does not tell
    bool unbalanced;   // its file has a brace too many or too few

    // For NWL_REFUSED_VALUE.
    nwl_argument_fault fault;
    bool by_version; // another version of nginx takes it
} nwl_refused;

typedef void (*nwl_refused_flag)(nwl_pass *pass, const nwl_refused *refused);

// Finds the directives that are refused for one of the reasons (NWL_REFUSED_ bits) and calls flag for each, in reading
// order. scope is the one the hook was called with: all of it happens at the top, so that a mistake in a file with many
// includes is told once, and a file full of mistakes does not tell all of them.
//
// Nothing is said of what the parser has reported, of what is in a block that is refused itself, and of the
// placeholders of a template.
void nwl_dispatch_report(nwl_pass *pass, const nwl_scope *scope, uint32_t reasons,
                         nwl_refused_flag flag);

// Whether a definition is one nginx would take for a directive in contexts: of the version that is asked for.
bool nwl_dispatch_considers(const nwl_pass *pass, const nwl_definition *definition,
                            uint32_t contexts);

// Whether nginx reads a statement as it stands: there is no syntax error in it, nor the placeholder of a template.
bool nwl_dispatch_is_as_written(const nwl_pass *pass, const nwl_directive *directive);

// Adds "judged for nginx 1.22.1" to a finding that depends on the version.
void nwl_dispatch_note_version(nwl_pass *pass, nwl_finding *finding);

#endif
