#include "model/annotations.h"

#include "tests/support/world.h"

static void an_annotation_is_what_follows_the_mark(void **state)
{
    static const struct {
        const char *comment, *word;
        nwl_annotation_kind kind;
    } CASES[] = {
        {"# nginx-wslint: websocket", "websocket", NWL_ANNOTATION_WEBSOCKET},
        {"#nginx-wslint:websocket", "websocket", NWL_ANNOTATION_WEBSOCKET},
        {"## nginx-wslint:  http-only  why ", "http-only", NWL_ANNOTATION_HTTP_ONLY},
        {"# nginx-wslint: websocket\r", "websocket", NWL_ANNOTATION_WEBSOCKET},
        {"# nginx-wslint: context=http", "context=", NWL_ANNOTATION_CONTEXT},
        {"# nginx-wslint: ignore a", "ignore", NWL_ANNOTATION_IGNORE},
        {"# nginx-wslint: ignore-file a", "ignore-file", NWL_ANNOTATION_IGNORE_FILE},
        {"# nginx-wslint: ingore a", "ingore", NWL_ANNOTATION_NONE},
        {"# nginx-wslint: ignore=a", "ignore=", NWL_ANNOTATION_NONE},
        {"# nginx-wslint:", "", NWL_ANNOTATION_NONE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        nwl_annotation found;
        assert_true(nwl_annotation_parse(nwl_str_of(CASES[i].comment), &found));
        assert_str_equal(found.word, CASES[i].word);
        assert_int_equal(found.kind, CASES[i].kind);
    }
}

static void other_comments_are_for_people(void **state)
{
    static const char *const COMMENTS[] = {"# nginx-wslint", "#", "",
                                           "# see nginx-wslint: websocket",
                                           "# NGINX-WSLINT: websocket"};
    nwl_annotation found;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(COMMENTS); i++)
        assert_false(nwl_annotation_parse(nwl_str_of(COMMENTS[i]), &found));
}

static void a_reason_follows_the_list_of_rules(void **state)
{
    static const struct {
        const char *words, *list, *reason;
    } CASES[] = {
        {"a", "a", ""},
        {"a why not", "a", "why not"},
        {"a,b why", "a,b", "why"},
        {"a, b why", "a, b", "why"},
        {"a ,b\twhy", "a ,b", "why"},
        {"a, why not", "a, why", "not"},
        {"a,", "a,", ""},
        {"", "", ""},
        {"a -- because", "a", "because"},
        {"a --", "a", ""},
        {"a : because, as said", "a", "because, as said"},
    };
    world *w = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        nwl_annotation found;
        assert_true(nwl_annotation_parse(
            nwl_arena_format(w->arena, "# nginx-wslint: ignore %s", CASES[i].words),
            &found));
        assert_str_equal(found.list, CASES[i].list);
        assert_str_equal(found.reason, CASES[i].reason);
    }
}

static void the_names_of_a_list_come_one_by_one(void **state)
{
    (void)state;
    nwl_str list = NWL_STR(" a ,,b\t, "), name;
    assert_true(nwl_annotation_next(&list, &name));
    assert_str_equal(name, "a");
    assert_true(nwl_annotation_next(&list, &name));
    assert_str_equal(name, "b");
    assert_false(nwl_annotation_next(&list, &name));
}

// The line that the only annotation of a text speaks of.
static nwl_str line_of(void **state, const char *text)
{
    const nwl_model *model = model_of(state, text);
    const nwl_tree *tree;
    const nwl_annotation_list *all =
        nwl_annotations_in(model->annotations, model->configuration->root, &tree);
    assert_int_equal(all->count, 1);
    nwl_range line = all->items[0].line;
    return nwl_str_slice(
        model->configuration->files->items.items[model->configuration->root]->text,
        line.begin, line.end);
}

static void a_comment_speaks_of_its_line_or_of_the_one_below(void **state)
{
    static const struct {
        const char *text, *line;
    } CASES[] = {
        {"a; b; # nginx-wslint: x\nc;", "a; b; # nginx-wslint: x\n"},
        {"a;\n  # nginx-wslint: x\nc; d;\ne;", "c; d;\n"},
        {"# nginx-wslint: x\nc;", "c;"},
        {"# nginx-wslint: x\n# more\n\t# and more\nc;\n", "c;\n"},
        {"# nginx-wslint: x\n# more\n\nc;\n", ""},
        {"# nginx-wslint: x\nc; # other\nd;", "c; # other\n"},
        {"# nginx-wslint: x\n \t\r\nc;\n", ""},
        {"a;\n# nginx-wslint: x\n", ""},
        {"a;\n# nginx-wslint: x", ""},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_str_equal(line_of(state, CASES[i].text), CASES[i].line);
}

// What is said of the first "location" of a server with these lines.
static nwl_annotation_kind said_of(void **state, const char *lines)
{
    world *w = *state;
    nwl_str text = nwl_arena_format(w->arena, "server {\n%s\n}\n", lines);
    const nwl_model *model = model_of(state, text.ptr);
    const nwl_scope *server = model->servers.items[0]->scope;
    return nwl_annotations_of(model->annotations, server->first->opener.directive);
}

static void a_comment_above_or_behind_speaks_of_a_block(void **state)
{
    static const char *const LINES[] = {
        "# nginx-wslint: websocket\nlocation / {\n}",
        "    # nginx-wslint: websocket\n    location / {\n}",
        "location / { # nginx-wslint: websocket\n}",
        "location / # nginx-wslint: websocket\n{ }",
        "# nginx-wslint: websocket and why\nlocation / { }",
        "# nginx-wslint: websocket\r\nlocation / {\r\n}",
        "listen 80; # nginx-wslint: http-only\n# nginx-wslint: websocket\nlocation / { }",
        "# nginx-wslint: websocket\nlocation\n/\n{\n}",
        "# nginx-wslint: websocket\n# nginx-wslint: ignore a\n# why\nlocation / { }",
    };
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        if (said_of(state, LINES[i]) != NWL_ANNOTATION_WEBSOCKET)
            fail_msg("%s", LINES[i]);
    }
}

