#include "rules/sample.h"

#include "rules/pass.h"
#include "rules/tunnel.h"

#include "model/entries.h"
#include "model/example.h"
#include "model/judge.h"
#include "model/target.h"
#include "model/variables.h"
#include "model/words.h"

enum {
    MOST_SAMPLES = 8,     // of a location
    MOST_OF_SERVER = 500, // for each of which all locations of the server are looked at
};

// ---- one handshake ----------------------------------------------------------------------

// A name by which a client may ask for the server.
static nwl_str host_of(const nwl_pass *pass, const nwl_scope *server)
{
    const nwl_server *found = nwl_model_server(nwl_pass_model(pass), server);
    for (uint32_t i = 0; found != NULL && i < found->name_count; i++) {
        nwl_str name = found->names[i];
        bool is_plain = nwl_str_contains(name, NWL_STR(".")) &&
                        !nwl_str_contains(name, NWL_STR("*")) &&
                        !nwl_str_starts_with(name, NWL_STR("~")) &&
                        !nwl_str_starts_with(name, NWL_STR("."));
        if (is_plain)
            return name;
    }
    return NWL_STR("example.com");
}

static const nwl_client *client_for(nwl_pass *pass, const nwl_scope *server,
                                    nwl_str target)
{
    nwl_arena *arena = nwl_pass_scratch(pass);
    uint32_t count = nwl_client_handshake.header_count;
    nwl_client *client = NWL_NEW(arena, nwl_client);
    nwl_client_header *headers = NWL_NEW_ARRAY(arena, nwl_client_header, count);
    *client = nwl_client_handshake;
    for (uint32_t i = 0; i < count; i++) {
        headers[i] = client->headers[i];
        if (nwl_str_eq(headers[i].name, NWL_STR("Host")))
            headers[i].value = nwl_text_exact(arena, host_of(pass, server));
    }
    client->headers = headers;
    client->target = nwl_text_exact(arena, target);
    return client;
}

// Whether few enough samples were followed through the server for the work to stay linear. Its locations come in a row.
static bool is_affordable(nwl_visit *visit, const nwl_scope *server)
{
    if (visit->sampled_server != server)
        visit->sampled_count = 0;
    visit->sampled_server = server;
    return visit->sampled_count++ < MOST_OF_SERVER;
}

// Follows the handshake of client, which asks for sample->target.
static bool follow(nwl_pass *pass, const nwl_client *client, const nwl_scope *server,
                   nwl_sample *sample)
{
    nwl_uri uri;
    nwl_arena *arena = nwl_pass_scratch(pass);
    const nwl_model *model = nwl_pass_model(pass);
    nwl_version oldest = nwl_oldest_judged(model->options.version);
    bool merges = nwl_scope_is_on(server, NWL_D_merge_slashes, true);
    if (!nwl_uri_parse(arena, sample->target, merges, &uri) ||
        !is_affordable(pass->visit, server))
        return false;
    sample->journey =
        nwl_journey_from(arena, model, client, oldest, server, &uri, NULL, 0);
    return true;
}

bool nwl_sample_follow(nwl_pass *pass, const nwl_scope *server, nwl_str path,
                       nwl_sample *sample)
{
    nwl_arena *arena = nwl_pass_scratch(pass);
    sample->path = path;
    sample->sent = nwl_text_unknown();
    sample->target =
        nwl_arena_format(arena, "%.*s?" NWL_SAMPLE_QUERY,
                         NWL_STR_FMT(nwl_uri_escape(arena, path, NWL_ESCAPE_URI)));
    return follow(pass, client_for(pass, server, sample->target), server, sample);
}

bool nwl_sample_is_of_any_host(nwl_pass *pass, const nwl_sample *sample)
{
    nwl_sample other = *sample;
    const nwl_journey *journey = &sample->journey;
    const nwl_scope *server =
        nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_SERVER);
    const nwl_server *found = nwl_model_server(nwl_pass_model(pass), server);
    if (found == NULL || found->name_count == 1)
        return true;
    nwl_client client = nwl_client_handshake;
    client.target = nwl_text_exact(nwl_pass_scratch(pass), sample->target);
    return follow(pass, &client, server, &other) && other.journey.certain &&
           other.journey.site.directive == journey->site.directive;
}

bool nwl_sample_fails(const nwl_pass *pass, nwl_sample *sample)
{
    nwl_journey *journey = &sample->journey;
    if (!journey->certain || journey->may_be_handed_on || journey->outcome == NWL_LOST)
        return false;
    nwl_verdict verdict = nwl_judge_journey(nwl_pass_model(pass), journey).verdict;
    return verdict == NWL_VERDICT_HANDSHAKE_FAILS || verdict == NWL_VERDICT_NOT_FORWARDED;
}

// ---- the samples of a location ----------------------------------------------------------

typedef struct sampling {
    nwl_pass *pass;
    const nwl_proxied_location *location;
    const nwl_scope *asked; // the location whose requests it serves
    nwl_samples *samples;
} sampling;

