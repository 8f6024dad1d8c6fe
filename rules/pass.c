#include "rules/pass.h"

#include <assert.h>
#include <stdarg.h>

#include "source/path.h"
#include "parser/stray.h"
#include "parser/template.h"

const nwl_model *nwl_pass_model(const nwl_pass *pass)
{
    return pass->model;
}

nwl_arena *nwl_pass_arena(const nwl_pass *pass)
{
    return pass->arena;
}

nwl_arena *nwl_pass_scratch(const nwl_pass *pass)
{
    return pass->visit->scratch;
}

// The rule whose choice holds what the user calls long enough.
static uint32_t rule_with_minimum(void)
{
    uint32_t index = 0;
    while (!nwl_rule_at(index)->takes_minimum)
        index++;
    return index;
}

int64_t nwl_pass_minimum_ms(const nwl_pass *pass, nwl_site site)
{
    int64_t here = nwl_chooser_at(&pass->visit->chooser, rule_with_minimum(),
                                  nwl_site_span(site).file)
                       ->minimum_ms;
    return here > 0 ? here : pass->options->min_read_timeout_ms;
}

const nwl_allowed *nwl_pass_allowed(const nwl_pass *pass, nwl_str directive)
{
    const nwl_allowed *module = NULL;
    for (uint32_t i = 0; i < pass->options->allowed_count; i++) {
        const nwl_allowed *allowed = &pass->options->allowed[i];
        if (allowed->is_module)
            module = module != NULL ? module : allowed;
        else if (nwl_str_eq(allowed->name, directive))
            return allowed;
    }
    return module;
}

nwl_str nwl_pass_path(const nwl_pass *pass, nwl_str path)
{
    return nwl_path_relative(path, pass->model->options.working_directory);
}

static nwl_str text_of(const nwl_pass *pass, uint32_t file, nwl_range range)
{
    const nwl_files *files = pass->model->configuration->files;
    return nwl_str_slice(files->items.items[file]->text, range.begin, range.end);
}

nwl_str nwl_pass_source(const nwl_pass *pass, const nwl_directive *directive)
{
    return text_of(pass, directive->file, directive->range);
}

bool nwl_pass_has_placeholder(const nwl_pass *pass, const nwl_directive *directive)
{
    const nwl_files *files = pass->model->configuration->files;
    return files->items.items[directive->file]->is_template &&
           nwl_template_has_placeholder(nwl_pass_source(pass, directive));
}

nwl_str nwl_severity_name(nwl_severity severity)
{
    static const char *const NAMES[] = {"off", "note", "warning", "error"};
    return nwl_str_of(NAMES[severity]);
}

nwl_str nwl_confidence_name(nwl_confidence confidence)
{
    static const char *const NAMES[] = {"certain", "likely", "possible"};
    return nwl_str_of(NAMES[confidence]);
}

// Formats the arguments after `last` into memory that lasts.
#define FORMAT(pass, last, text)                                                         \
    do {                                                                                 \
        va_list arguments;                                                               \
        va_start(arguments, last);                                                       \
        (text) = nwl_arena_format_list((pass)->arena, (last), arguments);                \
        va_end(arguments);                                                               \
    } while (0)

static nwl_finding *add(nwl_pass *pass, nwl_span at, nwl_str message)
{
    nwl_finding *finding = NWL_NEW(pass->arena, nwl_finding);
    finding->rule = pass->rule;
    finding->severity = pass->rule->severity;
    finding->stops_nginx = pass->rule->stops_nginx;
    finding->at = at;
    finding->message = message;
    *NWL_PUSH(pass->arena, pass->findings) = finding;
    return finding;
}

nwl_finding *nwl_flag(nwl_pass *pass, nwl_site at, const nwl_scope *scope,
                      const char *message, ...)
{
    nwl_str text;
    FORMAT(pass, message, text);
    nwl_finding *finding = add(pass, nwl_site_span(at), text);
    finding->via = at.via;
    finding->scope = scope;
    if (scope == NULL)
        return finding;
    const nwl_scope *location = nwl_scope_enclosing(scope, NWL_CX_HTTP_LOCATION);
    finding->server = nwl_model_server(pass->model, scope);
    if (location != NULL)
        finding->location = nwl_scope_location_text(pass->arena, location);
    return finding;
}

// How nginx comes to a file; NULL for the root and for a file that it does not read.
static const nwl_include_step *first_step(const nwl_model *model, uint32_t file)
{
    const nwl_configuration *c = model->configuration;
    bool is_read = file >= c->first_file && file - c->first_file < c->file_count;
    return is_read ? model->first_steps[file - c->first_file] : NULL;
}

bool nwl_pass_is_prose(const nwl_pass *pass, uint32_t file)
{
    const nwl_include_step *via = first_step(pass->model, file);
    return via != NULL &&
           nwl_stray_is_prose(pass->visit->scratch,
                              pass->model->configuration->files->items.items[file],
                              via->include->include);
}

nwl_finding *nwl_flag_span(nwl_pass *pass, nwl_span at, nwl_str message)
{
    nwl_finding *finding = add(pass, at, message);
    finding->via = first_step(pass->model, at.file);
    return finding;
}

void nwl_finding_related_span(nwl_pass *pass, nwl_finding *finding, nwl_span at,
                              nwl_str label)
{
    nwl_related *related = NWL_PUSH(pass->arena, &finding->related);
    *related = (nwl_related){at, first_step(pass->model, at.file), label};
}

void nwl_finding_label(nwl_pass *pass, nwl_finding *finding, const char *label, ...)
{
    FORMAT(pass, label, finding->label);
}

void nwl_finding_related(nwl_pass *pass, nwl_finding *finding, nwl_site at,
                         const char *label, ...)
{
    nwl_related *related = NWL_PUSH(pass->arena, &finding->related);
    related->at = nwl_site_span(at);
    related->via = at.via;
    FORMAT(pass, label, related->label);
}

void nwl_finding_note(nwl_pass *pass, nwl_finding *finding, const char *note, ...)
{
    FORMAT(pass, note, *NWL_PUSH(pass->arena, &finding->notes));
}

void nwl_finding_help(nwl_pass *pass, nwl_finding *finding, const char *title, ...)
{
    FORMAT(pass, title, NWL_PUSH(pass->arena, &finding->helps)->title);
}

void nwl_finding_help_line(nwl_pass *pass, nwl_finding *finding, const char *line, ...)
{
    assert(finding->helps.count > 0);
    nwl_help *help = &finding->helps.items[finding->helps.count - 1];
    FORMAT(pass, line, *NWL_PUSH(pass->arena, &help->lines));
}
