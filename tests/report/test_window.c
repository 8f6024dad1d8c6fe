#include <time.h>

#include "report/window.h"
#include "tests/report/sample.h"

static const char line[] = "abcdefghijklmnopqrstuvwxyz0123456789";

static const char *drawn(sample *s, nwl_window window)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_window_draw(&window, &out);
    const char *text = nwl_arena_copy(s->arena, nwl_buffer_text(&out)).ptr;
    nwl_buffer_free(&out);
    return text;
}

static nwl_window around(uint32_t begin, uint32_t end, uint32_t columns, bool ascii)
{
    return nwl_window_around(nwl_str_of(line), (nwl_range){begin, end}, columns, ascii);
}

static void a_line_that_fits_is_whole(void **state)
{
    assert_string_equal(drawn(*state, around(0, 1, 36, false)), line);
}

static void the_end_is_cut_when_the_focus_is_near_the_start(void **state)
{
    assert_string_equal(drawn(*state, around(3, 5, 20, false)), "abcdefghijklmnopqr…");
}

static void the_start_is_cut_when_the_focus_is_near_the_end(void **state)
{
    nwl_window window = around(34, 36, 20, false);
    assert_string_equal(drawn(*state, window), "…rstuvwxyz0123456789");
    assert_int_equal(nwl_window_column(&window, 34), 18);
}

static void both_ends_are_cut_around_the_middle(void **state)
{
    nwl_window window = around(20, 22, 12, false);
    assert_string_equal(drawn(*state, window), "…qrstuvwxyz…");
    assert_int_equal(nwl_window_column(&window, 20), 5);
}

static void ascii_ellipses_are_three_dots(void **state)
{
    nwl_window window = around(20, 22, 16, true);
    assert_string_equal(drawn(*state, window), "...qrstuvwxyz...");
    assert_int_equal(nwl_window_column(&window, 20), 7);
}

static void what_is_cut_off_is_at_an_ellipsis(void **state)
{
    (void)state;
    nwl_window window = around(20, 22, 12, false);
    assert_int_equal(nwl_window_column(&window, 2), 0);
    assert_int_equal(nwl_window_column(&window, 35), 11);
}

static void a_focus_longer_than_the_screen_begins_on_it(void **state)
{
    nwl_window window = around(10, 36, 16, false);
    assert_string_equal(drawn(*state, window), "…klmnopqrstuvwx…");
    assert_int_equal(nwl_window_column(&window, 10), 1);
}

static void wide_characters_are_not_split(void **state)
{
    nwl_str text = NWL_STR("漢漢漢漢漢漢漢漢x漢漢漢漢漢漢漢漢");
    nwl_window window = nwl_window_around(text, (nwl_range){24, 25}, 13, false);
    assert_string_equal(drawn(*state, window), "…漢漢x漢漢漢…");
    assert_int_equal(nwl_window_column(&window, 24), 5);
}

static void a_long_line_is_trimmed_in_the_text_format(void **state)
{
    sample *s = *state;
    s->style.width = 50;
    char *bytes = NWL_NEW_ARRAY(s->arena, char, 1000);
    memset(bytes, 'a', 999);
    memcpy(bytes + 500, "bad", 3);
    uint32_t file = sample_file(s, "/etc/nginx/a", bytes);
    nwl_finding *f = sample_finding(s, sample_span(s, file, "bad"), "m", "here");
    sample_related(s, f, sample_bytes(file, 990, 999), "beyond");
    assert_non_null(strstr(sample_print_as(s, "text").ptr,
                           "\n 1 | …aaaaaaaaaaaaaaaaaaaabadaaaaaaaaaaaaaaaaaaaa…\n"
                           "   |                      ^^^                    - beyond\n"
                           "   |                      |\n"
                           "   |                      here\n"));
}

// Many findings on one line of 8 MiB, at its end: nothing may walk over all of it each time.
static void an_endless_line_costs_no_time(void **state)
{
    sample *s = *state;
    const uint32_t size = 8u << 20;
    char *bytes = NWL_NEW_ARRAY(s->arena, char, size);
    memset(bytes, 'a', size);
    memset(bytes + size / 2, 0xcc, size / 2);
    uint32_t file = sample_file_of(s, NWL_STR("/etc/nginx/a"), (nwl_str){bytes, size});
    for (uint32_t i = 0; i < 500; i++)
        sample_finding(s, sample_bytes(file, size - 2, size), "m", "");
    clock_t start = clock();
    nwl_str printed = sample_print_as(s, "text");
    assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
    assert_true(printed.len < 1u << 20);
    assert_true(sample_print_as(s, "concise").len < 1u << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(a_line_that_fits_is_whole),
        SAMPLE_TEST(the_end_is_cut_when_the_focus_is_near_the_start),
        SAMPLE_TEST(the_start_is_cut_when_the_focus_is_near_the_end),
        SAMPLE_TEST(both_ends_are_cut_around_the_middle),
        SAMPLE_TEST(ascii_ellipses_are_three_dots),
        SAMPLE_TEST(what_is_cut_off_is_at_an_ellipsis),
        SAMPLE_TEST(a_focus_longer_than_the_screen_begins_on_it),
        SAMPLE_TEST(wide_characters_are_not_split),
        SAMPLE_TEST(a_long_line_is_trimmed_in_the_text_format),
        SAMPLE_TEST(an_endless_line_costs_no_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
