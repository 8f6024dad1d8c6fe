#include "model/slot.h"

#include "base/buffer.h"
#include "base/distance.h"
#include "model/value.h"

enum { FEW = 4, PAIR = 2, MOST_LEVELS_LENGTH = 10 };

// ---- messages ---------------------------------------------------------------------------

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

// Where there are too many words to list them.
static void does_not_take(const nwl_argument_line *line, nwl_argument_fault *fault,
                          uint32_t index)
{
    nwl_str shown = nwl_argument_shown(line->arena, argument(line, index));
    nwl_fault_at(line, fault, index, "\"%.*s\" does not take \"%.*s\"",
                 NWL_STR_FMT(line->directive->name), NWL_STR_FMT(shown));
}

static nwl_str did_you_mean(nwl_arena *arena, nwl_str meant)
{
    return nwl_arena_format(arena, "did you mean \"%.*s\"?", NWL_STR_FMT(meant));
}

static const char *quoted(nwl_arena *arena, nwl_str text)
{
    return nwl_arena_format(arena, "\"%.*s\"", NWL_STR_FMT(text)).ptr;
}

// "\"proxy_http_version\" takes \"2\" from nginx 1.29.4 on".
static bool takes_from(const nwl_argument_line *line, nwl_argument_fault *fault,
                       uint32_t index, const char *what, nwl_version version)
{
    return nwl_fault_at(line, fault, index, "\"%.*s\" takes %s from nginx %.*s on",
                        NWL_STR_FMT(line->directive->name), what,
                        NWL_STR_FMT(nwl_version_text(line->arena, version)));
}

static bool has_variable(nwl_str text)
{
    return nwl_str_find(text, '$', 0) < text.len;
}

static nwl_str no_variables(void)
{
    return NWL_STR("variables do not work here");
}

static bool is_known(const nwl_slot_word *candidate, nwl_version version)
{
    return version == 0 || version >= candidate->since;
}

// The words of a slot in this version: "\"off\", \"on\" or \"always\"", in memory that lasts.
static const char *names_of(const nwl_slot *slot, const nwl_argument_line *line)
{
    nwl_buffer text = nwl_buffer_new(NULL);
    uint32_t count = 0;
    for (uint32_t i = slot->word_count; i > 0; i--)
        count += is_known(&slot->words[i - 1], line->version);
    for (uint32_t i = 0; i < slot->word_count; i++) {
        if (!is_known(&slot->words[i], line->version))
            continue;
        nwl_buffer_format(&text, "\"%.*s\"", NWL_STR_FMT(slot->words[i].text));
        count--;
        if (count > 0)
            nwl_buffer_format(&text, "%s", count == 1 ? " or " : ", ");
    }
    return nwl_buffer_take(&text, line->arena).ptr;
}

// ---- words ------------------------------------------------------------------------------

static const nwl_slot_word *find_word(const nwl_slot *slot, nwl_str text)
{
    for (uint32_t i = 0; i < slot->word_count; i++) {
        const nwl_slot_word *candidate = &slot->words[i];
        if (slot->case_matters ? nwl_str_eq(candidate->text, text)
                               : nwl_str_eq_nocase(candidate->text, text))
            return candidate;
    }
    return NULL;
}

typedef struct candidates {
    const nwl_slot *slot;
    nwl_version version;
    uint32_t next;
} candidates;

static bool next_candidate(void *state, nwl_str *name)
{
    candidates *c = state;
    while (c->next < c->slot->word_count) {
        const nwl_slot_word *candidate = &c->slot->words[c->next++];
        if (!is_known(candidate, c->version))
            continue;
        *name = candidate->text;
        return true;
    }
    return false;
}

// "HTTP/1.1" ends with the word "1.1".
static bool ends_with_word(nwl_str text, nwl_str ending)
{
    return text.len > ending.len && nwl_str_ends_with(text, ending) &&
           !nwl_is_alnum(text.ptr[text.len - ending.len - 1]);
}

