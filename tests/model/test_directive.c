#include "model/directive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/context.h"

#define assert_text(actual, expected)                                                    \
    assert_true(nwl_str_eq((actual), nwl_str_of(expected)))

static nwl_directive_id id_of(const char *name)
{
    return nwl_directive_lookup(nwl_str_of(name));
}

static const nwl_definition *definition_in(nwl_directive_id id, nwl_context context,
                                           nwl_version version)
{
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if ((all[i].contexts & context) != 0 && nwl_definition_holds_in(&all[i], version))
            return &all[i];
    }
    return NULL;
}

static void the_names_are_sorted(void **state)
{
    (void)state;
    for (uint32_t id = 1; id + 1 < NWL_D_COUNT; id++) {
        nwl_str name = nwl_directive_name((nwl_directive_id)id);
        nwl_str following = nwl_directive_name((nwl_directive_id)(id + 1));
        assert_true(nwl_str_compare(name, following) < 0);
    }
}

static void every_name_finds_itself(void **state)
{
    (void)state;
    for (uint32_t id = 1; id < NWL_D_COUNT; id++) {
        nwl_str name = nwl_directive_name((nwl_directive_id)id);
        assert_int_equal(nwl_directive_lookup(name), id);
    }
}

static void a_lookup_is_exact_to_the_byte(void **state)
{
    (void)state;
    assert_int_equal(id_of("proxy_pass"), NWL_D_proxy_pass);
    assert_int_equal(id_of("Proxy_pass"), NWL_D_UNKNOWN);
    assert_int_equal(id_of("proxy_pas"), NWL_D_UNKNOWN);
    assert_int_equal(id_of("proxy_passs"), NWL_D_UNKNOWN);
    assert_int_equal(id_of(""), NWL_D_UNKNOWN);
    assert_int_equal(nwl_directive_lookup(NWL_STR("if\0")), NWL_D_UNKNOWN);
    assert_int_equal(nwl_directive_lookup(NWL_STR_NONE), NWL_D_UNKNOWN);
}

static void the_unknown_directive_has_no_name_and_no_definition(void **state)
{
    (void)state;
    uint32_t count = 1;
    assert_null(nwl_directive_definitions(NWL_D_UNKNOWN, &count));
    assert_int_equal(count, 0);
    assert_null(nwl_directive_definitions(NWL_D_COUNT, &count));
    assert_int_equal(count, 0);
    assert_text(nwl_directive_name(NWL_D_UNKNOWN), "");
    assert_text(nwl_directive_name(NWL_D_COUNT), "");
    assert_false(nwl_directive_allowed(NWL_D_UNKNOWN, NWL_CX_ANY));
}

static void the_definitions_are_grouped_by_id(void **state)
{
    (void)state;
    const nwl_definition *expected = nwl_directive_definitions(1, &(uint32_t){0});
    for (uint32_t id = 1; id < NWL_D_COUNT; id++) {
        uint32_t count;
        const nwl_definition *all =
            nwl_directive_definitions((nwl_directive_id)id, &count);
        assert_true(count > 0);
        assert_ptr_equal(all, expected);
        expected = all + count;
    }
}

static void every_definition_makes_sense(void **state)
{
    (void)state;
    for (uint32_t id = 1; id < NWL_D_COUNT; id++) {
        uint32_t count;
        const nwl_definition *all =
            nwl_directive_definitions((nwl_directive_id)id, &count);
        for (const nwl_definition *one = all; one < all + count; one++) {
            assert_int_equal(one->id, id);
            assert_true(one->contexts != 0 && one->module.len > 0);
            assert_true(one->min_args <= one->max_args);
            assert_true(one->removed == 0 || one->since < one->removed);
            bool block = (one->flags & NWL_DF_BLOCK) != 0;
            assert_int_equal(block, one->body != NWL_BODY_NONE);
        }
    }
}

