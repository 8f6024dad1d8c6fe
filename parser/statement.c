// A statement that nginx refuses is taken apart where a line begins with the name of a directive: a ';' or a '{' is missing
// there. One that nginx would accept stays whole, whatever it looks like.

#include "parser/statement.h"

nwl_block *nwl_parser_top(const nwl_parser *p)
{
    return &p->blocks.items[p->blocks.count - 1];
}

bool nwl_holds_lines(nwl_body_reading reading)
{
    return reading == NWL_READ_LINES || reading == NWL_READ_WITHOUT_INCLUDE;
}

nwl_word_info nwl_parser_info(const nwl_parser *p, nwl_str name)
{
    if (nwl_holds_lines(nwl_parser_top(p)->reading))
        return (nwl_word_info){.may_be_block = true,
                               .may_be_simple = true,
                               .most_args = UINT8_MAX,
                               .body = nwl_parser_top(p)->reading};
    nwl_word_info info = p->vocabulary(name);
    if (nwl_parser_top(p)->lenient) {
        info.may_be_block = info.may_be_simple = true;
        info.most_args = UINT8_MAX;
    }
    return info;
}

bool nwl_is_known(nwl_word_info info)
{
    return info.id != 0 || info.body == NWL_READ_LUA;
}

// ---- directives and blocks --------------------------------------------------------------

static const nwl_arg *args_of(nwl_parser *p, uint32_t begin, uint32_t end)
{
    nwl_arg *args = NWL_NEW_ARRAY(p->arena, nwl_arg, end - begin);
    for (uint32_t i = begin; i < end; i++)
        args[i - begin] = (nwl_arg){p->words.items[i].value, p->words.items[i].range};
    return args;
}

// A directive of the words [begin, end), the first of which has p->info, linked into the tree.
static nwl_directive *add_directive(nwl_parser *p, uint32_t begin, uint32_t end)
{
    const nwl_word *name = &p->words.items[begin];
    nwl_directive *directive = NWL_NEW(p->arena, nwl_directive);
    directive->name = name->value;
    directive->id = p->info.id;
    directive->ending = NWL_ENDS_WITH_ERROR;
    directive->file = p->file;
    directive->name_range = name->range;
    directive->range = (nwl_range){name->range.begin, p->words.items[end - 1].range.end};
    directive->arg_count = end - begin - 1;
    if (directive->arg_count > 0)
        directive->args = args_of(p, begin + 1, end);
    directive->parent = nwl_parser_top(p)->opener;
    *p->next = directive;
    p->next = &directive->next;
    p->tree.directive_count++;
    return directive;
}

nwl_block *nwl_parser_open_block(nwl_parser *p, nwl_directive *directive,
                                 nwl_word_info info, uint32_t begin)
{
    bool lenient = nwl_parser_top(p)->lenient ||
                   (!nwl_holds_lines(nwl_parser_top(p)->reading) && !nwl_is_known(info));
    directive->ending = NWL_ENDS_WITH_BLOCK;
    directive->block = (nwl_range){begin, begin};
    p->next = &directive->body;
    *NWL_PUSH(p->arena, &p->blocks) = (nwl_block){.opener = directive,
                                                  .reading = info.body,
                                                  .indent = p->indent_of_statement,
                                                  .lenient = lenient};
    return nwl_parser_top(p);
}

void nwl_parser_open_bare_block(nwl_parser *p)
{
    nwl_block b = *nwl_parser_top(p);
    b.bare = true;
    b.without_brace = false;
    *NWL_PUSH(p->arena, &p->blocks) = b;
}

void nwl_parser_close_block(nwl_parser *p, uint32_t end)
{
    nwl_block closed = p->blocks.items[--p->blocks.count];
    if (closed.bare)
        return;
    closed.opener->block.end = end;
    p->next = &closed.opener->next;
}

// ---- statements -------------------------------------------------------------------------

static bool is_broken(const nwl_parser *p, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        if (p->words.items[i].broken)
            return true;
    }
    return false;
}

static void note_include(nwl_parser *p, nwl_directive *directive)
{
    bool followed = nwl_parser_top(p)->reading != NWL_READ_WITHOUT_INCLUDE &&
                    directive->arg_count == 1 &&
                    nwl_str_eq(directive->name, NWL_STR("include"));
    if (followed)
        *NWL_PUSH(p->arena, &p->tree.includes) = directive;
}

static void end_with_semicolon(nwl_parser *p, uint32_t begin, const nwl_token *semicolon)
{
    nwl_directive *directive = add_directive(p, begin, p->words.count);
    directive->ending = NWL_ENDS_WITH_SEMICOLON;
    if (p->info.may_be_simple) {
        note_include(p, directive);
        return;
    }
    if (!is_broken(p, begin, p->words.count))
        nwl_syntax_no_block(&p->log, directive, semicolon->range, semicolon->range.begin);
    p->without_block = directive;
}

static void end_with_brace(nwl_parser *p, uint32_t begin, const nwl_token *brace)
{
    nwl_directive *directive = add_directive(p, begin, p->words.count);
    if (!p->info.may_be_block && !is_broken(p, begin, p->words.count))
        nwl_syntax_not_a_block(&p->log, directive, brace->range);
    nwl_parser_open_block(p, directive, p->info, brace->range.begin);
}

