#include "cli/take.h"

#include "model/address.h"
#include "model/value.h"
#include "cli/kind.h"
#include "cli/message.h"

bool nwl_taking_fail(nwl_taking *taking, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    taking->error = nwl_message_format(taking->arena, format, args);
    va_end(args);
    return false;
}

// Defines what an option does that only sets a field of its own name.
#define NWL_FLAG(id)                                                                     \
    bool nwl_take_##id(nwl_taking *taking, nwl_str value)                                \
    {                                                                                    \
        (void)value;                                                                     \
        taking->options->id = true;                                                      \
        return true;                                                                     \
    }

// ---- names ------------------------------------------------------------------------------

// Looks value up in the words of a kind, and stores where it is.
static bool choose(nwl_taking *taking, const char *what, nwl_str value,
                   const nwl_kind *kind, uint32_t *index)
{
    nwl_choice_list words = nwl_kind_words(kind, taking->options->command);
    *index = nwl_choice_find(&words, value);
    if (*index == UINT32_MAX) {
        taking->error = nwl_choice_unknown(taking->arena, what, value, &words);
        return false;
    }
    return true;
}

bool nwl_taking_rule(nwl_taking *taking, nwl_str id, uint32_t *rule)
{
    *rule = nwl_choice_find(&nwl_choice_rules, id);
    if (*rule == UINT32_MAX) {
        taking->error = nwl_choice_unknown(taking->arena, "rule", id, &nwl_choice_rules);
        return false;
    }
    return true;
}

// ---- the request that is traced ----------------------------------------------------------

// The bytes a name or a method may have (RFC 9110, 5.6.2).
static bool is_token(nwl_str text)
{
    static const nwl_str OTHERS = NWL_TEXT("!#$%&'*+-.^_`|~");
    for (size_t i = 0; i < text.len; i++) {
        if (!nwl_is_alnum(text.ptr[i]) &&
            nwl_str_find(OTHERS, text.ptr[i], 0) == OTHERS.len)
            return false;
    }
    return text.len > 0;
}

bool nwl_take_header(nwl_taking *taking, nwl_str value)
{
    size_t colon = nwl_str_find(value, ':', 0);
    nwl_str name = nwl_str_slice(value, 0, colon);
    if (colon == value.len || !is_token(name))
        return nwl_taking_fail(taking, "\"--header\" needs 'NAME: VALUE', not \"%.*s\"",
                               NWL_STR_FMT(value));
    nwl_str text = nwl_str_trim(nwl_str_from(value, colon + 1));
    if (nwl_str_find(text, '\n', 0) < text.len || nwl_str_find(text, '\r', 0) < text.len)
        return nwl_taking_fail(taking, "the value of \"%.*s\" has a line end",
                               NWL_STR_FMT(name));
    *NWL_PUSH(taking->arena, &taking->options->headers) =
        (nwl_client_header){name, nwl_text_exact(taking->arena, text)};
    return true;
}

bool nwl_take_method(nwl_taking *taking, nwl_str value)
{
    taking->options->method = value;
    return is_token(value) ||
           nwl_taking_fail(taking, "\"%.*s\" is no method", NWL_STR_FMT(value));
}

bool nwl_take_from(nwl_taking *taking, nwl_str value)
{
    uint32_t v4;
    uint8_t v6[16];
    taking->options->from = value;
    return nwl_address_v4(value, &v4) || nwl_address_v6(value, v6) ||
           nwl_taking_fail(taking, "\"%.*s\" is no IP address", NWL_STR_FMT(value));
}

NWL_FLAG(no_upgrade)

// ---- input ------------------------------------------------------------------------------

bool nwl_take_prefix(nwl_taking *taking, nwl_str value)
{
    taking->options->prefix = value;
    return true;
}

bool nwl_take_root(nwl_taking *taking, nwl_str value)
{
    taking->options->root = value;
    return true;
}

