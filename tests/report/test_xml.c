// XML as parsers and logs take it.
#include "report/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_text(const nwl_buffer *out, const char *expected)
{
    nwl_str text = nwl_buffer_text(out);
    assert_int_equal(text.len, nwl_str_of(expected).len);
    assert_memory_equal(text.ptr, expected, text.len);
}

static void assert_escaped(nwl_str text, const char *expected)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_xml_add_escaped(&out, text);
    assert_text(&out, expected);
    nwl_buffer_free(&out);
}

static void what_markup_is_made_of_becomes_references(void **state)
{
    (void)state;
    assert_escaped(NWL_STR("a<b>&amp;\"'"), "a&lt;b&gt;&amp;amp;&quot;&#39;");
    assert_escaped(NWL_STR("]]><x/>"), "]]&gt;&lt;x/&gt;");
    assert_escaped(NWL_STR(""), "");
}

static void a_parser_gives_line_ends_and_tabs_back(void **state)
{
    (void)state;
    assert_escaped(NWL_STR("a\tb\nc\rd"), "a&#9;b&#10;c&#13;d");
}

// XML 1.0, production 2: Char.
static void what_no_document_may_hold_is_replaced(void **state)
{
    (void)state;
    assert_escaped(NWL_STR("\0\x01\x08\x0b\x0c\x0e\x1f"),
                   "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    assert_escaped(NWL_STR("\xef\xbf\xbe\xef\xbf\xbf"), "\uFFFD\uFFFD");
    assert_escaped(NWL_STR("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
    assert_escaped(NWL_STR("\xff\xc3"), "\uFFFD\uFFFD");
}

static void characters_that_mislead_are_not_written(void **state)
{
    (void)state;
    assert_escaped(NWL_STR("\x7f\xc2\x85\u202e\u200b"), "&#127;&#133;&#8238;&#8203;");
    assert_escaped(NWL_STR("é\U0001F600"), "é\U0001F600");
}

static void no_command_of_a_ci_system_is_written(void **state)
{
    (void)state;
    assert_escaped(NWL_STR("##[error]x"), "&#35;#[error]x");
    assert_escaped(NWL_STR("###[x"), "&#35;&#35;#[x");
    assert_escaped(NWL_STR("::error::x"), "&#58;:error&#58;:x");
    assert_escaped(NWL_STR("#\ufe0f#[x"), "&#35;\ufe0f#[x");
    assert_escaped(NWL_STR(":\ufe0f:error"), "&#58;\ufe0f:error");
    assert_escaped(NWL_STR("# a:b"), "# a:b");
}

static void a_document_has_an_element_a_line(void **state)
{
    (void)state;
    nwl_arena *arena = nwl_arena_new();
    nwl_buffer out = nwl_buffer_new(NULL);
    nwl_xml xml = nwl_xml_to(arena, &out);
    nwl_xml_open(&xml, "a");
    nwl_xml_open(&xml, "b");
    nwl_xml_number(&xml, "n", UINT32_MAX);
    nwl_xml_attribute(&xml, "t", NWL_STR("1\n2"));
    nwl_xml_close(&xml);
    nwl_xml_open(&xml, "c");
    nwl_xml_text(&xml, NWL_STR("1\n2 <"));
    nwl_xml_text(&xml, NWL_STR(" 3\n"));
    nwl_xml_close(&xml);
    nwl_xml_close(&xml);
    assert_text(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<a>\n"
                      " <b n=\"4294967295\" t=\"1&#10;2\"/>\n"
                      " <c>1\n2 &lt; 3\n</c>\n"
                      "</a>\n");
    nwl_buffer_free(&out);
    nwl_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_markup_is_made_of_becomes_references),
        cmocka_unit_test(a_parser_gives_line_ends_and_tabs_back),
        cmocka_unit_test(what_no_document_may_hold_is_replaced),
        cmocka_unit_test(characters_that_mislead_are_not_written),
        cmocka_unit_test(no_command_of_a_ci_system_is_written),
        cmocka_unit_test(a_document_has_an_element_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
