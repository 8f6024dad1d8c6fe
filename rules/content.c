#include "rules/content.h"

#include "model/handler.h"
#include "model/selection.h"

// What a location of files, or of answers of nginx's own, has.
static const nwl_directive_id OWN_CONTENT[] = {
    NWL_D_root,      NWL_D_alias,        NWL_D_try_files, NWL_D_index,
    NWL_D_autoindex, NWL_D_random_index, NWL_D_empty_gif, NWL_D_stub_status,
    NWL_D_flv,       NWL_D_mp4,          NWL_D_perl,      NWL_D_dav_methods,
    NWL_D_internal,  NWL_D_gzip_static,
};

static bool has_own_content(const nwl_scope *location)
{
    for (size_t i = 0; i < sizeof(OWN_CONTENT) / sizeof(OWN_CONTENT[0]); i++) {
        if (nwl_scope_last(location, OWN_CONTENT[i]).directive != NULL)
            return true;
    }
    return false;
}

static const nwl_definition *meaning_here(const nwl_directive *directive)
{
    uint32_t count;
    const nwl_definition *all =
        nwl_directive_definitions((nwl_directive_id)directive->id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if ((all[i].contexts & NWL_CX_HTTP_LOCATION) != 0)
            return &all[i];
    }
    return NULL;
}

// Whether a directive of a module that may have an answer of its own stands in it: a script, or one that nobody knows.
static bool has_foreign_directive(const nwl_scope *location)
{
    for (uint32_t i = 0; i < location->site_count; i++) {
        const nwl_definition *d = meaning_here(location->sites[i].directive);
        if (d == NULL || d->origin > NWL_ORIGIN_BUNDLED)
            return true;
    }
    return false;
}

static bool has_blocks_that_hand_on(const nwl_scope *location)
{
    nwl_handler handler;
    for (const nwl_scope *s = location->first; s != NULL; s = s->next) {
        if (s->context == NWL_CX_RAW || s->context == NWL_CX_HTTP_LOCATION ||
            nwl_handler_of(s, &handler).directive != NULL)
            return true;
    }
    return false;
}

nwl_site nwl_proxy_line(const nwl_scope *location)
{
    for (uint32_t i = 0; i < location->site_count; i++) {
        const nwl_definition *d = meaning_here(location->sites[i].directive);
        if (d != NULL && nwl_str_eq(d->module, NWL_STR("ngx_http_proxy_module")))
            return location->sites[i];
    }
    return (nwl_site){0};
}

bool nwl_is_left_without_handler(nwl_pass *pass, const nwl_scope *location)
{
    nwl_handler handler;
    return location->context == NWL_CX_HTTP_LOCATION && !location->incomplete &&
           nwl_handler_of(location, &handler).directive == NULL &&
           !has_own_content(location) && !has_foreign_directive(location) &&
           !has_blocks_that_hand_on(location) && !nwl_location_out_of_reach(location) &&
           !nwl_pass_has_placeholder(pass, location->opener.directive);
}

nwl_site nwl_upgrade_line(const nwl_scope *location)
{
    uint32_t count;
    const nwl_site *sites = nwl_headers_at(location, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_directive *line = sites[i].directive;
        if (nwl_str_eq_nocase(nwl_directive_arg(line, 0), NWL_STR("Upgrade")) &&
            nwl_directive_arg(line, 1).len > 0)
            return sites[i];
    }
    return (nwl_site){0};
}

nwl_annotation_kind nwl_said_of(const nwl_pass *pass, const nwl_scope *location)
{
    const nwl_model *model = nwl_pass_model(pass);
    nwl_annotation_kind said =
        nwl_annotations_of(model->annotations, location->opener.directive);
    const nwl_declared_path *declared =
        nwl_declared_find(&model->options.declared, location->opener.directive);
    if (said != NWL_ANNOTATION_NONE || declared == NULL)
        return said;
    return declared->websocket ? NWL_ANNOTATION_WEBSOCKET : NWL_ANNOTATION_HTTP_ONLY;
}