bool nwl_take_map_path(nwl_taking *taking, nwl_str value)
{
    size_t equals = nwl_str_find(value, '=', 0);
    if (equals == 0 || equals + 1 >= value.len) {
        return nwl_taking_fail(taking, "\"--map-path\" needs FROM=TO, not \"%.*s\"",
                               NWL_STR_FMT(value));
    }
    *NWL_PUSH(taking->arena, &taking->options->mappings) = (nwl_path_mapping){
        .from = nwl_str_slice(value, 0, equals), .to = nwl_str_from(value, equals + 1)};
    return true;
}

bool nwl_take_stdin_filename(nwl_taking *taking, nwl_str value)
{
    taking->options->stdin_filename = value;
    return true;
}

// Where the directives of a block called name stand when that block is in outer; in the most likely place when outer has no such
// block.
static nwl_context context_in(nwl_context outer, nwl_str name)
{
    if (nwl_str_eq(name, NWL_STR("main")))
        return NWL_CX_MAIN;
    nwl_directive_id block = nwl_directive_lookup(name);
    nwl_context inside = nwl_context_inside(outer, block);
    return inside != NWL_CX_RAW ? inside : nwl_context_inside(NWL_CX_ANY, block);
}

bool nwl_take_context(nwl_taking *taking, nwl_str value)
{
    nwl_context context = NWL_CX_ANY;
    nwl_str rest = value, name;
    uint32_t index;
    while (nwl_str_cut(&rest, ',', &name)) {
        name = nwl_str_trim(name);
        if (!choose(taking, "context", name, &nwl_kind_contexts, &index))
            return false;
        context = context_in(context, name);
    }
    taking->options->context = context;
    return true;
}

bool nwl_take_nginx_version(nwl_taking *taking, nwl_str value)
{
    if (nwl_version_parse(value, &taking->options->nginx_version))
        return true;
    return nwl_taking_fail(taking, "\"%.*s\" is no nginx version such as 1.24.0",
                           NWL_STR_FMT(value));
}

bool nwl_take_exclude(nwl_taking *taking, nwl_str value)
{
    *NWL_PUSH(taking->arena, &taking->options->excludes) = value;
    return true;
}

// ---- rules ------------------------------------------------------------------------------

typedef void (*marking)(nwl_rule_word *word);

static void mark_selected(nwl_rule_word *word)
{
    word->selected = true;
}

static void mark_ignored(nwl_rule_word *word)
{
    word->ignored = true;
}

static nwl_rule_word *word_about(nwl_taking *taking, uint32_t rule)
{
    nwl_rule_word *word = &taking->selection->words[rule];
    word->origin = taking->origin;
    return word;
}

static bool mark_rules(nwl_taking *taking, nwl_str list, marking mark)
{
    nwl_str id;
    uint32_t rule;
    while (nwl_str_cut(&list, ',', &id)) {
        if (!nwl_taking_rule(taking, nwl_str_trim(id), &rule))
            return false;
        mark(word_about(taking, rule));
    }
    return true;
}

bool nwl_take_select(nwl_taking *taking, nwl_str value)
{
    taking->selection->selecting = true;
    taking->selection->origin = taking->origin;
    return mark_rules(taking, value, mark_selected);
}

bool nwl_take_ignore(nwl_taking *taking, nwl_str value)
{
    return mark_rules(taking, value, mark_ignored);
}

bool nwl_taking_level(nwl_taking *taking, uint32_t rule, nwl_str level)
{
    uint32_t index;
    if (!choose(taking, "level", level, &nwl_kind_level, &index))
        return false;
    nwl_rule_word *word = word_about(taking, rule);
    word->has_level = true;
    word->level = (nwl_severity)index;
    return true;
}

bool nwl_take_severity(nwl_taking *taking, nwl_str value)
{
    size_t equals = nwl_str_find(value, '=', 0);
    if (equals == value.len) {
        return nwl_taking_fail(taking, "\"--severity\" needs RULE=LEVEL, not \"%.*s\"",
                               NWL_STR_FMT(value));
    }
    uint32_t rule;
    return nwl_taking_rule(taking, nwl_str_slice(value, 0, equals), &rule) &&
           nwl_taking_level(taking, rule, nwl_str_from(value, equals + 1));
}

