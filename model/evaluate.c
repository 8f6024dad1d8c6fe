#include "model/evaluate.h"

#include "base/distance.h"
#include "model/condition.h"
#include "model/model.h"
#include "model/regex.h"
#include "model/variables.h"

// Maps may use variables of other maps, and so on; nginx gives up on cycles, we on depth and on the number of lookups.
enum { MOST_DEPTH = 16, MOST_LOOKUPS = 512 };

typedef struct binding {
    nwl_str name;
    nwl_text_value value;
} binding;

typedef struct evaluation {
    nwl_arena *arena;
    const nwl_model *model;
    const nwl_scope *scope;
    nwl_client client;
    uint32_t depth, lookups;
    nwl_phase_end end;           // of the rewrite phase
    bool has_run;                // the rewrite directives, with
    NWL_ARRAY(binding) bindings; // what they set
} evaluation;

static nwl_text_value evaluate(evaluation *e, nwl_str text);

// What a browser sends. A variable with neither value is not known.
typedef struct client_variable {
    const char *name;
    const char *values[2][2]; // by nwl_client; up to two alternatives
} client_variable;

static const client_variable CLIENT_VARIABLES[] = {
    {"http_upgrade", {{"websocket"}, {""}}},
    {"http_connection", {{"Upgrade", "keep-alive, Upgrade"}, {"keep-alive"}}},
    {"http_sec_websocket_version", {{"13"}, {""}}},
    {"http_sec_websocket_key", {{"dGhlIHNhbXBsZSBub25jZQ=="}, {""}}},
    {"request_method", {{"GET"}, {"GET"}}},
    {"server_protocol", {{"HTTP/1.1"}, {"HTTP/1.1"}}},
};

// Headers that are meant to be Upgrade or Connection, and that no browser sends.
static bool is_mistaken_header(nwl_str name)
{
    if (!nwl_str_starts_with(name, NWL_STR("http_")) ||
        nwl_str_eq_nocase(name, NWL_STR("http_upgrade_insecure_requests")))
        return false;
    return nwl_str_contains_nocase(name, NWL_STR("_upgrade")) ||
           nwl_distance(name, NWL_STR("http_upgrade"), 2) <= 2 ||
           nwl_distance(name, NWL_STR("http_connection"), 2) <= 2;
}

static bool is_tls(nwl_str listen)
{
    return nwl_str_contains(listen, NWL_STR(" ssl")) ||
           nwl_str_contains(listen, NWL_STR(" quic"));
}

// By the listen lines of the server; whoever ends TLS in front of nginx does not change it.
static nwl_text_value scheme_value(const evaluation *e)
{
    const nwl_server *server = nwl_model_server(e->model, e->scope);
    uint32_t tls = 0;
    for (uint32_t i = 0; server != NULL && i < server->listen_count; i++)
        tls += is_tls(server->listens[i]);
    nwl_text_value http = nwl_text_exact(e->arena, NWL_STR("http"));
    nwl_text_value https = nwl_text_exact(e->arena, NWL_STR("https"));
    if (server == NULL || (tls > 0 && tls < server->listen_count))
        return nwl_text_either(e->arena, http, https);
    return tls > 0 ? https : http;
}

static nwl_text_value client_value(const evaluation *e, nwl_str name)
{
    for (size_t i = 0; i < sizeof(CLIENT_VARIABLES) / sizeof(CLIENT_VARIABLES[0]); i++) {
        const client_variable *v = &CLIENT_VARIABLES[i];
        const char *const *values = v->values[e->client];
        if (!nwl_str_eq_nocase(name, nwl_str_of(v->name)) || values[0] == NULL)
            continue;
        nwl_text_value value = nwl_text_exact(e->arena, nwl_str_of(values[0]));
        if (values[1] == NULL)
            return value;
        return nwl_text_either(e->arena, value,
                               nwl_text_exact(e->arena, nwl_str_of(values[1])));
    }
    if (nwl_str_eq_nocase(name, NWL_STR("scheme")))
        return scheme_value(e);
    return is_mistaken_header(name) ? nwl_text_exact(e->arena, NWL_STR(""))
                                    : nwl_text_unknown();
}

