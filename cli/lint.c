#include "cli/lint.h"

#include <stdlib.h>

#include "cli/adopting.h"
#include "cli/message.h"
#include "cli/unused.h"

typedef struct judging {
    const nwl_cli *cli;
    nwl_reading *reading;
    NWL_ARRAY(const nwl_model *) models;
    nwl_findings findings;
    NWL_ARRAY(nwl_checked_file *) checked;
    nwl_summary summary;
} judging;

// What is new since a revision is caused by what was changed since, wherever it is.
static const nwl_map *given_for(const judging *j, uint32_t index)
{
    bool all = !j->reading->partial.items[index] || j->cli->options->new_from_rev.len > 0;
    return all ? NULL : &j->reading->given;
}

// What includes a part is a whole configuration, whatever the settings say of fragments.
static void judge(judging *j, uint32_t index)
{
    const nwl_configuration *configuration = j->reading->configurations.items[index];
    const nwl_effective *effective = j->reading->effective.items[index];
    const nwl_options *options = &effective->options;
    nwl_arena *arena = j->cli->arena;
    nwl_engine_options engine_options = effective->engine;
    engine_options.given = given_for(j, index);
    nwl_model_options model_options = {
        .version = options->nginx_version,
        .context = j->reading->partial.items[index] ? 0 : options->context,
        .assume_websocket = options->assume_websocket,
        .declared = effective->declared,
        .working_directory = j->reading->working_directory,
    };
    const nwl_model *model = nwl_model_build(arena, configuration, &model_options);
    *NWL_PUSH(arena, &j->models) = model;
    nwl_engine_run(arena, model, &engine_options, &j->findings);
}

static judging judge_all(const nwl_cli *cli, nwl_reading *reading)
{
    judging j = {.cli = cli, .reading = reading};
    for (uint32_t i = 0; i < reading->configurations.count; i++)
        judge(&j, i);
    nwl_engine_finish(cli->arena, &reading->files, &j.findings);
    return j;
}

nwl_findings nwl_lint_judge(const nwl_cli *cli, nwl_reading *reading)
{
    return judge_all(cli, reading).findings;
}

static void tell_too_large(const judging *j)
{
    for (uint32_t i = 0; i < j->models.count; i++) {
        nwl_str path = j->models.items[i]->configuration->root_target.name;
        if (j->models.items[i]->too_large)
            nwl_problem_tell(
                &j->reading->problems, path,
                "\"%.*s\" is too large: its includes multiply to more than %d "
                "directives, and not all were looked at",
                NWL_STR_FMT(path), NWL_MODEL_SITE_LIMIT);
    }
}

// ---- the summary ------------------------------------------------------------------------

// Adds a file of a root. One that several roots have is left out only if all of them leave it out.
static void add_checked(judging *j, nwl_map *seen, nwl_str path, bool is_excluded)
{
    nwl_checked_file *checked = nwl_map_get(seen, path);
    if (checked == NULL) {
        checked = NWL_NEW(j->cli->arena, nwl_checked_file);
        *checked = (nwl_checked_file){.path = path, .is_excluded = true};
        *NWL_PUSH(j->cli->arena, &j->checked) = checked;
        nwl_map_put(seen, path, checked);
    }
    checked->is_excluded = checked->is_excluded && is_excluded;
}

static int by_path(const void *a, const void *b)
{
    const nwl_checked_file *left = *(nwl_checked_file *const *)a;
    const nwl_checked_file *right = *(nwl_checked_file *const *)b;
    return nwl_str_compare(left->path, right->path);
}

static void find_checked(judging *j)
{
    nwl_map seen = nwl_map_new(j->cli->arena);
    for (uint32_t i = 0; i < j->models.count; i++) {
        const nwl_configuration *c = j->models.items[i]->configuration;
        for (uint32_t k = c->first_file; k < c->first_file + c->file_count; k++) {
            nwl_str path = c->files->items.items[k]->path;
            add_checked(j, &seen, path,
                        nwl_effective_excludes(j->reading->effective.items[i], path));
        }
    }
    if (j->checked.count > 1)
        qsort(j->checked.items, j->checked.count, sizeof(*j->checked.items), by_path);
}

static void count_model(nwl_summary *summary, const nwl_model *model)
{
    summary->servers += model->servers.count;
    summary->proxied_locations += model->locations.count;
    for (uint32_t i = 0; i < model->locations.count; i++) {
        if (model->locations.items[i].expectation.level >= NWL_EXPECTS_LIKELY)
            summary->websocket_locations++;
    }
}

static void count_finding(nwl_summary *summary, const nwl_finding *finding)
{
    if (finding->suppression != NULL) {
        summary->suppressed++;
        return;
    }
    switch (finding->severity) {
    case NWL_OFF:
        break;
    case NWL_NOTE:
        summary->notes++;
        break;
    case NWL_WARNING:
        summary->warnings++;
        break;
    case NWL_ERROR:
        summary->errors++;
        break;
    }
}

