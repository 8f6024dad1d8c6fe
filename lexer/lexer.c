#include "lexer/lexer.h"

#include <string.h>

nwl_lexer nwl_lexer_new(nwl_arena *arena, nwl_str text)
{
    return (nwl_lexer){.arena = arena, .text = text};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static nwl_token take(nwl_lexer *lexer, nwl_token_kind kind, uint32_t end)
{
    nwl_token token = {.kind = kind, .range = {lexer->at, end}};
    lexer->at = end;
    return token;
}

static void set_error(nwl_token *token, nwl_lex_error error, uint32_t at)
{
    token->error = error;
    token->error_at = at;
}

// ---- values -----------------------------------------------------------------------------

// What nginx stores for a backslash and c, 0 when it stores both.
static char unescaped(char c)
{
    switch (c) {
    case '"':
    case '\'':
    case '\\':
        return c;
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'n':
        return '\n';
    default:
        return 0;
    }
}

static bool is_rewritten(nwl_str raw, size_t backslash)
{
    return backslash + 1 < raw.len && unescaped(raw.ptr[backslash + 1]) != 0;
}

// Position of the first escape at or after from that nginx rewrites, raw.len without one.
static size_t find_rewritten(nwl_str raw, size_t from)
{
    size_t at = nwl_str_find(raw, '\\', from);
    while (at < raw.len && !is_rewritten(raw, at))
        at = nwl_str_find(raw, '\\', at + 2);
    return at;
}

static nwl_str value_of(const nwl_lexer *lexer, uint32_t begin, uint32_t end)
{
    nwl_str raw = nwl_str_slice(lexer->text, begin, end);
    size_t escape = find_rewritten(raw, 0);
    if (escape == raw.len)
        return raw;
    char *value = NWL_NEW_ARRAY(lexer->arena, char, raw.len);
    size_t len = 0;
    for (size_t at = 0; at < raw.len; escape = find_rewritten(raw, at)) {
        memcpy(value + len, raw.ptr + at, escape - at);
        len += escape - at;
        at = escape;
        if (at < raw.len) {
            value[len++] = unescaped(raw.ptr[at + 1]);
            at += 2;
        }
    }
    return (nwl_str){value, len};
}

// ---- lengths ----------------------------------------------------------------------------

// nginx gives up when its buffer holds nothing but a word, a string or a comment from begin on, and the file goes on. It
// forgets the word when it reads the byte at `settled`.
static bool is_too_long(nwl_str text, uint32_t begin, uint32_t settled)
{
    return settled - begin >= NWL_LEXER_BUFFER && text.len - begin > NWL_LEXER_BUFFER;
}

// Where nginx is done with a word that the byte at end follows: there, or after a space one byte later.
static uint32_t settled_after(nwl_str text, uint32_t end)
{
    return end < text.len && is_space(text.ptr[end]) ? end + 1 : end;
}

// ---- spaces, comments, words ------------------------------------------------------------

static nwl_token read_space(nwl_lexer *lexer)
{
    uint32_t end = lexer->at;
    while (end < lexer->text.len && is_space(lexer->text.ptr[end]))
        end++;
    return take(lexer, NWL_TOK_SPACE, end);
}

static nwl_token read_comment(nwl_lexer *lexer)
{
    uint32_t end = (uint32_t)nwl_str_find(lexer->text, '\n', lexer->at);
    nwl_token token = take(lexer, NWL_TOK_COMMENT, end);
    if (is_too_long(lexer->text, token.range.begin, end))
        set_error(&token, NWL_LEX_TOO_LONG, token.range.begin);
    return token;
}

static bool ends_word(char c)
{
    return is_space(c) || c == ';' || c == '{';
}

// A '{' right behind '$', and any further ones behind it, belong to the word; so does whatever a backslash stands before.
static uint32_t end_of_word(nwl_str text, uint32_t at)
{
    bool after_dollar = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '{' && after_dollar)
            continue;
        if (ends_word(c))
            return at;
        after_dollar = c == '$';
        if (c == '\\')
            at++;
    }
    return (uint32_t)text.len;
}

static nwl_token read_word(nwl_lexer *lexer)
{
    nwl_token token = take(lexer, NWL_TOK_WORD, end_of_word(lexer->text, lexer->at));
    token.value = value_of(lexer, token.range.begin, token.range.end);
    if (is_too_long(lexer->text, token.range.begin,
                    settled_after(lexer->text, token.range.end)))
        set_error(&token, NWL_LEX_TOO_LONG, token.range.begin);
    return token;
}

// ---- strings ----------------------------------------------------------------------------

// The first quote in [at, end) that no backslash makes inert, end without one.
static uint32_t find_quote(nwl_str text, char quote, uint32_t at, uint32_t end)
{
    while (at < end && text.ptr[at] != quote)
        at += text.ptr[at] == '\\' ? 2 : 1;
    return at < end ? at : end;
}