static nwl_text_value map_value(evaluation *e, const nwl_map_block *map, nwl_str input)
{
    const nwl_map_arm *arm;
    switch (nwl_map_block_find(map, input, &arm)) {
    case NWL_MAP_ARM: {
        nwl_text_value value = evaluate(e, arm->value);
        value.decided_by = arm->site;
        return value;
    }
    case NWL_MAP_NO_ARM: {
        nwl_text_value value = nwl_text_exact(e->arena, NWL_STR(""));
        value.decided_by = map->scope->opener;
        return value;
    }
    default:
        return nwl_text_unknown();
    }
}

// Whatever the source is worth, it is one of the arms.
static nwl_text_value any_arm(evaluation *e, const nwl_map_block *map)
{
    if (map->incomplete || map->arm_count > NWL_TEXT_MOST_OPTIONS)
        return nwl_text_unknown();
    nwl_text_value value = map->otherwise != NULL ? evaluate(e, map->otherwise->value)
                                                  : nwl_text_exact(e->arena, NWL_STR(""));
    for (uint32_t i = 0; i < map->arm_count; i++) {
        if (map->arms[i].site.directive->arg_count > 0)
            value = nwl_text_either(e->arena, value, evaluate(e, map->arms[i].value));
    }
    return value;
}

static nwl_text_value map_variable(evaluation *e, const nwl_map_block *map)
{
    nwl_text_value input = evaluate(e, map->source);
    if (input.certainty == NWL_UNKNOWN)
        return any_arm(e, map);
    nwl_text_value result = map_value(e, map, input.options[0]);
    for (uint32_t i = 1; i < input.option_count; i++)
        result = nwl_text_either(e->arena, result, map_value(e, map, input.options[i]));
    return result;
}

static binding *find_binding(evaluation *e, nwl_str name)
{
    for (uint32_t i = 0; i < e->bindings.count; i++) {
        if (nwl_str_eq_nocase(e->bindings.items[i].name, name))
            return &e->bindings.items[i];
    }
    return NULL;
}

// The value of a variable that some "set" names: what was set so far, else that of its map, else nothing.
static nwl_text_value bound_value(evaluation *e, const nwl_variable *variable)
{
    const binding *bound = find_binding(e, variable->name);
    if (bound != NULL)
        return bound->value;
    return variable->map != NULL ? map_variable(e, variable->map)
                                 : nwl_text_exact(e->arena, NWL_STR(""));
}

static nwl_holds if_holds(evaluation *e, const nwl_scope *if_block)
{
    nwl_condition condition;
    if (!nwl_condition_read(if_block->opener.directive, &condition))
        return NWL_HOLDS_UNKNOWN;
    nwl_text_value value = evaluate(e, condition.variable);
    return nwl_condition_test(e->arena, &condition, &value);
}

static void run_set(evaluation *e, const nwl_directive *set, nwl_holds holds)
{
    nwl_str name = nwl_str_from(nwl_directive_arg(set, 0), 1);
    const nwl_variable *variable = nwl_variables_find(e->model->variables, name);
    if (variable == NULL)
        return;
    nwl_text_value now = evaluate(e, nwl_directive_arg(set, 1));
    if (holds == NWL_HOLDS_UNKNOWN)
        now = nwl_text_either(e->arena, bound_value(e, variable), now);
    binding *bound = find_binding(e, name);
    if (bound == NULL)
        bound = NWL_PUSH(e->arena, &e->bindings);
    *bound = (binding){name, now};
}

static bool is_redirect(const nwl_directive *rewrite)
{
    nwl_str replacement = nwl_directive_arg(rewrite, 1),
            flag = nwl_directive_arg(rewrite, 2);
    return nwl_str_eq(flag, NWL_STR("redirect")) ||
           nwl_str_eq(flag, NWL_STR("permanent")) ||
           nwl_str_starts_with(replacement, NWL_STR("http://")) ||
           nwl_str_starts_with(replacement, NWL_STR("https://")) ||
           nwl_str_starts_with(replacement, NWL_STR("$scheme"));
}

static bool ends_phase(const nwl_directive *rewrite)
{
    nwl_str flag = nwl_directive_arg(rewrite, 2);
    return nwl_str_eq(flag, NWL_STR("break")) || nwl_str_eq(flag, NWL_STR("last"));
}

