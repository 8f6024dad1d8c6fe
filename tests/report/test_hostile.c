// What a configuration may hold to mislead a terminal, a reader or a CI system.
#include "report/visible.h"
#include "tests/report/sample.h"

static nwl_str visible(sample *s, nwl_str text, bool ascii)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_visible_add(&out, text, ascii);
    nwl_str drawn = nwl_arena_copy(s->arena, nwl_buffer_text(&out));
    nwl_buffer_free(&out);
    return drawn;
}

static void assert_drawn(sample *s, nwl_str text, const char *drawn, const char *in_ascii)
{
    assert_string_equal(visible(s, text, false).ptr, drawn);
    assert_string_equal(visible(s, text, true).ptr, in_ascii);
}

static void controls_become_pictures(void **state)
{
    sample *s = *state;
    assert_drawn(s, NWL_STR("a\0b"), "a␀b", "a\\x00b");
    assert_drawn(s, NWL_STR("\x1b[2J"), "␛[2J", "\\x1b[2J");
    assert_drawn(s, NWL_STR("a\r\nb"), "a␍␊b", "a\\x0d\\x0ab");
    assert_drawn(s, NWL_STR("\x7f"), "␡", "\\x7f");
    assert_drawn(s, NWL_STR("\xc2\x9b"), "\xef\xbf\xbd", "\\x9b");
    assert_drawn(s, NWL_STR("a\tb"), "a    b", "a    b");
}

static void invisible_and_turning_characters_are_replaced(void **state)
{
    sample *s = *state;
    assert_drawn(s, NWL_STR("\u202e"), "\xef\xbf\xbd", "\\u{202e}");
    assert_drawn(s, NWL_STR("\u200b"), "\xef\xbf\xbd", "\\u{200b}");
    assert_drawn(s, NWL_STR("\u2028"), "\xef\xbf\xbd", "\\u{2028}");
    assert_drawn(s, NWL_STR("\U000e0041"), "\xef\xbf\xbd", "\\u{e0041}");
}

static void bytes_that_are_not_utf_8_are_replaced_one_by_one(void **state)
{
    sample *s = *state;
    assert_drawn(s, NWL_STR("\xe4\xf6"), "\xef\xbf\xbd\xef\xbf\xbd", "\\xe4\\xf6");
    assert_drawn(s, NWL_STR("\xe6\xbc"), "\xef\xbf\xbd\xef\xbf\xbd", "\\xe6\\xbc");
}

static void letters_of_all_scripts_pass(void **state)
{
    assert_drawn(*state, NWL_STR("é漢"), "é漢", "é漢");
}

static void commands_of_ci_systems_are_broken_up(void **state)
{
    sample *s = *state;
    assert_drawn(s, NWL_STR("##[error]x"), "＃#[error]x", "\\x23#[error]x");
    assert_drawn(s, NWL_STR("###[x"), "#＃#[x", "#\\x23#[x");
    assert_drawn(s, NWL_STR("##vso[task"), "＃#vso[task", "\\x23#vso[task");
    assert_drawn(s, NWL_STR("##VSO[task"), "＃#VSO[task", "\\x23#VSO[task");
    assert_drawn(s, NWL_STR("##teamcity[a"), "＃#teamcity[a", "\\x23#teamcity[a");
    assert_drawn(s, NWL_STR("##\u200b[x"), "＃#\xef\xbf\xbd[x", "\\x23#\\u{200b}[x");
}

// .NET skips them when it looks for "##[": a variation selector, a music symbol, an accent of Hebrew, a tatweel.
static void nothing_that_weighs_nothing_hides_a_command(void **state)
{
    sample *s = *state;
    assert_drawn(s, NWL_STR("#\ufe0f#[x"), "＃\ufe0f#[x", "\\x23\ufe0f#[x");
    assert_drawn(s, NWL_STR("##\ufe0f[x"), "＃#\ufe0f[x", "\\x23#\ufe0f[x");
    assert_drawn(s, NWL_STR("##v\u0591So[x"), "＃#v\u0591So[x", "\\x23#v\u0591So[x");
    assert_drawn(s, NWL_STR("##teamcit\u0640\U0001d173y[x"),
                 "＃#teamcit\u0640\U0001d173y[x", "\\x23#teamcit\u0640\U0001d173y[x");
}

static void ordinary_comments_stay_as_they_are(void **state)
{
    sample *s = *state;
    assert_drawn(s, NWL_STR("## a ##"), "## a ##", "## a ##");
    assert_drawn(s, NWL_STR("##é ##vs"), "##é ##vs", "##é ##vs");
}

