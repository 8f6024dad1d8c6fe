// The parser's state, and statements: words become directives and open blocks. Internal to the parser.
#ifndef NWL_PARSER_STATEMENT_H
#define NWL_PARSER_STATEMENT_H

#include "lexer/lexer.h"
#include "parser/syntax.h"
#include "parser/vocabulary.h"

typedef struct nwl_word {
    nwl_str value;
    nwl_range range;
    bool starts_line;
    bool quoted;
    bool broken; // an error about it is reported
} nwl_word;

// An open block; the one at the bottom of the stack is the file.
//
// A bare one is a '{' without words: what is in it belongs to the block around it. One without brace is opened because
// the statements behind a block directive have to be somewhere. In a lenient one, which is in a block of unknown name,
// directives may differ from those that nginx knows by the same name.
typedef struct nwl_block {
    nwl_directive *opener; // NULL for the file
    nwl_body_reading reading;
    uint32_t indent; // of the line that opens it
    bool bare, without_brace, lenient;
} nwl_block;

typedef struct nwl_parser {
    nwl_arena *arena;
    uint32_t file;
    nwl_str text;
    nwl_vocabulary vocabulary;
    uint32_t limit; // of directives, and of words in one of them
    nwl_lexer lexer;
    nwl_tree tree;
    nwl_syntax_log log;

    NWL_ARRAY(nwl_block) blocks;
    const nwl_directive **next; // where the next directive is linked

    // The statement that is being read.
    NWL_ARRAY(nwl_word) words;
    uint32_t indent_of_statement;
    nwl_word_info info;   // of its name
    uint32_t last_opener; // the last word to begin a line and perhaps a block, else 0
    bool glue;            // the next word continues the last one

    // The line that is being read.
    uint32_t line_begin;
    uint32_t indent;  // bytes of white space before its first token
    bool starts_line; // no token yet

    nwl_directive *without_block; // the last one, when a ';' stands in place of its '{'
    nwl_directive *suspect; // the first whose '}' is in line with the block around it
    bool surplus_reported;
    bool cut_off; // what is reported explains why the text ends too early
} nwl_parser;

nwl_block *nwl_parser_top(const nwl_parser *p);

// Whether a body that is read so consists of lines that are no directives.
bool nwl_holds_lines(nwl_body_reading reading);

bool nwl_is_known(nwl_word_info info);

// What a directive with this name may be in the block that is being read.
nwl_word_info nwl_parser_info(const nwl_parser *p, nwl_str name);

// Opens the block of directive, whose name has info, at offset begin.
nwl_block *nwl_parser_open_block(nwl_parser *p, nwl_directive *directive,
                                 nwl_word_info info, uint32_t begin);

void nwl_parser_open_bare_block(nwl_parser *p);

void nwl_parser_close_block(nwl_parser *p, uint32_t end);

// Makes directives of p->words, of which there is at least one; none is left. end is the token that ends them.
void nwl_parser_end_statement(nwl_parser *p, const nwl_token *end);

#endif
