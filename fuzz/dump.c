// Any input, as a tree of files (fuzz/support/world.h) and as what `nginx -T` prints, gives a dump that is JSON and has every
// file, directive and comment once, each in the line where it stands.

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/utf8.h"
#include "source/nginx_dump.h"
#include "parser/parser.h"
#include "model/directive.h"
#include "report/dump.h"
#include "fuzz/support/must.h"
#include "fuzz/support/world.h"

// ---- which files the document has to have -----------------------------------------------

typedef NWL_ARRAY(uint32_t) file_list;

static void add_once(nwl_arena *arena, file_list *list, bool *seen, uint32_t file)
{
    if (file == NWL_NO_FILE || seen[file])
        return;
    seen[file] = true;
    *NWL_PUSH(arena, list) = file;
}

// The root, what that includes, what those include, and so on.
static file_list files_in_order(nwl_arena *arena, const nwl_configuration *configuration)
{
    const nwl_files *files = configuration->files;
    bool *seen = NWL_NEW_ARRAY(arena, bool, files->items.count);
    file_list list = {0};
    add_once(arena, &list, seen, configuration->root);
    for (uint32_t i = 0; i < list.count; i++) {
        const nwl_tree *tree = &files->items.items[list.items[i]]->tree;
        for (uint32_t k = 0; k < tree->includes.count; k++) {
            const nwl_include *include = tree->includes.items[k]->include;
            for (uint32_t t = 0; t < include->target_count; t++)
                add_once(arena, &list, seen, include->targets[t].file);
        }
    }
    return list;
}

// ---- one file ---------------------------------------------------------------------------

// A list of statements that is being read, and the lists around it.
typedef struct level {
    const json_t *list;
    size_t next;
} level;

typedef struct reader {
    const nwl_file *file;
    nwl_arena *arena;
    size_t file_count; // of the document
    NWL_ARRAY(level) levels;
    uint32_t comments;     // met so far
    uint32_t line, offset; // of the directive met last
} reader;

static json_int_t whole_number(const json_t *of, const char *key)
{
    const json_t *number = json_object_get(of, key);
    must(json_is_integer(number));
    return json_integer_value(number);
}

// Text with bytes that are not UTF-8 is not compared.
static bool is_utf8(nwl_str text)
{
    while (text.len > 0) {
        nwl_code_point c = nwl_utf8_decode(text);
        if (!c.valid)
            return false;
        text = nwl_str_from(text, c.bytes);
    }
    return true;
}

static void must_say(const json_t *string, nwl_str text)
{
    must(json_is_string(string));
    nwl_str said = {json_string_value(string), json_string_length(string)};
    must(is_utf8(said) && (!is_utf8(text) || nwl_str_eq(said, text)));
}

static void check_args(const json_t *args, const nwl_directive *d)
{
    must(json_is_array(args));
    bool is_lua = d->ending == NWL_ENDS_WITH_BLOCK && d->body == NULL &&
                  nwl_directive_word(d->name).body == NWL_READ_LUA;
    if (nwl_str_eq(d->name, NWL_STR("if"))) { // may have lost its parentheses
        must(json_array_size(args) <= d->arg_count);
        return;
    }
    must(json_array_size(args) == (size_t)d->arg_count + is_lua);
    for (uint32_t i = 0; i < d->arg_count; i++)
        must_say(json_array_get(args, i), d->args[i].value);
}

static void check_includes(const reader *r, const json_t *statement,
                           const nwl_directive *d)
{
    const json_t *includes = json_object_get(statement, "includes"), *index;
    must((d->include != NULL) == json_is_array(includes));
    size_t i;
    json_array_foreach(includes, i, index)
    {
        json_int_t file = json_integer_value(index);
        must(json_is_integer(index) && file >= 0 && (size_t)file < r->file_count);
    }
}

// The line of an offset at or behind that of the last call.
static uint32_t line_of(reader *r, uint32_t offset)
{
    must(offset >= r->offset && offset <= r->file->text.len);
    for (; r->offset < offset; r->offset++)
        r->line += r->file->text.ptr[r->offset] == '\n';
    return r->line;
}

// The next statement at the level, NULL at its end; comments are counted.
static const json_t *next_statement(reader *r)
{
    level *top = &r->levels.items[r->levels.count - 1];
    for (;;) {
        const json_t *statement = json_array_get(top->list, top->next++);
        if (statement == NULL || json_object_get(statement, "comment") == NULL)
            return statement;
        must_say(json_object_get(statement, "directive"), NWL_STR("#"));
        must(whole_number(statement, "line") >= 1);
        r->comments++;
    }
}

static void begin_level(reader *r, const json_t *list)
{
    must(json_is_array(list));
    *NWL_PUSH(r->arena, &r->levels) = (level){.list = list};
}

static void end_level(reader *r)
{
    must(next_statement(r) == NULL);
    r->levels.count--;
}

