#include "model/model.h"

#include "parser/template.h"
#include "model/annotations.h"
#include "model/build.h"
#include "model/detour.h"
#include "model/entries.h"
#include "model/expectation.h"
#include "model/judge.h"
#include "model/listen.h"
#include "model/reach.h"
#include "model/request.h"
#include "model/selection.h"
#include "model/target.h"
#include "model/variables.h"
#include "model/words.h"

const nwl_server *nwl_model_server(const nwl_model *model, const nwl_scope *scope)
{
    const nwl_scope *server = nwl_scope_enclosing(scope, NWL_CX_HTTP_SERVER);
    return server == NULL ? NULL : nwl_map_get_at(&model->servers_by_scope, server);
}

bool nwl_model_is_placeholder(const nwl_model *model, nwl_str name)
{
    return model->has_templates && nwl_template_is_environment_name(name);
}

static bool has_templates(const nwl_configuration *c)
{
    for (uint32_t i = c->first_file; i < c->first_file + c->file_count; i++) {
        if (c->files->items.items[i]->is_template)
            return true;
    }
    return false;
}

// Every argument of every directive of this name, in order.
static const nwl_str *all_arguments(nwl_arena *arena, const nwl_scope *scope,
                                    nwl_directive_id id, uint32_t *count)
{
    uint32_t site_count;
    const nwl_site *sites = nwl_scope_all(scope, id, &site_count);
    NWL_ARRAY(nwl_str) arguments = {0};
    for (uint32_t i = 0; i < site_count; i++) {
        for (uint32_t at = 0; at < sites[i].directive->arg_count; at++)
            *NWL_PUSH(arena, &arguments) = sites[i].directive->args[at].value;
    }
    *count = arguments.count;
    return arguments.items;
}

static nwl_str joined_arguments(nwl_arena *arena, const nwl_directive *directive)
{
    nwl_str text = nwl_directive_arg(directive, 0);
    for (uint32_t i = 1; i < directive->arg_count; i++)
        text = nwl_arena_format(arena, "%.*s %.*s", NWL_STR_FMT(text),
                                NWL_STR_FMT(directive->args[i].value));
    return text;
}

// Whether its port is one that no URL has to name, or is not known.
static bool has_usual_port(const nwl_listen *listen)
{
    bool http = listen->first_port <= 80 && listen->last_port >= 80;
    bool https = listen->first_port <= 443 && listen->last_port >= 443;
    return http || https || listen->address.kind == NWL_ADDRESS_UNIX;
}

static void look_at_listens(nwl_server *server, const nwl_site *listens)
{
    server->tls = nwl_scope_is_on(server->scope, NWL_D_ssl, false);
    server->odd_ports = server->listen_count > 0;
    for (uint32_t i = 0; i < server->listen_count; i++) {
        nwl_listen listen;
        bool is_read = nwl_listen_read(listens[i].directive, &listen);
        server->tls = server->tls || (is_read && (listen.ssl || listen.quic));
        server->odd_ports = server->odd_ports && is_read && !has_usual_port(&listen);
    }
}

static void add_server(nwl_model *model, const nwl_scope *scope)
{
    nwl_server *server = NWL_NEW(model->arena, nwl_server);
    server->scope = scope;
    server->names =
        all_arguments(model->arena, scope, NWL_D_server_name, &server->name_count);
    for (uint32_t i = 0; server->websocket_word.len == 0 && i < server->name_count; i++)
        server->websocket_word = nwl_words_websocket_name(server->names[i]);
    const nwl_site *listens = nwl_scope_all(scope, NWL_D_listen, &server->listen_count);
    nwl_str *texts = NWL_NEW_ARRAY(model->arena, nwl_str, server->listen_count);
    for (uint32_t i = 0; i < server->listen_count; i++)
        texts[i] = joined_arguments(model->arena, listens[i].directive);
    server->listens = texts;
    look_at_listens(server, listens);
    *NWL_PUSH(model->arena, &model->servers) = server;
    nwl_map_put_at(&model->servers_by_scope, scope, server);
}

static bool may_have_handler(const nwl_scope *scope)
{
    return (scope->context & (NWL_CX_HTTP_LOCATION | NWL_CX_HTTP_LOCATION_IF |
                              NWL_CX_HTTP_LIMIT_EXCEPT)) != 0;
}

// Makes room for all locations at once: they are many, and large.
static void reserve_locations(nwl_model *model)
{
    nwl_handler handler;
    uint32_t count = 0;
    for (const nwl_scope *s = model->top; s != NULL;
         s = nwl_scope_following(s, model->top))
        count += may_have_handler(s) && nwl_handler_of(s, &handler).directive != NULL;
    model->locations.items = NWL_NEW_ARRAY(model->arena, nwl_proxied_location, count);
    model->locations.capacity = count;
}

