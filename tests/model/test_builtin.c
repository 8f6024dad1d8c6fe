#include "model/builtin.h"

#include "tests/support/world.h"

static const nwl_builtin *find(const char *name, nwl_context context)
{
    return nwl_builtin_find(nwl_str_of(name), context);
}

static void names_are_in_order_and_in_lower_case(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_builtin_count(); i++) {
        const nwl_builtin *b = nwl_builtin_at(i);
        assert_true(b->name.len > 0 && b->module.len > 0);
        assert_true(b->context == NWL_CX_HTTP || b->context == NWL_CX_STREAM);
        for (size_t at = 0; at < b->name.len; at++)
            assert_int_equal(b->name.ptr[at], nwl_to_lower(b->name.ptr[at]));
        if (i == 0)
            continue;
        const nwl_builtin *before = nwl_builtin_at(i - 1);
        int order = nwl_str_compare(before->name, b->name);
        assert_true(order < 0 || (order == 0 && before->context < b->context));
    }
}

static void a_variable_is_found_in_any_case(void **state)
{
    (void)state;
    assert_non_null(find("remote_addr", NWL_CX_HTTP));
    assert_non_null(find("Remote_ADDR", NWL_CX_STREAM));
    assert_null(find("remote_adr", NWL_CX_HTTP));
    assert_null(find("remote_addr2", NWL_CX_HTTP));
    assert_null(find("", NWL_CX_HTTP));
}

static void http_and_stream_have_variables_of_their_own(void **state)
{
    (void)state;
    assert_non_null(find("host", NWL_CX_HTTP));
    assert_null(find("host", NWL_CX_STREAM));
    assert_null(find("ssl_preread_protocol", NWL_CX_HTTP));
    assert_non_null(find("ssl_preread_protocol", NWL_CX_STREAM));
}

static void a_family_has_every_name_that_begins_so(void **state)
{
    (void)state;
    assert_true(find("http_x_y", NWL_CX_HTTP)->is_family);
    assert_true(find("HTTP_X", NWL_CX_HTTP)->is_family);
    assert_true(find("arg_", NWL_CX_HTTP)->is_family);
    assert_false(find("http2", NWL_CX_HTTP)->is_family);
    assert_null(find("http_x", NWL_CX_STREAM));
    assert_null(find("http", NWL_CX_HTTP));
}

static void a_newer_variable_says_since_when(void **state)
{
    (void)state;
    assert_int_equal(find("request_port", NWL_CX_HTTP)->since, NWL_VERSION_OF(1, 29, 3));
    assert_int_equal(find("uri", NWL_CX_HTTP)->since, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_in_order_and_in_lower_case),
        cmocka_unit_test(a_variable_is_found_in_any_case),
        cmocka_unit_test(http_and_stream_have_variables_of_their_own),
        cmocka_unit_test(a_family_has_every_name_that_begins_so),
        cmocka_unit_test(a_newer_variable_says_since_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
