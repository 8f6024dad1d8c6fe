#include "model/journey.h"

#include "model/access.h"
#include "model/admission.h"
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

// ---- where it goes next -----------------------------------------------------------------

static const nwl_scope *server_of(const nwl_journey *journey)
{
    return nwl_scope_enclosing(journey->request.scope, NWL_CX_HTTP_SERVER);
}

static void end(nwl_journey *journey, nwl_outcome outcome)
{
    journey->outcome = outcome;
}

static void end_with(nwl_journey *journey, nwl_site site, uint32_t status)
{
    journey->outcome = NWL_ANSWERED;
    journey->site = site;
    journey->status = status;
}

// Goes to the location for the path of the request, which is in its server. False when the way ends here.
static bool move_by_path(nwl_journey *journey)
{
    nwl_request *request = &journey->request;
    const nwl_scope *server = server_of(journey);
    if (server == NULL || request->uri.certainty != NWL_EXACT) {
        end(journey, NWL_LOST);
        return false;
    }
    request->uri_was_asked = true;
    const nwl_location_selection *selected = nwl_select_location_once(
        request->model->selection, server, request->uri.options[0]);
    journey->selected = selected;
    if (journey->first == NULL)
        journey->first = selected;
    request->scope = selected->location != NULL ? selected->location : server;
    if (selected->undecided != NULL) {
        end(journey, NWL_LOST);
        return false;
    }
    for (uint32_t i = 0; i < selected->capture_count; i++)
        nwl_request_keep_groups(request, &selected->captures[i]);
    if (selected->redirects)
        end_with(journey, selected->location->opener, 301);
    else if (selected->location == NULL)
        end(journey, NWL_FILES);
    return selected->location != NULL && !selected->redirects;
}

// The same after an internal move, which is told.
static bool move_again(nwl_journey *journey)
{
    if (++journey->moves > MOST_MOVES || !move_by_path(journey))
        return false;
    nwl_arena *arena = journey->request.arena;
    const nwl_scope *location = journey->request.scope;
    nwl_journey_note(journey, location->opener, "goes to the location %.*s: %.*s",
                     NWL_STR_FMT(nwl_scope_location_text(arena, location)),
                     NWL_STR_FMT(nwl_location_selection_text(arena, journey->selected)));
    return true;
}

static bool move_to_name(nwl_journey *journey, nwl_site site, nwl_str name)
{
    const nwl_scope *server = server_of(journey);
    const nwl_scope *named =
        server == NULL ? NULL : nwl_select_named_location(server, name);
    if (named == NULL) {
        end(journey, NWL_LOST);
        return false;
    }
    nwl_journey_note(journey, site, "goes to the location %.*s", NWL_STR_FMT(name));
    journey->request.scope = named;
    journey->internal = true;
    return ++journey->moves <= MOST_MOVES;
}

// To "@name" or to a path. False when the way ends here.
static bool move_to(nwl_journey *journey, nwl_site site, nwl_str target)
{
    if (nwl_str_starts_with(target, NWL_STR("@")))
        return move_to_name(journey, site, target);
    nwl_request *request = &journey->request;
    size_t question = nwl_str_find(target, '?', 0);
    nwl_text_value uri = nwl_evaluate(request, nwl_str_slice(target, 0, question));
    nwl_text_value args = nwl_evaluate(request, nwl_str_from(target, question + 1));
    nwl_request_rewrite(request, uri, args, false);
    journey->internal = true;
    request->scope = server_of(journey);
    if (request->scope != NULL &&
        nwl_rewrite_run(journey, request->scope) == NWL_REWRITE_ANSWERS) {
        end(journey, NWL_ANSWERED);
        return false;
    }
    return move_again(journey);
}

// ---- error pages ------------------------------------------------------------------------

static nwl_str last_arg(const nwl_directive *directive)
{
    return nwl_directive_arg(directive, directive->arg_count - 1);
}

