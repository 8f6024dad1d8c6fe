#include <jansson.h>

#include "tests/report/sample.h"

static void release(void *value)
{
    json_decref(value);
}

// What is printed, read back.
static json_t *read_back(sample *s)
{
    nwl_str printed = sample_print_as(s, "json");
    json_t *document = json_loadb(printed.ptr, printed.len, JSON_ALLOW_NUL, NULL);
    assert_non_null(document);
    nwl_arena_defer(s->arena, release, document);
    return document;
}

static const char *text_of(sample *s, const json_t *value, size_t flags)
{
    char *text = json_dumps(value, flags | JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
    assert_non_null(text);
    nwl_arena_defer(s->arena, free, text);
    return text;
}

static json_t *member(sample *s, const char *list, const char *name)
{
    json_t *first = json_array_get(json_object_get(read_back(s), list), 0);
    json_t *value = json_object_get(first, name);
    assert_non_null(value);
    return value;
}

static void assert_member(sample *s, const char *list, const char *name,
                          const char *expected)
{
    assert_string_equal(text_of(s, member(s, list, name), JSON_COMPACT), expected);
}

static void an_empty_report_has_every_member(void **state)
{
    assert_prints(*state, "json",
                  "{\n"
                  " \"version\": 1,\n"
                  " \"tool\": {\n"
                  "  \"name\": \"nginx-wslint\",\n"
                  "  \"version\": \"" NWL_VERSION "\"\n"
                  " },\n"
                  " \"nginx_version\": null,\n"
                  " \"summary\": {\n"
                  "  \"files\": 0,\n"
                  "  \"servers\": 0,\n"
                  "  \"proxied_locations\": 0,\n"
                  "  \"websocket_locations\": 0,\n"
                  "  \"errors\": 0,\n"
                  "  \"warnings\": 0,\n"
                  "  \"notes\": 0,\n"
                  "  \"fixable\": 0,\n"
                  "  \"suppressed\": 0,\n"
                  "  \"baselined\": 0,\n"
                  "  \"elsewhere\": 0,\n"
                  "  \"not_new\": 0,\n"
                  "  \"new_from_rev\": null\n"
                  " },\n"
                  " \"findings\": [],\n"
                  " \"locations\": [],\n"
                  " \"problems\": []\n"
                  "}\n");
}

static nwl_finding *add_finding(sample *s)
{
    uint32_t root = sample_file(s, "/etc/nginx/nginx.conf", "include é/*;\n");
    uint32_t file = sample_file(s, "/srv/app", "\"é\" bad;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "bad"), "not good", "label");
    f->via = sample_step(s, sample_span(s, root, "include é/*"), "é/*", file,
                         "/etc/nginx/é/app");
    f->location = NWL_STR("= /ws");
    sample_related(s, f, sample_span(s, root, "é/*"), "from here");
    *NWL_PUSH(s->arena, &f->notes) = NWL_STR("a note");
    nwl_help *help = NWL_PUSH(s->arena, &f->helps);
    *help = (nwl_help){.title = NWL_STR("add")};
    *NWL_PUSH(s->arena, &help->lines) = NWL_STR("proxy_pass x;");
    return f;
}

static void a_finding_has_every_member_in_order(void **state)
{
    sample *s = *state;
    add_finding(s);
    json_t *finding = json_array_get(json_object_get(read_back(s), "findings"), 0);
    assert_string_equal(
        text_of(s, finding, JSON_COMPACT),
        "{\"rule\":\"upstream-http-1-0\",\"severity\":\"error\",\"certainty\":"
        "\"certain\","
        "\"message\":\"not "
        "good\",\"label\":\"label\",\"path\":\"/srv/app\",\"via_path\":\"\\u00E9/app\","
        "\"range\":{\"start\":{\"line\":1,\"column\":5,\"byte_column\":6,\"offset\":5},"
        "\"end\":{\"line\":1,\"column\":8,\"byte_column\":9,\"offset\":8}},"
        "\"server\":[],\"location\":\"= /ws\","
        "\"related\":[{\"message\":\"from here\",\"path\":\"nginx.conf\","
        "\"range\":{\"start\":{\"line\":1,\"column\":9,\"byte_column\":9,\"offset\":8},"
        "\"end\":{\"line\":1,\"column\":12,\"byte_column\":13,\"offset\":12}}}],"
        "\"notes\":[\"a note\"],"
        "\"help\":[{\"title\":\"add\",\"lines\":[\"proxy_pass x;\"]}],"
        "\"included_from\":[{\"path\":\"nginx.conf\","
        "\"range\":{\"start\":{\"line\":1,\"column\":1,\"byte_column\":1,\"offset\":0},"
        "\"end\":{\"line\":1,\"column\":12,\"byte_column\":13,\"offset\":12}}}],"
        "\"explain\":\"HTTP/1.0 has no Upgrade.\","
        "\"fingerprint\":\"00112233445566778899aabbccddeeff\",\"fix\":null}");
}

static void what_a_finding_lacks_is_null(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/srv/app", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "m", "");
    assert_member(s, "findings", "via_path", "null");
    assert_member(s, "findings", "location", "null");
    assert_member(s, "findings", "server", "[]");
    assert_member(s, "findings", "included_from", "[]");
}

static void servers_are_told_by_all_their_names(void **state)
{
    sample *s = *state;
    const nwl_str names[] = {NWL_STR("a.example"), NWL_STR("*.b.example")};
    const nwl_server server = {.names = names, .name_count = 2};
    add_finding(s)->server = &server;
    assert_member(s, "findings", "server", "[\"a.example\",\"*.b.example\"]");
}

static void bytes_that_are_not_utf_8_are_replaced_and_nul_is_kept(void **state)
{
    sample *s = *state;
    add_finding(s)->message = NWL_STR("a\xe4\0b\xed\xa0\x80");
    assert_member(s, "findings", "message", "\"a\\uFFFD\\u0000b\\uFFFD\\uFFFD\\uFFFD\"");
}

static void strings_come_back_as_they_were(void **state)
{
    static const char text[] = "\"##[error]\\\t\u202e漢\U0001f600";
    sample *s = *state;
    add_finding(s)->message = nwl_str_of(text);
    assert_null(strstr(sample_print_as(s, "json").ptr, "##"));
    assert_string_equal(json_string_value(member(s, "findings", "message")), text);
}

static void the_layout_is_that_of_jansson(void **state)
{
    sample *s = *state;
    add_finding(s);
    add_finding(s);
    nwl_str printed = sample_print_as(s, "json");
    nwl_str whole = nwl_str_of(text_of(s, read_back(s), JSON_INDENT(1)));
    assert_true(nwl_str_eq(printed, nwl_arena_format(s->arena, "%s\n", whole.ptr)));
}

// A location "= /ws" with a proxy_pass in a server of a model.
typedef struct proxied_sample {
    nwl_directive directive;
    nwl_scope scope;
    const nwl_scope *scope_key;
    nwl_str name, listens[2];
    nwl_server server;
    nwl_model model;
    nwl_proxied_location location;
    const nwl_model *models[1];
    const nwl_proxied_location *locations[1];
} proxied_sample;

static nwl_proxied_location *add_location(sample *s)
{
    proxied_sample *p = NWL_NEW(s->arena, proxied_sample);
    nwl_span at = {sample_file(s, "/etc/nginx/app", "proxy_pass http://b;\n"), {0, 19}};
    p->directive = (nwl_directive){.name = NWL_STR("proxy_pass"), .range = at.range};
    p->scope.context = NWL_CX_HTTP_SERVER;
    p->scope.server = &p->scope;
    p->scope_key = &p->scope;
    p->name = NWL_STR("chat.example.com");
    p->listens[0] = NWL_STR("443 ssl");
    p->listens[1] = NWL_STR("[::]:443 ssl");
    p->server = (nwl_server){.scope = &p->scope,
                             .names = &p->name,
                             .name_count = 1,
                             .listens = p->listens,
                             .listen_count = 2};
    p->model.servers_by_scope = nwl_map_new(s->arena);
    nwl_str key = {(const char *)&p->scope_key, sizeof(p->scope_key)};
    nwl_map_put(&p->model.servers_by_scope, key, &p->server);
    p->location.server = &p->scope;
    p->location.site.directive = &p->directive;
    p->location.location_text = NWL_STR("= /ws");
    p->location.upstream = NWL_STR("http://b");
    p->location.expectation.level = NWL_EXPECTS_CERTAIN;
    p->location.expectation.because = NWL_STR("path /ws");
    p->location.verdict = NWL_VERDICT_HANDSHAKE_FAILS;
    p->location.reasons = 1u << NWL_REASON_HTTP_1_0 | 1u << NWL_REASON_NO_UPGRADE_HEADER;
    p->location.idle_limit_ms = 60000;
    p->location.plain_connection = nwl_text_exact(s->arena, NWL_STR("close"));
    p->models[0] = &p->model;
    p->locations[0] = &p->location;
    s->report.location_models = p->models;
    s->report.locations = p->locations;
    s->report.location_count = 1;
    return &p->location;
}

static void a_location_has_every_member_in_order(void **state)
{
    sample *s = *state;
    add_location(s);
    json_t *location = json_array_get(json_object_get(read_back(s), "locations"), 0);
    assert_string_equal(
        text_of(s, location, JSON_COMPACT),
        "{\"path\":\"app\","
        "\"range\":{\"start\":{\"line\":1,\"column\":1,\"byte_column\":1,\"offset\":0},"
        "\"end\":{\"line\":1,\"column\":20,\"byte_column\":20,\"offset\":19}},"
        "\"directive\":\"proxy_pass\",\"upstream\":\"http://b\","
        "\"server\":[\"chat.example.com\"],\"listen\":[\"443 ssl\",\"[::]:443 ssl\"],"
        "\"location\":\"= /ws\",\"expects_websocket\":\"certain\",\"because\":\"path "
        "/ws\",\"reached\":true,"
        "\"websocket\":\"handshake-fails\",\"reasons\":[\"no-upgrade-header\",\"http-1."
        "0\"],"
        "\"idle_limit_ms\":60000,\"plain_connection\":\"close\"}");
}

static void an_idle_limit_that_is_not_known_is_null(void **state)
{
    sample *s = *state;
    add_location(s)->idle_limit_ms = NWL_IDLE_UNKNOWN;
    assert_member(s, "locations", "idle_limit_ms", "null");
}

static void a_connection_header_that_is_not_sent_is_empty(void **state)
{
    sample *s = *state;
    add_location(s)->plain_connection = nwl_text_exact(s->arena, NWL_STR(""));
    assert_member(s, "locations", "plain_connection", "\"\"");
}

static void a_connection_header_that_is_not_known_is_null(void **state)
{
    sample *s = *state;
    nwl_proxied_location *location = add_location(s);
    location->plain_connection = nwl_text_unknown();
    assert_member(s, "locations", "plain_connection", "null");
    location->plain_connection = nwl_text_exact(s->arena, NWL_STR("close"));
    location->handler = NWL_HANDLER_UWSGI;
    assert_member(s, "locations", "plain_connection", "null");
}

static void a_location_outside_a_server_has_no_names(void **state)
{
    sample *s = *state;
    add_location(s)->server = NULL;
    assert_member(s, "locations", "server", "[]");
    assert_member(s, "locations", "listen", "[]");
}

static void problems_and_the_version_are_told(void **state)
{
    sample *s = *state;
    const nwl_problem problems[] = {
        {NWL_STR("permission denied"), NWL_STR("/etc/nginx/a")},
        {NWL_STR("no space left"), NWL_STR_NONE}};
    s->report.problems = problems;
    s->report.problem_count = 2;
    s->report.nginx_version = NWL_VERSION_OF(1, 22, 1);
    json_t *document = read_back(s);
    assert_string_equal(text_of(s, json_object_get(document, "problems"), JSON_COMPACT),
                        "[{\"message\":\"permission denied\",\"path\":\"a\"},"
                        "{\"message\":\"no space left\",\"path\":null}]");
    assert_string_equal(json_string_value(json_object_get(document, "nginx_version")),
                        "1.22.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(an_empty_report_has_every_member),
        SAMPLE_TEST(a_finding_has_every_member_in_order),
        SAMPLE_TEST(what_a_finding_lacks_is_null),
        SAMPLE_TEST(servers_are_told_by_all_their_names),
        SAMPLE_TEST(bytes_that_are_not_utf_8_are_replaced_and_nul_is_kept),
        SAMPLE_TEST(strings_come_back_as_they_were),
        SAMPLE_TEST(the_layout_is_that_of_jansson),
        SAMPLE_TEST(a_location_has_every_member_in_order),
        SAMPLE_TEST(an_idle_limit_that_is_not_known_is_null),
        SAMPLE_TEST(a_connection_header_that_is_not_sent_is_empty),
        SAMPLE_TEST(a_connection_header_that_is_not_known_is_null),
        SAMPLE_TEST(a_location_outside_a_server_has_no_names),
        SAMPLE_TEST(problems_and_the_version_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
