#include "model/rewrite.h"

#include "model/model.h"
#include "model/variables.h"

enum { MOST_STEPS = 512 };

// Where the directives of one block are being run.
typedef struct program {
    nwl_journey *journey;
    const nwl_scope *home;
    const nwl_scope *if_block; // the last one that was met, and
    nwl_holds if_holds;        // whether it holds
    bool may_have_ended;       // in a way that is not known
    bool moves;
    nwl_site moved_by; // the last rewrite that changed the path
} program;

// What an instruction does to the ones behind it.
typedef enum flow {
    FLOW_NEXT,
    FLOW_END,
    FLOW_ANSWER,
} flow;

static nwl_holds holds_both(nwl_holds a, nwl_holds b)
{
    if (a == NWL_HOLDS_NO || b == NWL_HOLDS_NO)
        return NWL_HOLDS_NO;
    if (a == NWL_HOLDS_UNKNOWN || b == NWL_HOLDS_UNKNOWN)
        return NWL_HOLDS_UNKNOWN;
    return a == NWL_HOLDS_YES ? b : a;
}

static bool is_certain(const program *p, nwl_holds holds)
{
    return holds == NWL_HOLDS_YES && !p->may_have_ended;
}

// The instruction leads some requests elsewhere, and not others.
static void doubt(program *p, nwl_holds holds)
{
    if (holds == NWL_HOLDS_YES || holds == NWL_HOLDS_SOMETIMES)
        p->journey->certain = false;
}

// ---- set, if, break, return -------------------------------------------------------------

static void run_set(program *p, const nwl_directive *set, nwl_holds holds)
{
    nwl_request *request = &p->journey->request;
    nwl_str name = nwl_str_from(nwl_directive_arg(set, 0), 1);
    nwl_text_value value = nwl_evaluate(request, nwl_directive_arg(set, 1));
    if (!is_certain(p, holds)) {
        nwl_str variable = nwl_directive_arg(set, 0);
        value = nwl_text_either(request->arena, nwl_evaluate(request, variable), value);
    }
    nwl_request_bind(request, name, value);
}

static bool leads_elsewhere(const nwl_scope *if_block)
{
    nwl_handler handler;
    return nwl_handler_of(if_block, &handler).directive != NULL;
}

static void run_if(program *p, const nwl_scope *if_block)
{
    nwl_journey *journey = p->journey;
    const nwl_directive *opener = if_block->opener.directive;
    p->if_block = if_block;
    p->if_holds = if_block == journey->assumed
                      ? NWL_HOLDS_YES
                      : nwl_request_meets(&journey->request, opener);
    if (p->if_holds == NWL_HOLDS_UNKNOWN)
        nwl_journey_note(journey, if_block->opener,
                         "it is not known whether the condition holds; taken not to");
    if (p->home->context != NWL_CX_HTTP_LOCATION)
        return;
    if (is_certain(p, p->if_holds))
        journey->request.scope = if_block;
    else if (leads_elsewhere(if_block)) {
        doubt(p, p->if_holds);
        journey->may_be_handed_on =
            journey->may_be_handed_on || p->if_holds == NWL_HOLDS_UNKNOWN;
    }
}

static flow run_break(program *p, nwl_holds holds)
{
    if (is_certain(p, holds)) {
        nwl_uri *uri = &p->journey->request.parts;
        uri->location_valid = uri->location_valid && !p->moves;
        p->moves = false;
        return FLOW_END;
    }
    p->may_have_ended = true;
    return FLOW_NEXT;
}

static flow answer(program *p, nwl_site site, nwl_holds holds, uint32_t status)
{
    if (!is_certain(p, holds)) {
        doubt(p, holds);
        return FLOW_NEXT;
    }
    p->journey->outcome = NWL_ANSWERED;
    p->journey->status = status;
    p->journey->site = site;
    return FLOW_ANSWER;
}

static flow run_return(program *p, nwl_site site, nwl_holds holds)
{
    uint32_t status = 302; // of "return URL"
    nwl_str_to_u32(nwl_directive_arg(site.directive, 0), &status);
    return answer(p, site, holds, status);
}

// ---- rewrite ----------------------------------------------------------------------------

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

static nwl_holds rewrite_matches(nwl_request *request, nwl_str regex)
{
    request->uri_was_asked = true;
    if (request->uri.certainty == NWL_UNKNOWN && nwl_regex_is_catch_all(regex, false)) {
        nwl_request_forget_groups(request, NULL);
        return NWL_HOLDS_YES;
    }
    return nwl_request_matches(request, &request->uri, regex, false);
}