static void other_comments_say_nothing_of_it(void **state)
{
    static const char *const LINES[] = {
        "# nginx-wslint: websocket\n\nlocation / { }",
        "# nginx-wslint: websocket\nlisten 80;\nlocation / { }",
        "listen 80; # nginx-wslint: websocket\nlocation / { }",
        "location / {\n# nginx-wslint: websocket\n}",
        "location / {\n} # nginx-wslint: websocket",
        "# nginx-wslint: websockets\nlocation / { }",
        "# websocket\nlocation / { }",
        "location / { }",
    };
    for (size_t i = 0; i < COUNT_OF(LINES); i++) {
        if (said_of(state, LINES[i]) != NWL_ANNOTATION_NONE)
            fail_msg("%s", LINES[i]);
    }
}

static void each_kind_is_known(void **state)
{
    assert_int_equal(said_of(state, "# nginx-wslint: http-only\nlocation / { }"),
                     NWL_ANNOTATION_HTTP_ONLY);
    assert_int_equal(said_of(state, "# nginx-wslint: websocket\nlocation / { }"),
                     NWL_ANNOTATION_WEBSOCKET);
}

static void comments_of_every_file_count(void **state)
{
    const nwl_model *model = model_of_files(
        state,
        FILES(FILE_AT("/etc/nginx/nginx.conf", "http { include site; }"),
              FILE_AT("/etc/nginx/site", "server {\n# nginx-wslint: websocket\nlocation "
                                         "/ { proxy_pass http://b; } }")));
    const nwl_directive *opener = location_in(model, "/")->location->opener.directive;
    assert_int_equal(nwl_annotations_of(model->annotations, opener),
                     NWL_ANNOTATION_WEBSOCKET);
    assert_int_equal(nwl_annotations_of(model->annotations, NULL), NWL_ANNOTATION_NONE);
}

static void a_context_is_named_by_the_blocks_around(void **state)
{
    static const struct {
        const char *list;
        nwl_context context;
    } CASES[] = {
        {"main", NWL_CX_MAIN},
        {"http", NWL_CX_HTTP},
        {"http,server", NWL_CX_HTTP_SERVER},
        {"server", NWL_CX_HTTP_SERVER},
        {"http,server,location", NWL_CX_HTTP_LOCATION},
        {"location", NWL_CX_HTTP_LOCATION},
        {"http, server", NWL_CX_HTTP_SERVER},
        {"http,upstream", NWL_CX_HTTP_UPSTREAM},
        {"stream", NWL_CX_STREAM},
        {"stream,server", NWL_CX_STREAM_SERVER},
        {"stream,upstream", NWL_CX_STREAM_UPSTREAM},
        {"mail,server", NWL_CX_MAIL_SERVER},
        {"http,server,location,if", NWL_CX_HTTP_LOCATION_IF},
        {"http,server,if", NWL_CX_HTTP_SERVER_IF},
        {"events", NWL_CX_EVENTS},
        {"htpp", 0},
        {"", 0},
        {"http,servr", 0},
        {"htpp,server", 0},
        {",", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        nwl_context context = nwl_context_named(nwl_str_of(CASES[i].list));
        if (context != CASES[i].context)
            fail_msg("\"%s\" is %.*s", CASES[i].list,
                     NWL_STR_FMT(nwl_context_name(context)));
    }
}

static void a_file_may_say_its_context(void **state)
{
    assert_int_equal(
        model_of(state, "# nginx-wslint: context=http,server\nproxy_read_timeout 1s;")
            ->context,
        NWL_CX_HTTP_SERVER);
    assert_int_equal(
        model_of(state, "# nginx-wslint: context=nonsense\nserver { }")->context,
        NWL_CX_HTTP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_annotation_is_what_follows_the_mark),
        WORLD_TEST(other_comments_are_for_people),
        WORLD_TEST(a_reason_follows_the_list_of_rules),
        WORLD_TEST(the_names_of_a_list_come_one_by_one),
        WORLD_TEST(a_comment_speaks_of_its_line_or_of_the_one_below),
        WORLD_TEST(a_comment_above_or_behind_speaks_of_a_block),
        WORLD_TEST(other_comments_say_nothing_of_it),
        WORLD_TEST(each_kind_is_known),
        WORLD_TEST(comments_of_every_file_count),
        WORLD_TEST(a_context_is_named_by_the_blocks_around),
        WORLD_TEST(a_file_may_say_its_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
