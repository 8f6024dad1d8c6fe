#include "model/journey.h"

#include "model/access.h"
#include "model/admission.h"
#include "model/error_page.h"
#include "model/example.h"
#include "model/model.h"
#include "model/rewrite.h"
#include "model/selection.h"
#include "model/target.h"

enum { MOST_MOVES = 10 }; // nginx answers 500 then (NGX_HTTP_MAX_URI_CHANGES)

void nwl_journey_note(nwl_journey *journey, nwl_site site, const char *what, ...)
{
    if (!journey->wants_steps)
        return;
    va_list arguments;
    va_start(arguments, what);
    nwl_str text = nwl_arena_format_list(journey->request.arena, what, arguments);
    va_end(arguments);
    *NWL_PUSH(journey->request.arena, &journey->steps) = (nwl_step){text, site};
}

// Where a request is between two steps of its way.
typedef enum stage {
    IN_SERVER,   // before the rewrite directives of the server
    SEARCHING,   // for the location of the path
    IN_LOCATION, // or in the server itself, when no location takes the path
    ANSWERED,    // for which there may be an error page
    ENDED,
} stage;

// ---- where it goes next -----------------------------------------------------------------

static const nwl_scope *server_of(const nwl_journey *journey)
{
    return nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_SERVER);
}

static stage end(nwl_journey *journey, nwl_outcome outcome)
{
    journey->outcome = outcome;
    return ENDED;
}

static stage answer(nwl_journey *journey, nwl_site site, uint32_t status)
{
    journey->outcome = NWL_ANSWERED;
    journey->site = site;
    journey->status = status;
    return ANSWERED;
}

// Goes on at next after an internal move by a line, unless there were too many.
static stage move(nwl_journey *journey, nwl_site by, stage next)
{
    journey->internal = true;
    if (journey->moves == 0)
        journey->led_away_by = by;
    if (++journey->moves <= MOST_MOVES)
        return next;
    answer(journey, (nwl_site){0}, 500);
    return ENDED;
}

// Finds the location for the path of the request, which is in its server.
static stage find_location(nwl_journey *journey)
{
    nwl_request *request = &journey->request;
    const nwl_scope *server = server_of(journey);
    if (server == NULL || request->uri.certainty != NWL_EXACT)
        return end(journey, NWL_LOST);
    request->uri_was_asked = true;
    const nwl_location_selection *selected = nwl_select_location_once(
        request->model->selection, server, request->uri.options[0]);
    journey->selected = selected;
    if (journey->first == NULL)
        journey->first = selected;
    request->scope = selected->location != NULL ? selected->location : server;
    if (selected->undecided != NULL)
        return end(journey, NWL_LOST);
    for (uint32_t i = 0; i < selected->capture_count; i++)
        nwl_request_keep_groups(request, &selected->captures[i]);
    if (journey->moves > 0 && selected->location != NULL)
        nwl_journey_note(
            journey, selected->location->opener, "goes to the location %.*s: %.*s",
            NWL_STR_FMT(nwl_scope_location_text(request->arena, selected->location)),
            NWL_STR_FMT(nwl_location_selection_text(request->arena, selected)));
    return IN_LOCATION;
}

static stage move_to_name(nwl_journey *journey, nwl_site site, nwl_str name)
{
    const nwl_scope *server = server_of(journey);
    nwl_selection *selection = journey->request.model->selection;
    const nwl_scope *named =
        server == NULL ? NULL : nwl_select_named_location(selection, server, name);
    if (named == NULL)
        return end(journey, NWL_LOST);
    if (nwl_text_must_be_empty(&journey->request.uri)) {
        answer(journey, site, 500);
        return ENDED;
    }
    nwl_journey_note(journey, site, "goes to the location %.*s", NWL_STR_FMT(name));
    journey->request.scope = named;
    journey->request.parts.internal = true;
    journey->selected = NULL;
    return move(journey, site, IN_LOCATION);
}

// A path and arguments as try_files and error_page give them: a "?" that stands in a variable parts them, too.
static void split(nwl_arena *arena, nwl_text_value *uri, nwl_text_value *args)
{
    nwl_str path = uri->certainty == NWL_EXACT ? uri->options[0] : NWL_STR("");
    size_t question = nwl_str_find(path, '?', 0);
    if (question == path.len)
        return;
    nwl_text_value more = nwl_text_exact(arena, nwl_str_from(path, question + 1));
    if (!nwl_text_must_be_empty(args))
        more = nwl_text_join(arena, more, nwl_text_exact(arena, NWL_STR("?")));
    *args = nwl_text_join(arena, more, *args);
    *uri = nwl_text_exact(arena, nwl_str_slice(path, 0, question));
}