static void a_block_of_directives_has_a_context_wherever_it_may_stand(void **state)
{
    (void)state;
    for (uint32_t id = 1; id < NWL_D_COUNT; id++) {
        uint32_t count;
        const nwl_definition *all =
            nwl_directive_definitions((nwl_directive_id)id, &count);
        for (const nwl_definition *one = all; one < all + count; one++) {
            for (uint32_t bit = 1; bit < NWL_CX_ANY; bit <<= 1) {
                nwl_context inside = nwl_context_inside((nwl_context)bit, one->id);
                if ((one->contexts & bit) != 0)
                    assert_int_equal(inside != NWL_CX_RAW,
                                     one->body == NWL_BODY_DIRECTIVES);
            }
        }
    }
}

static void no_block_opens_a_context_where_it_may_not_stand(void **state)
{
    (void)state;
    for (uint32_t id = 0; id < NWL_D_COUNT; id++) {
        for (uint32_t bit = 1; bit < NWL_CX_ANY; bit <<= 1) {
            if (!nwl_directive_allowed((nwl_directive_id)id, bit)) {
                nwl_context inside =
                    nwl_context_inside((nwl_context)bit, (nwl_directive_id)id);
                assert_int_equal(inside, NWL_CX_RAW);
            }
        }
    }
}

static void a_block_is_named_by_where_it_stands(void **state)
{
    (void)state;
    assert_int_equal(nwl_context_inside(NWL_CX_MAIN, NWL_D_http), NWL_CX_HTTP);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP, NWL_D_server), NWL_CX_HTTP_SERVER);
    assert_int_equal(nwl_context_inside(NWL_CX_STREAM, NWL_D_server),
                     NWL_CX_STREAM_SERVER);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP_LOCATION, NWL_D_location),
                     NWL_CX_HTTP_LOCATION);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP_SERVER, NWL_D_if),
                     NWL_CX_HTTP_SERVER_IF);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP_LOCATION, NWL_D_if),
                     NWL_CX_HTTP_LOCATION_IF);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP_LOCATION_IF, NWL_D_if), NWL_CX_RAW);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP, NWL_D_map), NWL_CX_RAW);
    assert_int_equal(nwl_context_inside(NWL_CX_HTTP, NWL_D_UNKNOWN), NWL_CX_RAW);
}

static void a_block_in_an_unknown_context_is_taken_for_http(void **state)
{
    (void)state;
    assert_int_equal(nwl_context_inside(NWL_CX_ANY, NWL_D_server), NWL_CX_HTTP_SERVER);
    assert_int_equal(nwl_context_inside(NWL_CX_ANY, NWL_D_upstream),
                     NWL_CX_HTTP_UPSTREAM);
    assert_int_equal(nwl_context_inside(NWL_CX_STREAM | NWL_CX_MAIL, NWL_D_server),
                     NWL_CX_STREAM_SERVER);
}

static void every_context_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (uint32_t bit = 1; bit < NWL_CX_ANY; bit <<= 1) {
        nwl_str name = nwl_context_name((nwl_context)bit);
        assert_true(name.len > 0);
        for (uint32_t other = 1; other < bit; other <<= 1)
            assert_false(nwl_str_eq(name, nwl_context_name((nwl_context)other)));
    }
    assert_text(nwl_context_name(NWL_CX_HTTP_SERVER_IF), "http.server.if");
    assert_text(nwl_context_name(NWL_CX_ANY), "any");
    assert_text(nwl_context_name(NWL_CX_HTTP | NWL_CX_MAIL), "");
}

static void a_directive_stands_where_a_module_allows_it(void **state)
{
    (void)state;
    assert_true(nwl_directive_allowed(NWL_D_proxy_pass, NWL_CX_HTTP_LOCATION));
    assert_true(nwl_directive_allowed(NWL_D_proxy_pass, NWL_CX_STREAM_SERVER));
    assert_false(nwl_directive_allowed(NWL_D_proxy_pass, NWL_CX_HTTP_SERVER));
    assert_true(nwl_directive_allowed(NWL_D_proxy_pass,
                                      NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LIMIT_EXCEPT));
}

