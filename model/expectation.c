#include "model/expectation.h"

#include "model/annotations.h"
#include "model/evidence.h"
#include "model/words.h"

static nwl_expectation expect(nwl_expectation_level level, nwl_str because, nwl_site site)
{
    return (nwl_expectation){.level = level, .because = because, .site = site};
}

static nwl_expectation none(nwl_str because, nwl_site site)
{
    return expect(NWL_EXPECTS_NO, because, site);
}

// What the settings say of the location, or of the one whose requests a named location serves.
static const nwl_declared_path *declared_of(const nwl_expectations *x,
                                            const nwl_proxied_location *l,
                                            const nwl_evidence *e)
{
    const nwl_declared *all = &x->model->options.declared;
    const nwl_declared_path *said = nwl_declared_find(all, l->location->opener.directive);
    return said != NULL ? said : nwl_declared_find(all, e->asked.directive);
}

static nwl_expectation expect_as_declared(const nwl_expectations *x,
                                          const nwl_proxied_location *l,
                                          const nwl_declared_path *said)
{
    nwl_str because = nwl_arena_format(x->model->arena, "the settings file says %s, %.*s",
                                       said->websocket ? "so" : "it is plain HTTP",
                                       NWL_STR_FMT(said->origin));
    return (nwl_expectation){
        .level = said->websocket ? NWL_EXPECTS_CERTAIN : NWL_EXPECTS_NO,
        .because = because,
        .site = l->location->opener,
        .specific = said->websocket,
        .socket_path = said->websocket,
    };
}

// What somebody said outright, a comment before the settings, or what makes the question void.
static bool expect_from_words(const nwl_expectations *x, const nwl_proxied_location *l,
                              const nwl_evidence *e, nwl_expectation *result)
{
    nwl_site opener = l->location->opener;
    const nwl_declared_path *said_by_settings = declared_of(x, l, e);
    nwl_annotation_kind said =
        nwl_annotations_of(x->model->annotations, opener.directive);
    if (said == NWL_ANNOTATION_NONE)
        said = nwl_annotations_of(x->model->annotations, l->site.directive);
    if (said == NWL_ANNOTATION_WEBSOCKET)
        *result = (nwl_expectation){.level = NWL_EXPECTS_CERTAIN,
                                    .because = NWL_STR("a comment says so"),
                                    .site = opener,
                                    .specific = true,
                                    .socket_path = true};
    else if (said == NWL_ANNOTATION_HTTP_ONLY)
        *result = none(NWL_STR("a comment says it is plain HTTP"), opener);
    else if (said_by_settings != NULL)
        *result = expect_as_declared(x, l, said_by_settings);
    else if ((l->reasons & (1u << NWL_REASON_REFUSED_BY_NGINX)) != 0 &&
             l->idle_limit_ms != 0 && l->taken_by == NULL)
        *result = none(NWL_STR("nginx answers every request itself"), opener);
    else if (l->setup.upgrade_emptied)
        *result = none(NWL_STR("Upgrade is emptied on purpose"), l->setup.site);
    else if (e->not_reached)
        *result = none(NWL_STR("a handshake does not come here"), opener);
    else
        return false;
    result->declared = said_by_settings;
    result->said_plain = said == NWL_ANNOTATION_HTTP_ONLY ||
                         (said == NWL_ANNOTATION_NONE && said_by_settings != NULL &&
                          !said_by_settings->websocket);
    return true;
}

static nwl_str app_says(const nwl_expectations *x, const char *what, const nwl_app *app)
{
    return nwl_arena_format(x->model->arena, "%s %.*s's", what, NWL_STR_FMT(app->name));
}

static nwl_str port_says(const nwl_expectations *x, const nwl_evidence *e)
{
    return nwl_arena_format(x->model->arena, "port %u is %.*s's", e->port,
                            NWL_STR_FMT(e->known.app->name));
}

static bool expect_certainly(const nwl_expectations *x, const nwl_proxied_location *l,
                             const nwl_evidence *e, nwl_expectation *result)
{
    if (e->known.app != NULL && e->known.path && (e->known.port || e->known.name)) {
        *result =
            expect(NWL_EXPECTS_CERTAIN,
                   app_says(x, e->known.port ? "path and port are" : "path and name are",
                            e->known.app),
                   e->asked);
        return true;
    }
    if (!nwl_has_setup(l) || !(e->path_word.len > 0 || e->known.path || l->setup.by_map ||
                               e->name_word.len > 0))
        return false;
    nwl_str because =
        e->path_word.len > 0
            ? nwl_arena_format(x->model->arena, "path \"%.*s\"; Upgrade is set",
                               NWL_STR_FMT(e->path_word))
        : e->known.path ? app_says(x, "Upgrade is set and the path is", e->known.app)
        : e->name_word.len > 0
            ? nwl_arena_format(x->model->arena, "\"%.*s\"; Upgrade is set",
                               NWL_STR_FMT(e->name_word))
            : NWL_STR("Upgrade is set, and Connection by a map");
    *result = expect(NWL_EXPECTS_CERTAIN, because, l->setup.site);
    return true;
}