NWL_FLAG(assume_websocket)

bool nwl_take_min_read_timeout(nwl_taking *taking, nwl_str value)
{
    int64_t ms;
    if (!nwl_value_time_ms(value, &ms) || ms == 0) {
        return nwl_taking_fail(taking,
                               "\"%.*s\" is no time above zero as nginx writes it, "
                               "such as 90s or 1h 30m",
                               NWL_STR_FMT(value));
    }
    taking->options->min_read_timeout_ms = ms;
    return true;
}

// ---- output -----------------------------------------------------------------------------

bool nwl_take_format(nwl_taking *taking, nwl_str value)
{
    uint32_t index;
    if (!choose(taking, "format", value, &nwl_kind_format, &index))
        return false;
    NWL_PUSH(taking->arena, &taking->options->outputs)->format = value;
    taking->format_waits = true;
    return true;
}

bool nwl_take_output_file(nwl_taking *taking, nwl_str value)
{
    nwl_options *options = taking->options;
    if (!taking->format_waits) {
        return nwl_taking_fail(taking,
                               "\"--output-file %.*s\" has no \"--format\" of its own "
                               "before it",
                               NWL_STR_FMT(value));
    }
    taking->format_waits = false;
    if (nwl_str_eq(value, NWL_STR("-")))
        return true;
    for (uint32_t i = 0; i < options->outputs.count; i++) {
        if (nwl_str_eq(options->outputs.items[i].file, value)) {
            return nwl_taking_fail(taking, "two formats have the output file \"%.*s\"",
                                   NWL_STR_FMT(value));
        }
    }
    options->outputs.items[options->outputs.count - 1].file = value;
    return true;
}

bool nwl_take_color(nwl_taking *taking, nwl_str value)
{
    uint32_t index;
    if (!choose(taking, "color choice", value, &nwl_kind_color, &index))
        return false;
    taking->options->color = (nwl_color_choice)index;
    return true;
}

NWL_FLAG(ascii)
NWL_FLAG(quiet)
NWL_FLAG(verbose)
NWL_FLAG(statistics)
NWL_FLAG(show_suppressed)
NWL_FLAG(include_comments)

bool nwl_take_max_findings(nwl_taking *taking, nwl_str value)
{
    if (nwl_str_to_u32(value, &taking->options->max_findings))
        return true;
    return nwl_taking_fail(taking, "\"--max-findings\" needs a number, not \"%.*s\"",
                           NWL_STR_FMT(value));
}

bool nwl_take_fail_on(nwl_taking *taking, nwl_str value)
{
    uint32_t index;
    if (!choose(taking, "level", value, &nwl_kind_fail_on, &index))
        return false;
    taking->options->fail_on = (nwl_severity)index;
    taking->options->fail_on_given = true;
    return true;
}

// ---- adopting ---------------------------------------------------------------------------

bool nwl_take_baseline(nwl_taking *taking, nwl_str value)
{
    taking->options->baseline = value;
    return true;
}

bool nwl_take_write_baseline(nwl_taking *taking, nwl_str value)
{
    taking->options->write_baseline = value;
    return !nwl_str_eq(value, NWL_STR("-")) ||
           nwl_taking_fail(taking, "\"--write-baseline\" needs a file, not \"-\"");
}

bool nwl_take_new_from_rev(nwl_taking *taking, nwl_str value)
{
    taking->options->new_from_rev = value;
    return !nwl_str_starts_with(value, NWL_STR("-")) ||
           nwl_taking_fail(taking, "\"%.*s\" is no revision of a git repository",
                           NWL_STR_FMT(value));
}

// ---- settings ---------------------------------------------------------------------------

bool nwl_take_config(nwl_taking *taking, nwl_str value)
{
    taking->options->config = value;
    return true;
}

NWL_FLAG(no_config)
NWL_FLAG(print_config)

// ---- help -------------------------------------------------------------------------------

NWL_FLAG(help)
NWL_FLAG(version)
