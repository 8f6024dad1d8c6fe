// What a text is made of, on one line: words as <a>, strings as "a", each with the value nginx stores; ';' '{' '}' as
// themselves; '#' for a comment; (a) for a Lua body. An error stands behind its token: !too-long@3.
#ifndef TESTS_LEXER_TOKENS_H
#define TESTS_LEXER_TOKENS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "lexer/lexer.h"

static const char *const error_names[] = {
    [NWL_LEX_TOO_LONG] = "too-long",
    [NWL_LEX_TOO_LONG_STRING] = "too-long-string",
    [NWL_LEX_UNTERMINATED] = "unterminated",
    [NWL_LEX_AFTER_QUOTE] = "after-quote",
    [NWL_LEX_LUA_UNCLOSED] = "unclosed",
    [NWL_LEX_LUA_LONG_BRACKET] = "long-bracket",
};

static inline void add_wrapped(nwl_buffer *out, const char *around, nwl_str text)
{
    nwl_buffer_add_char(out, around[0]);
    nwl_buffer_add(out, text);
    nwl_buffer_add_char(out, around[1]);
}

static inline void add_token(nwl_buffer *out, nwl_str text, const nwl_token *token)
{
    if (nwl_buffer_text(out).len > 0)
        nwl_buffer_add_char(out, ' ');
    if (token->kind == NWL_TOK_WORD)
        add_wrapped(out, "<>", token->value);
    else if (token->kind == NWL_TOK_QUOTED)
        add_wrapped(out, "\"\"", token->value);
    else if (token->kind == NWL_TOK_LUA)
        add_wrapped(out, "()", nwl_str_slice(text, token->range.begin, token->range.end));
    else
        nwl_buffer_add_char(out, text.ptr[token->range.begin]);
    if (token->error != NWL_LEX_OK)
        nwl_buffer_format(out, "!%s@%u", error_names[token->error], token->error_at);
}

static inline void describe(nwl_buffer *out, nwl_lexer *lexer)
{
    nwl_token token = nwl_lexer_next(lexer);
    for (; token.kind != NWL_TOK_END; token = nwl_lexer_next(lexer)) {
        if (token.kind != NWL_TOK_SPACE)
            add_token(out, lexer->text, &token);
    }
}

static inline void assert_reads(nwl_str text, nwl_str expected)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_lexer lexer = nwl_lexer_new(arena, text);
    nwl_buffer out = nwl_buffer_new(NULL);
    describe(&out, &lexer);
    nwl_str got = nwl_buffer_text(&out);
    if (!nwl_str_eq(got, expected))
        print_error("%.*s\n  is      %.*s\n  not     %.*s\n", NWL_STR_FMT(text),
                    NWL_STR_FMT(got), NWL_STR_FMT(expected));
    assert_true(nwl_str_eq(got, expected));
    nwl_buffer_free(&out);
    nwl_arena_free(arena);
}

#define READS(text, expected) assert_reads(NWL_STR(text), NWL_STR(expected))

// count times c, in arena.
static inline nwl_str repeated(nwl_arena *arena, char c, uint32_t count)
{
    char *bytes = NWL_NEW_ARRAY(arena, char, count);
    memset(bytes, c, count);
    return (nwl_str){bytes, count};
}

#endif
