// markdown: a job summary or a comment in GitHub-flavoured Markdown
//
//     ## nginx-wslint: 1 error, 0 warnings
//
//     checked 4 files, 2 servers, 4 proxied locations (4 expect a WebSocket)
//
//     ### Errors
//
//     <details><summary><code>app.conf:6</code> upstream-http-1-0: <code>the handshake …</code></summary>
//
// What comes from a configuration stands in <code>, inside a line that begins with a tag of a block, or in a fence: there
// neither Markdown nor a mention, a reference to an issue, an emoji or an address is looked for. The fence is longer than any
// within, and its lines are indented, as GitLab takes a line that begins with a slash for an order.
//
// A document is shorter than GitHub's limit for a job summary; what does not fit is counted. It ends with an empty line, so
// that another may follow in the same summary.

#include "report/summary.h"
#include "report/words.h"
#include "report/xml.h"

enum {
    MOST_BYTES = 1024 * 1024 - 1,
    TAIL_BYTES = 1024, // enough for what is said of the rest
    SHORTEST_FENCE = 3,
};

typedef enum section {
    SECTION_PROBLEMS,
    SECTION_ERRORS,
    SECTION_WARNINGS,
    SECTION_NOTES,
    SECTION_SUPPRESSED,
    SECTION_COUNT,
} section;

static const struct {
    const char *title, *one, *many;
} sections[SECTION_COUNT] = {
    [SECTION_PROBLEMS] = {"Could not be done", "problem", "problems"},
    [SECTION_ERRORS] = {"Errors", "error", "errors"},
    [SECTION_WARNINGS] = {"Warnings", "warning", "warnings"},
    [SECTION_NOTES] = {"Notes", "note", "notes"},
    [SECTION_SUPPRESSED] = {"Suppressed", "suppressed finding", "suppressed findings"},
};

typedef struct markdown_page {
    nwl_places places;
    nwl_buffer *out;
    size_t bytes; // written so far
    uint32_t shown[SECTION_COUNT], left_out[SECTION_COUNT];
} markdown_page;

static section section_of(const nwl_finding *finding)
{
    if (finding->suppression != NULL)
        return SECTION_SUPPRESSED;
    if (finding->severity == NWL_NOTE)
        return SECTION_NOTES;
    return finding->severity == NWL_ERROR ? SECTION_ERRORS : SECTION_WARNINGS;
}

// ---- pieces of text ---------------------------------------------------------------------

static void add_code(markdown_page *page, nwl_buffer *out, nwl_str text)
{
    nwl_buffer_add(out, NWL_STR("<code>"));
    nwl_xml_add_escaped(out, nwl_words_line(page->places.report, text));
    nwl_buffer_add(out, NWL_STR("</code>"));
}

