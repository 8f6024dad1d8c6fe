#include "parser/syntax.h"

#include <string.h>

#include "base/utf8.h"

static nwl_syntax_error *append(nwl_syntax_log *log, nwl_syntax_kind kind, nwl_range at,
                                uint32_t nginx_at)
{
    nwl_syntax_error *error = NWL_PUSH(log->arena, &log->tree->errors);
    error->kind = kind;
    error->stops_nginx = log->tree->errors.count == 1;
    error->at = (nwl_span){log->file, at};
    error->nginx_at = nginx_at;
    error->because.file = NWL_NO_FILE;
    return error;
}

// NULL over the limit.
static nwl_syntax_error *report(nwl_syntax_log *log, nwl_syntax_kind kind, nwl_range at,
                                uint32_t nginx_at)
{
    if (log->tree->errors.count < NWL_SYNTAX_LIMIT)
        return append(log, kind, at, nginx_at);
    if (!log->is_full)
        log->unlisted = at;
    log->is_full = true;
    return NULL;
}

void nwl_syntax_because(const nwl_syntax_log *log, nwl_syntax_error *error,
                        nwl_range range, nwl_str label)
{
    if (error == NULL)
        return;
    error->because = (nwl_span){log->file, range};
    error->because_label = label;
}

static nwl_range end_of_text(const nwl_syntax_log *log)
{
    uint32_t end = (uint32_t)log->text.len;
    return (nwl_range){end, end};
}

static nwl_str text_of(const nwl_syntax_log *log, nwl_range range)
{
    return nwl_str_slice(log->text, range.begin, range.end);
}

// What is quoted from the text may hold NUL bytes, at which a format would cut it off.
static nwl_str quoting(const nwl_syntax_log *log, nwl_str before, nwl_range range,
                       nwl_str behind)
{
    nwl_str quoted = text_of(log, range);
    size_t len = before.len + quoted.len + behind.len;
    char *message = NWL_NEW_ARRAY(log->arena, char, len);
    memcpy(message, before.ptr, before.len);
    memcpy(message + before.len, quoted.ptr, quoted.len);
    memcpy(message + before.len + quoted.len, behind.ptr, behind.len);
    return (nwl_str){message, len};
}

// ---- statements and blocks --------------------------------------------------------------

static nwl_syntax_kind unexpected_kind(nwl_token_kind kind)
{
    switch (kind) {
    case NWL_TOK_SEMICOLON:
        return NWL_SYNTAX_UNEXPECTED_SEMICOLON;
    case NWL_TOK_OPEN:
        return NWL_SYNTAX_UNEXPECTED_OPEN;
    default:
        return NWL_SYNTAX_UNEXPECTED_CLOSE;
    }
}

nwl_syntax_error *nwl_syntax_unexpected(nwl_syntax_log *log, const nwl_token *token)
{
    nwl_syntax_error *error =
        report(log, unexpected_kind(token->kind), token->range, token->range.begin);
    if (error != NULL)
        error->message = nwl_arena_format(log->arena, "unexpected \"%.*s\"",
                                          NWL_STR_FMT(text_of(log, token->range)));
    return error;
}

static nwl_str not_terminated(const nwl_syntax_log *log, const nwl_directive *directive)
{
    return nwl_arena_format(log->arena, "directive \"%.*s\" is not terminated by \";\"",
                            NWL_STR_FMT(directive->name));
}

void nwl_syntax_missing_semicolon(nwl_syntax_log *log, const nwl_directive *directive,
                                  nwl_range instead, uint32_t nginx_at)
{
    nwl_range at = {directive->range.end, directive->range.end};
    nwl_syntax_error *error = report(log, NWL_SYNTAX_MISSING_SEMICOLON, at, nginx_at);
    if (error == NULL)
        return;
    error->message = not_terminated(log, directive);
    nwl_syntax_because(log, error, instead,
                       instead.begin == nginx_at
                           ? NWL_STR("the block ends here")
                           : NWL_STR("nginx takes this for an argument"));
}

void nwl_syntax_no_block(nwl_syntax_log *log, const nwl_directive *directive,
                         nwl_range at, uint32_t nginx_at)
{
    nwl_syntax_error *error = report(log, NWL_SYNTAX_NO_BLOCK, at, nginx_at);
    if (error != NULL)
        error->message =
            nwl_arena_format(log->arena, "directive \"%.*s\" has no opening \"{\"",
                             NWL_STR_FMT(directive->name));
}

void nwl_syntax_not_a_block(nwl_syntax_log *log, const nwl_directive *directive,
                            nwl_range brace)
{
    nwl_syntax_error *error = report(log, NWL_SYNTAX_NOT_A_BLOCK, brace, brace.begin);
    if (error != NULL)
        error->message = not_terminated(log, directive);
}

void nwl_syntax_brace_ends_word(nwl_syntax_log *log, nwl_range word, nwl_range brace)
{
    nwl_syntax_error *error = report(log, NWL_SYNTAX_BRACE_ENDS_WORD, brace, brace.begin);
    if (error == NULL)
        return;
    error->message =
        nwl_arena_format(log->arena, "\"{\" ends \"%.*s\", which is not quoted",
                         NWL_STR_FMT(text_of(log, word)));
    nwl_syntax_because(log, error, word, NWL_STR("the word starts here"));
}

void nwl_syntax_unfinished(nwl_syntax_log *log, const nwl_directive *directive)
{
    nwl_range at = {directive->range.end, directive->range.end};
    nwl_syntax_error *error =
        report(log, NWL_SYNTAX_UNFINISHED, at, (uint32_t)log->text.len);
    if (error != NULL)
        error->message = NWL_STR("unexpected end of file, expecting \";\" or \"}\"");
}

