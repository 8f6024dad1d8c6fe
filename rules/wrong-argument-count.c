// wrong-argument-count: a directive has too many or too few arguments, and nginx refuses to start
//
// Where several versions of nginx differ, the counts of all of them are right unless --nginx-version says which it is.

#include "base/buffer.h"
#include "rules/bodies.h"
#include "rules/dispatch.h"

enum { NUMBER_COUNT = 11, MANY = 32 };

// How many arguments a directive takes: bit n for n of them, and all from `least` on.
typedef struct accepted {
    uint32_t exact;
    uint32_t least; // MANY when there is a limit
    bool is_flag;   // all definitions take "on" or "off"
} accepted;

static void add_definition(accepted *counts, const nwl_definition *definition)
{
    if (definition->max_args == NWL_ARGS_MANY && definition->min_args < counts->least)
        counts->least = definition->min_args;
    for (uint32_t n = 0; n < MANY && definition->max_args != NWL_ARGS_MANY; n++) {
        if (nwl_definition_takes(definition, n))
            counts->exact |= UINT32_C(1) << n;
    }
    counts->is_flag = counts->is_flag && (definition->flags & NWL_DF_FLAG) != 0;
}

static accepted counts_of(const nwl_pass *pass, const nwl_refused *refused)
{
    const nwl_directive *directive = refused->site.directive;
    bool block = directive->ending == NWL_ENDS_WITH_BLOCK;
    accepted counts = {.least = MANY, .is_flag = true};
    uint32_t count;
    const nwl_definition *all =
        nwl_directive_definitions(nwl_directive_lookup(directive->name), &count);
    for (uint32_t i = 0; i < count; i++) {
        if (((all[i].flags & NWL_DF_BLOCK) != 0) == block &&
            nwl_dispatch_considers(pass, &all[i], refused->contexts))
            add_definition(&counts, &all[i]);
    }
    return counts;
}

static void add_number(nwl_buffer *text, uint32_t number)
{
    static const char *const NUMBERS[NUMBER_COUNT] = {"no",    "one",  "two", "three",
                                                      "four",  "five", "six", "seven",
                                                      "eight", "nine", "ten"};
    if (number < NUMBER_COUNT)
        nwl_buffer_format(text, "%s", NUMBERS[number]);
    else
        nwl_buffer_format(text, "%u", number);
}

static uint32_t lowest(uint32_t bits)
{
    uint32_t n = 0;
    while (n < MANY && (bits >> n & 1) == 0)
        n++;
    return n;
}

// The end of the run of bits that begins with first.
static uint32_t run_end(uint32_t bits, uint32_t first)
{
    uint32_t end = first;
    while (end < MANY && (bits >> end & 1) != 0)
        end++;
    return end;
}

// "one", "one or three", "two to four".
static void add_exact(nwl_buffer *text, uint32_t bits)
{
    uint32_t first = lowest(bits), end = run_end(bits, first);
    bool is_run = end - first > 2 && (end == MANY || bits >> end == 0);
    add_number(text, first);
    if (is_run) {
        nwl_buffer_add(text, NWL_STR(" to "));
        add_number(text, end - 1);
        return;
    }
    for (bits &= bits - 1; bits != 0; bits &= bits - 1) {
        nwl_buffer_format(text, "%s", (bits & (bits - 1)) == 0 ? " or " : ", ");
        add_number(text, lowest(bits));
    }
}

// "one argument", "one or two arguments", "at least one argument", "no arguments".
static void add_expected(nwl_buffer *text, const accepted *counts)
{
    bool is_singular = counts->exact == 1 << 1;
    if (counts->least < MANY) {
        nwl_buffer_add(text, NWL_STR("at least "));
        add_number(text, counts->least);
        is_singular = counts->least == 1;
    } else {
        add_exact(text, counts->exact);
    }
    nwl_buffer_add(text, is_singular ? NWL_STR(" argument") : NWL_STR(" arguments"));
}

static void flag(nwl_pass *pass, const nwl_refused *refused)
{
    const nwl_directive *directive = refused->site.directive;
    accepted counts = counts_of(pass, refused);
    nwl_buffer text = nwl_buffer_new(NULL);
    add_expected(&text, &counts);
    if (directive->arg_count == 0) {
        nwl_buffer_add(&text, NWL_STR(", but has none"));
    } else {
        nwl_buffer_add(&text, NWL_STR(", not "));
        add_number(&text, directive->arg_count);
    }
    nwl_str expected = nwl_buffer_text(&text);
    nwl_finding *f = nwl_flag(pass, refused->site, NULL, "\"%.*s\" takes %.*s",
                              NWL_STR_FMT(directive->name), NWL_STR_FMT(expected));
    nwl_buffer_free(&text);
    if (counts.is_flag)
        nwl_finding_label(pass, f, "\"on\" or \"off\"");
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_dispatch_report(pass, scope, NWL_REFUSED_ARGUMENTS, flag);
    nwl_bodies_report(pass, scope, NWL_BODY_WRONG_COUNT);
}

const nwl_rule nwl_rule_wrong_argument_count = {
    .id = NWL_TEXT("wrong-argument-count"),
    .title = NWL_TEXT("a directive has too many or too few arguments"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "nginx refuses to start when a directive does not have as many arguments as it "
        "takes. Words are separated by white space, so a value with spaces needs quotes, "
        "and a ';' that is missing makes arguments of the next line. The same name may "
        "take other counts in another block. So do the lines of map, geo and "
        "charset_map, "
        "which are a key and a value.\n\n"
        "When the counts differ between versions of nginx, all of them are accepted "
        "unless --nginx-version is given."),
    .remedy = NWL_TEXT("Give the arguments the directive takes; quote values that hold "
                       "spaces."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/dirindex.html")},
    .on_scope = check,
};