// Evidence at the location itself.
static bool expect_by_location(const nwl_expectations *x, const nwl_proxied_location *l,
                               const nwl_evidence *e, nwl_expectation *result)
{
    nwl_arena *arena = x->model->arena;
    nwl_site opener = e->asked;
    if (nwl_has_setup(l))
        *result = expect(NWL_EXPECTS_LIKELY,
                         NWL_STR("part of the WebSocket setup is here"), l->setup.site);
    else if (e->known.path)
        *result =
            expect(NWL_EXPECTS_LIKELY, app_says(x, "the path is", e->known.app), opener);
    else if (e->path_word.len > 0 && !nwl_words_is_weak(e->path_word))
        *result = expect(
            NWL_EXPECTS_LIKELY,
            nwl_arena_format(arena, "path \"%.*s\"", NWL_STR_FMT(e->path_word)), opener);
    else if (e->if_site.directive != NULL)
        *result = expect(NWL_EXPECTS_LIKELY, NWL_STR("the client's Upgrade is looked at"),
                         e->if_site);
    else if (e->mixed_path && e->lost_by_itself)
        *result =
            expect(NWL_EXPECTS_LIKELY, NWL_STR("Upgrade is set for it on a level above"),
                   e->lost_setup);
    else if (e->dead_setup.directive != NULL)
        *result =
            expect(NWL_EXPECTS_LIKELY,
                   NWL_STR("Upgrade is set where its requests come from"), e->dead_setup);
    else if (e->path_word.len > 0)
        *result = expect(
            NWL_EXPECTS_POSSIBLE,
            nwl_arena_format(arena, "path \"%.*s\"", NWL_STR_FMT(e->path_word)), opener);
    else
        return false;
    return true;
}

// Evidence around it: its backend, its server, a level above.
static bool expect_by_surroundings(const nwl_expectations *x,
                                   const nwl_proxied_location *l, const nwl_evidence *e,
                                   nwl_expectation *result)
{
    nwl_arena *arena = x->model->arena;
    if (e->plain_word.len > 0 || e->is_side_target)
        return false;
    if (e->name_word.len > 0)
        *result = expect(
            NWL_EXPECTS_LIKELY,
            nwl_arena_format(arena, "\"%.*s\" is in a name", NWL_STR_FMT(e->name_word)),
            e->name_site);
    else if (e->catch_all && e->known.port && (e->known.own_port || e->known.name))
        *result = expect(NWL_EXPECTS_LIKELY, port_says(x, e), l->site);
    else if (e->catch_all && e->lost_setup.directive != NULL)
        *result =
            expect(NWL_EXPECTS_LIKELY, NWL_STR("Upgrade is set for it on a level above"),
                   e->lost_setup);
    else
        return false;
    return true;
}

// Whether Connection is set to what upstream connections that are kept for plain requests need.
static bool keeps_connections(const nwl_proxied_location *l)
{
    const nwl_text_value *connection = &l->plain_connection;
    return connection->origin.kind == NWL_FROM_DIRECTIVE &&
           connection->certainty == NWL_EXACT &&
           (connection->options[0].len == 0 ||
            nwl_str_eq_nocase(connection->options[0], NWL_STR("keep-alive")));
}

static nwl_expectation expect_at_most_possible(const nwl_proxied_location *l,
                                               const nwl_evidence *e)
{
    nwl_site opener = l->location->opener;
    if (e->plain_word.len > 0)
        return none(NWL_STR("the path names plain HTTP"), opener);
    if (e->is_side_target)
        return none(NWL_STR("only nginx itself asks it"), opener);
    if (l->handler != NWL_HANDLER_PROXY)
        return none(NWL_STR("nothing speaks for a WebSocket"), opener);
    if (e->catch_all && keeps_connections(l))
        return expect(NWL_EXPECTS_OPEN, NWL_STR("Connection is set for plain requests"),
                      l->plain_connection.origin.site);
    if (e->catch_all)
        return expect(NWL_EXPECTS_POSSIBLE,
                      NWL_STR("it takes every request of its server"), opener);
    return expect(NWL_EXPECTS_OPEN, NWL_STR("nothing speaks for or against a WebSocket"),
                  opener);
}

// A name alone tells an application where everything goes to it, and only when it is known how often that speaks.
static bool is_telling(const nwl_evidence *e)
{
    const nwl_recognised *known = &e->known;
    bool by_name_alone = !known->path && !known->port;
    return known->app != NULL &&
           (!by_name_alone || (e->catch_all && known->app->ping_interval_s > 0));
}

// Upgrade lines get copied to where no WebSocket is: on a level above, a location for everything, a path of plain HTTP.
static bool is_only_copied(const nwl_proxied_location *l, const nwl_evidence *e)
{
    bool else_shown = is_telling(e) || e->path_word.len > 0 || e->name_word.len > 0 ||
                      e->if_site.directive != NULL;
    return nwl_has_setup(l) && !else_shown &&
           (e->catch_all || !l->setup.own || e->plain_word.len > 0);
}

