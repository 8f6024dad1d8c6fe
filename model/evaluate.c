#include "model/evaluate.h"

#include "model/model.h"
#include "model/variables.h"

// Maps may use variables of other maps, and so on; nginx gives up on cycles, we on depth and on the number of lookups.
enum { MOST_DEPTH = 16, MOST_LOOKUPS = 512 };

typedef struct evaluation {
    nwl_arena *arena;
    const nwl_model *model;
    const nwl_scope *scope;
    nwl_client client;
    uint32_t depth, lookups;
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
    {"http_sec_websocket_key", {{NULL}, {""}}},
    {"request_method", {{"GET"}, {"GET"}}},
    {"server_protocol", {{"HTTP/1.1"}, {"HTTP/1.1"}}},
    {"scheme", {{"http", "https"}, {"http", "https"}}},
};

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
    return nwl_text_unknown();
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

static nwl_text_value map_variable(evaluation *e, const nwl_map_block *map)
{
    nwl_text_value input = evaluate(e, map->source);
    if (input.certainty == NWL_UNKNOWN)
        return nwl_text_unknown();
    nwl_text_value result = map_value(e, map, input.options[0]);
    for (uint32_t i = 1; i < input.option_count; i++)
        result = nwl_text_either(e->arena, result, map_value(e, map, input.options[i]));
    return result;
}

// Runs the "set" directives of one scope on value.
static nwl_text_value run_sets(evaluation *e, const nwl_set *set, nwl_text_value value)
{
    for (; set != NULL; set = set->next) {
        nwl_text_value now = evaluate(e, nwl_directive_arg(set->site.directive, 1));
        value = set->conditional ? nwl_text_either(e->arena, value, now) : now;
    }
    return value;
}

// nginx runs the rewrite directives of the server, then those of the location alone, not of locations around it.
static nwl_text_value set_variable(evaluation *e, const nwl_variable *variable)
{
    const nwl_variables *all = e->model->variables;
    const nwl_scope *server = nwl_scope_enclosing(e->scope, NWL_CX_HTTP_SERVER);
    const nwl_scope *location = nwl_scope_enclosing(e->scope, NWL_CX_HTTP_LOCATION);
    nwl_text_value value = variable->map != NULL ? map_variable(e, variable->map)
                                                 : nwl_text_exact(e->arena, NWL_STR(""));
    if (server != NULL)
        value = run_sets(e, nwl_variables_sets(all, server, variable->name), value);
    if (location != NULL)
        value = run_sets(e, nwl_variables_sets(all, location, variable->name), value);
    return value;
}

static nwl_text_value variable_value(evaluation *e, nwl_str name)
{
    const nwl_variable *variable = nwl_variables_find(e->model->variables, name);
    if (++e->lookups > MOST_LOOKUPS || e->depth >= MOST_DEPTH)
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
