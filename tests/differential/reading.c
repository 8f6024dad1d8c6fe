// Prints how the program reads files: for each path on standard input the statements, and the error at which nginx stops.
//
//     file PATH
//     statement OFFSET LINE WORD...     ended by a ';' at OFFSET in LINE
//     stop OFFSET LINE MESSAGE          only if there is one
//
// Words and messages are in hexadecimal digits behind an 'x'. With the argument "lines" the files are read as what is
// included in a block that holds lines instead of directives.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/position.h"
#include "lexer/lexer.h"
#include "parser/parser.h"
#include "model/directive.h"

static nwl_str read_file(nwl_arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size < 0) {
        perror(path);
        exit(2);
    }
    rewind(file);
    char *text = NWL_NEW_ARRAY(arena, char, (size_t)size + 1);
    size_t len = fread(text, 1, (size_t)size, file);
    fclose(file);
    return (nwl_str){text, len};
}

static void print_hex(nwl_str text)
{
    printf(" x");
    for (size_t i = 0; i < text.len; i++)
        printf("%02x", (unsigned char)text.ptr[i]);
}

static void print_place(const char *what, const nwl_lines *lines, uint32_t offset)
{
    printf("%s %" PRIu32 " %" PRIu32, what, offset,
           nwl_lines_position(lines, offset).line);
}

// What is behind an error of the lexer is not for nginx to read.
static void print_statements(nwl_arena *arena, nwl_str text, const nwl_lines *lines)
{
    nwl_lexer lexer = nwl_lexer_new(arena, text);
    NWL_ARRAY(nwl_str) words = {0};
    for (nwl_token token; (token = nwl_lexer_next(&lexer)).kind != NWL_TOK_END &&
                          token.error == NWL_LEX_OK;) {
        if (token.kind == NWL_TOK_WORD || token.kind == NWL_TOK_QUOTED)
            *NWL_PUSH(arena, &words) = token.value;
        if (token.kind != NWL_TOK_SEMICOLON)
            continue;
        print_place("statement", lines, token.range.begin);
        for (uint32_t i = 0; i < words.count; i++)
            print_hex(words.items[i]);
        putchar('\n');
        words.count = 0;
    }
}

static void print_stop(nwl_arena *arena, nwl_str text, const nwl_lines *lines,
                       nwl_body_reading reading)
{
    nwl_parse_options options = {.vocabulary = nwl_directive_word, .reading = reading};
    nwl_tree tree = nwl_parse_with(arena, 0, text, &options);
    for (uint32_t i = 0; i < tree.errors.count; i++) {
        if (!tree.errors.items[i].stops_nginx)
            continue;
        print_place("stop", lines, tree.errors.items[i].nginx_at);
        print_hex(tree.errors.items[i].message);
        putchar('\n');
    }
}

int main(int argc, char **argv)
{
    bool holds_lines = argc > 1 && strcmp(argv[1], "lines") == 0;
    nwl_arena *arena = nwl_arena_new();
    char path[4096];
    while (fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        nwl_str text = read_file(arena, path);
        nwl_lines lines = nwl_lines_of(arena, text);
        printf("file %s\n", path);
        if (holds_lines)
            print_statements(arena, text, &lines);
        print_stop(arena, text, &lines,
                   holds_lines ? NWL_READ_LINES : NWL_READ_DIRECTIVES);
        nwl_arena_reset(arena);
    }
    nwl_arena_free(arena);
    return 0;
}
