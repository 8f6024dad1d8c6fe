#include "report/sarif_rules.h"

#include "rules/engine.h"
#include "report/page.h"

enum { MOST_DESCRIPTION = 1024 }; // characters, for GitHub

void nwl_sarif_put_message(nwl_emitter *emit, const char *key, nwl_str text)
{
    nwl_emit_open_row(emit, key);
    nwl_emit_text(emit, "text", text);
    nwl_emit_close(emit);
}

// The id as a name in the manner of SARIF: "upstream-http-1-0" is UpstreamHttp10.
static nwl_str name_of(nwl_arena *arena, nwl_str id)
{
    char *name = NWL_NEW_ARRAY(arena, char, id.len);
    size_t len = 0;
    for (size_t i = 0; i < id.len; i++) {
        bool begins_word = i == 0 || id.ptr[i - 1] == '-';
        char c = id.ptr[i];
        if (c != '-')
            name[len++] = begins_word && nwl_is_alpha(c) ? (char)(c - 'a' + 'A') : c;
    }
    return (nwl_str){name, len};
}

// As many whole words of text as are allowed.
static nwl_str description(nwl_arena *arena, nwl_str text)
{
    const nwl_str mark = NWL_STR("…");
    if (text.len <= MOST_DESCRIPTION)
        return text;
    nwl_str kept = nwl_str_slice(text, 0, MOST_DESCRIPTION - mark.len);
    kept.len = nwl_str_find_last(kept, ' ');
    return nwl_arena_format(arena, "%.*s%.*s", NWL_STR_FMT(kept), NWL_STR_FMT(mark));
}

// "text" for who cannot draw "markdown".
static void put_help(nwl_emitter *emit, const nwl_rule *rule)
{
    nwl_buffer page = nwl_buffer_new(NULL);
    nwl_page_markdown(rule, &page);
    nwl_emit_open_object(emit, "help");
    nwl_emit_text(emit, "text",
                  nwl_arena_format(emit->arena, "%.*s\n\n%.*s", NWL_STR_FMT(rule->why),
                                   NWL_STR_FMT(rule->remedy)));
    nwl_emit_text(emit, "markdown", nwl_buffer_text(&page));
    nwl_emit_close(emit);
    nwl_buffer_free(&page);
}

static void put_configuration(nwl_emitter *emit, const nwl_rule *rule)
{
    nwl_emit_open_row(emit, "defaultConfiguration");
    nwl_emit_bool(emit, "enabled", !rule->off_by_default);
    nwl_emit_text(emit, "level", nwl_severity_name(rule->severity));
    nwl_emit_close(emit);
}

// What GitHub orders and filters by. The precision is that of all rules: a rule says what it can decide. How certain a
// finding is stands in its result.
static void put_properties(nwl_emitter *emit, const nwl_rule *rule)
{
    bool is_note = rule->severity == NWL_NOTE;
    nwl_emit_open_row(emit, "properties");
    nwl_emit_text(emit, "precision", NWL_STR("high"));
    nwl_emit_text(emit, "problem.severity",
                  is_note ? NWL_STR("recommendation")
                          : nwl_severity_name(rule->severity));
    nwl_emit_open_list(emit, "tags");
    nwl_emit_text(emit, NULL, NWL_STR("nginx"));
    nwl_emit_text(emit, NULL, NWL_STR("websocket"));
    nwl_emit_close(emit);
    nwl_emit_close(emit);
}

static void put_rule(nwl_emitter *emit, const nwl_rule *rule)
{
    nwl_emit_open_object(emit, NULL);
    nwl_emit_text(emit, "id", rule->id);
    nwl_emit_text(emit, "name", name_of(emit->arena, rule->id));
    nwl_sarif_put_message(emit, "shortDescription", rule->title);
    nwl_sarif_put_message(emit, "fullDescription", description(emit->arena, rule->why));
    put_help(emit, rule);
    put_configuration(emit, rule);
    put_properties(emit, rule);
    nwl_emit_close(emit);
}

void nwl_sarif_put_rules(nwl_emitter *emit)
{
    nwl_emit_open_list(emit, "rules");
    for (uint32_t i = 0; i < nwl_rule_count(); i++)
        put_rule(emit, nwl_rule_at(i));
    nwl_emit_close(emit);
}
