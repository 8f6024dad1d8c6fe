#include <jansson.h>

#include "model/annotations.h"
#include "rules/engine.h"
#include "rules/suppression.h"
#include "tests/report/sample.h"

static void free_json(void *json)
{
    json_decref(json);
}

// The only run of the document.
static const json_t *run_of(sample *s)
{
    nwl_str text = sample_print_as(s, "sarif");
    json_t *document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(document);
    nwl_arena_defer(s->arena, free_json, document);
    json_t *runs = json_object_get(document, "runs");
    assert_int_equal(json_array_size(runs), 1);
    return json_array_get(runs, 0);
}

static const json_t *result_of(sample *s)
{
    const json_t *results = json_object_get(run_of(s), "results");
    assert_int_equal(json_array_size(results), 1);
    return json_array_get(results, 0);
}

static void assert_text(const json_t *object, const char *key, const char *expected)
{
    const json_t *value = json_object_get(object, key);
    assert_true(json_is_string(value));
    assert_string_equal(json_string_value(value), expected);
}

static void assert_message(const json_t *object, const char *key, const char *expected)
{
    assert_text(json_object_get(object, key), "text", expected);
}

// ---- rules ------------------------------------------------------------------------------

static const json_t *rules_of(sample *s)
{
    const json_t *driver = json_object_get(json_object_get(run_of(s), "tool"), "driver");
    assert_text(driver, "name", "nginx-wslint");
    assert_text(driver, "semanticVersion", NWL_VERSION);
    return json_object_get(driver, "rules");
}

static void every_rule_is_there_without_any_finding(void **state)
{
    const json_t *rules = rules_of(*state);
    assert_int_equal(json_array_size(rules), nwl_rule_count());
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        const json_t *rule = json_array_get(rules, i);
        assert_true(nwl_str_eq(nwl_rule_at(i)->id, nwl_str_of(json_string_value(
                                                       json_object_get(rule, "id")))));
        assert_true(
            json_is_string(json_object_get(json_object_get(rule, "help"), "markdown")));
    }
}

static void a_rule_has_a_name_in_one_word(void **state)
{
    const json_t *rules = rules_of(*state);
    assert_text(json_array_get(rules, nwl_rule_index(NWL_STR("upstream-http-1-0"))),
                "name", "UpstreamHttp10");
    assert_text(json_array_get(rules, nwl_rule_index(NWL_STR("syntax-error"))), "name",
                "SyntaxError");
}

// ---- places -----------------------------------------------------------------------------

static void assert_place(const json_t *location, const char *uri, bool is_below,
                         const char *region)
{
    const json_t *place = json_object_get(location, "physicalLocation");
    const json_t *artifact = json_object_get(place, "artifactLocation");
    assert_text(artifact, "uri", uri);
    assert_int_equal(json_object_get(artifact, "uriBaseId") != NULL, is_below);
    char *printed =
        json_dumps(json_object_get(place, "region"), JSON_COMPACT | JSON_ENSURE_ASCII);
    assert_string_equal(printed, region);
    free(printed);
}

static const json_t *location_of(const json_t *result)
{
    return json_array_get(json_object_get(result, "locations"), 0);
}

static void columns_are_code_points(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/é", "\n\"😀é\" bad;\n");
    sample_finding(s, sample_span(s, file, "bad"), "m", "");
    assert_place(location_of(result_of(s)), "%C3%A9", true,
                 "{\"startLine\":2,\"startColumn\":6,\"endLine\":2,\"endColumn\":9}");
}

static void a_region_ends_with_its_first_line(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/srv/a", "\r\n a b\r\n c;\r\n");
    sample_finding(s, sample_span(s, file, "a b\r\n c"), "m", "");
    assert_place(location_of(result_of(s)), "file:///srv/a", false,
                 "{\"startLine\":2,\"startColumn\":2,\"endLine\":2,\"endColumn\":5}");
}

static void an_empty_region_stays_where_it_is(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a\r\nb");
    nwl_finding *f = sample_finding(s, sample_bytes(file, 4, 4), "m", "");
    assert_place(location_of(result_of(s)), "a", true,
                 "{\"startLine\":2,\"startColumn\":2,\"endLine\":2,\"endColumn\":2}");
    f->at = sample_bytes(file, 2, 4);
    assert_place(location_of(result_of(s)), "a", true,
                 "{\"startLine\":1,\"startColumn\":3,\"endLine\":1,\"endColumn\":3}");
}

static void a_finding_without_a_file_has_no_location(void **state)
{
    sample *s = *state;
    sample_finding(s, sample_bytes(NWL_NO_FILE, 0, 0), "m", "");
    const json_t *result = result_of(s);
    assert_int_equal(json_array_size(json_object_get(result, "locations")), 0);
    assert_int_equal(json_object_size(json_object_get(result, "partialFingerprints")), 1);
}

// ---- results ----------------------------------------------------------------------------

static void a_result_tells_rule_level_and_certainty(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    f->severity = NWL_NOTE;
    f->confidence = NWL_POSSIBLE;
    const json_t *result = result_of(s);
    assert_text(result, "ruleId", "upstream-http-1-0");
    assert_int_equal(json_integer_value(json_object_get(result, "ruleIndex")),
                     nwl_rule_index(NWL_STR("upstream-http-1-0")));
    assert_text(result, "level", "note");
    assert_int_equal(json_integer_value(json_object_get(result, "rank")), 50);
    assert_null(json_object_get(result, "suppressions"));
}

