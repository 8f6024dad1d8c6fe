#include "cli/kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cli/options.h"

static const nwl_command *command(const char *name)
{
    const nwl_command *found = nwl_command_named(nwl_str_of(name));
    assert_non_null(found);
    return found;
}

static void an_option_has_a_kind_exactly_when_it_has_an_argument(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_option_count(); i++) {
        const nwl_option *option = nwl_option_at(i);
        bool is_heading = option->name.len == 0;
        bool has_kind = !is_heading && option->kind->form != NWL_KIND_NONE;
        assert_int_equal(has_kind, option->argument.len > 0);
    }
}

static void every_operand_of_a_command_has_a_kind(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < nwl_command_count(); i++) {
        const nwl_command *each = nwl_command_at(i);
        for (uint32_t at = 0; at < each->most_operands && at < 4; at++) {
            assert_non_null(nwl_kind_operand(each, at));
            assert_int_not_equal(nwl_kind_operand(each, at)->form, NWL_KIND_NONE);
        }
    }
}

static void paths_follow_the_url_of_a_trace(void **state)
{
    (void)state;
    assert_ptr_equal(nwl_kind_operand(command("trace"), 0), &nwl_kind_text);
    assert_ptr_equal(nwl_kind_operand(command("trace"), 1), &nwl_kind_file);
    assert_ptr_equal(nwl_kind_operand(command("trace"), 2), &nwl_kind_none);
    assert_ptr_equal(nwl_kind_operand(command("check"), 1000), &nwl_kind_file);
    assert_ptr_equal(nwl_kind_operand(command("rules"), 0), &nwl_kind_none);
}

static void formats_are_those_of_the_command(void **state)
{
    (void)state;
    nwl_choice_list of_explain = nwl_kind_words(&nwl_kind_format, command("explain"));
    nwl_choice_list of_check = nwl_kind_words(&nwl_kind_format, command("check"));
    assert_int_equal(nwl_choice_find(&of_explain, NWL_STR("markdown")), 1);
    assert_int_equal(nwl_choice_find(&of_explain, NWL_STR("json")), UINT32_MAX);
    assert_int_not_equal(nwl_choice_find(&of_check, NWL_STR("json")), UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_option_has_a_kind_exactly_when_it_has_an_argument),
        cmocka_unit_test(every_operand_of_a_command_has_a_kind),
        cmocka_unit_test(paths_follow_the_url_of_a_trace),
        cmocka_unit_test(formats_are_those_of_the_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
