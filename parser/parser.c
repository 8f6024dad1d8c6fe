// Reads tokens as ngx_conf_parse() in nginx src/core/ngx_conf_file.c does, and goes on where nginx gives up.

#include "parser/parser.h"

#include "parser/statement.h"

// Sees whether a new line begins at the end of range, in front of which there is only white space.
static void note_spaces(nwl_parser *p, nwl_range range)
{
    uint32_t at = range.end;
    while (at > range.begin &&
           (p->text.ptr[at - 1] == ' ' || p->text.ptr[at - 1] == '\t' ||
            p->text.ptr[at - 1] == '\r'))
        at--;
    if (at == range.begin || p->text.ptr[at - 1] != '\n')
        return;
    p->line_begin = at;
    p->starts_line = true;
}

// The Lua between the braces is no part of the tree.
static void skip_lua(nwl_parser *p)
{
    nwl_token token = nwl_lexer_lua_body(&p->lexer);
    nwl_syntax_broken(&p->log, &token);
    p->cut_off = token.range.end == p->text.len;
    note_spaces(p, token.range);
}

static bool begins_block(const nwl_parser *p, const nwl_word *word)
{
    nwl_word_info info = p->vocabulary(word->value);
    return word->starts_line && nwl_is_known(info) && info.may_be_block;
}

// nginx takes no block inside map, geo and the like. If it is one that belongs elsewhere, their own '}' is lost.
static void end_line_with_brace(nwl_parser *p, const nwl_token *brace)
{
    const nwl_word *first = &p->words.items[0];
    const nwl_directive *opener = nwl_parser_top(p)->opener;
    nwl_syntax_error *error = nwl_syntax_unexpected(&p->log, brace);
    bool is_lost = opener != NULL && begins_block(p, first);
    if (opener != NULL)
        nwl_syntax_because(&p->log, error, opener->range,
                           is_lost ? NWL_STR("this block is never closed")
                                   : NWL_STR("this block holds no others"));
    while (is_lost && p->blocks.count > 1 && nwl_holds_lines(nwl_parser_top(p)->reading))
        nwl_parser_close_block(p, first->range.begin);
    nwl_parser_end_statement(p, brace);
}

static uint32_t skip_digits(nwl_str text, uint32_t at)
{
    while (at < text.len && nwl_is_digit(text.ptr[at]))
        at++;
    return at;
}

// "{2}", "{2,}" or "{2,4}" at offset at.
static bool is_quantifier(nwl_str text, uint32_t at)
{
    uint32_t end = skip_digits(text, at + 1);
    if (end == at + 1)
        return false;
    if (end < text.len && text.ptr[end] == ',')
        end = skip_digits(text, end + 1);
    return end < text.len && text.ptr[end] == '}';
}

// A regex quantifier right behind an unquoted word. No directive's name begins like the rest of it, so nginx refuses it.
static bool is_inside_word(const nwl_parser *p, const nwl_token *brace)
{
    const nwl_word *last = &p->words.items[p->words.count - 1];
    if (last->range.end != brace->range.begin || last->quoted ||
        nwl_parser_top(p)->lenient || !is_quantifier(p->text, brace->range.begin))
        return false;
    nwl_word_info info = p->vocabulary(p->words.items[0].value);
    return info.id != 0 && info.body == NWL_READ_DIRECTIVES;
}

static void glue_next_word(nwl_parser *p, const nwl_token *brace)
{
    nwl_word *last = &p->words.items[p->words.count - 1];
    if (!last->broken)
        nwl_syntax_brace_ends_word(&p->log, last->range, brace->range);
    last->broken = true;
    p->glue = true;
}

static void read_open(nwl_parser *p, const nwl_token *brace)
{
    if (p->words.count > 0 && nwl_holds_lines(nwl_parser_top(p)->reading)) {
        end_line_with_brace(p, brace);
    } else if (p->words.count > 0 && is_inside_word(p, brace)) {
        glue_next_word(p, brace);
    } else if (p->words.count > 0) {
        nwl_parser_end_statement(p, brace);
    } else if (p->without_block != NULL) {
        nwl_parser_open_block(p, p->without_block,
                              nwl_parser_info(p, p->without_block->name),
                              brace->range.begin);
        p->without_block = NULL;
    } else {
        nwl_syntax_unexpected(&p->log, brace);
        nwl_parser_open_bare_block(p);
    }
}

static void read_semicolon(nwl_parser *p, const nwl_token *semicolon)
{
    p->without_block = NULL;
    if (p->words.count > 0)
        nwl_parser_end_statement(p, semicolon);
    else
        nwl_syntax_unexpected(&p->log, semicolon);
}

// A '}' in line with the block around the one it closes: if a '}' is missing at the end, then most likely before this one.
static void suspect_block(nwl_parser *p)
{
    const nwl_block *inner = nwl_parser_top(p);
    bool suspicious = p->suspect == NULL && p->starts_line && p->blocks.count > 2 &&
                      p->indent < inner->indent && p->indent == inner[-1].indent;
    if (suspicious && !inner->bare)
        p->suspect = inner->opener;
}

// Blocks whose '{' is missing do without '}' as well when this one is further to the left.
static void close_without_brace(nwl_parser *p, uint32_t at)
{
    while (nwl_parser_top(p)->without_brace && p->starts_line &&
           p->indent < nwl_parser_top(p)->indent)
        nwl_parser_close_block(p, at);
}