static void summarize(judging *j)
{
    find_checked(j);
    j->summary.files = j->checked.count;
    for (uint32_t i = 0; i < j->models.count; i++)
        count_model(&j->summary, j->models.items[i]);
    for (uint32_t i = 0; i < j->findings.count; i++)
        count_finding(&j->summary, j->findings.items[i]);
}

// Takes out the findings that no given file answers for.
static void hide_elsewhere(judging *j)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < j->findings.count; i++) {
        nwl_finding *finding = j->findings.items[i];
        if (finding->asked)
            j->findings.items[kept++] = finding;
        else
            j->summary.elsewhere += finding->suppression == NULL;
    }
    j->findings.count = kept;
}

// Takes out the findings that are suppressed, unless they are to be shown.
static void hide_suppressed(judging *j)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < j->findings.count; i++) {
        nwl_finding *finding = j->findings.items[i];
        if (finding->suppression == NULL || j->cli->options->show_suppressed)
            j->findings.items[kept++] = finding;
    }
    j->findings.count = kept;
}

// ---- the report -------------------------------------------------------------------------

static void report_locations(const judging *j, nwl_report *report)
{
    uint32_t count = report->summary.proxied_locations, next = 0;
    const nwl_proxied_location **locations =
        NWL_NEW_ARRAY(j->cli->arena, const nwl_proxied_location *, count);
    const nwl_model **models = NWL_NEW_ARRAY(j->cli->arena, const nwl_model *, count);
    for (uint32_t i = 0; i < j->models.count; i++) {
        const nwl_model *model = j->models.items[i];
        for (uint32_t k = 0; k < model->locations.count; k++) {
            locations[next] = &model->locations.items[k];
            models[next++] = model;
        }
    }
    report->locations = locations;
    report->location_models = models;
    report->location_count = count;
}

// The version that all configurations are judged for, 0 when they differ.
static nwl_version common_version(const nwl_reading *reading)
{
    nwl_version version = 0;
    for (uint32_t i = 0; i < reading->effective.count; i++) {
        nwl_version of_this = reading->effective.items[i]->options.nginx_version;
        if (i > 0 && of_this != version)
            return 0;
        version = of_this;
    }
    return version;
}

static nwl_report report_of(const judging *j)
{
    const nwl_reading *reading = j->reading;
    uint32_t most = j->cli->options->max_findings;
    uint32_t shown = j->findings.count < most ? j->findings.count : most;
    nwl_report report = {
        .arena = j->cli->arena,
        .files = &reading->files,
        .working_directory = reading->working_directory,
        .nginx_version = common_version(reading),
        .summary = j->summary,
        .checked = (const nwl_checked_file *const *)j->checked.items,
        .checked_count = j->checked.count,
        .findings = (const nwl_finding *const *)j->findings.items,
        .finding_count = shown,
        .hidden_findings = j->findings.count - shown,
        .problems = reading->problems.items.items,
        .problem_count = reading->problems.items.count,
    };
    report_locations(j, &report);
    return report;
}

static bool has_failure(const nwl_findings *findings)
{
    for (uint32_t i = 0; i < findings->count; i++) {
        if (findings->items[i]->fails)
            return true;
    }
    return false;
}

static void tell_version(const nwl_cli *cli, nwl_version version)
{
    if (version == 0) {
        nwl_message_note(
            NWL_STR("judged for any nginx: what differs before and from 1.29.7 "
                    "is not certain"));
        return;
    }
    nwl_message_note(
        nwl_arena_format(cli->arena, "judged for nginx %.*s",
                         NWL_STR_FMT(nwl_version_text(cli->arena, version))));
}

nwl_lint nwl_lint_run(nwl_cli *cli)
{
    nwl_adopting adopting;
    nwl_reading *reading = nwl_read(cli);
    if (!nwl_adopting_begin(&adopting, cli, reading))
        return (nwl_lint){.failed = true};
    judging j = judge_all(cli, reading);
    tell_too_large(&j);
    nwl_unused_tell(cli->arena, j.models.items, reading->effective.items, j.models.count);
    if (!nwl_adopting_hide(&adopting, &j.findings, &j.summary))
        return (nwl_lint){.failed = true};
    hide_elsewhere(&j);
    summarize(&j);
    hide_suppressed(&j);
    if (cli->options->verbose)
        tell_version(cli, common_version(reading));
    return (nwl_lint){
        .report = report_of(&j),
        .fails = has_failure(&j.findings),
        .nothing_read = j.models.count == 0,
    };
}

void nwl_lint_print(const nwl_printing *printing, nwl_buffer *out)
{
    const nwl_lint *lint = printing->what;
    nwl_style style = printing->style;
    // A summary of nothing would look like success.
    style.quiet = style.quiet || lint->nothing_read;
    nwl_format_named(printing->format)->print(&lint->report, &style, out);
}
