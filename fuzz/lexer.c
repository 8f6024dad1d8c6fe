// Any bytes are tokens that cover the text without a gap, so that joined they give the bytes back.

#include <stdlib.h>
#include <string.h>

#include "lexer/lexer.h"
#include "fuzz/support/must.h"

// The bytes of a token are behind those of the token before it; only the last one, and no Lua, is empty.
static void check(nwl_str text, uint32_t at, const nwl_token *token)
{
    must(token->range.begin == at && token->range.end <= text.len);
    if (token->kind != NWL_TOK_LUA)
        must((token->range.begin == token->range.end) == (token->kind == NWL_TOK_END));
    if (token->error != NWL_LEX_OK)
        must(token->error_at <= text.len);
}

static void read_all(nwl_arena *arena, nwl_str text, bool lua)
{
    nwl_lexer lexer = nwl_lexer_new(arena, text);
    nwl_token token;
    uint32_t at = 0;
    do {
        token = nwl_lexer_next(&lexer);
        check(text, at, &token);
        at = token.range.end;
        if (lua && token.kind == NWL_TOK_OPEN) {
            token = nwl_lexer_lua_body(&lexer);
            check(text, at, &token);
            at = token.range.end;
        }
    } while (token.kind != NWL_TOK_END);
    must(at == text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1); // so that a byte too far is seen
    must(copy != NULL);
    memcpy(copy, data, size);
    copy = realloc(copy, size > 0 ? size : 1);
    nwl_arena *arena = nwl_arena_new();
    read_all(arena, (nwl_str){copy, size}, false);
    read_all(arena, (nwl_str){copy, size}, true);
    must_be_linear(arena, size);
    nwl_arena_free(arena);
    free(copy);
    return 0;
}
