// missing-events: nginx.conf has no events block, without which nginx does not start

#include "source/path.h"
#include "rules/rule.h"

static const uint32_t AT_THE_TOP = NWL_CX_HTTP | NWL_CX_STREAM | NWL_CX_MAIL;

// Many a file of this name is a site: only what holds a whole protocol is a root for sure.
static bool is_root(const nwl_model *model)
{
    nwl_str name = nwl_path_name(model->configuration->root_target.name);
    return model->context == NWL_CX_MAIN && nwl_str_eq(name, NWL_STR("nginx.conf"));
}

// A line that nginx does not know may be the block, misspelled; of several mistakes that is the one to tell.
static bool may_be_misspelled(const nwl_model *model, const nwl_scope *top)
{
    const nwl_configuration *c = model->configuration;
    bool misspelled = c->files->items.items[c->root]->tree.errors.count > 0 ||
                      nwl_scope_child(top, NWL_CX_RAW) != NULL;
    for (uint32_t i = 0; i < top->site_count && !misspelled; i++)
        misspelled = top->sites[i].directive->id == NWL_D_UNKNOWN;
    return misspelled;
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_model *model = nwl_pass_model(pass);
    if (scope != model->top || scope->incomplete || model->too_large || !is_root(model) ||
        may_be_misspelled(model, scope))
        return;
    const nwl_scope *protocol = nwl_scope_child(scope, AT_THE_TOP);
    if (protocol == NULL || nwl_scope_child(scope, NWL_CX_EVENTS) != NULL)
        return;
    nwl_finding *f = nwl_flag(pass, protocol->opener, NULL, "there is no events block");
    nwl_finding_label(pass, f, "nginx refuses to start without one beside it");
    nwl_finding_help(pass, f, "beside this block, add");
    nwl_finding_help_line(pass, f, "events {");
    nwl_finding_help_line(pass, f, "    worker_connections 4096;");
    nwl_finding_help_line(pass, f, "}");
}

const nwl_rule nwl_rule_missing_events = {
    .id = NWL_TEXT("missing-events"),
    .title = NWL_TEXT("the configuration has no events block"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "nginx refuses to start with \"no \"events\" section in configuration\". The "
        "block "
        "may be empty, but it has to be there, in nginx.conf or in a file that it "
        "includes at the top.\n\n"
        "It is asked for in files called nginx.conf that hold a whole http, stream or "
        "mail "
        "block, and only if all includes at the top could be read."),
    .remedy = NWL_TEXT("Add \"events { }\", better with room for WebSockets: each takes "
                       "two of worker_connections."),
    .when_to_ignore =
        NWL_TEXT("Where the file is called nginx.conf, and another one includes it."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/ngx_core_module.html#events")},
    .on_scope = check,
};