// A '?' at the end of a replacement drops the arguments of before; otherwise they are kept, behind new ones.
// Source: ngx_http_script_regex_end_code().
static void rewrite_uri(nwl_request *request, nwl_str replacement, bool stays)
{
    size_t question = nwl_str_find(replacement, '?', 0);
    bool drops = nwl_str_ends_with(replacement, NWL_STR("?"));
    bool adds = question + 1 < replacement.len;
    nwl_text_value before = request->args;
    request->escapes_groups = false;
    nwl_text_value uri = nwl_evaluate(request, nwl_str_slice(replacement, 0, question));
    nwl_str added = nwl_str_slice(replacement, question + 1, replacement.len - drops);
    request->escapes_groups = true;
    nwl_text_value args = nwl_evaluate(request, added);
    request->escapes_groups = false;
    if (!adds && !drops)
        args = before;
    else if (!drops && !nwl_text_must_be_empty(&before)) {
        nwl_text_value separator = nwl_text_exact(request->arena, NWL_STR("&"));
        args = nwl_text_join(request->arena, args, separator);
        args = nwl_text_join(request->arena, args, before);
    }
    nwl_request_rewrite(request, uri, args, stays);
}

static flow run_rewrite(program *p, nwl_site site, nwl_holds holds)
{
    nwl_request *request = &p->journey->request;
    nwl_str replacement = nwl_directive_arg(site.directive, 1),
            flag = nwl_directive_arg(site.directive, 2);
    bool last = nwl_str_eq(flag, NWL_STR("last")),
         stays = nwl_str_eq(flag, NWL_STR("break"));
    holds =
        holds_both(holds, rewrite_matches(request, nwl_directive_arg(site.directive, 0)));
    if (holds == NWL_HOLDS_NO)
        return FLOW_NEXT;
    if (is_redirect(site.directive)) {
        if (is_certain(
                p, holds)) // an error page may lead it on, then as one that was rewritten
            nwl_request_rewrite(request, request->uri, request->args, stays);
        return answer(p, site, holds, nwl_str_eq(flag, NWL_STR("permanent")) ? 301 : 302);
    }
    if (!is_certain(p, holds)) {
        if (!stays && p->home->context == NWL_CX_HTTP_LOCATION)
            doubt(p, holds);
        p->may_have_ended = p->may_have_ended || last || stays;
        nwl_request_rewrite(request, nwl_text_unknown(), nwl_text_unknown(), stays);
        return FLOW_NEXT;
    }
    rewrite_uri(request, replacement, stays);
    if (nwl_text_must_be_empty(&request->uri))
        return answer(p, site, holds, 500);
    nwl_str uri = request->uri.certainty == NWL_EXACT ? request->uri.options[0]
                                                      : NWL_STR("what is not known");
    nwl_journey_note(p->journey, site, "the path becomes %.*s", NWL_STR_FMT(uri));
    p->moves = !stays;
    p->moved_by = site;
    return last || stays ? FLOW_END : FLOW_NEXT;
}

// ---- the program ------------------------------------------------------------------------

static flow run_instruction(program *p, const nwl_rewrite_step *step)
{
    if (step->site.directive->id == NWL_D_if) {
        run_if(p, step->if_block);
        return FLOW_NEXT;
    }
    nwl_holds holds = step->if_block == NULL ? NWL_HOLDS_YES : p->if_holds;
    if (holds == NWL_HOLDS_NO)
        return FLOW_NEXT;
    switch (step->site.directive->id) {
    case NWL_D_set:
        run_set(p, step->site.directive, holds);
        return FLOW_NEXT;
    case NWL_D_break:
        return run_break(p, holds);
    case NWL_D_return:
        return run_return(p, step->site, holds);
    default:
        return run_rewrite(p, step->site, holds);
    }
}

nwl_rewrite_end nwl_rewrite_run(nwl_journey *journey, const nwl_scope *home, nwl_site *by)
{
    program p = {.journey = journey, .home = home};
    uint32_t count;
    bool answers = false;
    // Until a rewrite takes it away (ngx_http_rewrite_handler, ngx_http_script_regex_start_code).
    journey->request.escapes_groups = true;
    const nwl_rewrite_step *steps =
        nwl_variables_steps(journey->request.model->variables, home, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (i >= MOST_STEPS) {
            journey->certain = false;
            break;
        }
        flow next = run_instruction(&p, &steps[i]);
        answers = next == FLOW_ANSWER;
        if (next != FLOW_NEXT)
            break;
    }
    journey->request.escapes_groups = false;
    *by = p.moved_by;
    if (answers)
        return NWL_REWRITE_ANSWERS;
    return p.moves ? NWL_REWRITE_MOVES : NWL_REWRITE_GOES_ON;
}