// "TLSv1.4" is no misspelled "TLSv1.1".
static bool is_other_number(nwl_str text, nwl_str other)
{
    if (text.len != other.len)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool both_digits = nwl_is_digit(text.ptr[i]) && nwl_is_digit(other.ptr[i]);
        if (!both_digits && nwl_to_lower(text.ptr[i]) != nwl_to_lower(other.ptr[i]))
            return false;
    }
    return true;
}

static bool find_meant(const nwl_slot *slot, const nwl_argument_line *line, nwl_str wrong,
                       nwl_str *meant)
{
    candidates all = {.slot = slot, .version = line->version};
    nwl_str flag = nwl_correction_of_flag(wrong);
    if (flag.len > 0 && find_word(slot, flag) != NULL) {
        *meant = flag;
        return true;
    }
    while (next_candidate(&all, meant)) {
        if (ends_with_word(wrong, *meant))
            return true;
    }
    all.next = 0;
    return nwl_nearest(wrong, next_candidate, &all, meant) &&
           !is_other_number(wrong, *meant);
}

static nwl_str expected_words(const nwl_slot *slot, const nwl_argument_line *line,
                              nwl_str wrong)
{
    nwl_str meant;
    if (has_variable(wrong))
        return no_variables();
    if (slot->kind == NWL_SLOT_WORDS && nwl_str_find(wrong, ',', 0) + 1 < wrong.len)
        return NWL_STR("words are separated by spaces, without a comma");
    if (find_meant(slot, line, wrong, &meant))
        return did_you_mean(line->arena, meant);
    if (slot->word_count <= FEW)
        return NWL_STR("");
    return nwl_arena_format(line->arena, "it takes %s", names_of(slot, line));
}

static bool refuses_word(const nwl_slot *slot, const nwl_argument_line *line,
                         nwl_argument_fault *fault, uint32_t index)
{
    nwl_str text = argument(line, index);
    const nwl_slot_word *found = find_word(slot, text);
    if (found != NULL && is_known(found, line->version))
        return false;
    if (found != NULL)
        return takes_from(line, fault, index, quoted(line->arena, found->text),
                          found->since);
    if (slot->word_count <= FEW)
        nwl_fault_takes(line, fault, index, names_of(slot, line));
    else
        does_not_take(line, fault, index);
    fault->expected = expected_words(slot, line, text);
    return true;
}

static bool refuses_words(const nwl_slot *slot, const nwl_argument_line *line,
                          nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        if (refuses_word(slot, line, fault, i))
            return true;
    }
    return false;
}

// ---- values -----------------------------------------------------------------------------

static bool is_in_bounds(const nwl_slot *slot, int64_t value)
{
    return value >= slot->least && (slot->most == 0 || value <= slot->most) &&
           (slot->multiple_of == 0 || value % slot->multiple_of == 0) &&
           (!slot->power_of_two || (value & (value - 1)) == 0);
}

// "a number from 1 to 9", "a size that is a power of two from 512 to 32768", "a number or \"auto\"".
static const char *bounded_noun(const nwl_slot *slot, const nwl_argument_line *line)
{
    nwl_buffer text = nwl_buffer_new(NULL);
    nwl_buffer_format(&text, "%s", slot->noun);
    if (slot->power_of_two)
        nwl_buffer_format(&text, " that is a power of two");
    if (slot->multiple_of != 0)
        nwl_buffer_format(&text, " that is a multiple of %lld",
                          (long long)slot->multiple_of);
    if (slot->most != 0)
        nwl_buffer_format(&text, " from %lld to %lld", (long long)slot->least,
                          (long long)slot->most);
    else if (slot->least > 0)
        nwl_buffer_format(&text, " from %lld on", (long long)slot->least);
    if (slot->word_count > 0)
        nwl_buffer_format(&text, slot->word_count == 1 ? " or %s" : ", %s",
                          names_of(slot, line));
    return nwl_buffer_take(&text, line->arena).ptr;
}