// To "@name" or to a path.
static stage move_to(nwl_journey *journey, nwl_site site, nwl_str target)
{
    if (nwl_str_starts_with(target, NWL_STR("@")))
        return move_to_name(journey, site, target);
    nwl_request *request = &journey->request;
    size_t question = nwl_str_find(target, '?', 0);
    nwl_text_value uri = nwl_evaluate(request, nwl_str_slice(target, 0, question));
    nwl_text_value args = nwl_evaluate(request, nwl_str_from(target, question + 1));
    split(request->arena, &uri, &args);
    nwl_request_redirect(request, uri, args);
    request->scope = server_of(journey);
    return move(journey, site, IN_SERVER);
}

// ---- error pages ------------------------------------------------------------------------

static nwl_str last_arg(const nwl_directive *directive)
{
    return nwl_directive_arg(directive, directive->arg_count - 1);
}

// Whether the answer goes to the client as it is: "return" with a text, or with a status that is no error and no redirect.
static bool is_final(const nwl_journey *journey)
{
    const nwl_directive *line = journey->site.directive;
    if (line == NULL || line->id != NWL_D_return || nwl_status_redirects(journey->status))
        return journey->status < 300;
    return journey->status < 400 || nwl_directive_arg(line, 1).len > 0;
}

// nginx closes the connection instead of answering with one of these (ngx_http_finalize_request).
static bool closes_connection(uint32_t status)
{
    return status == 408 || status == 444 || status == 499;
}

// The error_page that the answer leads to; no site without one.
static nwl_site page_of(nwl_journey *journey)
{
    const nwl_scope *scope = journey->request.scope;
    if (journey->has_error_page || closes_connection(journey->status))
        return (nwl_site){0};
    journey->has_error_page =
        !nwl_scope_setting_says(scope, NWL_SET_recursive_error_pages, NWL_STR("on"));
    return nwl_error_page_for(scope, journey->status);
}

// An error page elsewhere is a redirect, with the status behind "=" if that is one.
static stage redirect(nwl_journey *journey, nwl_site page)
{
    uint32_t status = nwl_error_page_status(page.directive, 0);
    answer(journey, page, nwl_status_redirects(status) ? status : 302);
    return ENDED;
}

// Follows the error page of the answer. Source: ngx_http_special_response_handler(), ngx_http_send_error_page().
static stage follow_error_page(nwl_journey *journey)
{
    nwl_request *request = &journey->request;
    if (is_final(journey)) {
        if (journey->kept_status != 0)
            journey->status = journey->kept_status;
        return ENDED;
    }
    nwl_site page = page_of(journey);
    if (page.directive == NULL)
        return ENDED;
    nwl_str target = last_arg(page.directive);
    bool is_path = nwl_str_starts_with(target, NWL_STR("/"));
    if (!is_path && !nwl_str_starts_with(target, NWL_STR("@")))
        return redirect(journey, page);
    const nwl_directive *line = journey->site.directive;
    journey->kept_status = nwl_error_page_status(page.directive, journey->status);
    if (line != NULL && line->id == NWL_D_return && nwl_status_redirects(journey->status))
        request->body_dropped = true; // ngx_http_send_response()
    bool is_head = request->method.certainty == NWL_EXACT &&
                   nwl_str_eq(request->method.options[0], NWL_STR("HEAD"));
    if (is_path && !is_head)
        request->method = nwl_text_exact(request->arena, NWL_STR("GET"));
    return move_to(journey, page, target);
}

// ---- one location -----------------------------------------------------------------------

static bool takes_method(const nwl_journey *journey, const nwl_scope *limit_except)
{
    const nwl_text_value *method = &journey->request.method;
    return method->certainty == NWL_EXACT &&
           !nwl_limit_except_names(limit_except, method->options[0]);
}

// The limit_except block that takes the request's method; NULL when there is none.
static const nwl_scope *limit_except_of(const nwl_journey *journey,
                                        const nwl_scope *location)
{
    const nwl_scope *found = location->limit_except;
    bool takes =
        found != NULL && (found == journey->assumed || takes_method(journey, found));
    return takes ? found : NULL;
}

// The "internal" that keeps the client out of a location; no site when it may come in.
static nwl_site closed_by(const nwl_journey *journey, const nwl_scope *location)
{
    bool may_enter = journey->internal || journey->request.uri_rewritten;
    return may_enter ? (nwl_site){0} : nwl_scope_nearest(location, NWL_D_internal);
}

// Whether the path of the request lacks only the slash at the end of the location's name.
static bool lacks_slash(const nwl_journey *journey, const nwl_scope *location)
{
    const nwl_location_selection *selected = journey->selected;
    return selected != NULL && selected->location == location && selected->redirects;
}

