// What a rule is and what it may ask. A rule is const over the model: it cannot read files, print, fail or see others.
#ifndef NWL_RULES_RULE_H
#define NWL_RULES_RULE_H

#include "rules/finding.h"

typedef struct nwl_pass nwl_pass; // one rule's visit to one model

#define NWL_MOST_SOURCES 4

struct nwl_rule {
    nwl_str id;
    nwl_str title;         // one line, what is wrong
    nwl_severity severity; // the default; a finding may say less or more
    nwl_str why;           // paragraphs, separated by empty lines
    nwl_str remedy;        // what to do about it, in a sentence or two
    nwl_str bad, good;     // example configurations
    nwl_str sources[NWL_MOST_SOURCES];

    // The engine calls what is not NULL, once for each.
    void (*on_syntax_error)(nwl_pass *pass, const nwl_syntax_error *error);
    void (*on_target)(nwl_pass *pass, nwl_site include, const nwl_include_target *target);
    void (*on_proxied_location)(nwl_pass *pass, const nwl_proxied_location *location);
};

#endif