static void places_in_the_message_are_related_locations(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\nb;\n");
    nwl_finding *f = sample_finding(s, sample_span(s, file, "a"), "m", "");
    sample_related(s, f, sample_span(s, file, "b"), "set [here]");
    const json_t *result = result_of(s);
    assert_message(result, "message",
                   "m.\n[a:2](1): set \\[here\\]\nsee: nginx-wslint explain "
                   "upstream-http-1-0");
    const json_t *related = json_object_get(result, "relatedLocations");
    assert_int_equal(json_array_size(related), 1);
    assert_message(json_array_get(related, 0), "message", "set \\[here\\]");
    assert_place(json_array_get(related, 0), "a", true,
                 "{\"startLine\":2,\"startColumn\":1,\"endLine\":2,\"endColumn\":2}");
}

static void a_line_is_known_by_its_hash_too(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a;\n");
    sample_finding(s, sample_bytes(file, 3, 3), "m", "");
    const json_t *prints = json_object_get(result_of(s), "partialFingerprints");
    assert_text(prints, "nginxWslint/v1", "00112233445566778899aabbccddeeff");
    assert_text(prints, "primaryLocationLineHash", "c129715d7a2bc9a3:1");
}

static void a_suppressed_result_says_by_what_and_why(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "a; # ignore\n");
    nwl_annotation comment = {.at = sample_span(s, file, "# ignore"),
                              .reason = NWL_STR("known\tto us")};
    nwl_suppression hides = {.by = &comment};
    sample_finding(s, sample_span(s, file, "a"), "m", "")->suppression = &hides;
    const json_t *all = json_object_get(result_of(s), "suppressions");
    assert_int_equal(json_array_size(all), 1);
    assert_text(json_array_get(all, 0), "kind", "inSource");
    assert_text(json_array_get(all, 0), "justification", "known    to us");
    assert_place(json_object_get(json_array_get(all, 0), "location"), "a", true,
                 "{\"startLine\":1,\"startColumn\":4,\"endLine\":1,\"endColumn\":12}");
    comment.reason = NWL_STR_NONE;
    all = json_object_get(result_of(s), "suppressions");
    assert_null(json_object_get(json_array_get(all, 0), "justification"));
}

// ---- the run ----------------------------------------------------------------------------

static const json_t *invocation_of(sample *s)
{
    return json_array_get(json_object_get(run_of(s), "invocations"), 0);
}

static void a_run_without_problems_is_successful(void **state)
{
    const json_t *invocation = invocation_of(*state);
    assert_true(json_is_true(json_object_get(invocation, "executionSuccessful")));
    assert_int_equal(
        json_array_size(json_object_get(invocation, "toolExecutionNotifications")), 0);
}

static void what_could_not_be_done_is_no_success(void **state)
{
    sample *s = *state;
    s->report.problems = (const nwl_problem[]){
        {.message = NWL_STR("cannot read \"[a]\""), .path = NWL_STR("/etc/nginx/[a]")},
        {.message = NWL_STR("no space")}};
    s->report.problem_count = 2;
    const json_t *invocation = invocation_of(s);
    assert_true(json_is_false(json_object_get(invocation, "executionSuccessful")));
    const json_t *told = json_object_get(invocation, "toolExecutionNotifications");
    assert_int_equal(json_array_size(told), 2);
    const json_t *first = json_array_get(told, 0), *second = json_array_get(told, 1);
    assert_text(first, "level", "error");
    assert_message(first, "message", "cannot read \"\\[a\\]\"");
    assert_text(json_object_get(json_object_get(location_of(first), "physicalLocation"),
                                "artifactLocation"),
                "uri", "%5Ba%5D");
    assert_int_equal(json_array_size(json_object_get(second, "locations")), 0);
}

static void what_is_left_out_is_told(void **state)
{
    sample *s = *state;
    s->report.hidden_findings = 7;
    const json_t *told = json_object_get(invocation_of(s), "toolExecutionNotifications");
    assert_int_equal(json_array_size(told), 1);
    assert_message(json_array_get(told, 0), "message",
                   "--max-findings leaves out 7 of 7 findings");
}

// upload-sarif sets its "category" only where there are none.
static void the_category_is_left_to_the_upload(void **state)
{
    assert_null(json_object_get(run_of(*state), "automationDetails"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(every_rule_is_there_without_any_finding),
        SAMPLE_TEST(a_rule_has_a_name_in_one_word),
        SAMPLE_TEST(columns_are_code_points),
        SAMPLE_TEST(a_region_ends_with_its_first_line),
        SAMPLE_TEST(an_empty_region_stays_where_it_is),
        SAMPLE_TEST(a_finding_without_a_file_has_no_location),
        SAMPLE_TEST(a_result_tells_rule_level_and_certainty),
        SAMPLE_TEST(places_in_the_message_are_related_locations),
        SAMPLE_TEST(a_line_is_known_by_its_hash_too),
        SAMPLE_TEST(a_suppressed_result_says_by_what_and_why),
        SAMPLE_TEST(a_run_without_problems_is_successful),
        SAMPLE_TEST(what_could_not_be_done_is_no_success),
        SAMPLE_TEST(what_is_left_out_is_told),
        SAMPLE_TEST(the_category_is_left_to_the_upload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