static bool is_handed_on(const nwl_proxied_location *location, const nwl_journey *journey)
{
    return journey->outcome == NWL_HANDED_ON && journey->certain &&
           journey->site.directive == location->site.directive &&
           nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_LOCATION) ==
               location->location;
}

static void add(const sampling *s, nwl_sample_kind kind, nwl_str path)
{
    nwl_samples *samples = s->samples;
    nwl_sample sample = {.kind = kind};
    if (samples->count == MOST_SAMPLES ||
        !nwl_sample_follow(s->pass, s->location->server, path, &sample))
        return;
    if (s->location->handler == NWL_HANDLER_PROXY &&
        is_handed_on(s->location, &sample.journey))
        sample.sent = nwl_upstream_request_of(&sample.journey.request).target;
    samples->items[samples->count++] = sample;
}

static void add_app_paths(const sampling *s, nwl_str prefix)
{
    const nwl_app *app = s->location->expectation.app;
    for (uint32_t i = 0; app != NULL && i < app->path_count; i++) {
        nwl_str pattern = app->paths[i].pattern;
        nwl_str path = nwl_app_path_example(nwl_pass_scratch(s->pass), pattern);
        if (pattern.ptr[1] != '*' && nwl_str_starts_with(path, prefix))
            add(s, NWL_SAMPLE_APP, path);
    }
}

static void add_for_prefix(const sampling *s, nwl_str prefix)
{
    const char *slash = nwl_str_ends_with(prefix, NWL_STR("/")) ? "" : "/";
    add_app_paths(s, prefix);
    if (prefix.len > 1)
        add(s, NWL_SAMPLE_OWN, prefix);
    add(s, NWL_SAMPLE_BELOW,
        nwl_arena_format(nwl_pass_scratch(s->pass), "%.*s%sroom", NWL_STR_FMT(prefix),
                         slash));
}

static void add_for_regex(const sampling *s, nwl_str regex)
{
    add_app_paths(s, NWL_STR("/"));
    add(s, NWL_SAMPLE_REGEX, nwl_example_of_regex(nwl_pass_scratch(s->pass), regex));
}

static bool has_rewrites(const nwl_model *model, const nwl_scope *scope)
{
    uint32_t count;
    nwl_variables_steps(model->variables, scope, &count);
    return count > 0;
}

// ---- regexes beside it ------------------------------------------------------------------

// Keeps the path of a regex that looks for files without naming them.
static void add_rival(nwl_visit *visit, const nwl_scope *regex)
{
    nwl_handler handler;
    nwl_str pattern = nwl_location_read(regex->opener.directive).text;
    if (visit->rival_count < NWL_MOST_RIVALS &&
        !nwl_words_is_file(nwl_scope_location_text(visit->scratch, regex)) &&
        nwl_handler_of(regex, &handler).directive == NULL)
        visit->rivals[visit->rival_count++] =
            nwl_example_of_regex(visit->scratch, pattern);
}

static void search(nwl_visit *visit, const nwl_scope *server)
{
    if (visit->searched == server)
        return;
    visit->searched = server;
    visit->has_regexes = false;
    visit->rival_count = 0;
    for (const nwl_scope *s = server->first; s != NULL; s = s->next) {
        if (s->context != NWL_CX_HTTP_LOCATION ||
            !nwl_location_is_regex(nwl_location_read(s->opener.directive)))
            continue;
        visit->has_regexes = true;
        add_rival(visit, s);
    }
}

// Whether some regex may win over a location: one of the server, or whatever stands beside a nested location.
static bool has_rivals(const nwl_visit *visit, const nwl_scope *asked,
                       const nwl_scope *server)
{
    return asked->parent != server || visit->has_regexes;
}

// Whether a path is that of a socket behind the location: of its application, or of any.
static bool is_of_socket(const nwl_proxied_location *location, nwl_str path)
{
    const nwl_app *app = location->expectation.app;
    nwl_str word = nwl_words_websocket_path(path);
    bool is_said = word.len > 0 && (!nwl_words_is_ambiguous(word) ||
                                    !nwl_is_catch_all(location->location));
    return is_said || (app != NULL && nwl_app_path_matches(app, path));
}

static void add_rivals(const sampling *s)
{
    const nwl_visit *visit = s->pass->visit;
    for (uint32_t i = 0; i < visit->rival_count; i++) {
        if (is_of_socket(s->location, visit->rivals[i]))
            add(s, NWL_SAMPLE_RIVAL, visit->rivals[i]);
    }
}

// -----------------------------------------------------------------------------------------

static void add_all(const sampling *s)
{
    nwl_location name = nwl_location_read(s->asked->opener.directive);
    if (name.kind == NWL_LOCATION_EXACT)
        add(s, NWL_SAMPLE_OWN, name.text);
    else if (name.kind == NWL_LOCATION_PREFIX || name.kind == NWL_LOCATION_PREFERRED)
        add_for_prefix(s, name.text);
    else if (nwl_location_is_regex(name))
        add_for_regex(s, name.text);
    add_rivals(s);
}

