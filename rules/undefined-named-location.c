// undefined-named-location: requests are sent to a named location that the server does not have
//
// nginx starts all the same. A request that is sent there ends with 500, and the error log says "could not find named
// location" (ngx_http_named_location).

#include "base/distance.h"
#include "base/map.h"
#include "rules/rule.h"

// The did-you-mean of one server looks at no more names than this, for no more findings than that.
enum { MOST_NAMES = 1000, MOST_HELPED = 50 };

// The named locations of the servers that are judged together: of one, or of all of an http block.
typedef struct names {
    nwl_map defined;
    NWL_ARRAY(nwl_str) list;
    bool complete; // no include that could hold more of them is missing
    uint32_t servers, next, helped;
} names;

static void collect(nwl_arena *arena, const nwl_scope *server, names *n)
{
    n->servers++;
    n->complete = n->complete && !server->incomplete;
    for (const nwl_scope *s = server->first; s != NULL; s = s->next) {
        nwl_str name = nwl_directive_arg(s->opener.directive, 0);
        if (s->context != NWL_CX_HTTP_LOCATION || s->opener.directive->arg_count != 1 ||
            !nwl_str_starts_with(name, NWL_STR("@")))
            continue;
        *NWL_PUSH(arena, &n->list) = name;
        nwl_map_put(&n->defined, name, (void *)s);
    }
}

static bool next_name(void *state, nwl_str *name)
{
    names *n = state;
    if (n->next == n->list.count || n->next == MOST_NAMES)
        return false;
    *name = n->list.items[n->next++];
    return true;
}

// The named location that a directive may send requests to; empty when it names none, or with a variable.
static nwl_str target_of(const nwl_directive *directive)
{
    nwl_str last = directive->arg_count == 0
                       ? NWL_STR("")
                       : nwl_directive_arg(directive, directive->arg_count - 1);
    bool is_named = nwl_str_starts_with(last, NWL_STR("@")) &&
                    nwl_str_find(last, '$', 0) == last.len && directive->arg_count > 1;
    return is_named ? last : NWL_STR("");
}

static void flag(nwl_pass *pass, const nwl_scope *scope, nwl_site site, names *n)
{
    nwl_str target = target_of(site.directive), nearest;
    nwl_finding *f =
        nwl_flag(pass, site, scope, "%s has %s location \"%.*s\"",
                 scope->context == NWL_CX_HTTP ? "no server" : "this server",
                 scope->context == NWL_CX_HTTP ? "a" : "no", NWL_STR_FMT(target));
    nwl_finding_label(pass, f, "a request that is sent there ends with 500");
    nwl_finding_note(
        pass, f,
        "nginx starts all the same, and logs \"could not find named location\" "
        "for each request");
    n->next = 0;
    if (n->helped++ < MOST_HELPED && nwl_nearest(target, next_name, n, &nearest))
        nwl_finding_help(pass, f, "there is \"%.*s\"", NWL_STR_FMT(nearest));
}

static void check_sites(nwl_pass *pass, const nwl_scope *scope, nwl_directive_id id,
                        names *n)
{
    uint32_t count;
    const nwl_site *sites = nwl_scope_all(scope, id, &count);
    for (uint32_t i = 0; i < count; i++) {
        nwl_str target = target_of(sites[i].directive);
        if (target.len > 0 && nwl_map_get(&n->defined, target) == NULL)
            flag(pass, scope, sites[i], n);
    }
}

static void check_server(nwl_pass *pass, const nwl_scope *server)
{
    nwl_arena *scratch = nwl_pass_scratch(pass);
    names n = {.defined = nwl_map_new(scratch), .complete = true};
    collect(scratch, server, &n);
    if (!n.complete)
        return;
    for (const nwl_scope *s = server; s != NULL; s = nwl_scope_following(s, server)) {
        if (s->settings == NULL)
            continue;
        check_sites(pass, s, NWL_D_try_files, &n);
        check_sites(pass, s, NWL_D_error_page, &n);
    }
}

// A line in http serves all servers; it is at fault when none of them has the location.
static void check_http(nwl_pass *pass, const nwl_scope *http)
{
    uint32_t count;
    nwl_arena *scratch = nwl_pass_scratch(pass);
    names n = {.defined = nwl_map_new(scratch), .complete = !http->incomplete};
    nwl_scope_all(http, NWL_D_error_page, &count);
    for (const nwl_scope *s = http->first; count > 0 && s != NULL; s = s->next) {
        if (s->context == NWL_CX_HTTP_SERVER)
            collect(scratch, s, &n);
    }
    if (n.complete && n.servers > 0)
        check_sites(pass, http, NWL_D_error_page, &n);
}

// The top of a fragment is a part of a block whose rest is not known.
static void check(nwl_pass *pass, const nwl_scope *scope)
{
    if (scope->opener.directive == NULL || nwl_pass_model(pass)->too_large)
        return;
    if (scope->context == NWL_CX_HTTP_SERVER)
        check_server(pass, scope);
    else if (scope->context == NWL_CX_HTTP)
        check_http(pass, scope);
}

const nwl_rule nwl_rule_undefined_named_location = {
    .id = NWL_TEXT("undefined-named-location"),
    .title = NWL_TEXT("a named location does not exist"),
    .severity = NWL_ERROR,
    .why = NWL_TEXT(
        "try_files and error_page may send a request to a named location, which has to "
        "stand in the same server. nginx does not look for it before a request is sent "
        "there: it starts, and answers that request with 500 and \"could not find named "
        "location\" in the error log.\n\n"
        "A named location of another server does not count. A line in http serves every "
        "server; it is at fault when no server has the location."),
    .remedy = NWL_TEXT("Define the location in this server, or correct the name."),
    .when_to_ignore = NWL_TEXT("Never: nginx does not start, or answers with 500."),
    .sources =
        {NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_core_module.html#location"),
         NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files")},
    .on_scope = check,
};