static void read_close(nwl_parser *p, const nwl_token *brace)
{
    p->without_block = NULL;
    if (p->words.count > 0)
        nwl_parser_end_statement(p, brace);
    close_without_brace(p, brace->range.begin);
    if (p->blocks.count > 1) {
        suspect_block(p);
        nwl_parser_close_block(p, brace->range.end);
        return;
    }
    if (!p->surplus_reported)
        nwl_syntax_unexpected(&p->log, brace);
    p->surplus_reported = true;
}

static void glue(nwl_parser *p, const nwl_token *token)
{
    nwl_word *last = &p->words.items[p->words.count - 1];
    last->range.end = token->range.end;
    last->value = nwl_str_slice(p->text, last->range.begin, last->range.end);
    p->glue = false;
}

// Nothing from token on is read, as if the text ended there; that its blocks do not end is not held against them.
static void give_up(nwl_parser *p, const nwl_token *token, const char *what)
{
    nwl_syntax_too_large(&p->log, token->range, what, p->limit);
    p->words.count = 0;
    p->glue = false;
    p->cut_off = true;
    p->lexer.at = (uint32_t)p->text.len;
}

static void read_word(nwl_parser *p, const nwl_token *token)
{
    if (p->tree.directive_count >= p->limit) {
        give_up(p, token, "directives");
        return;
    }
    if (p->words.count >= p->limit) {
        give_up(p, token, "words in a directive");
        return;
    }
    p->without_block = NULL;
    nwl_syntax_broken(&p->log, token);
    if (p->glue) {
        glue(p, token);
        return;
    }
    if (p->words.count == 0)
        p->indent_of_statement = p->indent;
    *NWL_PUSH(p->arena, &p->words) = (nwl_word){.value = token->value,
                                                .range = token->range,
                                                .starts_line = p->starts_line,
                                                .quoted = token->kind == NWL_TOK_QUOTED,
                                                .broken = token->error != NWL_LEX_OK};
}

static void read_comment(nwl_parser *p, const nwl_token *token)
{
    nwl_syntax_broken(&p->log, token);
    *NWL_PUSH(p->arena, &p->tree.comments) =
        (nwl_comment){.range = token->range, .own_line = p->starts_line};
}

// The innermost block without '}' of those whose '{' is there, unless the indentation knows better.
static const nwl_directive *find_unclosed(const nwl_parser *p)
{
    for (uint32_t i = p->blocks.count; i > 1; i--) {
        const nwl_block *b = &p->blocks.items[i - 1];
        if (!b->bare && !b->without_brace)
            return p->suspect != NULL ? p->suspect : b->opener;
    }
    return NULL;
}

static void read_end(nwl_parser *p, const nwl_token *end)
{
    if (p->words.count > 0)
        nwl_parser_end_statement(p, end);
    const nwl_directive *unclosed = find_unclosed(p);
    if (unclosed != NULL && !p->cut_off)
        nwl_syntax_unclosed(&p->log, unclosed);
    while (p->blocks.count > 1)
        nwl_parser_close_block(p, end->range.begin);
}

static void read_token(nwl_parser *p, const nwl_token *token)
{
    switch (token->kind) {
    case NWL_TOK_COMMENT:
        read_comment(p, token);
        break;
    case NWL_TOK_WORD:
    case NWL_TOK_QUOTED:
        read_word(p, token);
        break;
    case NWL_TOK_SEMICOLON:
        read_semicolon(p, token);
        break;
    case NWL_TOK_OPEN:
        read_open(p, token);
        break;
    case NWL_TOK_CLOSE:
        read_close(p, token);
        break;
    case NWL_TOK_END:
        read_end(p, token);
        break;
    case NWL_TOK_SPACE:
    case NWL_TOK_LUA:
        break;
    }
}

static nwl_token_kind step(nwl_parser *p)
{
    nwl_token token = nwl_lexer_next(&p->lexer);
    if (token.kind == NWL_TOK_SPACE) {
        note_spaces(p, token.range);
        return token.kind;
    }
    if (p->starts_line)
        p->indent = token.range.begin - p->line_begin;
    read_token(p, &token);
    p->starts_line = false;
    if (token.kind == NWL_TOK_OPEN && nwl_parser_top(p)->reading == NWL_READ_LUA)
        skip_lua(p);
    return token.kind;
}

nwl_tree nwl_parse_with(nwl_arena *arena, uint32_t file, nwl_str text,
                        const nwl_parse_options *options)
{
    nwl_parser p = {.arena = arena,
                    .file = file,
                    .text = text,
                    .vocabulary = options->vocabulary,
                    .limit = options->limit > 0 ? options->limit : NWL_PARSE_LIMIT,
                    .lexer = nwl_lexer_new(arena, text),
                    .starts_line = true};
    p.log = (nwl_syntax_log){.arena = arena, .tree = &p.tree, .text = text, .file = file};
    p.next = &p.tree.first;
    *NWL_PUSH(arena, &p.blocks) = (nwl_block){.reading = options->reading};
    while (step(&p) != NWL_TOK_END)
        continue;
    nwl_syntax_finish(&p.log);
    return p.tree;
}

nwl_tree nwl_parse(nwl_arena *arena, uint32_t file, nwl_str text,
                   nwl_vocabulary vocabulary)
{
    nwl_parse_options options = {.vocabulary = vocabulary};
    return nwl_parse_with(arena, file, text, &options);
}