// What a step does when it is reached.
typedef enum effect {
    EFFECT_NONE,
    EFFECT_SET,
    EFFECT_END,     // no further step of this server or location is run
    EFFECT_ANSWER,  // nginx answers itself
    EFFECT_LEAVE,   // the request goes to another location
    EFFECT_MAY_END, // a rewrite whose regex may match
} effect;

static effect effect_of_rewrite(const nwl_directive *rewrite, const nwl_scope *home)
{
    bool in_location = home->context == NWL_CX_HTTP_LOCATION;
    bool stays = nwl_str_eq(nwl_directive_arg(rewrite, 2), NWL_STR("break"));
    if (!nwl_regex_is_catch_all(nwl_directive_arg(rewrite, 0), false))
        return ends_phase(rewrite) ? EFFECT_MAY_END : EFFECT_NONE;
    if (is_redirect(rewrite))
        return EFFECT_ANSWER;
    if (in_location && !stays)
        return EFFECT_LEAVE;
    return ends_phase(rewrite) ? EFFECT_END : EFFECT_NONE;
}

static effect effect_of(const nwl_rewrite_step *step)
{
    const nwl_directive *directive = step->site.directive;
    switch (directive->id) {
    case NWL_D_set:
        return EFFECT_SET;
    case NWL_D_break:
        return EFFECT_END;
    case NWL_D_return:
        return EFFECT_ANSWER;
    default:
        return effect_of_rewrite(directive, step->home);
    }
}

// Runs one step; true when the phase goes on behind it. *uncertain says that it may have ended before.
static bool run_step(evaluation *e, const nwl_rewrite_step *step, nwl_holds holds,
                     bool *uncertain)
{
    bool certain = holds == NWL_HOLDS_YES && !*uncertain;
    switch (effect_of(step)) {
    case EFFECT_SET:
        run_set(e, step->site.directive, certain ? NWL_HOLDS_YES : NWL_HOLDS_UNKNOWN);
        return true;
    case EFFECT_END:
        *uncertain = *uncertain || holds != NWL_HOLDS_YES;
        return !certain;
    case EFFECT_ANSWER:
        if (holds == NWL_HOLDS_YES || holds == NWL_HOLDS_SOMETIMES)
            e->end = certain ? NWL_PHASE_ANSWERED : NWL_PHASE_UNKNOWN;
        return !certain;
    case EFFECT_LEAVE:
        if (holds == NWL_HOLDS_YES || holds == NWL_HOLDS_SOMETIMES)
            e->end = NWL_PHASE_UNKNOWN;
        return !(certain && ends_phase(step->site.directive));
    case EFFECT_MAY_END:
        *uncertain = true;
        return true;
    case EFFECT_NONE:
        break;
    }
    return true;
}

static void run_steps(evaluation *e, const nwl_scope *home)
{
    uint32_t count = 0;
    bool uncertain = false;
    const nwl_rewrite_step *steps =
        home == NULL ? NULL : nwl_variables_steps(e->model->variables, home, &count);
    for (uint32_t i = 0; i < count && ++e->lookups <= MOST_LOOKUPS; i++) {
        nwl_holds holds =
            steps[i].if_block == NULL ? NWL_HOLDS_YES : if_holds(e, steps[i].if_block);
        if (holds != NWL_HOLDS_NO && !run_step(e, &steps[i], holds, &uncertain))
            return;
    }
}

// A limit_except block that takes a GET has rewrite directives of its own, which are none: those of the location do not run.
static bool is_taken_by_limit_except(const nwl_scope *location)
{
    for (const nwl_scope *s = location->first; s != NULL; s = s->next) {
        if (s->context == NWL_CX_HTTP_LIMIT_EXCEPT && !nwl_limit_except_names_get(s))
            return true;
    }
    return false;
}

// nginx runs the rewrite directives of the server, then those of the location alone, not of locations around it.
static void run_rewrite_directives(evaluation *e)
{
    if (e->has_run)
        return;
    e->has_run = true;
    run_steps(e, nwl_scope_enclosing(e->scope, NWL_CX_HTTP_SERVER));
    const nwl_scope *location = nwl_scope_enclosing(e->scope, NWL_CX_HTTP_LOCATION);
    if (location != NULL && e->end == NWL_PHASE_GOES_ON &&
        !is_taken_by_limit_except(location))
        run_steps(e, location);
}