// Whether a handshake for the location may end elsewhere, or arrive as something else than the client sent: most cannot.
static bool is_worth_following(nwl_pass *pass, const nwl_proxied_location *location,
                               const nwl_scope *asked)
{
    const nwl_model *model = nwl_pass_model(pass);
    search(pass->visit, location->server);
    return nwl_str_contains(location->upstream, NWL_STR("$")) ||
           nwl_target_parse(NULL, location->upstream).uri.len > 0 ||
           has_rewrites(model, location->server) || has_rewrites(model, asked) ||
           has_rewrites(model, location->location) ||
           has_rivals(pass->visit, asked, location->server);
}

nwl_samples nwl_samples_of(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_visit *visit = pass->visit;
    if (visit->sampled == location)
        return visit->samples;
    nwl_samples samples = {0};
    const nwl_map *entries = &nwl_pass_model(pass)->entries;
    const nwl_scope *asked =
        nwl_entries_asking(entries, visit->scratch, location->location);
    bool is_refused = (location->reasons & 1u << NWL_REASON_REFUSED_BY_NGINX) != 0;
    bool is_known = (location->expectation.level >= NWL_EXPECTS_LIKELY ||
                     (is_refused && nwl_is_set_up_for_socket(location))) &&
                    location->server != NULL &&
                    !nwl_pass_has_placeholder(pass, asked->opener.directive) &&
                    !nwl_pass_has_placeholder(pass, location->site.directive);
    if (is_known && is_worth_following(pass, location, asked)) {
        samples.items = NWL_NEW_ARRAY(visit->scratch, nwl_sample, MOST_SAMPLES);
        add_all(&(sampling){pass, location, asked, &samples});
    }
    visit->sampled = location;
    visit->samples = samples;
    return samples;
}

// ---- regexes that win over prefixes -----------------------------------------------------

// Whether the regex that has the path of the journey took it from a location: a prefix, or a regex behind it.
static bool is_taken_from(const nwl_scope *location, const nwl_journey *journey)
{
    const nwl_location_selection *selected = journey->first;
    for (uint32_t i = 0; selected != NULL && i < selected->candidate_count; i++) {
        const nwl_candidate *lost = &selected->candidates[i];
        if (lost->location == location)
            return lost->loss == NWL_LOSS_OVERRULED ||
                   (lost->loss == NWL_LOSS_LATER && lost->lost_to == selected->location);
    }
    return false;
}

// Whether the handshake leaves with an "Upgrade", so that somebody set it up where it goes.
static bool is_set_up(const nwl_pass *pass, nwl_journey *journey)
{
    nwl_judgement judgement = nwl_judge_journey(nwl_pass_model(pass), journey);
    return nwl_request_may_have_token(&judgement.sent, NWL_STR("Upgrade"),
                                      NWL_STR("websocket"));
}

nwl_sample *nwl_sample_taken(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (!location->setup.upgrade && !location->setup.connection)
        return NULL;
    const nwl_scope *asked = nwl_entries_asking(
        &nwl_pass_model(pass)->entries, nwl_pass_scratch(pass), location->location);
    nwl_samples samples = nwl_samples_of(pass, location);
    for (uint32_t i = 0; i < samples.count; i++) {
        nwl_sample *sample = &samples.items[i];
        bool is_rival = sample->kind == NWL_SAMPLE_RIVAL;
        if (is_taken_from(asked, &sample->journey) &&
            (!is_rival || sample->journey.outcome == NWL_FILES) &&
            nwl_sample_fails(pass, sample) && !is_set_up(pass, &sample->journey))
            return sample;
    }
    return NULL;
}

static void add_taker(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_sample *taken = nwl_sample_taken(pass, location);
    if (taken != NULL)
        nwl_map_put_at(&pass->visit->takers, taken->journey.first->location, pass->visit);
}

// Collects the regexes of the location's server that take a path.
static void find_takers(nwl_pass *pass, const nwl_proxied_location *location)
{
    const nwl_model *model = nwl_pass_model(pass);
    const nwl_proxied_location *begin = model->locations.items,
                               *end = begin + model->locations.count, *at = location;
    while (at > begin && at[-1].server == location->server)
        at--;
    pass->visit->takers_server = location->server;
    pass->visit->takers = nwl_map_new(nwl_pass_arena(pass));
    for (; at < end && at->server == location->server; at++)
        add_taker(pass, at);
}

bool nwl_sample_takes(nwl_pass *pass, const nwl_proxied_location *location)
{
    if (location->server == NULL ||
        !nwl_location_is_regex(nwl_location_read(location->location->opener.directive)))
        return false;
    if (pass->visit->takers_server != location->server)
        find_takers(pass, location);
    return nwl_map_get_at(&pass->visit->takers, location->location) != NULL;
}

// ---- findings ---------------------------------------------------------------------------

void nwl_sample_doubt(nwl_pass *pass, nwl_finding *finding, const nwl_scope *scope)
{
    nwl_context inside =
        NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION | NWL_CX_HTTP_LOCATION_IF;
    if (scope->gap == NULL || (scope->gap->context & inside) == 0)
        return;
    finding->severity = NWL_NOTE;
    finding->confidence = NWL_POSSIBLE;
    nwl_finding_note(pass, finding,
                     "an include in the server could not be read and may "
                     "have locations of its own");
}
