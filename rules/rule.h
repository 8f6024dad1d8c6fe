// What a rule is and what it may ask. A rule is const over the model: it cannot read files, print, fail or see others.
#ifndef NWL_RULES_RULE_H
#define NWL_RULES_RULE_H

#include "rules/choice.h"
#include "rules/suppression.h"

typedef struct nwl_pass nwl_pass;   // one rule's visit to one model
typedef struct nwl_blame nwl_blame; // see rules/blame.h

#define NWL_MOST_SOURCES 4

struct nwl_rule {
    nwl_str id;
    nwl_str title;         // one line, what is wrong
    nwl_severity severity; // the default; a finding may say less or more
    bool off_by_default;   // runs only where the user selects it or gives it a severity
    bool takes_minimum;    // compares a time with one that the user may set
    bool stops_nginx;      // nginx refuses the whole configuration over its errors
    nwl_str why;           // paragraphs, separated by empty lines
    nwl_str remedy;        // what to do about it, in a sentence or two
    nwl_str versions;      // of nginx that it concerns; empty for all
    nwl_str when_to_ignore;
    nwl_str sources[NWL_MOST_SOURCES];

    // The engine calls what is not NULL, once for each.
    void (*on_syntax_error)(nwl_pass *pass, const nwl_syntax_error *error);
    void (*on_include)(nwl_pass *pass, nwl_site include);
    void (*on_annotation)(nwl_pass *pass, const nwl_annotation *annotation);
    void (*on_neighbour)(nwl_pass *pass, const nwl_neighbour *neighbour);
    void (*on_scope)(nwl_pass *pass,
                     const nwl_scope *scope); // every block, and the top of the root
    void (*on_proxied_location)(nwl_pass *pass, const nwl_proxied_location *location);
    void (*on_blame)(nwl_pass *pass,
                     const nwl_blame *blame); // every line that it blamed meanwhile
    void (*on_suppression)(nwl_pass *pass,
                           const nwl_suppression *suppression); // when all else is told
};

// The model the pass is over, and memory that lasts as long as the report.
const nwl_model *nwl_pass_model(const nwl_pass *pass);
nwl_arena *nwl_pass_arena(const nwl_pass *pass);

// Memory that lasts until the hook returns.
nwl_arena *nwl_pass_scratch(const nwl_pass *pass);

// What the user calls long enough for a line, in ms, by the rule with .takes_minimum; 0 when nothing was said.
int64_t nwl_pass_minimum_ms(const nwl_pass *pass, nwl_site site);

// Why a directive that no table knows may be there all the same: the settings name it, or a module that may have it. NULL
// when they do not.
const nwl_allowed *nwl_pass_allowed(const nwl_pass *pass, nwl_str directive);

// A path as it is shown to the user: relative to the working directory when it lies below it.
nwl_str nwl_pass_path(const nwl_pass *pass, nwl_str path);

// A directive as it is written, without its ';' or block.
nwl_str nwl_pass_source(const nwl_pass *pass, const nwl_directive *directive);

// Whether it is a line of a template with a placeholder in it, be it for a name, some arguments or a part of one: what nginx
// reads there is not known.
bool nwl_pass_has_placeholder(const nwl_pass *pass, const nwl_directive *directive);

// Adds a finding of the pass's rule at a directive, with its default severity; server and location are those of scope, which
// may be NULL. The message is formatted as printf does.
nwl_finding *nwl_flag(nwl_pass *pass, nwl_site at, const nwl_scope *scope,
                      const char *message, ...) __attribute__((format(printf, 4, 5)));

// The same at bytes of a file, outside any block.
nwl_finding *nwl_flag_span(nwl_pass *pass, nwl_span at, nwl_str message);

// A further place at bytes of a file. The label is borrowed.
void nwl_finding_related_span(nwl_pass *pass, nwl_finding *finding, nwl_span at,
                              nwl_str label);

// Texts that belong to a finding; all of them are formatted into memory that lasts.
void nwl_finding_label(nwl_pass *pass, nwl_finding *finding, const char *label, ...)
    __attribute__((format(printf, 3, 4)));
void nwl_finding_related(nwl_pass *pass, nwl_finding *finding, nwl_site at,
                         const char *label, ...) __attribute__((format(printf, 4, 5)));
void nwl_finding_note(nwl_pass *pass, nwl_finding *finding, const char *note, ...)
    __attribute__((format(printf, 3, 4)));

// Begins a help; the lines that are added then belong to it.
void nwl_finding_help(nwl_pass *pass, nwl_finding *finding, const char *title, ...)
    __attribute__((format(printf, 3, 4)));
void nwl_finding_help_line(nwl_pass *pass, nwl_finding *finding, const char *line, ...)
    __attribute__((format(printf, 3, 4)));

#endif
