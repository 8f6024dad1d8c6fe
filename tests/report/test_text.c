#include "tests/report/sample.h"

static const char app[] = "server {\n"
                          "    location / {\n"
                          "\tproxy_pass http://localhost:8065;\n"
                          "    }\n"
                          "}\n";

static void the_words_are_underlined_and_labelled(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/conf.d/app.conf", app);
    sample_finding(s, sample_span(s, file, "location /"), "no WebSocket at \"/\"",
                   "expected here");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: no WebSocket at \"/\"\n"
                  "  --> conf.d/app.conf:2:5\n"
                  "   |\n"
                  " 2 |     location / {\n"
                  "   |     ^^^^^^^^^^ expected here\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void tabs_are_four_columns_in_text_and_carets(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/srv/app.conf", "\tset\t$a \t1;\n");
    sample_finding(s, sample_span(s, file, "$a \t1"), "m", "here");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> /srv/app.conf:1:6\n"
                  "   |\n"
                  " 1 |     set    $a     1;\n"
                  "   |            ^^^^^^^^ here\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void wide_and_combining_characters_keep_the_carets_in_place(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "set $a \"漢字e\xcc\x81\" $b;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "$b"), "m", "second");
    sample_related(s, f, sample_span(s, file, "字e\xcc\x81"), "first");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:15\n"
                  "   |\n"
                  " 1 | set $a \"漢字e\xcc\x81\" $b;\n"
                  "   |           ---  ^^ second\n"
                  "   |           |\n"
                  "   |           first\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void labels_of_one_line_hang_below_the_rightmost(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "map $http_upgrade $connection {\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "$http_upgrade"), "m", "two");
    sample_related(s, f, sample_span(s, file, "map"), "one");
    sample_related(s, f, sample_span(s, file, "$connection"), "three");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:5\n"
                  "   |\n"
                  " 1 | map $http_upgrade $connection {\n"
                  "   | --- ^^^^^^^^^^^^^ ----------- three\n"
                  "   | |   |\n"
                  "   | |   two\n"
                  "   | one\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void the_primary_mark_is_drawn_over_one_that_holds_it(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "proxy_read_timeout 60 s;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "60"), "m", "too short");
    sample_related(s, f, sample_span(s, file, "proxy_read_timeout 60 s"), "set here");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:20\n"
                  "   |\n"
                  " 1 | proxy_read_timeout 60 s;\n"
                  "   | -------------------^^--\n"
                  "   | |                  |\n"
                  "   | |                  too short\n"
                  "   | set here\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void two_labels_of_one_place_stand_below_each_other(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "  internal;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "internal"), "m", "one");
    sample_related(s, f, sample_span(s, file, "internal"), "two");
    sample_related(s, f, sample_span(s, file, "internal"), "");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:3\n"
                  "   |\n"
                  " 1 |   internal;\n"
                  "   |   ^^^^^^^^\n"
                  "   |   |\n"
                  "   |   one\n"
                  "   |   two\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void one_line_between_is_shown_and_more_are_left_out(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "one;\n\nthree;\n4;\n5;\nsix;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "three"), "m", "");
    sample_related(s, f, sample_span(s, file, "six"), "later");
    sample_related(s, f, sample_span(s, file, "one"), "earlier");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:3:1\n"
                  "   |\n"
                  " 1 | one;\n"
                  "   | --- earlier\n"
                  " 2 |\n"
                  " 3 | three;\n"
                  "   | ^^^^^\n"
                  "...\n"
                  " 6 | six;\n"
                  "   | --- later\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void places_in_other_files_have_windows_of_their_own(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/app", "proxy_pass http://b;\n");
    char *long_text = NWL_NEW_ARRAY(s->arena, char, 140);
    memset(long_text, '\n', 99);
    memcpy(long_text + 99, "upgrade;\nconnection;\n", 21);
    uint32_t other = sample_file(s, "/etc/nginx/nginx.conf", long_text);
    nwl_finding *f = sample_finding(s, sample_span(s, file, "proxy_pass"), "m", "lost");
    sample_related(s, f, sample_span(s, other, "connection"), "set here");
    sample_related(s, f, sample_span(s, other, "upgrade"), "and here");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "   --> app:1:1\n"
                  "    |\n"
                  "  1 | proxy_pass http://b;\n"
                  "    | ^^^^^^^^^^ lost\n"
                  "    |\n"
                  "   ::: nginx.conf:101:1\n"
                  "    |\n"
                  "100 | upgrade;\n"
                  "    | ------- and here\n"
                  "101 | connection;\n"
                  "    | ---------- set here\n"
                  "    |\n"
                  "    = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void the_way_to_the_file_and_what_to_add_are_told(void **state)
{
    sample *s = *state;
    uint32_t root = sample_file(s, "/etc/nginx/nginx.conf", "http {\n include s/*;\n}\n");
    uint32_t file = sample_file(s, "/etc/nginx/sites-available/app", app);
    uint32_t snippet = sample_file(s, "/etc/nginx/snippet", "  proxy_pass http://b;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, snippet, "proxy_pass http://b"),
                                    "m", "sent as HTTP/1.0");
    nwl_include_step *outer = sample_step(s, sample_span(s, root, "include s/*"), "s/*",
                                          file, "/etc/nginx/sites-enabled/app");
    nwl_include_step *inner = sample_step(s, sample_span(s, file, "location"), "snippet",
                                          snippet, "/etc/nginx/enabled/snippet");
    inner->parent = outer;
    f->via = inner;
    *NWL_PUSH(s->arena, &f->notes) = NWL_STR("before nginx 1.29.7");
    nwl_help *help = NWL_PUSH(s->arena, &f->helps);
    help->title = NWL_STR("set the version");
    *NWL_PUSH(s->arena, &help->lines) = NWL_STR("proxy_http_version 1.1;");
    *NWL_PUSH(s->arena, &help->lines) = NWL_STR("# end");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> snippet:1:3  (enabled as enabled/snippet)\n"
                  "   |\n"
                  " 1 |   proxy_pass http://b;\n"
                  "   |   ^^^^^^^^^^^^^^^^^^^ sent as HTTP/1.0\n"
                  "   |\n"
                  "   = note: before nginx 1.29.7\n"
                  "   = note: included from sites-available/app:2 (include snippet)\n"
                  "   = note: included from nginx.conf:2 (include s/*)\n"
                  "help: set the version\n"
                  "   |\n"
                  "   +   proxy_http_version 1.1;\n"
                  "   +   # end\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void help_without_lines_is_a_remark(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    f->severity = NWL_NOTE;
    NWL_PUSH(s->arena, &f->helps)->title = NWL_STR("remove it");
    assert_prints(s, "text",
                  "note[upstream-http-1-0]: m\n"
                  "  --> a:1:1\n"
                  "   |\n"
                  " 1 | a;\n"
                  "   | ^\n"
                  "   |\n"
                  "   = help: remove it\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void each_rule_is_explained_once(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "first", "");
    sample_finding(s, sample_span(s, file, "a"), "second", "");
    nwl_finding *third = sample_finding(s, sample_span(s, file, "a"), "third", "");
    third->rule = &other_sample_rule;
    nwl_str printed = sample_print_as(s, "text");
    const char *see = strstr(printed.ptr, "explain upstream-http-1-0");
    assert_non_null(see);
    assert_null(strstr(see + 1, "explain upstream-http-1-0"));
    assert_non_null(strstr(see, "explain syntax-error"));
}

static void an_empty_file_has_one_empty_line(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "");
    sample_finding(s, sample_bytes(file, 0, 0), "m", "nothing here");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:1\n"
                  "   |\n"
                  " 1 |\n"
                  "   | ^ nothing here\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void the_end_of_the_file_is_marked_behind_its_last_byte(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "http {");
    sample_finding(s, sample_bytes(file, 6, 6), "m", "\"}\" is missing");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:7\n"
                  "   |\n"
                  " 1 | http {\n"
                  "   |       ^ \"}\" is missing\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void a_carriage_return_is_not_drawn(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "one\r\n  two;\r\n");
    sample_finding(s, sample_bytes(file, 0, 10), "m", "over two lines");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "  --> a:1:1\n"
                  "   |\n"
                  " 1 | one\n"
                  "   | ^^^ over two lines\n"
                  "   |\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void a_finding_without_a_file_has_no_window(void **state)
{
    sample *s = *state;
    nwl_finding *f = sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    sample_related(s, f, sample_bytes(NWL_NO_FILE, 0, 0), "nowhere either");
    assert_prints(s, "text",
                  "error[upstream-http-1-0]: m\n"
                  "   = note: nowhere either\n"
                  "   = see: nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

static void colours_frame_what_they_colour(void **state)
{
    sample *s = *state;
    s->style.color = true;
    uint32_t file = sample_file(s, "/etc/nginx/a", "ab;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "one");
    f->severity = NWL_WARNING;
    sample_related(s, f, sample_span(s, file, "b"), "two");
    assert_prints(s, "text",
                  "\x1b[1;33mwarning[upstream-http-1-0]\x1b[0m\x1b[1m: m\x1b[0m\n"
                  "  \x1b[1;34m-->\x1b[0m a:1:1\n"
                  "\x1b[1;34m   |\x1b[0m\n"
                  "\x1b[1;34m 1 |\x1b[0m ab;\n"
                  "\x1b[1;34m   |\x1b[0m "
                  "\x1b[1;33m^\x1b[0m\x1b[1;34m-\x1b[0m \x1b[1;34mtwo\x1b[0m\n"
                  "\x1b[1;34m   |\x1b[0m \x1b[1;33m|\x1b[0m\n"
                  "\x1b[1;34m   |\x1b[0m \x1b[1;33mone\x1b[0m\n"
                  "\x1b[1;34m   |\x1b[0m\n"
                  "\x1b[1;34m   =\x1b[0m \x1b[1msee\x1b[0m: "
                  "nginx-wslint explain upstream-http-1-0\n"
                  "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(the_words_are_underlined_and_labelled),
        SAMPLE_TEST(tabs_are_four_columns_in_text_and_carets),
        SAMPLE_TEST(wide_and_combining_characters_keep_the_carets_in_place),
        SAMPLE_TEST(labels_of_one_line_hang_below_the_rightmost),
        SAMPLE_TEST(the_primary_mark_is_drawn_over_one_that_holds_it),
        SAMPLE_TEST(two_labels_of_one_place_stand_below_each_other),
        SAMPLE_TEST(one_line_between_is_shown_and_more_are_left_out),
        SAMPLE_TEST(places_in_other_files_have_windows_of_their_own),
        SAMPLE_TEST(the_way_to_the_file_and_what_to_add_are_told),
        SAMPLE_TEST(help_without_lines_is_a_remark),
        SAMPLE_TEST(each_rule_is_explained_once),
        SAMPLE_TEST(an_empty_file_has_one_empty_line),
        SAMPLE_TEST(the_end_of_the_file_is_marked_behind_its_last_byte),
        SAMPLE_TEST(a_carriage_return_is_not_drawn),
        SAMPLE_TEST(a_finding_without_a_file_has_no_window),
        SAMPLE_TEST(colours_frame_what_they_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
