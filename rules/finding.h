// What a rule says.
#ifndef NWL_RULES_FINDING_H
#define NWL_RULES_FINDING_H

#include "model/model.h"

typedef struct nwl_rule nwl_rule;
typedef struct nwl_suppression nwl_suppression;

typedef enum nwl_severity {
    NWL_OFF,
    NWL_NOTE,
    NWL_WARNING,
    NWL_ERROR,
} nwl_severity;

typedef enum nwl_confidence {
    NWL_CERTAIN,
    NWL_LIKELY,
    NWL_POSSIBLE,
} nwl_confidence;

nwl_str nwl_severity_name(nwl_severity severity);       // "error"
nwl_str nwl_confidence_name(nwl_confidence confidence); // "certain"

// A further place, in the same file or in another.
typedef struct nwl_related {
    nwl_span at;
    const nwl_include_step *via;
    nwl_str label;
} nwl_related;

// One thing to do, with the lines of configuration to write, which have no indentation.
typedef struct nwl_help {
    nwl_str title;
    NWL_ARRAY(nwl_str) lines;
    bool elsewhere; // the lines belong to another block than the finding
} nwl_help;

typedef struct nwl_finding {
    const nwl_rule *rule;
    nwl_severity severity;
    bool fails;       // its severity is one that the exit status tells of
    bool stops_nginx; // nginx refuses the whole configuration over it
    bool asked;       // a file that was given answers for it, see rules/answering.h
    const nwl_suppression *suppression; // the comment that hides it; NULL without one
    nwl_confidence confidence;
    nwl_str message; // one line, what is wrong here
    nwl_span at;
    nwl_str label;               // under the carets; may be empty
    const nwl_include_step *via; // how nginx came to the file; NULL in the root file
    NWL_ARRAY(nwl_related) related;
    NWL_ARRAY(nwl_str) notes;
    NWL_ARRAY(nwl_help) helps; // what to do, in order
    const nwl_scope *scope;   // the block it is about; NULL when that is a line or a file
    const nwl_server *server; // NULL outside one
    nwl_str location;         // "= /ws"; empty outside one
    bool of_file;             // about the whole file, wherever in it .at is
    bool of_line;             // about the line, for every place that it counts for
    nwl_str fingerprint;      // 32 hexadecimal digits, see rules/fingerprint.h
} nwl_finding;

#endif