static void include_stands_everywhere(void **state)
{
    (void)state;
    for (uint32_t bit = 1; bit < NWL_CX_ANY; bit <<= 1)
        assert_true(nwl_directive_allowed(NWL_D_include, bit));
}

static void a_name_may_be_a_block_and_a_simple_directive(void **state)
{
    (void)state;
    assert_true(nwl_directive_may_be_block(NWL_D_server));
    assert_true(nwl_directive_may_be_simple(NWL_D_server));
    assert_true(nwl_directive_may_be_block(NWL_D_location));
    assert_false(nwl_directive_may_be_simple(NWL_D_location));
    assert_false(nwl_directive_may_be_block(NWL_D_listen));
    assert_true(nwl_directive_may_be_simple(NWL_D_listen));
}

static void the_number_of_arguments_depends_on_the_context(void **state)
{
    (void)state;
    assert_true(nwl_directive_accepts(NWL_D_server, NWL_CX_HTTP, 0));
    assert_false(nwl_directive_accepts(NWL_D_server, NWL_CX_HTTP, 1));
    assert_true(nwl_directive_accepts(NWL_D_server, NWL_CX_HTTP_UPSTREAM, 1));
    assert_true(nwl_directive_accepts(NWL_D_server, 0, 1));
    assert_false(nwl_directive_accepts(NWL_D_proxy_set_header, 0, 1));
    assert_true(nwl_directive_accepts(NWL_D_proxy_set_header, 0, 2));
    assert_false(nwl_directive_accepts(NWL_D_proxy_set_header, 0, 3));
    assert_true(nwl_directive_accepts(NWL_D_server_name, 0, 5000));
}

static void one_or_three_is_not_two(void **state)
{
    (void)state;
    assert_true(nwl_directive_accepts(NWL_D_js_import, NWL_CX_HTTP, 1));
    assert_false(nwl_directive_accepts(NWL_D_js_import, NWL_CX_HTTP, 2));
    assert_true(nwl_directive_accepts(NWL_D_js_import, NWL_CX_HTTP, 3));
}

static void a_block_knows_what_stands_inside(void **state)
{
    (void)state;
    assert_int_equal(nwl_directive_body(NWL_D_location), NWL_BODY_DIRECTIVES);
    assert_int_equal(nwl_directive_body(NWL_D_server), NWL_BODY_DIRECTIVES);
    assert_int_equal(nwl_directive_body(NWL_D_map), NWL_BODY_MAP);
    assert_int_equal(nwl_directive_body(NWL_D_content_by_lua_block), NWL_BODY_LUA);
    assert_int_equal(nwl_directive_body(NWL_D_otel_exporter), NWL_BODY_DIRECTIVES);
    assert_int_equal(nwl_directive_body(NWL_D_ldap_server), NWL_BODY_CUSTOM);
    assert_int_equal(nwl_directive_body(NWL_D_listen), NWL_BODY_NONE);
    assert_int_equal(nwl_directive_body(NWL_D_UNKNOWN), NWL_BODY_NONE);
}

static void keepalive_takes_a_second_argument_before_1_7_5_and_from_1_29_7(void **state)
{
    (void)state;
    const nwl_version versions[] = {NWL_VERSION_OF(1, 7, 4), NWL_VERSION_OF(1, 7, 5),
                                    NWL_VERSION_OF(1, 29, 6), NWL_VERSION_OF(1, 29, 7)};
    const bool takes_two[] = {true, false, false, true};
    for (size_t i = 0; i < 4; i++) {
        const nwl_definition *found =
            definition_in(NWL_D_keepalive, NWL_CX_HTTP_UPSTREAM, versions[i]);
        assert_non_null(found);
        assert_int_equal(nwl_definition_takes(found, 2), takes_two[i]);
    }
}