void nwl_syntax_unclosed(nwl_syntax_log *log, const nwl_directive *opener)
{
    nwl_range end = end_of_text(log);
    nwl_syntax_error *error = report(log, NWL_SYNTAX_UNCLOSED, end, end.begin);
    if (error == NULL)
        return;
    error->message = NWL_STR("unexpected end of file, expecting \"}\"");
    nwl_syntax_because(log, error, opener->range, NWL_STR("this block is never closed"));
}

void nwl_syntax_too_large(nwl_syntax_log *log, nwl_range at, const char *what,
                          uint32_t limit)
{
    nwl_syntax_error *error = report(log, NWL_SYNTAX_TOO_LARGE, at, at.begin);
    if (error == NULL)
        return;
    error->stops_nginx = false;
    error->message = nwl_arena_format(
        log->arena, "more than %u %s; the rest of this file is not read", limit, what);
}

// ---- what the lexer finds ---------------------------------------------------------------

static void too_long(nwl_syntax_log *log, const nwl_token *token)
{
    nwl_syntax_error *error =
        report(log, NWL_SYNTAX_TOO_LONG, token->range, token->error_at);
    if (error == NULL)
        return;
    uint32_t begin = token->range.begin + (token->kind == NWL_TOK_QUOTED);
    error->message = quoting(log, NWL_STR("too long parameter \""),
                             (nwl_range){begin, begin + 10}, NWL_STR("...\" started"));
}

static void too_long_string(nwl_syntax_log *log, const nwl_token *token)
{
    nwl_syntax_error *error =
        report(log, NWL_SYNTAX_TOO_LONG_STRING, token->range, token->error_at);
    if (error != NULL)
        error->message = nwl_arena_format(
            log->arena,
            "too long parameter, probably missing terminating \"%c\" character",
            log->text.ptr[token->range.begin]);
}

static void unterminated(nwl_syntax_log *log, const nwl_token *token)
{
    nwl_syntax_error *error =
        report(log, NWL_SYNTAX_UNTERMINATED_STRING, token->range, token->error_at);
    if (error != NULL)
        error->message = NWL_STR("the string is never closed");
}

static void after_quote(nwl_syntax_log *log, const nwl_token *token)
{
    nwl_str rest = nwl_str_from(log->text, token->error_at);
    nwl_range at = {token->error_at, token->error_at + nwl_utf8_decode(rest).bytes};
    nwl_syntax_error *error = report(log, NWL_SYNTAX_AFTER_QUOTE, at, at.begin);
    if (error == NULL)
        return;
    error->message = quoting(log, NWL_STR("unexpected \""), at, NWL_STR("\""));
    if (at.begin > token->range.end)
        nwl_syntax_because(log, error, token->range, NWL_STR("the string starts here"));
    else
        nwl_syntax_because(log, error, (nwl_range){at.begin - 1, at.begin},
                           NWL_STR("the string ends here"));
}

static void broken_lua(nwl_syntax_log *log, const nwl_token *token)
{
    uint32_t at = token->error_at;
    bool bracket = token->error == NWL_LEX_LUA_LONG_BRACKET;
    nwl_range end = end_of_text(log);
    nwl_syntax_error *error =
        report(log, NWL_SYNTAX_LUA, bracket ? (nwl_range){at, at + 2} : end, at);
    if (error == NULL)
        return;
    if (bracket) {
        error->message = NWL_STR("lua code block is missing the closing long bracket");
        return;
    }
    error->message =
        NWL_STR("unexpected end of file, expecting terminating characters for "
                "lua code block");
    nwl_syntax_because(log, error, (nwl_range){at, at + 1},
                       NWL_STR("this brace is never closed"));
}

void nwl_syntax_broken(nwl_syntax_log *log, const nwl_token *token)
{
    switch (token->error) {
    case NWL_LEX_OK:
        break;
    case NWL_LEX_TOO_LONG:
        too_long(log, token);
        break;
    case NWL_LEX_TOO_LONG_STRING:
        too_long_string(log, token);
        break;
    case NWL_LEX_UNTERMINATED:
        unterminated(log, token);
        break;
    case NWL_LEX_AFTER_QUOTE:
        after_quote(log, token);
        break;
    case NWL_LEX_LUA_UNCLOSED:
    case NWL_LEX_LUA_LONG_BRACKET:
        broken_lua(log, token);
        break;
    }
}

// ---- the whole --------------------------------------------------------------------------

// There are few enough for insertion, and they are nearly in order.
static void sort(nwl_syntax_error *errors, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        nwl_syntax_error error = errors[i];
        uint32_t to = i;
        for (; to > 0 && errors[to - 1].at.range.begin > error.at.range.begin; to--)
            errors[to] = errors[to - 1];
        errors[to] = error;
    }
}

static nwl_range not_before(nwl_range range, uint32_t begin)
{
    return range.begin < begin ? (nwl_range){begin, begin} : range;
}

void nwl_syntax_finish(nwl_syntax_log *log)
{
    nwl_syntax_error *errors = log->tree->errors.items;
    sort(errors, log->tree->errors.count);
    if (!log->is_full)
        return;
    nwl_range at = not_before(log->unlisted, errors[NWL_SYNTAX_LIMIT - 1].at.range.begin);
    append(log, NWL_SYNTAX_TOO_MANY, at, at.begin)->message = nwl_arena_format(
        log->arena, "more than %d syntax errors; the rest of this file is not listed",
        NWL_SYNTAX_LIMIT);
}