static bool is_certain_app(const nwl_proxied_location *l, const nwl_recognised *known)
{
    bool else_shown = known->path || (known->port && (nwl_has_setup(l) || known->name));
    return known->app != NULL && (known->own_port || known->name) && else_shown;
}

static nwl_expectation weigh(nwl_expectations *x, const nwl_proxied_location *l,
                             const nwl_evidence *e)
{
    nwl_expectation result;
    if (expect_from_words(x, l, e, &result))
        return result;
    if (!expect_certainly(x, l, e, &result) && !expect_by_location(x, l, e, &result) &&
        !expect_by_surroundings(x, l, e, &result))
        result = expect_at_most_possible(l, e);
    bool assumed = x->model->options.assume_websocket;
    if (assumed && result.level < NWL_EXPECTS_LIKELY)
        result = expect(NWL_EXPECTS_LIKELY, NWL_STR("a WebSocket is assumed everywhere"),
                        l->location->opener);
    if (result.level >= NWL_EXPECTS_LIKELY) {
        result.app = e->known.app;
        result.falls_back = e->falls_back;
    }
    result.app_is_certain = result.app != NULL && is_certain_app(l, &e->known);
    result.specific = assumed || l->setup.own || e->known.path || e->path_word.len > 0 ||
                      e->if_site.directive != NULL ||
                      (e->mixed_path && e->lost_by_itself) ||
                      (e->dead_setup.directive != NULL && !e->catch_all);
    result.only_copied_setup = is_only_copied(l, e);
    return result;
}

nwl_expectation nwl_expect(nwl_expectations *x, const nwl_proxied_location *l)
{
    nwl_evidence e = nwl_evidence_of(x, l);
    nwl_expectation result = weigh(x, l, &e);
    result.catch_all = e.catch_all;
    result.socket_path = result.socket_path || e.known.path || e.path_word.len > 0;
    return result;
}

static void withdraw(nwl_proxied_location *location, nwl_str because)
{
    nwl_expectation *expectation = &location->expectation;
    nwl_expectation instead = none(because, location->location->opener);
    instead.catch_all = expectation->catch_all;
    instead.socket_path = expectation->socket_path;
    *expectation = instead;
}

// Whether some location of a server is set up, though it may have no handler, or answer every request itself. One for everything
// says nothing of the others.
static bool is_set_up_somewhere(const nwl_scope *server)
{
    for (const nwl_scope *s = server; s != NULL; s = nwl_scope_following(s, server)) {
        if (s->context == NWL_CX_HTTP_LOCATION && nwl_evidence_is_set_up(s) &&
            !nwl_is_catch_all(s))
            return true;
    }
    return false;
}

void nwl_expect_among(nwl_proxied_location *locations, uint32_t count)
{
    bool carried = false, carried_by_itself = false;
    for (uint32_t i = 0; i < count; i++) {
        const nwl_expectation *expectation = &locations[i].expectation;
        bool likely = expectation->level >= NWL_EXPECTS_LIKELY;
        carried = carried || likely;
        carried_by_itself = carried_by_itself || (likely && expectation->specific);
    }
    nwl_str because =
        carried ? NWL_STR("another location of this server carries the WebSocket")
                : NWL_STR("another location of this server is set up for the WebSocket");
    bool meant = carried || (count > 0 && is_set_up_somewhere(locations[0].server));
    for (uint32_t i = 0; meant && i < count; i++) {
        const nwl_expectation *expectation = &locations[i].expectation;
        bool weaker = carried_by_itself ? !expectation->specific
                                        : expectation->level <= NWL_EXPECTS_POSSIBLE;
        if (weaker && expectation->level != NWL_EXPECTS_NO)
            withdraw(&locations[i], because);
    }
}

static void collect_side_uris(nwl_expectations *x, const nwl_scope *scope,
                              nwl_directive_id id)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, id, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_directive *d = sites[i].directive;
        nwl_str target = nwl_directive_arg(d, d->arg_count - 1);
        if (nwl_str_starts_with(target, NWL_STR("/")))
            nwl_map_put(&x->side_uris, target, (void *)(uintptr_t)d);
    }
}

nwl_expectations nwl_expectations_new(nwl_arena *arena, nwl_arena *scratch,
                                      const nwl_model *model)
{
    nwl_expectations x = {.model = model, .scratch = scratch};
    x.recognition = nwl_recognition_new(arena);
    x.side_uris = nwl_map_new(arena);
    for (const nwl_scope *s = model->top; s != NULL;
         s = nwl_scope_following(s, model->top)) {
        collect_side_uris(&x, s, NWL_D_error_page);
        collect_side_uris(&x, s, NWL_D_auth_request);
        collect_side_uris(&x, s, NWL_D_mirror);
    }
    return x;
}
