// What is said of a finding, as plain text: for formats that have room for words but none for a drawing. Bytes that come
// from a configuration are made visible (report/visible.h); what a format has to escape on top of that it escapes itself.
#ifndef NWL_REPORT_WORDS_H
#define NWL_REPORT_WORDS_H

#include "report/places.h"

// Any text made visible, in one line.
nwl_str nwl_words_line(const nwl_report *report, nwl_str text);

// The message, in one line.
nwl_str nwl_words_message(const nwl_report *report, const nwl_finding *finding);

// Everything, in lines without an end of the last: the message, what is marked and where, the notes, the includes on the way
// from the root, what to do, and the command that tells more.
nwl_str nwl_words_all(nwl_places *places, const nwl_finding *finding);

// Any text in one line of a message of SARIF, where "[", "]" and "\" are escaped.
nwl_str nwl_words_literal(const nwl_report *report, nwl_str text);

// A place that words name, and what it is, as a literal.
typedef struct nwl_link {
    nwl_span at;
    nwl_str label;
} nwl_link;

typedef NWL_ARRAY(nwl_link) nwl_links;

// SARIF takes 1000 places for a result, and one is that of the result itself.
enum { NWL_MOST_LINKS = 999 };

// Everything as a message of SARIF: the first line ends in a full stop, and each place is a link, "[conf.d/app.conf:14](1)", to
// an item of *links, counted from 1; NWL_MOST_LINKS of them are. The location around the finding is named as well.
nwl_str nwl_words_linked(nwl_places *places, const nwl_finding *finding,
                         nwl_links *links);

// "included from nginx.conf:24 (include sites-enabled/*)"; not made visible yet.
nwl_str nwl_words_include(nwl_places *places, const nwl_include_step *via);

#endif