static uint32_t longest_run(nwl_str text, char c)
{
    uint32_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.ptr[i] == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_fenced(nwl_buffer *out, nwl_str text)
{
    uint32_t run = longest_run(text, '`');
    uint32_t fence = run < SHORTEST_FENCE ? SHORTEST_FENCE : run + 1;
    nwl_str line;
    nwl_buffer_repeat(out, '`', fence);
    nwl_buffer_add(out, NWL_STR("text\n"));
    while (nwl_str_cut(&text, '\n', &line)) {
        nwl_buffer_add_char(out, ' ');
        nwl_buffer_add(out, line);
        nwl_buffer_add_char(out, '\n');
    }
    nwl_buffer_repeat(out, '`', fence);
    nwl_buffer_add_char(out, '\n');
}

static void add_finding(markdown_page *page, nwl_buffer *out, const nwl_finding *finding)
{
    nwl_buffer_add(out, NWL_STR("<details><summary>"));
    if (finding->at.file != NWL_NO_FILE) {
        add_code(page, out, nwl_places_name(&page->places, finding->at));
        nwl_buffer_add_char(out, ' ');
    }
    nwl_buffer_add(out, finding->rule->id);
    nwl_buffer_add(out, NWL_STR(": "));
    add_code(page, out, finding->message);
    nwl_buffer_add(out, NWL_STR("</summary>\n\n"));
    add_fenced(out, nwl_words_all(&page->places, finding));
    nwl_buffer_add(out, NWL_STR("\n</details>\n\n"));
}

// ---- what fits --------------------------------------------------------------------------

static nwl_buffer begin_block(const markdown_page *page, section in)
{
    nwl_buffer block = nwl_buffer_new(NULL);
    if (page->shown[in] == 0)
        nwl_buffer_format(&block, "### %s\n\n", sections[in].title);
    return block;
}

static void end_block(markdown_page *page, section in, nwl_buffer *block)
{
    if (page->bytes + block->len + TAIL_BYTES <= MOST_BYTES) {
        nwl_buffer_add(page->out, nwl_buffer_text(block));
        page->bytes += block->len;
        page->shown[in]++;
    } else {
        page->left_out[in]++;
    }
    nwl_buffer_free(block);
}

// ---- the document -----------------------------------------------------------------------

static void add_separated(nwl_buffer *out, const char *separator, uint32_t count,
                          section of)
{
    nwl_buffer_add(out, nwl_str_of(separator));
    nwl_summary_add_count(out, count, sections[of].one, sections[of].many);
}

static void add_counts(const nwl_summary *summary, const char *separator, nwl_buffer *out)
{
    add_separated(out, separator, summary->errors, SECTION_ERRORS);
    add_separated(out, ", ", summary->warnings, SECTION_WARNINGS);
    if (summary->notes > 0)
        add_separated(out, ", ", summary->notes, SECTION_NOTES);
}

static void add_title(const nwl_report *report, nwl_buffer *out)
{
    const nwl_summary *summary = &report->summary;
    const char *separator = "## nginx-wslint: ";
    if (report->problem_count > 0) {
        add_separated(out, separator, report->problem_count, SECTION_PROBLEMS);
        separator = ", ";
    }
    if (summary->errors + summary->warnings + summary->notes > 0)
        add_counts(summary, separator, out);
    else if (summary->proxied_locations > 0)
        nwl_buffer_format(out, "%snothing found", separator);
    else
        nwl_buffer_format(out, "%snothing to judge", separator);
    nwl_buffer_add(out, NWL_STR("\n\n"));
}

static void add_head(markdown_page *page)
{
    const nwl_report *report = page->places.report;
    nwl_buffer head = nwl_buffer_new(NULL);
    nwl_str aside = nwl_summary_aside(report),
            doubt = nwl_summary_doubt(&report->summary);
    add_title(report, &head);
    nwl_summary_add_looked_at(&report->summary, &head);
    nwl_buffer_add(&head, NWL_STR("\n\n"));
    if (aside.len > 0) {
        nwl_buffer_add(&head, NWL_STR("<p>"));
        add_code(page, &head, aside);
        nwl_buffer_add(&head, NWL_STR("</p>\n\n"));
    }
    if (doubt.len > 0)
        nwl_buffer_format(&head, "%.*s\n\n", NWL_STR_FMT(doubt));
    nwl_buffer_add(page->out, nwl_buffer_text(&head));
    page->bytes += head.len;
    nwl_buffer_free(&head);
}

static void add_problems(markdown_page *page)
{
    const nwl_report *report = page->places.report;
    for (uint32_t i = 0; i < report->problem_count; i++) {
        nwl_buffer block = begin_block(page, SECTION_PROBLEMS);
        nwl_buffer_add(&block, NWL_STR("<p>"));
        add_code(page, &block, report->problems[i].message);
        nwl_buffer_add(&block, NWL_STR("</p>\n\n"));
        end_block(page, SECTION_PROBLEMS, &block);
    }
}

static void add_section(markdown_page *page, section of)
{
    const nwl_report *report = page->places.report;
    for (uint32_t i = 0; i < report->finding_count; i++) {
        if (section_of(report->findings[i]) != of)
            continue;
        nwl_buffer block = begin_block(page, of);
        add_finding(page, &block, report->findings[i]);
        end_block(page, of, &block);
    }
}

static void add_left_out(markdown_page *page)
{
    const nwl_report *report = page->places.report;
    uint32_t all = 0;
    for (uint32_t i = 0; i < report->hidden_findings; i++)
        page->left_out[section_of(report->findings[report->finding_count + i])]++;
    for (section of = 0; of < SECTION_COUNT; of++)
        all += page->left_out[of];
    if (all == 0)
        return;
    const char *separator = ": ";
    nwl_buffer_format(page->out, "**%u more**", (unsigned)all);
    for (section of = 0; of < SECTION_COUNT; of++) {
        if (page->left_out[of] == 0)
            continue;
        add_separated(page->out, separator, page->left_out[of], of);
        separator = ", ";
    }
    nwl_buffer_add(page->out, NWL_STR("\n\n"));
}

static void print(const nwl_report *report, const nwl_style *style, nwl_buffer *out)
{
    (void)style;
    markdown_page page = {.places = nwl_places_of(report), .out = out};
    add_head(&page);
    add_problems(&page);
    for (section of = SECTION_ERRORS; of < SECTION_COUNT; of++)
        add_section(&page, of);
    add_left_out(&page);
}

const nwl_format nwl_format_markdown = {
    .name = NWL_FORMAT_TEXT("markdown"),
    .title = NWL_FORMAT_TEXT("Markdown, for job summaries and comments"),
    .for_people = false,
    .print = print,
};
