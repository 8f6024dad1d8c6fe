// explain: one rule's page

#include "report/page.h"
#include "cli/kind.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/suggest.h"

// The rules to explain.
typedef struct rule_set {
    NWL_ARRAY(const nwl_rule *) items;
} rule_set;

static void print_pages(const nwl_printing *printing, nwl_buffer *out)
{
    const rule_set *rules = printing->what;
    for (uint32_t i = 0; i < rules->items.count; i++) {
        if (i > 0)
            nwl_buffer_add_char(out, '\n');
        if (nwl_str_eq(printing->format, NWL_STR("markdown")))
            nwl_page_markdown(rules->items.items[i], out);
        else
            nwl_page_draw(rules->items.items[i], &printing->style, out);
    }
}

static void add_all(nwl_arena *arena, rule_set *rules)
{
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        *NWL_PUSH(arena, &rules->items) = nwl_rule_at(i);
}

// False when there is no such rule; a message says so.
static bool add_named(nwl_arena *arena, rule_set *rules, nwl_str id)
{
    const nwl_rule *rule = nwl_rule_named(id);
    if (rule == NULL) {
        nwl_message_error(nwl_choice_unknown(arena, "rule", id, &nwl_choice_rules));
        return false;
    }
    *NWL_PUSH(arena, &rules->items) = rule;
    return true;
}

static int run(nwl_cli *cli)
{
    rule_set rules = {0};
    for (uint32_t i = 0; i < cli->options->operands.count; i++) {
        nwl_str id = cli->options->operands.items[i];
        if (nwl_str_eq(id, NWL_STR("all")))
            add_all(cli->arena, &rules);
        else if (!add_named(cli->arena, &rules, id))
            return NWL_EXIT_FAILURE;
    }
    return nwl_output_all(cli, print_pages, &rules) ? NWL_EXIT_CLEAN : NWL_EXIT_FAILURE;
}

const nwl_command nwl_command_explain = {
    .name = NWL_TEXT("explain"),
    .title = NWL_TEXT(
        "tell why a rule is there and what to do; \"all\" stands for every rule"),
    .operands = NWL_TEXT("RULE..."),
    .least_operands = 1,
    .most_operands = UINT32_MAX,
    .operand = &nwl_kind_page,
    .traits = NWL_FORMATS | NWL_DRAWS,
    .formats = {NWL_TEXT("text"), NWL_TEXT("markdown")},
    .run = run,
};