bool nwl_limit_except_names_get(const nwl_scope *limit_except)
{
    const nwl_directive *opener = limit_except->opener.directive;
    for (uint32_t i = 0; i < opener->arg_count; i++) {
        if (nwl_str_eq(opener->args[i].value, NWL_STR("GET")))
            return true;
    }
    return false;
}

nwl_phase_end nwl_rewrite_phase(nwl_arena *arena, const nwl_model *model,
                                const nwl_scope *scope, nwl_client client)
{
    evaluation e = {.arena = arena, .model = model, .scope = scope, .client = client};
    run_rewrite_directives(&e);
    return e.end;
}

static nwl_text_value set_variable(evaluation *e, const nwl_variable *variable)
{
    run_rewrite_directives(e);
    return e->lookups > MOST_LOOKUPS ? nwl_text_unknown() : bound_value(e, variable);
}

static nwl_text_value variable_value(evaluation *e, nwl_str name)
{
    const nwl_variable *variable = nwl_variables_find(e->model->variables, name);
    if (++e->lookups > MOST_LOOKUPS || e->depth >= MOST_DEPTH)
        return nwl_text_unknown();
    if (nwl_model_is_placeholder(e->model, name))
        return nwl_text_unknown();
    if (variable == NULL)
        return client_value(e, name);
    if (variable->opaque)
        return nwl_text_unknown();
    e->depth++;
    nwl_text_value value =
        variable->is_set ? set_variable(e, variable) : map_variable(e, variable->map);
    e->depth--;
    return value;
}

static bool is_name_byte(char c)
{
    return nwl_is_alnum(c) || c == '_';
}

// Cuts one piece off *rest: literal text, or a variable, whose name it stores. False at the end. A '$' without a name, which
// nginx refuses, is a variable without a name.
static bool next_piece(nwl_str *rest, nwl_str *literal, nwl_str *name)
{
    *literal = *name = NWL_STR_NONE;
    if (rest->len == 0)
        return false;
    size_t dollar = nwl_str_find(*rest, '$', 0);
    if (dollar > 0) {
        *literal = nwl_str_slice(*rest, 0, dollar);
        *rest = nwl_str_from(*rest, dollar);
        return true;
    }
    bool braces = rest->len > 1 && rest->ptr[1] == '{';
    size_t begin = braces ? 2 : 1, end = begin;
    while (end < rest->len && is_name_byte(rest->ptr[end]))
        end++;
    *name = nwl_str_slice(*rest, begin, end);
    if (braces && end < rest->len && rest->ptr[end] == '}')
        end++;
    *rest = nwl_str_from(*rest, end);
    return true;
}

static nwl_text_value evaluate(evaluation *e, nwl_str text)
{
    nwl_str literal, name;
    if (nwl_str_find(text, '$', 0) == text.len)
        return nwl_text_exact(e->arena, text);
    nwl_str only = nwl_only_variable(text);
    if (only.len > 0)
        return variable_value(e, only);
    nwl_text_value value = nwl_text_exact(e->arena, NWL_STR(""));
    while (value.certainty != NWL_UNKNOWN && next_piece(&text, &literal, &name))
        value = nwl_text_join(e->arena, value,
                              literal.ptr != NULL ? nwl_text_exact(e->arena, literal)
                                                  : variable_value(e, name));
    value.decided_by = (nwl_site){0};
    return value;
}

nwl_str nwl_only_variable(nwl_str text)
{
    nwl_str literal, name, rest = text;
    if (next_piece(&rest, &literal, &name) && rest.len == 0 && literal.ptr == NULL)
        return name;
    return NWL_STR("");
}

nwl_text_value nwl_evaluate(nwl_arena *arena, const nwl_model *model,
                            const nwl_scope *scope, nwl_client client, nwl_str text)
{
    evaluation e = {.arena = arena, .model = model, .scope = scope, .client = client};
    return evaluate(&e, text);
}

nwl_holds nwl_if_holds(nwl_arena *arena, const nwl_model *model,
                       const nwl_scope *if_block, nwl_client client)
{
    evaluation e = {.arena = arena, .model = model, .scope = if_block, .client = client};
    return if_holds(&e, if_block);
}
