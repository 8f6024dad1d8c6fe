// unknown-directive: no module of nginx has a directive of this name, and nginx refuses to start
//
// Known are the directives of nginx, of NGINX Plus and of the modules in model/directives.def. A module that is loaded
// and not in the table may bring others, so the finding is a note then.

#include <string.h>

#include "base/distance.h"
#include "source/path.h"
#include "rules/dispatch.h"

static nwl_version version_of(const nwl_pass *pass)
{
    return nwl_pass_model(pass)->options.version;
}

// ---- did you mean -----------------------------------------------------------------------

typedef struct names {
    const nwl_pass *pass;
    uint32_t contexts;
    uint32_t id;
} names;

static bool is_candidate(const names *n)
{
    uint32_t count;
    const nwl_definition *all =
        nwl_directive_definitions((nwl_directive_id)n->id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_dispatch_considers(n->pass, &all[i], n->contexts))
            return true;
    }
    return false;
}

static bool next_name(void *state, nwl_str *name)
{
    names *n = state;
    while (++n->id < NWL_D_COUNT) {
        if (!is_candidate(n))
            continue;
        *name = nwl_directive_name((nwl_directive_id)n->id);
        return true;
    }
    return false;
}

static bool find_nearest(const nwl_pass *pass, nwl_str wrong, uint32_t contexts,
                         nwl_str *nearest)
{
    names all = {.pass = pass, .contexts = contexts};
    return nwl_nearest(wrong, next_name, &all, nearest);
}

// ---- modules that are not known ---------------------------------------------------------

// Whether the table has a directive of this module; *is_nginx_s when nginx comes with it.
static bool is_known_module(nwl_str module, bool *is_nginx_s)
{
    bool known = false;
    *is_nginx_s = false;
    for (uint32_t id = NWL_D_UNKNOWN + 1; id < NWL_D_COUNT; id++) {
        uint32_t count;
        const nwl_definition *all =
            nwl_directive_definitions((nwl_directive_id)id, &count);
        for (uint32_t i = 0; i < count; i++) {
            if (!nwl_str_eq(all[i].module, module))
                continue;
            known = true;
            *is_nginx_s = *is_nginx_s || all[i].origin == NWL_ORIGIN_CORE ||
                          all[i].origin == NWL_ORIGIN_BUNDLED;
        }
    }
    return known;
}

// "ngx_http_foo_module" of "modules/ngx_http_foo_module.so".
static nwl_str module_name(const nwl_directive *load_module)
{
    nwl_str name = nwl_path_name(nwl_directive_arg(load_module, 0));
    return nwl_str_ends_with(name, NWL_STR(".so"))
               ? nwl_str_slice(name, 0, name.len - strlen(".so"))
               : name;
}

// The directives of nginx's own modules are all in the table, so loading one of those explains nothing. Other modules may
// be newer than the table, but one that is not in it at all is the better guess.
static nwl_site find_module(const nwl_scope *top)
{
    nwl_site found = {0};
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(top, NWL_D_load_module, &count);
    for (uint32_t i = 0; i < count; i++) {
        bool is_nginx_s;
        if (!is_known_module(module_name(sites[i].directive), &is_nginx_s))
            return sites[i];
        if (!is_nginx_s && found.directive == NULL)
            found = sites[i];
    }
    return found;
}

static bool is_out_of_reach(const nwl_configuration *c, const nwl_include *include)
{
    if (include->target_count == 0)
        return !c->in_place && include->place != NWL_PLACE_TREE;
    for (uint32_t i = 0; i < include->target_count; i++) {
        if (include->targets[i].state != NWL_TARGET_READ &&
            include->targets[i].state != NWL_TARGET_CYCLE)
            return true;
    }
    return false;
}

// An include beside which a load_module would stand, but which could not be followed.
static nwl_site find_gap(const nwl_model *model)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(model->top, NWL_D_include, &count);
    for (uint32_t i = 0; i < count && model->context == NWL_CX_MAIN; i++) {
        const nwl_include *include = sites[i].directive->include;
        if (include != NULL && is_out_of_reach(model->configuration, include))
            return sites[i];
    }
    return (nwl_site){0};
}

static void doubt_by_settings(nwl_pass *pass, nwl_finding *f, const nwl_allowed *allowed)
{
    f->severity = NWL_NOTE;
    f->confidence = NWL_POSSIBLE;
    if (allowed->is_module)
        nwl_finding_note(
            pass, f,
            "the settings file names the module \"%.*s\", which may have it, %.*s",
            NWL_STR_FMT(allowed->name), NWL_STR_FMT(allowed->origin));
    else
        nwl_finding_note(pass, f, "the settings file allows it, %.*s",
                         NWL_STR_FMT(allowed->origin));
}

static void doubt(nwl_pass *pass, nwl_finding *f)
{
    const nwl_model *model = nwl_pass_model(pass);
    nwl_site module = find_module(model->top), gap = find_gap(model);
    if (module.directive == NULL && gap.directive == NULL)
        return;
    f->severity = NWL_NOTE;
    f->confidence = NWL_POSSIBLE;
    if (module.directive != NULL)
        nwl_finding_related(pass, f, module, "this module may have it");
    else
        nwl_finding_related(pass, f, gap, "this may load a module that has it");
}