static nwl_str exact_or_empty(const nwl_text_value *value)
{
    return value->certainty == NWL_EXACT ? value->options[0] : NWL_STR("");
}

// Runs the rewrite directives of the location, or goes to the limit_except block in it that takes the method: it has none.
static stage rewrite(nwl_journey *journey, const nwl_scope *location)
{
    const nwl_scope *limit_except = limit_except_of(journey, location);
    if (limit_except != NULL) {
        journey->request.scope = limit_except;
        return IN_LOCATION;
    }
    if (location->context == NWL_CX_HTTP_SERVER)
        return IN_LOCATION;
    nwl_site by;
    switch (nwl_rewrite_run(journey, location, &by)) {
    case NWL_REWRITE_ANSWERS:
        return ANSWERED;
    case NWL_REWRITE_MOVES:
        return move(journey, by, SEARCHING);
    default:
        return IN_LOCATION;
    }
}

// Follows try_files, whose files are taken not to be there.
static stage try_files(nwl_journey *journey, nwl_site site)
{
    nwl_str last = last_arg(site.directive);
    uint32_t status;
    if (nwl_str_starts_with(last, NWL_STR("=")) &&
        nwl_str_to_u32(nwl_str_from(last, 1), &status))
        return answer(journey, site, status);
    return move_to(journey, site, last);
}

// What becomes of a request for a file that is not there: only an error page makes a difference.
static stage miss_file(nwl_journey *journey)
{
    nwl_str method = exact_or_empty(&journey->request.method);
    bool reads = nwl_str_eq(method, NWL_STR("GET")) ||
                 nwl_str_eq(method, NWL_STR("HEAD")) ||
                 nwl_str_eq(method, NWL_STR("POST"));
    uint32_t status = reads ? 404 : 405;
    bool leads_on = !journey->has_error_page &&
                    nwl_error_page_for(journey->request.scope, status).directive != NULL;
    if (!leads_on)
        return end(journey, NWL_FILES);
    nwl_journey_note(journey, (nwl_site){0}, "there is no such file, it is assumed");
    return answer(journey, (nwl_site){0}, status);
}

// Whether proxy_pass gives something else than an http or https URL, which nginx only sees when it has evaluated it.
static bool passes_to_no_url(nwl_journey *journey)
{
    nwl_str url = nwl_directive_arg(journey->site.directive, 0);
    if (journey->handler != NWL_HANDLER_PROXY || !nwl_str_contains(url, NWL_STR("$")))
        return false;
    nwl_text_value value = nwl_evaluate(&journey->request, url);
    if (value.certainty != NWL_EXACT)
        return false;
    nwl_str scheme = nwl_target_parse(NULL, value.options[0]).scheme;
    return !nwl_str_eq_nocase(scheme, NWL_STR("http")) &&
           !nwl_str_eq_nocase(scheme, NWL_STR("https"));
}

// Ends the way at the handler of the block that the request is in, which an if and a limit_except have from their location.
static stage hand_on(nwl_journey *journey)
{
    journey->site = nwl_handler_at(journey->request.scope, &journey->handler);
    if (journey->site.directive == NULL)
        return miss_file(journey);
    return passes_to_no_url(journey) ? answer(journey, journey->site, 500)
                                     : end(journey, NWL_HANDED_ON);
}

// The automatic redirect to the name of the location.
static stage add_slash(nwl_journey *journey, const nwl_scope *location)
{
    const nwl_request *request = &journey->request;
    nwl_str target =
        nwl_location_redirect(request->arena, location, exact_or_empty(&request->args));
    nwl_journey_note(journey, location->opener, "sends the client to %.*s",
                     NWL_STR_FMT(target));
    return answer(journey, location->opener, 301);
}

// Goes through the phases in the location that the request is in.
static stage visit(nwl_journey *journey)
{
    const nwl_scope *location = journey->request.scope;
    nwl_site internal = closed_by(journey, location);
    if (internal.directive != NULL)
        return answer(journey, internal, 404);
    if (lacks_slash(journey, location))
        return add_slash(journey, location);
    stage next = rewrite(journey, location);
    if (next != IN_LOCATION)
        return next;
    nwl_site refusing;
    uint32_t status;
    if (!journey->is_subrequest && nwl_admission_refuses(journey, &refusing, &status))
        return answer(journey, refusing, status);
    nwl_site files = nwl_scope_last(location, NWL_D_try_files);
    bool tries = journey->request.scope == location && files.directive != NULL &&
                 files.directive->arg_count > 1;
    return tries ? try_files(journey, files) : hand_on(journey);
}

// ---- the whole way ----------------------------------------------------------------------