static bool contains(nwl_str text, uint32_t at, uint32_t end, char c)
{
    for (; at < end; at++) {
        if (text.ptr[at] == c)
            return true;
    }
    return false;
}

// The end of the statement in a line without line end that begins with a quote: before a ';' or '{' that nothing but white
// space and closing braces follows, else the end of the line.
static uint32_t find_statement_end(nwl_str text, uint32_t line_end)
{
    uint32_t spaces = line_end;
    while (is_space(text.ptr[spaces - 1]))
        spaces--;
    uint32_t end = spaces;
    while (is_space(text.ptr[end - 1]) || text.ptr[end - 1] == '}' ||
           text.ptr[end - 1] == ';')
        end--;
    if (contains(text, end, spaces, ';'))
        return end;
    if (text.ptr[spaces - 1] != '{')
        return spaces;
    while (is_space(text.ptr[spaces - 2]))
        spaces--;
    return spaces - 1;
}

// Looks at each line once, however many broken strings it has.
static void look_at_line(nwl_lexer *lexer, uint32_t quote_at)
{
    if (quote_at < lexer->line_end)
        return;
    lexer->line_end = (uint32_t)nwl_str_find(lexer->text, '\n', quote_at);
    lexer->statement_end = find_statement_end(lexer->text, lexer->line_end);
}

static nwl_token string_token(nwl_lexer *lexer, uint32_t end)
{
    nwl_token token = take(lexer, NWL_TOK_QUOTED, end);
    const char *text = lexer->text.ptr;
    uint32_t begin = token.range.begin;
    bool closed = end - begin > 1 && text[end - 1] == text[begin];
    token.value = value_of(lexer, begin + 1, closed ? end - 1 : end);
    return token;
}

// A string without a closing quote near enough, or with one in another line that does not fit there.
static nwl_token read_first_line(nwl_lexer *lexer)
{
    nwl_str text = lexer->text;
    look_at_line(lexer, lexer->at);
    uint32_t quote =
        find_quote(text, text.ptr[lexer->at], lexer->at + 1, lexer->line_end);
    return string_token(lexer,
                        quote < lexer->line_end ? quote + 1 : lexer->statement_end);
}

static nwl_token read_open_string(nwl_lexer *lexer)
{
    uint32_t begin = lexer->at;
    bool cut_off = lexer->text.len - (begin + 1) <= NWL_LEXER_BUFFER;
    nwl_token token = read_first_line(lexer);
    if (cut_off)
        set_error(&token, NWL_LEX_UNTERMINATED, (uint32_t)lexer->text.len);
    else
        set_error(&token, NWL_LEX_TOO_LONG_STRING, begin);
    return token;
}

// A string whose quote at `quote` closes it, but must not be followed by the byte that follows.
static nwl_token read_badly_closed(nwl_lexer *lexer, uint32_t quote)
{
    look_at_line(lexer, lexer->at);
    uint32_t end = quote + 1;
    if (lexer->statement_end > end &&
        lexer->text.ptr[lexer->statement_end - 1] == lexer->text.ptr[lexer->at])
        end = lexer->statement_end;
    nwl_token token =
        quote < lexer->line_end ? string_token(lexer, end) : read_first_line(lexer);
    set_error(&token, NWL_LEX_AFTER_QUOTE, quote + 1);
    return token;
}

static bool may_follow_quote(nwl_str text, uint32_t at)
{
    return at >= text.len || ends_word(text.ptr[at]) || text.ptr[at] == ')';
}

// Looks no further for the closing quote than nginx does.
static nwl_token read_string(nwl_lexer *lexer)
{
    nwl_str text = lexer->text;
    uint32_t content = lexer->at + 1;
    uint32_t limit = text.len - content > NWL_LEXER_BUFFER ? content + NWL_LEXER_BUFFER
                                                           : (uint32_t)text.len;
    uint32_t quote = find_quote(text, text.ptr[lexer->at], content, limit);
    if (quote == limit)
        return read_open_string(lexer);
    if (is_too_long(text, content, settled_after(text, quote + 1))) {
        nwl_token token = string_token(lexer, quote + 1);
        set_error(&token, NWL_LEX_TOO_LONG, token.range.begin);
        return token;
    }
    if (!may_follow_quote(text, quote + 1))
        return read_badly_closed(lexer, quote);
    return string_token(lexer, quote + 1);
}

nwl_token nwl_lexer_next(nwl_lexer *lexer)
{
    uint32_t at = lexer->at;
    if (at == lexer->text.len)
        return take(lexer, NWL_TOK_END, at);
    switch (lexer->text.ptr[at]) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
        return read_space(lexer);
    case '#':
        return read_comment(lexer);
    case '"':
    case '\'':
        return read_string(lexer);
    case ';':
        return take(lexer, NWL_TOK_SEMICOLON, at + 1);
    case '{':
        return take(lexer, NWL_TOK_OPEN, at + 1);
    case '}':
        return take(lexer, NWL_TOK_CLOSE, at + 1);
    default:
        return read_word(lexer);
    }
}
