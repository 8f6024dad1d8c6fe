#include "model/annotations.h"

#include "tests/support/world.h"

static void an_annotation_is_what_follows_the_mark(void **state)
{
    static const struct {
        const char *comment, *text;
    } CASES[] = {
        {"# nginx-wslint: websocket", "websocket"},
        {"#nginx-wslint:websocket", "websocket"},
        {"## nginx-wslint:  http-only  because ", "http-only  because"},
        {"# nginx-wslint: websocket\r", "websocket"},
        {"# nginx-wslint", ""},
        {"# see nginx-wslint: websocket", ""},
        {"# NGINX-WSLINT: websocket", ""},
        {"#", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_str_equal(nwl_annotation_text(nwl_str_of(CASES[i].comment)),
                         CASES[i].text);
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
        WORLD_TEST(a_comment_above_or_behind_speaks_of_a_block),
        WORLD_TEST(other_comments_say_nothing_of_it),
        WORLD_TEST(each_kind_is_known),
        WORLD_TEST(comments_of_every_file_count),
        WORLD_TEST(a_context_is_named_by_the_blocks_around),
        WORLD_TEST(a_file_may_say_its_context),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
