#include "rules/upstreams.h"

#include <stdlib.h>

#include "base/map.h"
#include "rules/dispatch.h"
#include "rules/repetition.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const nwl_directive_id PASSES[] = {NWL_D_proxy_pass, NWL_D_fastcgi_pass,
                                          NWL_D_uwsgi_pass, NWL_D_scgi_pass,
                                          NWL_D_grpc_pass,  NWL_D_memcached_pass};

static bool is_upstream(const nwl_scope *scope)
{
    return (scope->context & (NWL_CX_HTTP_UPSTREAM | NWL_CX_STREAM_UPSTREAM)) != 0 &&
           scope->opener.directive->arg_count == 1;
}

static bool holds_upstreams(const nwl_scope *scope)
{
    return scope->context == NWL_CX_HTTP || scope->context == NWL_CX_STREAM;
}

static void flag_duplicate(nwl_pass *pass, nwl_site first, nwl_site second)
{
    nwl_finding *f = nwl_flag(pass, second, NULL, "duplicate upstream \"%.*s\"",
                              NWL_STR_FMT(second.directive->args[0].value));
    nwl_finding_label(pass, f, "nginx refuses to start");
    nwl_finding_first(pass, f, first, second);
}

// An upstream, and how far its name is used by proxy_pass and the like, in reading order.
typedef struct upstream {
    nwl_site opener;
    bool
        taken; // by one without a port, which is then the same upstream when it is defined
} upstream;

// The upstreams in scope: lower-case name -> the first one. The others are told when told is true.
static nwl_map collect(nwl_pass *pass, const nwl_scope *scope, bool told)
{
    nwl_arena *scratch = nwl_pass_scratch(pass);
    nwl_map names = nwl_map_new(scratch);
    for (const nwl_scope *s = scope->first; s != NULL; s = s->next) {
        if (!is_upstream(s))
            continue;
        nwl_str name = nwl_arena_lower(scratch, s->opener.directive->args[0].value);
        upstream *known = nwl_map_get(&names, name);
        if (known == NULL) {
            known = NWL_NEW(scratch, upstream);
            known->opener = s->opener;
            nwl_map_put(&names, name, known);
        } else if (told && nwl_dispatch_is_as_written(pass, s->opener.directive) &&
                   !nwl_repetition_is_of_file(known->opener, s->opener)) {
            flag_duplicate(pass, known->opener, s->opener);
        }
    }
    return names;
}

void nwl_upstreams_report_duplicates(nwl_pass *pass, const nwl_scope *scope)
{
    if (holds_upstreams(scope))
        collect(pass, scope, true);
}

// A directive that sends requests to an upstream.
typedef struct user {
    const nwl_scope *scope;
    nwl_site site;
    upstream *upstream;
    nwl_str host, port; // the port is empty when there is none
} user;

typedef NWL_ARRAY(user) users;

static nwl_str without_scheme(nwl_str url)
{
    static const char *const SCHEMES[] = {"http://",  "https://", "grpc://",
                                          "grpcs://", "uwsgi://", "suwsgi://"};
    for (size_t i = 0; i < COUNT_OF(SCHEMES); i++) {
        nwl_str scheme = nwl_str_of(SCHEMES[i]);
        if (nwl_str_eq_nocase(nwl_str_slice(url, 0, scheme.len), scheme))
            return nwl_str_from(url, scheme.len);
    }
    return url;
}

// Takes "u" and "8080" out of "http://u:8080/a". Where there are variables nginx looks for the upstream later.
static bool read_url(nwl_str url, user *u)
{
    uint32_t number;
    if (nwl_str_find(url, '$', 0) < url.len)
        return false;
    url = without_scheme(url);
    url = nwl_str_slice(url, 0, nwl_str_find(url, '/', 0));
    url = nwl_str_slice(url, 0, nwl_str_find(url, '?', 0));
    size_t colon = nwl_str_find(url, ':', 0);
    u->host = nwl_str_slice(url, 0, colon);
    u->port = nwl_str_from(url, colon + 1);
    return colon == url.len ||
           (nwl_str_to_u32(u->port, &number) && number > 0 && number <= UINT16_MAX);
}

static void add_user(nwl_pass *pass, users *list, user u, const nwl_map *upstreams)
{
    const nwl_directive *d = u.site.directive;
    if (!nwl_directive_accepts((nwl_directive_id)d->id, (uint32_t)u.scope->context,
                               d->arg_count) ||
        !nwl_dispatch_is_as_written(pass, d) || !read_url(d->args[0].value, &u))
        return;
    u.upstream = nwl_map_get(upstreams, nwl_arena_lower(nwl_pass_scratch(pass), u.host));
    if (u.upstream != NULL)
        *NWL_PUSH(nwl_pass_scratch(pass), list) = u;
}

static int by_order(const void *a, const void *b)
{
    const user *left = a, *right = b;
    return (left->site.order > right->site.order) -
           (left->site.order < right->site.order);
}

// In reading order.
static users collect_users(nwl_pass *pass, const nwl_scope *scope,
                           const nwl_map *upstreams)
{
    users list = {0};
    for (const nwl_scope *s = scope; s != NULL; s = nwl_scope_following(s, scope)) {
        for (size_t i = 0; s->context != NWL_CX_RAW && i < COUNT_OF(PASSES); i++) {
            uint32_t count;
            const nwl_site *sites = nwl_scope_all(s, PASSES[i], &count);
            for (uint32_t at = 0; at < count; at++)
                add_user(pass, &list, (user){.scope = s, .site = sites[at]}, upstreams);
        }
    }
    if (list.count > 1)
        qsort(list.items, list.count, sizeof(*list.items), by_order);
    return list;
}

static void flag_port(nwl_pass *pass, const user *u)
{
    nwl_finding *f = nwl_flag(pass, u->site, u->scope,
                              "\"%.*s\" is an upstream and may not have port %.*s",
                              NWL_STR_FMT(u->host), NWL_STR_FMT(u->port));
    nwl_finding_label(pass, f, "nginx refuses to start");
    nwl_finding_related(pass, f, u->upstream->opener, "its servers have the ports");
}

// What is read before the upstream makes one by itself, and only the first of these becomes the one that is defined. A later
// one with a port is a host of its own.
void nwl_upstreams_report_ports(nwl_pass *pass, const nwl_scope *scope)
{
    if (!holds_upstreams(scope))
        return;
    nwl_map upstreams = collect(pass, scope, false);
    if (upstreams.count == 0)
        return;
    users list = collect_users(pass, scope, &upstreams);
    for (uint32_t i = 0; i < list.count; i++) {
        const user *u = &list.items[i];
        bool is_before = u->site.order < u->upstream->opener.order;
        if (u->port.len > 0 && (!is_before || !u->upstream->taken))
            flag_port(pass, u);
        u->upstream->taken = u->upstream->taken || u->port.len == 0;
    }
}