static void add_location(nwl_model *model, nwl_reach *reach, const nwl_scope *scope)
{
    nwl_handler handler = NWL_HANDLER_PROXY;
    nwl_site site = nwl_handler_of(scope, &handler);
    if (site.directive == NULL || site.directive->arg_count == 0)
        return;
    nwl_proxied_location *location = NWL_PUSH(model->arena, &model->locations);
    location->scope = scope;
    location->location = scope->context == NWL_CX_HTTP_LOCATION ? scope : scope->parent;
    location->server = nwl_scope_enclosing(scope, NWL_CX_HTTP_SERVER);
    location->location_text = nwl_scope_location_text(model->arena, location->location);
    location->site = site;
    location->handler = handler;
    location->upstream = nwl_directive_arg(site.directive, 0);
    location->taken_by = nwl_reach_taker(reach, location->location);
    nwl_judge(reach->scratch, model, location);
    nwl_arena_reset(reach->scratch);
}

static void expect_all(nwl_model *model, nwl_arena *scratch)
{
    nwl_expectations expectations = nwl_expectations_new(model->arena, scratch, model);
    nwl_proxied_location *items = model->locations.items;
    for (uint32_t i = 0; i < model->locations.count; i++) {
        items[i].expectation = nwl_expect(&expectations, &items[i]);
        nwl_arena_reset(scratch);
    }
    for (uint32_t begin = 0, end; begin < model->locations.count; begin = end) {
        for (end = begin + 1;
             end < model->locations.count && items[end].server == items[begin].server;)
            end++;
        nwl_expect_among(items + begin, end - begin);
    }
}

static nwl_text_value value_for(const nwl_model *model, nwl_arena *scratch,
                                const nwl_client *client, nwl_str text)
{
    nwl_request request =
        nwl_request_new(scratch, model, client, model->options.version, model->top);
    return nwl_evaluate(&request, text);
}

// Sets the map variables that are "upgrade" for a handshake and not for a plain request, ready for proxy_set_header Connection.
static void find_upgrade_maps(nwl_model *model, nwl_arena *scratch)
{
    uint32_t count = nwl_variables_map_count(model->variables);
    for (uint32_t i = 0; i < count && model->keepalive_map == NULL; i++) {
        const nwl_map_block *map = nwl_variables_map_at(model->variables, i);
        nwl_str text = nwl_directive_arg(map->scope->opener.directive, 1);
        nwl_text_value handshake = value_for(model, scratch, &nwl_client_handshake, text);
        nwl_text_value plain = value_for(model, scratch, &nwl_client_plain, text);
        if (!nwl_text_must_contain_token(&handshake, NWL_STR("upgrade")) ||
            nwl_text_may_contain_token(&plain, NWL_STR("upgrade")))
            continue;
        if (model->upgrade_map == NULL)
            model->upgrade_map = map;
        if (!nwl_text_may_contain_token(&plain, NWL_STR("close")))
            model->keepalive_map = map;
    }
}

nwl_model *nwl_model_build(nwl_arena *arena, const nwl_configuration *configuration,
                           const nwl_model_options *options)
{
    nwl_model *model = NWL_NEW(arena, nwl_model);
    nwl_arena *scratch = nwl_arena_new();
    const nwl_file *root = configuration->files->items.items[configuration->root];
    model->arena = arena;
    model->configuration = configuration;
    model->options = *options;
    model->context = options->context;
    if (model->context == 0)
        model->context = nwl_annotated_context(root);
    if (model->context == 0)
        model->context = nwl_infer_context(root);
    nwl_scopes scopes =
        nwl_build_scopes(arena, configuration, model->context, NWL_MODEL_SITE_LIMIT);
    model->top = scopes.top;
    model->too_large = scopes.too_large;
    model->first_steps = scopes.first_steps;
    model->gaps = root->is_unknown ? NWL_CX_ANY : scopes.gaps;
    model->has_templates = has_templates(configuration);
    model->servers_by_scope = nwl_map_new(arena);
    model->entries = nwl_entries_new(arena, model->top);
    model->upstreams = nwl_upstreams_new(arena, model->top);
    model->variables = nwl_variables_new(arena, model->top);
    model->selection = nwl_selection_new(arena, model);
    model->annotations = nwl_annotations_new(arena, configuration);
    reserve_locations(model);
    nwl_reach reach = nwl_reach_new(scratch, model);
    for (const nwl_scope *s = model->top; s != NULL;
         s = nwl_scope_following(s, model->top)) {
        if (s->context == NWL_CX_HTTP_SERVER)
            add_server(model, s);
        else if (may_have_handler(s))
            add_location(model, &reach, s);
    }
    find_upgrade_maps(model, scratch);
    nwl_detours_find(model, scratch);
    nwl_arena_reset(scratch);
    expect_all(model, scratch);
    nwl_arena_free(scratch);
    return model;
}
