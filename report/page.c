#include "report/page.h"

#include "rules/engine.h"

// A section with text as it stands; none when there is no text.
static void put_section(nwl_buffer *out, const char *heading, nwl_str text)
{
    text = nwl_str_trim(text);
    if (text.len > 0)
        nwl_buffer_format(out, "\n## %s\n\n%.*s\n", heading, NWL_STR_FMT(text));
}

nwl_str nwl_page_example(nwl_str text)
{
    while (nwl_str_starts_with(text, NWL_STR("\n")))
        text = nwl_str_from(text, 1);
    while (nwl_str_ends_with(text, NWL_STR("\n")))
        text.len--;
    return text;
}

static void put_example(nwl_buffer *out, const char *heading, nwl_str text)
{
    text = nwl_page_example(text);
    if (text.len > 0)
        nwl_buffer_format(out, "\n## %s\n\n```nginx\n%.*s\n```\n", heading,
                          NWL_STR_FMT(text));
}

static void put_sources(nwl_buffer *out, const nwl_rule *rule)
{
    if (rule->sources[0].len > 0)
        nwl_buffer_add(out, NWL_STR("\n## Sources\n\n"));
    for (uint32_t i = 0; i < NWL_MOST_SOURCES && rule->sources[i].len > 0; i++) {
        bool is_link = nwl_str_starts_with(rule->sources[i], NWL_STR("http"));
        nwl_buffer_format(out, is_link ? "- <%.*s>\n" : "- %.*s\n",
                          NWL_STR_FMT(rule->sources[i]));
    }
}

void nwl_page_add_switch(const nwl_rule *rule, nwl_buffer *out)
{
    if (rule->off_by_default)
        nwl_buffer_format(
            out, "It is off by default; --severity %.*s=%.*s turns it on.\n",
            NWL_STR_FMT(rule->id), NWL_STR_FMT(nwl_severity_name(rule->severity)));
}

void nwl_page_markdown(const nwl_rule *rule, nwl_buffer *out)
{
    nwl_buffer_format(out, "# %.*s\n\n%.*s (%.*s%s).\n", NWL_STR_FMT(rule->id),
                      NWL_STR_FMT(rule->title),
                      NWL_STR_FMT(nwl_severity_name(rule->severity)),
                      rule->off_by_default ? "" : " by default");
    nwl_page_add_switch(rule, out);
    put_section(out, "Why", rule->why);
    put_example(out, "What it reports", nwl_rule_example_of(rule)->bad);
    put_example(out, "What it does not", nwl_rule_example_of(rule)->good);
    put_section(out, "What to do", rule->remedy);
    put_section(out, "Versions", rule->versions);
    put_section(out, "When to ignore it", rule->when_to_ignore);
    put_sources(out, rule);
}