static void endless_text_is_cut(void **state)
{
    sample *s = *state;
    char *bytes = NWL_NEW_ARRAY(s->arena, char, 5000);
    memset(bytes, 'a', 5000);
    nwl_str drawn = visible(s, (nwl_str){bytes, 5000}, false);
    assert_int_equal(drawn.len, NWL_VISIBLE_MOST_COLUMNS + strlen("…"));
    assert_true(nwl_str_ends_with(drawn, NWL_STR("a…")));
}

// Every string a configuration or a file name can end up in.
static nwl_finding *hostile_finding(sample *s)
{
    static const char bad[] = "\x1b[31m##[error]\u202e\n::error::x\r";
    char *path = NWL_NEW_ARRAY(s->arena, char, 100);
    strcat(strcat(path, "/etc/nginx/"), bad);
    uint32_t file = sample_file(s, path, "\x1b[31m##[error]\u202e\r::error::x;\n");
    uint32_t other = sample_file(s, path, "\x1b[0m\xff;\n");
    nwl_finding *f = sample_finding(s, sample_bytes(file, 0, 5), bad, bad);
    sample_related(s, f, sample_bytes(other, 0, 4), bad);
    f->via = sample_step(s, sample_bytes(other, 0, 4), bad, file, bad);
    nwl_help *help = NWL_PUSH(s->arena, &f->helps);
    help->title = nwl_str_of(bad);
    *NWL_PUSH(s->arena, &help->lines) = nwl_str_of(bad);
    *NWL_PUSH(s->arena, &f->notes) = nwl_str_of(bad);
    return f;
}

// commands: how many lines GitHub's runner is meant to obey.
static void assert_harmless(nwl_str printed, uint32_t commands)
{
    for (size_t i = 0; i < printed.len; i++) {
        assert_true(printed.ptr[i] == '\n' || (unsigned char)printed.ptr[i] >= 0x20);
        bool begins_line = i == 0 || printed.ptr[i - 1] == '\n';
        nwl_str rest = nwl_str_from(printed, i);
        if (begins_line && nwl_str_starts_with(rest, NWL_STR("::"))) {
            assert_true(nwl_str_starts_with(rest, NWL_STR("::error file=")));
            assert_true(commands-- > 0);
        }
    }
    assert_int_equal(commands, 0);
    assert_null(strstr(printed.ptr, "##["));
    assert_null(strstr(printed.ptr, "\u202e"));
}

static void no_string_of_a_finding_gets_through(void **state)
{
    sample *s = *state;
    hostile_finding(s);
    for (uint32_t i = 0; i < nwl_format_count(); i++) {
        const nwl_format *format = nwl_format_at(i);
        uint32_t commands = nwl_str_eq(format->name, NWL_STR("github"));
        s->style.ascii = false;
        assert_harmless(sample_print_as(s, format->name.ptr), commands);
        s->style.ascii = true;
        assert_harmless(sample_print_as(s, format->name.ptr), commands);
    }
}

static void carets_follow_what_is_drawn(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/a", "\x1b\xff##[x] b;\n");
    sample_finding(s, sample_span(s, file, "b"), "m", "");
    nwl_str printed = sample_print_as(s, "text");
    assert_non_null(strstr(printed.ptr, " 1 | ␛\xef\xbf\xbd＃#[x] b;\n"
                                        "   |          ^\n"));
    s->style.ascii = true;
    printed = sample_print_as(s, "text");
    assert_non_null(strstr(printed.ptr, " 1 | \\x1b\\xff\\x23#[x] b;\n"
                                        "   |                  ^\n"));
}

static void a_path_that_looks_like_a_command_is_spelled_otherwise(void **state)
{
    sample *s = *state;
    uint32_t file = sample_file(s, "/etc/nginx/::error::x", "a;\n");
    sample_finding(s, sample_span(s, file, "a"), "m", "");
    assert_prints(s, "concise", "./::error::x:1:1: error: m [upstream-http-1-0]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SAMPLE_TEST(controls_become_pictures),
        SAMPLE_TEST(invisible_and_turning_characters_are_replaced),
        SAMPLE_TEST(bytes_that_are_not_utf_8_are_replaced_one_by_one),
        SAMPLE_TEST(letters_of_all_scripts_pass),
        SAMPLE_TEST(commands_of_ci_systems_are_broken_up),
        SAMPLE_TEST(nothing_that_weighs_nothing_hides_a_command),
        SAMPLE_TEST(ordinary_comments_stay_as_they_are),
        SAMPLE_TEST(endless_text_is_cut),
        SAMPLE_TEST(no_string_of_a_finding_gets_through),
        SAMPLE_TEST(carets_follow_what_is_drawn),
        SAMPLE_TEST(a_path_that_looks_like_a_command_is_spelled_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
