// Bytes to tokens, as ngx_conf_read_token() in nginx src/core/ngx_conf_file.c reads them.
//
// Tokens cover the text without a gap. After an error the lexer resumes at a place from which the rest of the file
// most likely reads as it was meant.
#ifndef NWL_LEXER_LEXER_H
#define NWL_LEXER_LEXER_H

#include "base/arena.h"
#include "source/span.h"

// NGX_CONF_BUFFER: a word and the byte that ends it have to fit.
enum { NWL_LEXER_BUFFER = 4096 };

typedef enum nwl_token_kind {
    NWL_TOK_SPACE,     // SP, TAB, CR, LF
    NWL_TOK_COMMENT,   // '#' up to LF, which is not part of it
    NWL_TOK_WORD,      // unquoted
    NWL_TOK_QUOTED,    // with its quotes
    NWL_TOK_SEMICOLON, // ;
    NWL_TOK_OPEN,      // {
    NWL_TOK_CLOSE,     // }
    NWL_TOK_LUA,       // the body of a *_by_lua_block, without its braces
    NWL_TOK_END,       // empty, at the end of the text
} nwl_token_kind;

typedef enum nwl_lex_error {
    NWL_LEX_OK,
    NWL_LEX_TOO_LONG,         // a word or comment over the limit
    NWL_LEX_TOO_LONG_STRING,  // its closing quote is probably missing
    NWL_LEX_UNTERMINATED,     // a string that the end of the file cuts off
    NWL_LEX_AFTER_QUOTE,      // a byte that may not follow a closing quote
    NWL_LEX_LUA_UNCLOSED,     // no brace closes the block
    NWL_LEX_LUA_LONG_BRACKET, // no "]]" closes a "[["
} nwl_lex_error;

// The value of a word or string is what nginx stores, borrowed from the text when no escape is rewritten.
typedef struct nwl_token {
    nwl_token_kind kind;
    nwl_lex_error error;
    nwl_range range;   // as written
    uint32_t error_at; // the byte whose line nginx names when it gives up, else 0
    nwl_str value;
} nwl_token;

typedef struct nwl_lexer {
    nwl_arena *arena;
    nwl_str text; // shorter than 4 GiB
    uint32_t at;
    uint32_t line_end, statement_end; // of the line with the last broken string
    bool broken_lua;                  // a Lua block without end was found
} nwl_lexer;

nwl_lexer nwl_lexer_new(nwl_arena *arena, nwl_str text);

// The token at lexer->at, which moves behind it. At the end NWL_TOK_END, as often as asked.
//
// A word over the limit is one token all the same. A string with an error ends where its author most likely meant it to:
// - when its closing quote is on another line, missing or too far: at the end of its first line, before a ';' or '{' there;
// - when a byte that may not follow comes right after its closing quote: before a ';' or '{' that ends the line if the same
//   quote stands before that, so "{"a": 1}"; is one string; else at the closing quote.
nwl_token nwl_lexer_next(nwl_lexer *lexer);

// The Lua code from lexer->at up to the brace that closes the block, which stays unread. Without such a brace, up to a line
// that begins with '}' and is not indented deeper than the one at lexer->at, or else up to the end of the text.
// Source: ngx_http_lua_conf_read_lua_token(), openresty/lua-nginx-module.
nwl_token nwl_lexer_lua_body(nwl_lexer *lexer);

#endif
