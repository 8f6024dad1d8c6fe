#include "model/request.h"

nwl_request nwl_request_new(nwl_arena *arena, const nwl_model *model,
                            const nwl_client *client, nwl_version version,
                            const nwl_scope *scope)
{
    nwl_request request = {.arena = arena,
                           .model = model,
                           .client = client,
                           .version = version,
                           .scope = scope,
                           .uri = nwl_text_unknown(),
                           .args = nwl_text_unknown()};
    for (uint32_t i = 0; i < NWL_GROUPS; i++)
        request.groups[i] = nwl_text_empty();
    return request;
}

static bool is_exact(const nwl_text_value *value)
{
    return value->certainty == NWL_EXACT;
}

void nwl_request_rewrite(nwl_request *request, nwl_text_value uri, nwl_text_value args,
                         bool stays)
{
    request->uri = uri;
    request->args = args;
    request->uri_rewritten = true;
    if (is_exact(&uri) && is_exact(&args))
        nwl_uri_rewrite(&request->parts, uri.options[0], args.options[0], stays);
}

void nwl_request_bind(nwl_request *request, nwl_str name, nwl_text_value value)
{
    nwl_text_value *bound = nwl_request_bound(request, name);
    if (bound == NULL) {
        nwl_binding *binding = NWL_PUSH(request->arena, &request->bindings);
        binding->name = name;
        bound = &binding->value;
    }
    *bound = value;
}

nwl_text_value *nwl_request_bound(nwl_request *request, nwl_str name)
{
    for (uint32_t i = 0; i < request->bindings.count; i++) {
        if (nwl_str_eq_nocase(request->bindings.items[i].name, name))
            return &request->bindings.items[i].value;
    }
    return NULL;
}

// ---- regular expressions ----------------------------------------------------------------

void nwl_request_forget_groups(nwl_request *request)
{
    for (uint32_t i = 0; i < NWL_GROUPS; i++)
        request->groups[i] = nwl_text_unknown();
}

// Named groups that are not known.
static void forget_names(nwl_request *request, const nwl_regex *regex)
{
    nwl_str name;
    uint32_t group;
    for (uint32_t i = 0; nwl_regex_name_at(regex, i, &name, &group); i++)
        nwl_request_bind(request, nwl_arena_copy(request->arena, name),
                         nwl_text_unknown());
}

void nwl_request_keep_groups(nwl_request *request, const nwl_captures *captures)
{
    for (uint32_t i = 0; i < NWL_GROUPS; i++)
        request->groups[i] =
            i < captures->count ? nwl_text_exact(request->arena, captures->items[i].value)
                                : nwl_text_empty();
    for (uint32_t i = 0; i < captures->count; i++) {
        const nwl_capture *capture = &captures->items[i];
        if (capture->name.len > 0)
            nwl_request_bind(request, nwl_arena_copy(request->arena, capture->name),
                             nwl_text_exact(request->arena, capture->value));
    }
}

// A rewrite or an if whose regex does not match leaves none (ngx_http_script_regex_start_code).
static void keep_no_groups(nwl_request *request)
{
    for (uint32_t i = 0; i < NWL_GROUPS; i++)
        request->groups[i] = nwl_text_empty();
}

static nwl_holds holds_of(nwl_match match)
{
    switch (match) {
    case NWL_MATCH_NO:
        return NWL_HOLDS_NO;
    case NWL_MATCH_YES:
        return NWL_HOLDS_YES;
    default:
        return NWL_HOLDS_UNKNOWN;
    }
}

nwl_holds nwl_request_matches(nwl_request *request, const nwl_text_value *value,
                              nwl_str pattern, bool ignore_case)
{
    nwl_str error;
    nwl_regex *regex = nwl_regex_compile(request->arena, pattern, ignore_case, &error);
    nwl_holds holds = NWL_HOLDS_UNKNOWN;
    for (uint32_t i = 0; regex != NULL && i < value->option_count; i++) {
        nwl_holds now = holds_of(nwl_regex_matches(regex, value->options[i]));
        holds = i == 0 ? now : nwl_holds_both(holds, now);
    }
    if (holds == NWL_HOLDS_YES && value->certainty == NWL_EXACT) {
        nwl_captures captures;
        nwl_regex_match_groups(request->arena, regex, value->options[0], &captures);
        nwl_request_keep_groups(request, &captures);
    } else if (holds == NWL_HOLDS_NO) {
        keep_no_groups(request);
    } else if (regex != NULL) {
        nwl_request_forget_groups(request);
        forget_names(request, regex);
    }
    return holds;
}

// ---- conditions -------------------------------------------------------------------------

// Source: ngx_http_script_if_code(), ngx_http_script_equal_code().
static nwl_holds holds_for(const nwl_condition *condition, nwl_str value, nwl_str operand)
{
    bool holds = condition->comparison == NWL_EQUALS
                     ? nwl_str_eq(value, operand)
                     : value.len > 0 && !nwl_str_eq(value, NWL_STR("0"));
    return holds ? NWL_HOLDS_YES : NWL_HOLDS_NO;
}

static nwl_holds compare(nwl_request *request, const nwl_condition *condition,
                         const nwl_text_value *value)
{
    nwl_text_value operand = nwl_evaluate(request, condition->operand);
    nwl_holds holds = NWL_HOLDS_UNKNOWN;
    if (operand.certainty != NWL_EXACT)
        return holds;
    for (uint32_t i = 0; i < value->option_count; i++) {
        nwl_holds now = holds_for(condition, value->options[i], operand.options[0]);
        holds = i == 0 ? now : nwl_holds_both(holds, now);
    }
    return holds;
}

nwl_holds nwl_request_meets(nwl_request *request, const nwl_directive *directive)
{
    nwl_condition condition;
    if (!nwl_condition_read(directive, &condition))
        return NWL_HOLDS_UNKNOWN;
    nwl_text_value value = nwl_evaluate(request, condition.variable);
    bool by_regex =
        condition.comparison == NWL_MATCHES || condition.comparison == NWL_MATCHES_NOCASE;
    nwl_holds holds =
        by_regex ? nwl_request_matches(request, &value, condition.operand,
                                       condition.comparison == NWL_MATCHES_NOCASE)
                 : compare(request, &condition, &value);
    return condition.negated ? nwl_holds_not(holds) : holds;
}