static bool names_status(const nwl_directive *error_page, uint32_t status)
{
    uint32_t code;
    for (uint32_t i = 0; i + 1 < error_page->arg_count; i++) {
        if (nwl_str_to_u32(error_page->args[i].value, &code) && code == status)
            return true;
    }
    return false;
}

static nwl_site error_page_for(const nwl_scope *scope, uint32_t status)
{
    const nwl_scope *from =
        scope->settings == NULL ? NULL : scope->settings->from[NWL_SET_error_page];
    uint32_t count = 0;
    const nwl_site *sites =
        from == NULL ? NULL : nwl_scope_all(from, NWL_D_error_page, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (names_status(sites[i].directive, status))
            return sites[i];
    }
    return (nwl_site){0};
}

// The status that the client is told instead of the backend's: "=" lets that through, "=N" says N, and without it the one that
// led here stays (ngx_http_send_error_page).
static uint32_t kept_status(const nwl_directive *error_page, uint32_t status)
{
    nwl_str change = error_page->arg_count < 3
                         ? NWL_STR("")
                         : nwl_directive_arg(error_page, error_page->arg_count - 2);
    if (!nwl_str_starts_with(change, NWL_STR("=")))
        return status;
    uint32_t kept = 0;
    nwl_str_to_u32(nwl_str_from(change, 1), &kept);
    return kept;
}

// Whether nginx looks for an error page: not for an answer with a text of its own, and only once unless they are recursive.
static bool may_have_error_page(const nwl_journey *journey)
{
    const nwl_directive *line = journey->site.directive;
    bool has_text = line != NULL && line->id == NWL_D_return && line->arg_count > 1 &&
                    (journey->status < 300 || journey->status >= 400);
    return journey->status >= 300 && !journey->has_error_page && !has_text;
}

// Follows the error page of the answer. False when the way ends here.
static bool move_to_error_page(nwl_journey *journey)
{
    end(journey, NWL_ANSWERED);
    if (!may_have_error_page(journey))
        return false;
    nwl_site page = error_page_for(journey->request.scope, journey->status);
    if (page.directive == NULL)
        return false;
    nwl_str target = last_arg(page.directive);
    if (!nwl_str_starts_with(target, NWL_STR("/")) &&
        !nwl_str_starts_with(target, NWL_STR("@"))) {
        end_with(journey, page, 302);
        return false;
    }
    journey->has_error_page = !nwl_scope_setting_says(
        journey->request.scope, NWL_SET_recursive_error_pages, NWL_STR("on"));
    journey->kept_status = kept_status(page.directive, journey->status);
    return move_to(journey, page, target);
}

// ---- one location -----------------------------------------------------------------------