static void a_definition_holds_from_since_until_removed(void **state)
{
    (void)state;
    assert_null(definition_in(NWL_D_imap, NWL_CX_MAIN, NWL_VERSION_OF(1, 9, 1)));
    assert_non_null(definition_in(NWL_D_imap, NWL_CX_MAIN, NWL_VERSION_OF(1, 9, 0)));
    assert_null(definition_in(NWL_D_stream, NWL_CX_MAIN, NWL_VERSION_OF(1, 8, 1)));
    assert_non_null(definition_in(NWL_D_stream, NWL_CX_MAIN, NWL_VERSION_OF(1, 9, 0)));
    assert_non_null(definition_in(NWL_D_imap, NWL_CX_MAIN, 0));
}

static void the_parser_learns_of_the_words_it_asks_for(void **state)
{
    (void)state;
    nwl_word_info map = nwl_directive_word(NWL_STR("map"));
    assert_int_equal(map.id, NWL_D_map);
    assert_true(map.may_be_block && !map.may_be_simple);
    assert_int_equal(map.most_args, 2);
    assert_int_equal(map.body, NWL_READ_LINES);
    assert_int_equal(nwl_directive_word(NWL_STR("listen")).most_args, UINT8_MAX);
    assert_int_equal(nwl_directive_word(NWL_STR("split_clients")).body,
                     NWL_READ_WITHOUT_INCLUDE);
    assert_int_equal(nwl_directive_word(NWL_STR("access_by_lua_block")).body,
                     NWL_READ_LUA);
}

static void an_unknown_word_may_be_anything_but_a_lua_block_is_a_block(void **state)
{
    (void)state;
    nwl_word_info unknown = nwl_directive_word(NWL_STR("frobnicate"));
    assert_int_equal(unknown.id, NWL_D_UNKNOWN);
    assert_true(unknown.may_be_block && unknown.may_be_simple);
    assert_int_equal(unknown.most_args, UINT8_MAX);
    nwl_word_info lua = nwl_directive_word(NWL_STR("tomorrow_by_lua_block"));
    assert_true(lua.may_be_block && !lua.may_be_simple);
    assert_int_equal(lua.body, NWL_READ_LUA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_names_are_sorted),
        cmocka_unit_test(every_name_finds_itself),
        cmocka_unit_test(a_lookup_is_exact_to_the_byte),
        cmocka_unit_test(the_unknown_directive_has_no_name_and_no_definition),
        cmocka_unit_test(the_definitions_are_grouped_by_id),
        cmocka_unit_test(every_definition_makes_sense),
        cmocka_unit_test(a_block_of_directives_has_a_context_wherever_it_may_stand),
        cmocka_unit_test(no_block_opens_a_context_where_it_may_not_stand),
        cmocka_unit_test(a_block_is_named_by_where_it_stands),
        cmocka_unit_test(a_block_in_an_unknown_context_is_taken_for_http),
        cmocka_unit_test(every_context_has_a_name_of_its_own),
        cmocka_unit_test(a_directive_stands_where_a_module_allows_it),
        cmocka_unit_test(include_stands_everywhere),
        cmocka_unit_test(a_name_may_be_a_block_and_a_simple_directive),
        cmocka_unit_test(the_number_of_arguments_depends_on_the_context),
        cmocka_unit_test(one_or_three_is_not_two),
        cmocka_unit_test(a_block_knows_what_stands_inside),
        cmocka_unit_test(keepalive_takes_a_second_argument_before_1_7_5_and_from_1_29_7),
        cmocka_unit_test(a_definition_holds_from_since_until_removed),
        cmocka_unit_test(the_parser_learns_of_the_words_it_asks_for),
        cmocka_unit_test(an_unknown_word_may_be_anything_but_a_lua_block_is_a_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
