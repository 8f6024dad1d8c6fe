#include "cli/page.h"

#include "rules/engine.h"
#include "report/page.h"
#include "cli/wrap.h"

enum { INDENT = 2 };

static void draw_heading(nwl_screen *screen, nwl_str text)
{
    nwl_screen_put(screen, NWL_INK_STRONG, text);
    nwl_screen_end_line(screen);
}

static void draw_section(nwl_screen *screen, nwl_str heading, nwl_str text)
{
    if (text.len == 0)
        return;
    draw_heading(screen, heading);
    nwl_wrap_paragraphs(screen, text, INDENT, nwl_wrap_width(screen->style));
}

static void draw_example(nwl_screen *screen, nwl_str heading, nwl_str text)
{
    text = nwl_page_example(text);
    if (text.len == 0)
        return;
    draw_heading(screen, heading);
    for (nwl_str line; nwl_str_cut(&text, '\n', &line);) {
        nwl_screen_pad(screen, line.len > 0 ? INDENT : 0);
        nwl_screen_text(screen, NWL_INK_PLAIN, line);
        nwl_screen_end_line(screen);
    }
    nwl_screen_end_line(screen);
}

static void draw_sources(nwl_screen *screen, const nwl_rule *rule)
{
    if (rule->sources[0].len > 0)
        draw_heading(screen, NWL_STR("Sources"));
    for (uint32_t i = 0; i < NWL_MOST_SOURCES && rule->sources[i].len > 0; i++) {
        nwl_screen_pad(screen, INDENT);
        nwl_screen_text(screen, NWL_INK_PLAIN, rule->sources[i]);
        nwl_screen_end_line(screen);
    }
}

void nwl_page_draw(const nwl_rule *rule, const nwl_style *style, nwl_buffer *out)
{
    nwl_screen screen = {.out = out, .style = style};
    nwl_screen_put(&screen, nwl_ink_of(rule->severity),
                   nwl_severity_name(rule->severity));
    nwl_screen_put(&screen, NWL_INK_STRONG, NWL_STR("["));
    nwl_screen_put(&screen, NWL_INK_STRONG, rule->id);
    nwl_screen_put(&screen, NWL_INK_STRONG, NWL_STR("]: "));
    nwl_screen_put(&screen, NWL_INK_STRONG, rule->title);
    nwl_screen_end_line(&screen);
    nwl_page_add_switch(rule, out);
    nwl_screen_end_line(&screen);
    draw_section(&screen, NWL_STR("Why"), rule->why);
    draw_example(&screen, NWL_STR("What it reports"), nwl_rule_example_of(rule)->bad);
    draw_example(&screen, NWL_STR("What it does not"), nwl_rule_example_of(rule)->good);
    draw_section(&screen, NWL_STR("What to do"), rule->remedy);
    draw_section(&screen, NWL_STR("Versions"), rule->versions);
    draw_section(&screen, NWL_STR("When to ignore it"), rule->when_to_ignore);
    draw_sources(&screen, rule);
}
