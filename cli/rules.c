// rules: list the rules

#include "report/emit.h"
#include "report/screen.h"
#include "cli/output.h"

static uint32_t longest_id(void)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        if (nwl_rule_at(i)->id.len > longest)
            longest = nwl_rule_at(i)->id.len;
    }
    return (uint32_t)longest;
}

static void draw_table(const nwl_style *style, nwl_buffer *out)
{
    nwl_screen screen = {.out = out, .style = style};
    uint32_t id_columns = longest_id();
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        const nwl_rule *rule = nwl_rule_at(i);
        nwl_severity by_default = rule->off_by_default ? NWL_OFF : rule->severity;
        nwl_str severity = nwl_severity_name(by_default);
        nwl_buffer_add(out, rule->id);
        nwl_screen_pad(&screen, id_columns - (uint32_t)rule->id.len + 2);
        nwl_screen_put(&screen, nwl_ink_of(by_default), severity);
        nwl_screen_pad(&screen, 9 - (uint32_t)severity.len);
        nwl_buffer_add(out, rule->title);
        nwl_screen_end_line(&screen);
    }
}

static void draw_ids(nwl_buffer *out)
{
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        nwl_buffer_add(out, nwl_rule_at(i)->id);
        nwl_buffer_add_char(out, '\n');
    }
}

static void put_json(nwl_arena *arena, nwl_buffer *out)
{
    nwl_emitter emit = nwl_emit_to(arena, out);
    nwl_emit_open_list(&emit, NULL);
    for (uint32_t i = 0; i < nwl_rule_count(); i++) {
        const nwl_rule *rule = nwl_rule_at(i);
        nwl_emit_open_row(&emit, NULL);
        nwl_emit_text(&emit, "id", rule->id);
        nwl_emit_text(&emit, "severity", nwl_severity_name(rule->severity));
        if (rule->off_by_default)
            nwl_emit_bool(&emit, "off_by_default", true);
        nwl_emit_text(&emit, "title", rule->title);
        nwl_emit_close(&emit);
    }
    nwl_emit_close(&emit);
}

static void print_rules(const nwl_printing *printing, nwl_buffer *out)
{
    if (nwl_str_eq(printing->format, NWL_STR("json")))
        put_json(printing->cli->arena, out);
    else if (printing->style.quiet)
        draw_ids(out);
    else
        draw_table(&printing->style, out);
}

static int run(nwl_cli *cli)
{
    return nwl_output_all(cli, print_rules, NULL) ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

const nwl_command nwl_command_rules = {
    .name = NWL_TEXT("rules"),
    .title = NWL_TEXT("list the rules"),
    .traits = NWL_FORMATS | NWL_DRAWS | NWL_SHORTENS,
    .formats = {NWL_TEXT("text"), NWL_TEXT("json")},
    .run = run,
};