static nwl_str expected_value(const nwl_slot *slot, const nwl_argument_line *line,
                              nwl_str wrong)
{
    if (has_variable(wrong))
        return no_variables();
    nwl_str meant = nwl_correction_of_number(line->arena, wrong, slot->parse);
    candidates all = {.slot = slot, .version = line->version};
    if (meant.len > 0 || nwl_nearest(wrong, next_candidate, &all, &meant))
        return did_you_mean(line->arena, meant);
    return nwl_str_of(slot->expected);
}

static bool refuses_value(const nwl_slot *slot, const nwl_argument_line *line,
                          nwl_argument_fault *fault, uint32_t index)
{
    nwl_str text = argument(line, index);
    int64_t value;
    bool parsed = slot->parse(text, &value);
    if ((parsed && is_in_bounds(slot, value)) || find_word(slot, text) != NULL)
        return false;
    if (slot->variables_from != 0 && has_variable(text))
        return line->version != 0 && line->version < slot->variables_from &&
               takes_from(line, fault, index, "variables", slot->variables_from);
    nwl_fault_takes(line, fault, index, bounded_noun(slot, line));
    if (!parsed)
        fault->expected = expected_value(slot, line, text);
    return true;
}

// ---- several arguments ------------------------------------------------------------------

static bool refuses_pair(const nwl_slot *slot, const nwl_argument_line *line,
                         nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count && i < PAIR; i++) {
        if (refuses_value(&slot->pair[i], line, fault, i))
            return true;
    }
    return false;
}

// A folder and up to three levels below it: the lengths of the names of its folders. Source: ngx_conf_set_path_slot().
static bool refuses_path(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint64_t length = 0;
    for (uint32_t i = 1; i < line->directive->arg_count; i++) {
        int64_t level;
        if (!nwl_value_number(argument(line, i), &level) || level == 0)
            return nwl_fault_takes(line, fault, i, "a number of letters for each level");
        length += (uint64_t)level + 1; // and around, as nginx does
    }
    if (length <= MOST_LEVELS_LENGTH + line->directive->arg_count - 1)
        return false;
    return nwl_fault_at(line, fault, line->directive->arg_count - 1,
                        "the levels of \"%.*s\" add up to more than %d",
                        NWL_STR_FMT(line->directive->name), MOST_LEVELS_LENGTH);
}

static bool is_access(nwl_str text)
{
    nwl_str who = nwl_str_slice(text, 0, nwl_str_find(text, ':', 0));
    nwl_str right = nwl_str_from(text, who.len);
    return (nwl_str_eq(who, NWL_STR("user")) || nwl_str_eq(who, NWL_STR("group")) ||
            nwl_str_eq(who, NWL_STR("all"))) &&
           (nwl_str_eq(right, NWL_STR(":r")) || nwl_str_eq(right, NWL_STR(":rw")));
}

// Source: ngx_conf_set_access_slot().
static bool refuses_access(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        if (is_access(argument(line, i)))
            continue;
        nwl_fault_takes(line, fault, i,
                        "\"user:\", \"group:\" or \"all:\" with \"r\" or \"rw\"");
        return true;
    }
    return false;
}

bool nwl_slot_refuses(const nwl_slot *slot, const nwl_argument_line *line,
                      nwl_argument_fault *fault)
{
    switch (slot->kind) {
    case NWL_SLOT_ANYTHING:
        return false;
    case NWL_SLOT_VALUE:
        return refuses_value(slot, line, fault, 0);
    case NWL_SLOT_WORD:
        return refuses_word(slot, line, fault, 0);
    case NWL_SLOT_WORDS:
        return refuses_words(slot, line, fault);
    case NWL_SLOT_PAIR:
        return refuses_pair(slot, line, fault);
    case NWL_SLOT_PATH:
        return refuses_path(line, fault);
    case NWL_SLOT_ACCESS:
        return refuses_access(line, fault);
    }
    return false;
}