static bool takes_method(const nwl_journey *journey, const nwl_scope *limit_except)
{
    const nwl_text_value *method = &journey->request.client->method;
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

static bool is_refused(nwl_journey *journey, const nwl_scope *location)
{
    nwl_site site = nwl_scope_last(location, NWL_D_internal);
    uint32_t status = 404;
    bool refused = site.directive != NULL && !journey->internal;
    if (!refused && !journey->is_subrequest)
        refused = nwl_admission_refuses(journey, &site, &status);
    if (refused)
        end_with(journey, site, status);
    return refused;
}

// The line and status of "=404" at the end of try_files.
static bool answers_by_try_files(nwl_journey *journey, nwl_site try_files)
{
    nwl_str last = last_arg(try_files.directive);
    uint32_t status;
    if (!nwl_str_starts_with(last, NWL_STR("=")) ||
        !nwl_str_to_u32(nwl_str_from(last, 1), &status))
        return false;
    end_with(journey, try_files, status);
    return true;
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
static void hand_on(nwl_journey *journey)
{
    journey->site = nwl_handler_at(journey->request.scope, &journey->handler);
    end(journey, journey->site.directive == NULL ? NWL_FILES : NWL_HANDED_ON);
    if (journey->outcome == NWL_HANDED_ON && passes_to_no_url(journey))
        end_with(journey, journey->site, 500);
}

// Goes through the phases in the location that the request is in. False when the way ends here.
static bool visit(nwl_journey *journey)
{
    const nwl_scope *location = journey->request.scope;
    const nwl_scope *limit_except = limit_except_of(journey, location);
    if (limit_except != NULL) {
        // Its rewrite directives are its own, and it has none.
        journey->request.scope = limit_except;
    } else {
        switch (nwl_rewrite_run(journey, location)) {
        case NWL_REWRITE_ANSWERS:
            return move_to_error_page(journey);
        case NWL_REWRITE_MOVES:
            journey->internal = true;
            return move_again(journey);
        case NWL_REWRITE_GOES_ON:
            journey->internal = journey->internal || journey->request.uri_rewritten;
            break;
        }
    }
    if (is_refused(journey, location))
        return move_to_error_page(journey);
    nwl_site try_files = nwl_scope_last(location, NWL_D_try_files);
    if (journey->request.scope == location && try_files.directive != NULL &&
        try_files.directive->arg_count > 1)
        return answers_by_try_files(journey, try_files)
                   ? move_to_error_page(journey)
                   : move_to(journey, try_files, last_arg(try_files.directive));
    hand_on(journey);
    return journey->outcome == NWL_ANSWERED && move_to_error_page(journey);
}

// ---- the whole way ----------------------------------------------------------------------

static void travel(nwl_journey *journey)
{
    while (visit(journey))
        continue;
    if (journey->moves > MOST_MOVES)
        end_with(journey, (nwl_site){0}, 500);
}

// The requests that select a location have gone through the rewrite directives of its server before.
static bool passes_server(nwl_journey *journey, const nwl_scope *location)
{
    nwl_request *request = &journey->request;
    const nwl_scope *server = server_of(journey);
    nwl_text_value uri = request->uri;
    if (server == NULL)
        return true;
    request->scope = server;
    if (nwl_rewrite_run(journey, server) == NWL_REWRITE_ANSWERS &&
        !move_to_error_page(journey))
        return false;
    if (journey->moves == 0) {
        request->scope = location;
        request->uri = uri;
    }
    return true;
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
    if (location != NULL)
        journey.internal = nwl_scope_last(location, NWL_D_internal).directive != NULL;
    if (path.len > 0)
        journey.request.uri = nwl_text_exact(arena, path);
    else
        nwl_request_forget_groups(&journey.request); // of the location's regex
    if (passes_server(&journey, location))
        travel(&journey);
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

nwl_journey nwl_journey_from(nwl_arena *arena, const nwl_model *model,
                             const nwl_client *client, nwl_version version,
                             const nwl_scope *server, const nwl_uri *uri,
                             const nwl_captures *groups)
{
    nwl_journey journey = {.request =
                               nwl_request_new(arena, model, client, version, server),
                           .certain = true,
                           .wants_steps = true};
    nwl_request *request = &journey.request;
    request->parts = *uri;
    request->uri = nwl_text_exact(arena, uri->path);
    request->args = nwl_text_exact(arena, uri->args);
    nwl_request_keep_groups(request, groups);
    if (nwl_rewrite_run(&journey, server) == NWL_REWRITE_ANSWERS
            ? move_to_error_page(&journey)
            : move_by_path(&journey))
        travel(&journey);
    return journey;
}

nwl_journey nwl_journey_of_subrequest(const nwl_journey *journey, nwl_str path)
{
    nwl_journey sub = {.request = journey->request,
                       .certain = true,
                       .internal = true,
                       .is_subrequest = true};
    sub.request.scope = server_of(journey);
    sub.request.uri_was_asked = false;
    nwl_request_rewrite(&sub.request, nwl_text_exact(sub.request.arena, path),
                        nwl_text_empty(), false);
    if (sub.request.scope == NULL)
        end(&sub, NWL_LOST);
    else if (nwl_rewrite_run(&sub, sub.request.scope) == NWL_REWRITE_ANSWERS
                 ? move_to_error_page(&sub)
                 : move_by_path(&sub))
        travel(&sub);
    return sub;
}
