// The syntax errors of one file: their wording, their order, their number. Internal to the parser.
//
// Messages are nginx's own where it has one.
#ifndef NWL_PARSER_SYNTAX_H
#define NWL_PARSER_SYNTAX_H

#include "lexer/lexer.h"
#include "parser/tree.h"

// One more error after so many says that there are more.
enum { NWL_SYNTAX_LIMIT = 100 };

typedef struct nwl_syntax_log {
    nwl_arena *arena;
    nwl_tree *tree;
    nwl_str text;
    uint32_t file;
    nwl_range unlisted; // the first error over the limit
    bool is_full;
} nwl_syntax_log;

// A ';', '{' or '}' at token without a word before it. The error for changes, NULL over the limit.
nwl_syntax_error *nwl_syntax_unexpected(nwl_syntax_log *log, const nwl_token *token);

// What the lexer says of a word, a string, a comment or a Lua body.
void nwl_syntax_broken(nwl_syntax_log *log, const nwl_token *token);

// A directive that a '}' ends, or a line that begins with another one's name: instead is that brace or name. nginx reads
// on to nginx_at.
void nwl_syntax_missing_semicolon(nwl_syntax_log *log, const nwl_directive *directive,
                                  nwl_range instead, uint32_t nginx_at);

// A block directive without '{'. at is the ';' that stands there, or empty; nginx gives up at nginx_at.
void nwl_syntax_no_block(nwl_syntax_log *log, const nwl_directive *directive,
                         nwl_range at, uint32_t nginx_at);

void nwl_syntax_not_a_block(nwl_syntax_log *log, const nwl_directive *directive,
                            nwl_range brace);

void nwl_syntax_brace_ends_word(nwl_syntax_log *log, nwl_range word, nwl_range brace);

// The text ends within the directive, or within the block of opener.
void nwl_syntax_unfinished(nwl_syntax_log *log, const nwl_directive *directive);
void nwl_syntax_unclosed(nwl_syntax_log *log, const nwl_directive *opener);

// What begins at `at` is more than the parser reads: limit directives, or words of one directive.
void nwl_syntax_too_large(nwl_syntax_log *log, nwl_range at, const char *what,
                          uint32_t limit);

// Adds the place that explains error, which may be NULL.
void nwl_syntax_because(const nwl_syntax_log *log, nwl_syntax_error *error,
                        nwl_range range, nwl_str label);

// Brings the errors in order.
void nwl_syntax_finish(nwl_syntax_log *log);

#endif
