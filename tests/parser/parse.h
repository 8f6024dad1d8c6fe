// A small vocabulary, and trees and errors as text.
#ifndef TESTS_PARSER_PARSE_H
#define TESTS_PARSER_PARSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "parser/parser.h"

enum { SIMPLE = 1, BLOCK = 2, ANY_NUMBER = UINT8_MAX };

static const struct {
    const char *name;
    int shape;
    uint8_t most_args;
    nwl_body_reading body;
} words[] = {
    {"http", BLOCK, 0, NWL_READ_DIRECTIVES},
    {"server", BLOCK | SIMPLE, ANY_NUMBER, NWL_READ_DIRECTIVES},
    {"location", BLOCK, 2, NWL_READ_DIRECTIVES},
    {"upstream", BLOCK, 1, NWL_READ_DIRECTIVES},
    {"if", BLOCK, ANY_NUMBER, NWL_READ_DIRECTIVES},
    {"map", BLOCK, 2, NWL_READ_LINES},
    {"types", BLOCK, 0, NWL_READ_LINES},
    {"split_clients", BLOCK, 2, NWL_READ_WITHOUT_INCLUDE},
    {"content_by_lua_block", BLOCK, 0, NWL_READ_LUA},
    {"include", SIMPLE, 1, NWL_READ_DIRECTIVES},
    {"listen", SIMPLE, ANY_NUMBER, NWL_READ_DIRECTIVES},
    {"server_name", SIMPLE, ANY_NUMBER, NWL_READ_DIRECTIVES},
    {"proxy_pass", SIMPLE, 1, NWL_READ_DIRECTIVES},
    {"root", SIMPLE, 1, NWL_READ_DIRECTIVES},
    {"return", SIMPLE, 2, NWL_READ_DIRECTIVES},
    {"rewrite", SIMPLE, 3, NWL_READ_DIRECTIVES},
    {"internal", SIMPLE, 0, NWL_READ_DIRECTIVES},
};

static inline nwl_word_info vocabulary(nwl_str name)
{
    for (uint16_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (nwl_str_eq(name, nwl_str_of(words[i].name)))
            return (nwl_word_info){.id = (uint16_t)(i + 1),
                                   .may_be_block = (words[i].shape & BLOCK) != 0,
                                   .may_be_simple = (words[i].shape & SIMPLE) != 0,
                                   .most_args = words[i].most_args,
                                   .body = words[i].body};
    }
    return (nwl_word_info){.may_be_block = true,
                           .may_be_simple = true,
                           .most_args = ANY_NUMBER,
                           .body = NWL_READ_DIRECTIVES};
}

static inline nwl_tree parse(nwl_arena *arena, const char *text)
{
    return nwl_parse(arena, 7, nwl_str_of(text), vocabulary);
}

// ---- trees as "http { listen 80; }", with '!' for the ';' that is missing ---------------

static inline void add_directive(nwl_buffer *out, const nwl_directive *directive)
{
    static const char *const endings[] = {";", " {", "!"};
    if (nwl_buffer_text(out).len > 0)
        nwl_buffer_add_char(out, ' ');
    nwl_buffer_add(out, directive->name);
    for (uint32_t i = 0; i < directive->arg_count; i++)
        nwl_buffer_format(out, " %.*s", NWL_STR_FMT(directive->args[i].value));
    nwl_buffer_add(out, nwl_str_of(endings[directive->ending]));
}

static inline void describe_tree(nwl_buffer *out, const nwl_tree *tree)
{
    nwl_walk walk = nwl_walk_of(tree->first);
    while (nwl_walk_next(&walk)) {
        if (walk.entering)
            add_directive(out, walk.directive);
        else
            nwl_buffer_add(out, NWL_STR(" }"));
    }
}

// ---- errors as "12 unexpected "}"", one a line ------------------------------------------

static inline void describe_errors(nwl_buffer *out, const nwl_tree *tree)
{
    for (uint32_t i = 0; i < tree->errors.count; i++)
        nwl_buffer_format(out, "%s%u %.*s", i > 0 ? "\n" : "",
                          tree->errors.items[i].at.range.begin,
                          NWL_STR_FMT(tree->errors.items[i].message));
}

static inline void assert_description(void (*describe)(nwl_buffer *out,
                                                       const nwl_tree *tree),
                                      const nwl_tree *tree, const char *expected)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    describe(&out, tree);
    nwl_buffer_add_char(&out, '\0');
    assert_string_equal(nwl_buffer_text(&out).ptr, expected);
    nwl_buffer_free(&out);
}

// text gives this tree and these errors.
static inline void assert_parses(const char *text, const char *tree, const char *errors)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_tree parsed = parse(arena, text);
    assert_description(describe_tree, &parsed, tree);
    assert_description(describe_errors, &parsed, errors);
    nwl_arena_free(arena);
}

// ---- an arena for each group of tests ---------------------------------------------------

static inline int make_arena(void **state)
{
    *state = nwl_arena_new();
    return 0;
}

static inline int free_arena(void **state)
{
    nwl_arena_free(*state);
    return 0;
}

#endif
