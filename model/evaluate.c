#include "model/builtin_value.h"
#include "model/model.h"
#include "model/variables.h"

// Maps may use variables of other maps, and so on; nginx gives up on cycles, we on depth and on the number of lookups.
enum { MOST_DEPTH = 16, MOST_LOOKUPS = 512 };

static nwl_text_value evaluate(nwl_request *r, nwl_str text);

static void keep_groups(nwl_request *r, const nwl_regex *regex, nwl_str subject)
{
    nwl_captures captures;
    nwl_regex_match_groups(r->arena, regex, subject, &captures);
    nwl_request_keep_groups(r, &captures);
}

static nwl_text_value map_value(nwl_request *r, const nwl_map_block *map, nwl_str input)
{
    const nwl_map_arm *arm;
    switch (nwl_map_block_find(map, input, &arm)) {
    case NWL_MAP_ARM: {
        if (arm->is_regex)
            keep_groups(r, arm->regex, input);
        nwl_text_value value = evaluate(r, arm->value);
        value.decided_by = arm->site;
        return value;
    }
    case NWL_MAP_NO_ARM: {
        nwl_text_value value = nwl_text_empty();
        value.decided_by = map->scope->opener;
        return value;
    }
    default:
        return nwl_text_unknown();
    }
}

// Some regex of the map may have matched.
static void forget_groups(nwl_request *r, const nwl_map_block *map)
{
    for (uint32_t i = 0; i < map->regexes.count; i++)
        nwl_request_forget_groups(r, map->regexes.items[i]->regex);
}

// Whatever the source is worth, it is one of the arms.
static nwl_text_value any_arm(nwl_request *r, const nwl_map_block *map)
{
    if (map->incomplete || map->arm_count > NWL_TEXT_MOST_OPTIONS)
        return nwl_text_unknown();
    forget_groups(r, map);
    nwl_text_value value =
        map->otherwise != NULL ? evaluate(r, map->otherwise->value) : nwl_text_empty();
    for (uint32_t i = 0; i < map->arm_count; i++) {
        if (map->arms[i].site.directive->arg_count > 0)
            value = nwl_text_either(r->arena, value, evaluate(r, map->arms[i].value));
    }
    return value;
}

static nwl_text_value map_variable(nwl_request *r, const nwl_map_block *map)
{
    nwl_text_value input = evaluate(r, map->source);
    if (input.certainty == NWL_UNKNOWN)
        return any_arm(r, map);
    nwl_text_value result = map_value(r, map, input.options[0]);
    for (uint32_t i = 1; i < input.option_count; i++)
        result = nwl_text_either(r->arena, result, map_value(r, map, input.options[i]));
    if (input.certainty != NWL_EXACT)
        forget_groups(r, map);
    return result;
}

// A map is looked into once for a request, unless it is volatile, and in its arms groups stand for themselves.
static nwl_text_value map_variable_once(nwl_request *r, const nwl_variable *variable)
{
    bool escapes_groups = r->escapes_groups;
    r->escapes_groups = false;
    nwl_text_value value = map_variable(r, variable->map);
    r->escapes_groups = escapes_groups;
    if (!variable->map->is_volatile)
        nwl_request_bind(r, variable->name, value);
    return value;
}

// A variable that "set" or a group gives a value: that value once it has been run, else that of its map, else nothing.
static nwl_text_value defined_value(nwl_request *r, const nwl_variable *variable)
{
    const nwl_text_value *bound = nwl_request_bound(r, variable->name);
    if (bound != NULL)
        return *bound;
    if (variable->opaque || (variable->is_group && !r->is_whole))
        return nwl_text_unknown();
    return variable->map != NULL ? map_variable_once(r, variable) : nwl_text_empty();
}

static bool is_group(nwl_str name)
{
    return name.len == 1 && name.ptr[0] >= '1' && name.ptr[0] <= '9';
}

// Source: ngx_http_script_copy_capture_code().
static nwl_text_value group_value(const nwl_request *r, unsigned group)
{
    nwl_text_value value = r->groups[group];
    bool escapes = r->escapes_groups && (r->parts.quoted || r->parts.plus);
    if (!escapes || value.certainty != NWL_EXACT)
        return value;
    return nwl_text_exact(r->arena,
                          nwl_uri_escape(r->arena, value.options[0], NWL_ESCAPE_ARGS));
}

static nwl_text_value variable_value(nwl_request *r, nwl_str name)
{
    if (++r->lookups > MOST_LOOKUPS || r->depth >= MOST_DEPTH)
        return nwl_text_unknown();
    if (nwl_model_is_placeholder(r->model, name))
        return nwl_text_unknown();
    if (is_group(name))
        return group_value(r, (unsigned)(name.ptr[0] - '0'));
    const nwl_variable *variable = nwl_variables_find(r->model->variables, name);
    if (variable == NULL)
        return nwl_builtin_value(r, name);
    r->depth++;
    nwl_text_value value = defined_value(r, variable);
    r->depth--;
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

static nwl_text_value evaluate(nwl_request *r, nwl_str text)
{
    nwl_str literal, name;
    if (nwl_str_find(text, '$', 0) == text.len)
        return nwl_text_exact(r->arena, text);
    nwl_str only = nwl_only_variable(text);
    if (only.len > 0)
        return variable_value(r, only);
    nwl_text_value value = nwl_text_empty();
    while (value.certainty != NWL_UNKNOWN && next_piece(&text, &literal, &name))
        value = nwl_text_join(r->arena, value,
                              literal.ptr != NULL ? nwl_text_exact(r->arena, literal)
                                                  : variable_value(r, name));
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

nwl_text_value nwl_evaluate(nwl_request *request, nwl_str text)
{
    if (request->depth == 0)
        request->lookups = 0;
    return evaluate(request, text);
}
