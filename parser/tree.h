// The syntax tree of one file, shared by every include of that file.
#ifndef NWL_PARSER_TREE_H
#define NWL_PARSER_TREE_H

#include "base/array.h"
#include "source/span.h"

typedef struct nwl_directive nwl_directive;
typedef struct nwl_include nwl_include;

typedef struct nwl_arg {
    nwl_str value;   // what nginx sees after unescaping
    nwl_range range; // as written, with quotes
} nwl_arg;

typedef enum nwl_ending {
    NWL_ENDS_WITH_SEMICOLON,
    NWL_ENDS_WITH_BLOCK,
    NWL_ENDS_WITH_ERROR, // recovered: the ';' is missing, or the file ends here
} nwl_ending;

// A block is '{' to '}' with both, empty without one. A brace that is missing leaves it at the words before its place, or
// at the end of the file.
struct nwl_directive {
    nwl_str name;
    uint16_t id; // of the vocabulary, 0 for unknown names and for lines
    nwl_ending ending;
    uint32_t file;
    nwl_range name_range; // as written, with quotes
    nwl_range range;      // name up to the last byte before white space and ';' or '{'
    nwl_range block;
    const nwl_arg *args;
    uint32_t arg_count;
    const nwl_directive *body;   // first directive of the block
    const nwl_directive *next;   // in the same block
    const nwl_directive *parent; // NULL at the top of the file
    nwl_include *include;        // NULL unless nginx would follow it
};

typedef struct nwl_comment {
    nwl_range range; // '#' up to the end of the line
    bool own_line;   // nothing but white space before it on its line
} nwl_comment;

typedef enum nwl_syntax_kind {
    NWL_SYNTAX_UNEXPECTED_SEMICOLON, // no word before it
    NWL_SYNTAX_UNEXPECTED_OPEN,
    NWL_SYNTAX_UNEXPECTED_CLOSE,  // at file level
    NWL_SYNTAX_MISSING_SEMICOLON, // before '}' or a directive's name in a new line
    NWL_SYNTAX_BRACE_ENDS_WORD,   // an unquoted regex such as ^/\d{2}/
    NWL_SYNTAX_AFTER_QUOTE,
    NWL_SYNTAX_TOO_LONG,
    NWL_SYNTAX_TOO_LONG_STRING,
    NWL_SYNTAX_UNTERMINATED_STRING,
    NWL_SYNTAX_UNFINISHED,  // the file ends within a statement
    NWL_SYNTAX_UNCLOSED,    // the file ends within a block
    NWL_SYNTAX_NOT_A_BLOCK, // a simple directive followed by '{'
    NWL_SYNTAX_NO_BLOCK,    // a block directive followed by ';'
    NWL_SYNTAX_LUA,
    NWL_SYNTAX_TEMPLATE,  // of another program; the only error of its file
    NWL_SYNTAX_TOO_LARGE, // nothing wrong, but what follows is not read
    NWL_SYNTAX_TOO_MANY,  // the last one of a file; what follows is not listed
} nwl_syntax_kind;

// nginx reports one error, in the line of its nginx_at, and reads no further: the one that stops_nginx.
typedef struct nwl_syntax_error {
    nwl_syntax_kind kind;
    nwl_span at; // what is wrong; empty where something is missing
    uint32_t nginx_at;
    bool stops_nginx;
    nwl_str message;  // lower case, no full stop, the reader's own words quoted
    nwl_span because; // the place that explains it; its file is NWL_NO_FILE without one
    nwl_str because_label;
} nwl_syntax_error;

typedef struct nwl_tree {
    const nwl_directive *first;
    NWL_ARRAY(nwl_comment) comments;     // in order
    NWL_ARRAY(nwl_syntax_error) errors;  // in order of .at
    NWL_ARRAY(nwl_directive *) includes; // those that get an .include, in order
    uint32_t directive_count;
} nwl_tree;

#endif
