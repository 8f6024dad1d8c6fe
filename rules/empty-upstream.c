// empty-upstream: an upstream has no server, and nginx refuses to start
//
// Source: ngx_http_upstream(), ngx_stream_upstream(). What a module that is no part of nginx does instead is not known.

#include "rules/dispatch.h"

static bool is_of_nginx(const nwl_directive *directive)
{
    uint32_t count;
    const nwl_definition *all =
        nwl_directive_definitions((nwl_directive_id)directive->id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].origin == NWL_ORIGIN_CORE || all[i].origin == NWL_ORIGIN_BUNDLED)
            return true;
    }
    return false;
}

// Whether all that an include may have brought is known.
static bool is_read(const nwl_include *include)
{
    for (uint32_t i = 0; i < include->target_count; i++) {
        if (include->targets[i].state != NWL_TARGET_READ)
            return false;
    }
    return include->place == NWL_PLACE_TREE && !include->truncated;
}

// A pattern without a match is fine for nginx, and may have one where it runs.
typedef struct upstream_lines {
    bool unknown; // there may be servers that are not seen
    nwl_site pattern;
} upstream_lines;

static upstream_lines look_at(const nwl_scope *upstream)
{
    upstream_lines lines = {.unknown = upstream->first != NULL};
    for (uint32_t i = 0; i < upstream->site_count; i++) {
        nwl_site site = upstream->sites[i];
        const nwl_include *include = site.directive->include;
        if (include != NULL && include->target_count == 0)
            lines.pattern = site;
        lines.unknown =
            lines.unknown || site.directive->id == NWL_D_server ||
            (include != NULL ? !is_read(include) : !is_of_nginx(site.directive));
    }
    return lines;
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    if ((scope->context & (NWL_CX_HTTP_UPSTREAM | NWL_CX_STREAM_UPSTREAM)) == 0 ||
        scope->parent == NULL || nwl_pass_model(pass)->too_large ||
        !nwl_dispatch_is_as_written(pass, scope->opener.directive))
        return;
    upstream_lines lines = look_at(scope);
    if (lines.unknown)
        return;
    nwl_str name = nwl_directive_arg(scope->opener.directive, 0);
    nwl_finding *f = nwl_flag(pass, scope->opener, NULL,
                              "upstream \"%.*s\" has no server", NWL_STR_FMT(name));
    nwl_finding_label(pass, f, "nginx refuses to start");
    if (lines.pattern.directive == NULL)
        return;
    f->confidence = NWL_LIKELY;
    nwl_finding_related(pass, f, lines.pattern, "no file matches");
}

const nwl_rule nwl_rule_empty_upstream = {
    .id = NWL_TEXT("empty-upstream"),
    .title = NWL_TEXT("an upstream has no server"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "nginx refuses to start over an upstream block without a single server: \"no "
        "servers are inside upstream\". It happens when the servers come from an include "
        "that matches no file, or from a tool that has found none.\n\n"
        "A server that is marked \"down\" is one. Nothing is said of an upstream with "
        "directives of modules that are no part of nginx, which may bring the servers."),
    .remedy =
        NWL_TEXT("Name a server; \"server 127.0.0.1:1 down;\" makes nginx start and "
                 "answer with 502."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start."),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream")},
    .on_scope = check,
};