// Ends a statement of the words [begin, end) which instead follows in place of ';' or '{'. nginx reads on to nginx_at.
static void end_without(nwl_parser *p, uint32_t begin, uint32_t end, nwl_range instead,
                        uint32_t nginx_at)
{
    nwl_directive *directive = add_directive(p, begin, end);
    uint32_t behind = directive->range.end;
    bool is_reported = is_broken(p, begin, end);
    if (p->info.may_be_simple || p->info.body == NWL_READ_LUA) {
        if (!is_reported)
            nwl_syntax_missing_semicolon(&p->log, directive, instead, nginx_at);
        return;
    }
    if (!is_reported)
        nwl_syntax_no_block(&p->log, directive, (nwl_range){behind, behind}, nginx_at);
    nwl_parser_open_block(p, directive, p->info, behind)->without_brace = true;
}

static void end_with_file(nwl_parser *p, uint32_t begin)
{
    nwl_directive *directive = add_directive(p, begin, p->words.count);
    if (!is_broken(p, begin, p->words.count))
        nwl_syntax_unfinished(&p->log, directive);
    p->cut_off = true;
}

// ---- taking apart what nginx refuses ----------------------------------------------------

static bool begins_directive(const nwl_parser *p, uint32_t index)
{
    const nwl_word *w = &p->words.items[index];
    return w->starts_line && !w->quoted && !nwl_holds_lines(nwl_parser_top(p)->reading) &&
           nwl_is_known(p->vocabulary(w->value));
}

static uint32_t find_last_opener(const nwl_parser *p)
{
    for (uint32_t i = p->words.count; i > 1; i--) {
        bool opens = begins_directive(p, i - 1) &&
                     p->vocabulary(p->words.items[i - 1].value).may_be_block;
        if (opens)
            return i - 1;
    }
    return 0;
}

// The shape that a directive of both, which is "server", has in the block that is being read: it does without a block of
// its own in an upstream and nowhere else. In a file of its own it may be either.
static nwl_word_info shape_here(const nwl_parser *p, nwl_word_info info)
{
    const nwl_directive *around = nwl_parser_top(p)->opener;
    bool has_both = info.id != 0 && info.may_be_block && info.may_be_simple;
    if (!has_both || around == NULL)
        return info;
    info.may_be_simple = nwl_str_eq(around->name, NWL_STR("upstream"));
    info.may_be_block = !info.may_be_simple;
    return info;
}

// Whether nginx refuses the words from begin on, the first of which has info, as one statement that ends with a token of
// kind end.
static bool is_refused(const nwl_parser *p, nwl_word_info info, uint32_t begin,
                       nwl_token_kind end)
{
    uint32_t arg_count = p->words.count - begin - 1;
    if (end == NWL_TOK_CLOSE || end == NWL_TOK_END)
        return true;
    if (info.most_args != UINT8_MAX && arg_count > info.most_args)
        return true;
    return end == NWL_TOK_OPEN ? !info.may_be_block && p->last_opener > begin
                               : !info.may_be_simple;
}

// The word at which the statement from begin on falls apart, 0 when it is one.
static uint32_t find_split(nwl_parser *p, uint32_t begin, nwl_token_kind end)
{
    p->info = nwl_parser_info(p, p->words.items[begin].value);
    nwl_word_info info = shape_here(p, p->info);
    if (!is_refused(p, info, begin, end))
        return 0;
    for (uint32_t i = begin + 1; i < p->words.count; i++) {
        if (begins_directive(p, i)) {
            p->info = info;
            return i;
        }
    }
    return 0;
}

// A '}' at the end of a word is part of it, but where the ';' before it is missing it was meant to close the block.
static void close_with_word(nwl_parser *p, const nwl_word *last)
{
    bool closes = !last->quoted && nwl_str_ends_with(last->value, NWL_STR("}")) &&
                  nwl_str_find(last->value, '{', 0) == last->value.len &&
                  p->blocks.count > 1;
    if (closes)
        nwl_parser_close_block(p, last->range.end);
}

void nwl_parser_end_statement(nwl_parser *p, const nwl_token *end)
{
    uint32_t begin = 0;
    p->last_opener = end->kind == NWL_TOK_OPEN ? find_last_opener(p) : 0;
    for (uint32_t split; (split = find_split(p, begin, end->kind)) > 0; begin = split) {
        end_without(p, begin, split, p->words.items[split].range, end->range.begin);
        close_with_word(p, &p->words.items[split - 1]);
    }
    switch (end->kind) {
    case NWL_TOK_SEMICOLON:
        end_with_semicolon(p, begin, end);
        break;
    case NWL_TOK_OPEN:
        end_with_brace(p, begin, end);
        break;
    case NWL_TOK_CLOSE:
        end_without(p, begin, p->words.count, end->range, end->range.begin);
        break;
    default:
        end_with_file(p, begin);
    }
    p->words.count = 0;
}
