// Any tree of files (fuzz/support/world.h) is read, judged and reported: no crash, no leak, every finding inside its file,
// JSON that is JSON, XML that is XML, no control character, no command of a CI system but those that a format means, and no more
// memory than the input is worth.

#include "model/build.h"
#include "rules/engine.h"
#include "report/report.h"
#include "fuzz/support/document.h"
#include "fuzz/support/must.h"
#include "fuzz/support/world.h"

enum {
    MOST_SITES = 1000, // of an empty input; one more for each byte
    MOST_WORDS = 200,  // of a problem, in bytes
};

// ---- what must hold ---------------------------------------------------------------------

static void check_span(const nwl_files *files, nwl_span at)
{
    must(at.file < files->items.count);
    must(at.range.begin <= at.range.end &&
         at.range.end <= files->items.items[at.file]->text.len);
}

static void check_finding(const nwl_files *files, const nwl_finding *finding)
{
    check_span(files, finding->at);
    for (uint32_t i = 0; i < finding->related.count; i++)
        check_span(files, finding->related.items[i].at);
}

static const nwl_str GITHUB[] = {NWL_TEXT("::error "), NWL_TEXT("::warning "),
                                 NWL_TEXT("::notice "), NWL_TEXT("")};
static const nwl_str AZURE[] = {NWL_TEXT("##vso[task.logissue type="), NWL_TEXT("")};
static const nwl_str TEAMCITY[] = {NWL_TEXT("##teamcity[inspection"),
                                   NWL_TEXT("##teamcity[message "), NWL_TEXT("")};

// What a format promises beyond what all do.
typedef struct promise {
    nwl_str format;
    void (*must_parse)(nwl_str text); // NULL for lines of a log
    const nwl_str *commands;          // that it means; NULL for none
} promise;

static const promise PROMISES[] = {
    {NWL_TEXT("json"), must_be_json, NULL},
    {NWL_TEXT("sarif"), must_be_json, NULL},
    {NWL_TEXT("gitlab"), must_be_json, NULL},
    {NWL_TEXT("rdjson"), must_be_json, NULL},
    {NWL_TEXT("rdjsonl"), must_be_json_lines, NULL},
    {NWL_TEXT("checkstyle"), must_be_xml, NULL},
    {NWL_TEXT("junit"), must_be_xml, NULL},
    {NWL_TEXT("github"), NULL, GITHUB},
    {NWL_TEXT("azure"), NULL, AZURE},
    {NWL_TEXT("teamcity"), NULL, TEAMCITY},
};

static promise promise_of(nwl_str format)
{
    for (size_t i = 0; i < sizeof(PROMISES) / sizeof(*PROMISES); i++) {
        if (nwl_str_eq(PROMISES[i].format, format))
            return PROMISES[i];
    }
    return (promise){.format = format};
}

static void check_document(nwl_str format, nwl_str text)
{
    promise made = promise_of(format);
    must_be_visible(text);
    must_command_nothing_but(text, made.commands);
    if (made.must_parse != NULL)
        made.must_parse(text);
}

// SARIF describes every rule in each document, which takes longer than all else; some of the inputs will do.
static bool is_left_out(const nwl_report *report, nwl_str format)
{
    return nwl_str_eq(format, NWL_STR("sarif")) &&
           report->files->items.items[0]->text.len % 32 != 0;
}

static void print_all(const nwl_report *report)
{
    static const nwl_style PLAIN = {.width = 80};
    for (uint32_t i = 0; i < nwl_format_count(); i++) {
        const nwl_format *format = nwl_format_at(i);
        if (is_left_out(report, format->name))
            continue;
        nwl_buffer out = nwl_buffer_new(NULL);
        format->print(report, &PLAIN, &out);
        check_document(format->name, nwl_buffer_text(&out));
        nwl_buffer_free(&out);
    }
}

static void report_on(const nwl_model *model, nwl_version version)
{
    nwl_arena *arena = model->arena;
    uint32_t count = model->locations.count;
    const nwl_files *files = model->configuration->files;
    const nwl_engine_options engine = {0};
    nwl_findings findings = {0};
    nwl_engine_run(arena, model, &engine, &findings);
    nwl_engine_finish(arena, files, &findings);
    for (uint32_t i = 0; i < findings.count; i++)
        check_finding(files, findings.items[i]);

    const nwl_proxied_location **locations =
        NWL_NEW_ARRAY(arena, const nwl_proxied_location *, count);
    const nwl_model **models = NWL_NEW_ARRAY(arena, const nwl_model *, count);
    for (uint32_t i = 0; i < count; i++) {
        locations[i] = &model->locations.items[i];
        models[i] = model;
    }
    // Whatever the world says, it may say in the words of a configuration.
    nwl_str words = nwl_str_slice(files->items.items[0]->text, 0, MOST_WORDS);
    const nwl_problem problem = {.message = words, .path = words};
    nwl_report report = {
        .arena = arena,
        .files = files,
        .working_directory = WORLD_DIRECTORY,
        .nginx_version = version,
        .findings = (const nwl_finding *const *)findings.items,
        .finding_count = findings.count,
        .locations = locations,
        .location_models = models,
        .location_count = count,
        .problems = &problem,
        .problem_count = 1,
    };
    print_all(&report);
}

// Includes may multiply up to the model's own limit, which is far beyond what an input is worth.
static bool multiplies(const nwl_configuration *configuration, size_t size)
{
    nwl_arena *arena = nwl_arena_new();
    uint32_t most = MOST_SITES + (uint32_t)size;
    bool too_large = nwl_build_scopes(arena, configuration, NWL_CX_MAIN, most).too_large;
    nwl_arena_free(arena);
    return too_large;
}

static void judge(nwl_arena *arena, const world *w, size_t size, nwl_version version)
{
    nwl_files files = {.arena = arena};
    const nwl_load_options load = {.fs = &w->fs, .vocabulary = nwl_directive_word};
    nwl_configuration configuration = nwl_load(&files, &load, WORLD_ROOT);
    // A later file may have taken the root's name, as a directory or a link.
    if (configuration.root == NWL_NO_FILE || multiplies(&configuration, size))
        return;
    const nwl_model_options options = {
        .version = version,
        .working_directory = WORLD_DIRECTORY,
    };
    report_on(nwl_model_build(arena, &configuration, &options), version);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const nwl_version VERSIONS[] = {0, NWL_VERSION_OF(1u, 22u, 1u)};
    world w;
    world_open(&w, (nwl_str){(const char *)data, size});
    for (size_t i = 0; i < sizeof(VERSIONS) / sizeof(VERSIONS[0]); i++) {
        nwl_arena *arena = nwl_arena_new();
        judge(arena, &w, size, VERSIONS[i]);
        must_be_linear(arena, size);
        nwl_arena_free(arena);
    }
    world_close(&w);
    return 0;
}