static stage pass_server(nwl_journey *journey)
{
    nwl_site by;
    const nwl_scope *server = journey->request.scope;
    return server != NULL && nwl_rewrite_run(journey, server, &by) == NWL_REWRITE_ANSWERS
               ? ANSWERED
               : SEARCHING;
}

static stage take_step(nwl_journey *journey, stage at)
{
    switch (at) {
    case IN_SERVER:
        return pass_server(journey);
    case SEARCHING:
        return find_location(journey);
    case IN_LOCATION:
        return visit(journey);
    case ANSWERED:
        return follow_error_page(journey);
    default:
        return ENDED;
    }
}

static void travel(nwl_journey *journey, stage at)
{
    while (at != ENDED)
        at = take_step(journey, at);
}

// The requests that select a location have gone through the rewrite directives of its server before.
static stage enter(nwl_journey *journey, const nwl_scope *location)
{
    nwl_request *request = &journey->request;
    const nwl_scope *server = server_of(journey);
    nwl_text_value uri = request->uri;
    if (server == NULL)
        return IN_LOCATION;
    request->scope = server;
    if (pass_server(journey) == ANSWERED)
        return ANSWERED;
    request->scope = location;
    request->uri = uri;
    return IN_LOCATION;
}

static nwl_journey journey_to(nwl_arena *arena, const nwl_model *model,
                              const nwl_client *client, nwl_version version,
                              const nwl_scope *scope, nwl_str path)
{
    nwl_journey journey = {.request =
                               nwl_request_new(arena, model, client, version, scope),
                           .certain = true};
    const nwl_scope *location = nwl_scope_enclosing(scope, NWL_CX_HTTP_LOCATION);
    if (location != scope)
        journey.assumed = scope;
    journey.internal = nwl_scope_nearest(location, NWL_D_internal).directive != NULL;
    if (path.len > 0)
        journey.request.uri = nwl_text_exact(arena, path);
    else
        nwl_request_forget_groups(&journey.request, NULL); // of the location's regex
    travel(&journey, enter(&journey, location));
    return journey;
}

static bool ends_alike(const nwl_journey *a, const nwl_journey *b)
{
    return a->outcome == b->outcome && a->request.scope == b->request.scope &&
           a->site.directive == b->site.directive && a->status == b->status &&
           a->kept_status == b->kept_status;
}

nwl_journey nwl_journey_at(nwl_arena *arena, const nwl_model *model,
                           const nwl_client *client, nwl_version version,
                           const nwl_scope *scope)
{
    nwl_str paths[NWL_MOST_EXAMPLES] = {{0}};
    const nwl_scope *location = nwl_scope_enclosing(scope, NWL_CX_HTTP_LOCATION);
    uint32_t count = nwl_example_paths(arena, location, paths);
    nwl_journey journey = journey_to(arena, model, client, version, scope, paths[0]);
    for (uint32_t i = 1; i < count && journey.request.uri_was_asked; i++) {
        nwl_journey other = journey_to(arena, model, client, version, scope, paths[i]);
        journey.certain =
            journey.certain && other.certain && ends_alike(&journey, &other);
    }
    return journey;
}

nwl_journey nwl_journey_of_handshake(nwl_arena *arena, const nwl_model *model,
                                     const nwl_scope *scope)
{
    return nwl_journey_at(arena, model, &nwl_client_handshake,
                          nwl_oldest_judged(model->options.version), scope);
}

nwl_journey nwl_journey_from(nwl_arena *arena, const nwl_model *model,
                             const nwl_client *client, nwl_version version,
                             const nwl_scope *server, const nwl_uri *uri,
                             const nwl_captures *groups, uint32_t refusal)
{
    nwl_journey journey = {.request =
                               nwl_request_new(arena, model, client, version, server),
                           .certain = true,
                           .wants_steps = true};
    nwl_request *request = &journey.request;
    request->is_whole = groups != NULL;
    request->parts = *uri;
    request->uri = nwl_text_exact(arena, uri->path);
    request->args = nwl_text_exact(arena, uri->args);
    if (groups != NULL)
        nwl_request_keep_groups(request, groups);
    else
        nwl_request_forget_groups(request, NULL);
    travel(&journey, refusal == 0 ? IN_SERVER : answer(&journey, (nwl_site){0}, refusal));
    return journey;
}

nwl_journey nwl_journey_of_subrequest(const nwl_journey *journey, nwl_str path)
{
    nwl_journey sub = {.request = journey->request,
                       .certain = true,
                       .internal = true,
                       .is_subrequest = true};
    nwl_request *request = &sub.request;
    request->scope = server_of(journey);
    request->uri_was_asked = false;
    nwl_request_redirect(request, nwl_text_exact(request->arena, path), nwl_text_empty());
    travel(&sub, request->scope == NULL ? end(&sub, NWL_LOST) : IN_SERVER);
    return sub;
}