// ---- the rule ---------------------------------------------------------------------------

static const nwl_str byte_order_mark = NWL_TEXT("\xEF\xBB\xBF");

// "if($x)" and its kind: the name of a directive runs into its argument. Its length, 0 for anything else.
static size_t name_before_parenthesis(nwl_str name)
{
    size_t at = nwl_str_find(name, '(', 0);
    bool is_name = at < name.len &&
                   nwl_directive_lookup(nwl_str_slice(name, 0, at)) != NWL_D_UNKNOWN;
    return is_name ? at : 0;
}

// Explains the name. False when it cannot: then a module may have it.
static bool explain(nwl_pass *pass, nwl_finding *f, const nwl_refused *refused)
{
    nwl_str name = refused->site.directive->name, nearest;
    size_t length = name_before_parenthesis(name);
    if (nwl_str_starts_with(name, byte_order_mark)) {
        nwl_finding_label(pass, f, "begins with a byte order mark");
        nwl_finding_help(pass, f, "save the file as UTF-8 without a byte order mark");
        return true;
    }
    if (length > 0) {
        nwl_finding_help(pass, f, "write a space behind \"%.*s\"", (int)length, name.ptr);
        return true;
    }
    if (!find_nearest(pass, name, refused->contexts, &nearest) &&
        !find_nearest(pass, name, NWL_CX_ANY, &nearest))
        return false;
    bool is_case = nwl_str_eq_nocase(name, nearest);
    nwl_finding_help(pass, f, "did you mean \"%.*s\"?%s", NWL_STR_FMT(nearest),
                     is_case ? " upper and lower case differ" : "");
    return nwl_distance(name, nearest, 1) <= 1;
}

// The definitions of another version.
static void flag_version(nwl_pass *pass, const nwl_refused *refused,
                         const nwl_definition *all, uint32_t count)
{
    nwl_version since = UINT32_MAX, removed = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].since > version_of(pass) && all[i].since < since)
            since = all[i].since;
        if (all[i].removed <= version_of(pass) && all[i].removed > removed)
            removed = all[i].removed;
    }
    nwl_str when = nwl_version_text(nwl_pass_arena(pass), removed != 0 ? removed : since);
    nwl_finding *f =
        nwl_flag(pass, refused->site, NULL,
                 removed != 0 ? "\"%.*s\" was removed in nginx %.*s"
                              : "\"%.*s\" is known from nginx %.*s on",
                 NWL_STR_FMT(refused->site.directive->name), NWL_STR_FMT(when));
    nwl_dispatch_note_version(pass, f);
}

static void flag(nwl_pass *pass, const nwl_refused *refused)
{
    nwl_str name = refused->site.directive->name;
    uint32_t count;
    const nwl_definition *all =
        nwl_directive_definitions(nwl_directive_lookup(name), &count);
    if (count > 0) {
        flag_version(pass, refused, all, count);
        return;
    }
    nwl_finding *f = nwl_flag(pass, refused->site, NULL, "unknown directive \"%.*s\"",
                              NWL_STR_FMT(name));
    const nwl_allowed *allowed = nwl_pass_allowed(pass, name);
    bool is_named = allowed != NULL && !allowed->is_module;
    if (!is_named && explain(pass, f, refused))
        return;
    if (allowed != NULL)
        doubt_by_settings(pass, f, allowed);
    else
        doubt(pass, f);
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_dispatch_report(pass, scope, NWL_REFUSED_NAME, flag);
}

const nwl_rule nwl_rule_unknown_directive = {
    .id = NWL_TEXT("unknown-directive"),
    .title = NWL_TEXT("nginx knows no directive of this name"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "nginx refuses to start when a directive has a name that none of its modules "
        "knows. Names are compared byte by byte, so upper and lower case differ, and a "
        "word ends at white space, ';' or '{' only: \"if($x)\" is one name.\n\n"
        "nginx-wslint knows the directives of nginx, of NGINX Plus and of many other "
        "modules. When the configuration loads a module that it does not know, or has an "
        "include that cannot be followed where modules are loaded, the name may be that "
        "module's, and the finding is a note, unless the name is one letter away from a "
        "directive. The same holds when the settings file names the module with "
        "allow_module; what it names with allow_directive is always a note.\n\n"
        "With --nginx-version, directives that this version does not have yet, or no "
        "longer, are unknown as well. In a template (*.template, *.j2, *.tmpl and the "
        "like) nothing is said of statements with placeholders."),
    .remedy = NWL_TEXT("Correct the name, or load the module that has it."),
    .when_to_ignore =
        NWL_TEXT("Where a module of your own has the directive: name it with "
                 "allow_directive or allow_module in the settings file."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/dirindex.html"),
                NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#load_module")},
    .on_scope = check,
};