static void enter(reader *r, const nwl_directive *d)
{
    const json_t *statement = next_statement(r);
    must(statement != NULL);
    must_say(json_object_get(statement, "directive"), d->name);
    must(whole_number(statement, "line") == line_of(r, d->name_range.begin));
    check_args(json_object_get(statement, "args"), d);
    check_includes(r, statement, d);
    const json_t *block = json_object_get(statement, "block");
    if (d->body != NULL)
        begin_level(r, block);
    else
        must(json_array_size(block) == 0 || d->ending == NWL_ENDS_WITH_BLOCK);
    if (d->body == NULL && block != NULL) { // comments at most
        begin_level(r, block);
        end_level(r);
    }
}

static void check_tree(reader *r, const json_t *parsed, bool with_comments)
{
    begin_level(r, parsed);
    nwl_walk walk = nwl_walk_of(r->file->tree.first);
    while (nwl_walk_next(&walk)) {
        if (walk.entering)
            enter(r, walk.directive);
        else if (walk.directive->body != NULL)
            end_level(r);
    }
    end_level(r);
    must(r->comments == (with_comments ? r->file->tree.comments.count : 0));
}

// ---- the document -----------------------------------------------------------------------

static uint32_t count_lines(nwl_str text)
{
    uint32_t lines = 1;
    for (size_t at = 0; (at = nwl_str_find(text, '\n', at)) < text.len; at++)
        lines++;
    return lines;
}

static void check_status(const json_t *of)
{
    bool failed = json_array_size(json_object_get(of, "errors")) > 0;
    must_say(json_object_get(of, "status"), failed ? NWL_STR("failed") : NWL_STR("ok"));
}

static void check_errors(const json_t *entry, nwl_str text)
{
    const json_t *errors = json_object_get(entry, "errors"), *error;
    must(json_is_array(errors));
    size_t i;
    json_int_t last = 1, lines = count_lines(text);
    json_array_foreach(errors, i, error)
    {
        json_int_t line = whole_number(error, "line");
        must(line >= last && line <= lines);
        must(json_string_length(json_object_get(error, "error")) > 0);
        last = line;
    }
}

static void check_document(nwl_arena *arena, const nwl_dump *dump, const json_t *document)
{
    const nwl_configuration *configuration = dump->configurations[0];
    file_list list = files_in_order(arena, configuration);
    const json_t *config = json_object_get(document, "config");
    must(json_array_size(config) == list.count);
    size_t errors = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        const json_t *entry = json_array_get(config, i);
        reader r = {.file = configuration->files->items.items[list.items[i]],
                    .arena = arena,
                    .file_count = list.count,
                    .line = 1};
        check_status(entry);
        check_errors(entry, r.file->text);
        check_tree(&r, json_object_get(entry, "parsed"), dump->include_comments);
        errors += json_array_size(json_object_get(entry, "errors"));
    }
    check_status(document);
    must(json_array_size(json_object_get(document, "errors")) == errors);
}

static void check_text(nwl_arena *arena, const nwl_dump *dump, nwl_str text)
{
    json_error_t error;
    json_t *document = json_loadb(text.ptr, text.len, JSON_ALLOW_NUL, &error);
    if (document == NULL) { // jansson reads no deeper than JSON_PARSER_MAX_DEPTH
        must(json_error_code(&error) == json_error_stack_overflow);
        return;
    }
    check_document(arena, dump, document);
    json_decref(document);
}

static nwl_str why_not(const nwl_include_target *target)
{
    (void)target;
    return NWL_STR("not read");
}

static void print_and_check(nwl_dump *dump, size_t size)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_report report = *dump->report;
    report.arena = arena;
    dump->report = &report;
    nwl_dump_print(dump, &out);
    must_be_linear(arena, size);
    check_text(arena, dump, nwl_buffer_text(&out));
    nwl_buffer_free(&out);
    nwl_arena_free(arena);
}

static void dump_root(const nwl_fs *fs, nwl_str path, size_t size)
{
    nwl_arena *arena = nwl_arena_new();
    nwl_files files = {.arena = arena};
    const nwl_load_options load = {
        .fs = fs, .vocabulary = nwl_directive_word, .root = NWL_STR("/")};
    nwl_configuration configuration = nwl_load(&files, &load, path);
    const nwl_configuration *roots[] = {&configuration};
    must_be_linear(arena, size);
    for (int comments = 0; comments < 2 && configuration.root != NWL_NO_FILE;
         comments++) {
        const nwl_report report = {.arena = arena, .files = &files};
        nwl_dump dump = {.report = &report,
                         .configurations = roots,
                         .configuration_count = 1,
                         .why_not = why_not,
                         .include_comments = comments == 1};
        print_and_check(&dump, size);
    }
    nwl_arena_free(arena);
}

static void dump_printed(nwl_str text)
{
    if (!nwl_nginx_dump_is(text))
        return;
    nwl_arena *arena = nwl_arena_new();
    const nwl_nginx_dump *printed = nwl_nginx_dump_new(arena, text, WORLD_DIRECTORY);
    dump_root(&printed->fs, printed->root, text.len);
    must_be_linear(arena, text.len);
    nwl_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const nwl_str input = {(const char *)data, size};
    world w;
    world_open(&w, input);
    dump_root(&w.fs, WORLD_ROOT, size);
    world_close(&w);
    dump_printed(input);
    return 0;
}
