// teamcity: service messages that make the inspections of a TeamCity build, the type of each before the first of it
//
//     ##teamcity[inspectionType id='path-rewritten' name='The path ...' description='...' category='nginx-wslint']
//     ##teamcity[inspection typeId='path-rewritten' message='"/ws" ...|n...' file='app' line='5' SEVERITY='ERROR']
//
// An inspection needs a file: what has none is a message of the build's log. What a comment hides has the least severity. All that
// is not ASCII is escaped, so that it does not matter in which encoding TeamCity reads the output.
//
// Source: "Service Messages" in the documentation of TeamCity, and its class ServiceMessageReplacements; the limits are those of
// "Reporting Inspections" there, counted before escaping.

#include "base/map.h"
#include "base/utf8.h"
#include "report/ci.h"
#include "report/line.h"
#include "report/words.h"

enum { SHORT_VALUE = 255, LONG_VALUE = 4000 }; // UTF-16 code units

typedef struct teamcity_page {
    nwl_places places;
    nwl_map types; // rule id -> the rule, once it was told
    nwl_buffer *out;
} teamcity_page;

static void add_unit(nwl_buffer *out, uint32_t unit)
{
    nwl_buffer_format(out, "|0x%04x", (unsigned)unit);
}

// As UTF-16, which has surrogates beyond U+FFFF.
static void add_code_point(nwl_buffer *out, uint32_t value)
{
    if (value > 0xffff) {
        add_unit(out, 0xd800 + ((value - 0x10000) >> 10));
        add_unit(out, 0xdc00 + ((value - 0x10000) & 0x3ff));
    } else {
        add_unit(out, value);
    }
}

static size_t ascii_length(nwl_str text)
{
    size_t len = 0;
    while (len < text.len && (unsigned char)text.ptr[len] < 0x80)
        len++;
    return len;
}

static void add_escaped(nwl_buffer *out, nwl_str text)
{
    while (text.len > 0) {
        size_t ascii = ascii_length(text);
        nwl_ci_add_escaped(out, nwl_str_slice(text, 0, ascii), nwl_ci_teamcity_value);
        text = nwl_str_from(text, ascii);
        if (text.len == 0)
            break;
        nwl_code_point point = nwl_utf8_decode(text);
        add_code_point(out, point.value);
        text = nwl_str_from(text, point.bytes);
    }
}

// " name='value'", of the value as much as TeamCity takes.
static void add_attribute(teamcity_page *page, const char *name, nwl_str value,
                          size_t most)
{
    nwl_arena *arena = page->places.report->arena;
    nwl_buffer_format(page->out, " %s='", name);
    add_escaped(page->out, nwl_ci_cut(arena, value, most));
    nwl_buffer_add_char(page->out, '\'');
}

// Tells of the type of an inspection when it is the first of the rule.
static void add_type(teamcity_page *page, const nwl_rule *rule)
{
    if (nwl_map_get(&page->types, rule->id) != NULL)
        return;
    nwl_map_put(&page->types, rule->id, (void *)(uintptr_t)rule);
    nwl_buffer_add(page->out, NWL_STR("##teamcity[inspectionType"));
    add_attribute(page, "id", rule->id, SHORT_VALUE);
    add_attribute(page, "name", rule->title, SHORT_VALUE);
    add_attribute(page, "description", rule->why, LONG_VALUE);
    add_attribute(page, "category", NWL_STR("nginx-wslint"), SHORT_VALUE);
    nwl_buffer_add(page->out, NWL_STR("]\n"));
}

static nwl_str severity_of(const nwl_finding *finding)
{
    if (finding->suppression != NULL)
        return NWL_STR("INFO");
    switch (finding->severity) {
    case NWL_ERROR:
        return NWL_STR("ERROR");
    case NWL_WARNING:
        return NWL_STR("WARNING");
    default:
        return NWL_STR("WEAK WARNING");
    }
}

static void add_inspection(teamcity_page *page, const nwl_finding *finding)
{
    nwl_span at = finding->at;
    nwl_position begin = nwl_places_position(&page->places, at.file, at.range.begin);
    add_type(page, finding->rule);
    nwl_buffer_add(page->out, NWL_STR("##teamcity[inspection"));
    add_attribute(page, "typeId", finding->rule->id, SHORT_VALUE);
    add_attribute(page, "message", nwl_ci_words(&page->places, finding), LONG_VALUE);
    add_attribute(page, "file", nwl_ci_path(&page->places, at.file), LONG_VALUE);
    nwl_buffer_format(page->out, " line='%u' SEVERITY='%.*s']\n", (unsigned)begin.line,
                      NWL_STR_FMT(severity_of(finding)));
}

static void add_message(teamcity_page *page, nwl_severity severity, nwl_str text)
{
    nwl_str status = severity == NWL_ERROR     ? NWL_STR("ERROR")
                     : severity == NWL_WARNING ? NWL_STR("WARNING")
                                               : NWL_STR("NORMAL");
    nwl_buffer_add(page->out, NWL_STR("##teamcity[message"));
    add_attribute(page, "text", text, LONG_VALUE);
    nwl_buffer_format(page->out, " status='%.*s']\n", NWL_STR_FMT(status));
}

static void add_finding(teamcity_page *page, const nwl_finding *finding)
{
    if (finding->at.file != NWL_NO_FILE)
        add_inspection(page, finding);
    else
        add_message(page, nwl_line_severity(finding),
                    nwl_ci_words(&page->places, finding));
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    teamcity_page page = {nwl_places_of(report), nwl_map_new(report->arena), out};
    for (uint32_t i = 0; i < report->problem_count; i++)
        add_message(&page, NWL_ERROR,
                    nwl_words_line(report, report->problems[i].message));
    for (uint32_t i = 0; i < report->finding_count; i++)
        add_finding(&page, report->findings[i]);
    if (report->hidden_findings > 0)
        add_message(&page, NWL_NOTE, nwl_line_hidden(report));
}

const nwl_format nwl_format_teamcity = {
    .name = NWL_FORMAT_TEXT("teamcity"),
    .title = NWL_FORMAT_TEXT("inspections of a TeamCity build"),
    .for_people = false,
    .print = print,
};
