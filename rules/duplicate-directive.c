// duplicate-directive: a directive that nginx takes once on a level stands there twice, and nginx refuses to start
//
// nginx says "is duplicate" where a value is kept once: the slots of ngx_conf_file.c for on/off, numbers, sizes, times, texts
// and buffers, and the handlers of proxy_pass, root, … What is here for once was tried with nginx 1.22.1, every directive in
// every kind of block it may stand in, with several values; of what came later only what is "on" or "off" is judged, which has
// one slot.

#include <stdlib.h>

#include "rules/bodies.h"
#include "rules/listens.h"
#include "rules/repetition.h"
#include "rules/upstreams.h"

// Newer than what was tried.
#define NEWEST_TRIED NWL_VERSION_OF(1u, 22u, 1u)

// May be repeated, by id: lines are collected, bits joined, or the last line wins. Where a line belongs to a zone, a browser,
// a pattern, …, a second one for the same may be refused; that is not looked at here. Nor is what could not be tried.
static const nwl_directive_id REPEATABLE[] = {
    NWL_D_acceptex_read,
    NWL_D_access_log,
    NWL_D_add_header,
    NWL_D_add_trailer,
    NWL_D_addition_types,
    NWL_D_allow,
    NWL_D_ancient_browser,
    NWL_D_ancient_browser_value,
    NWL_D_auth_http,
    NWL_D_auth_http_header,
    NWL_D_auth_request_set,
    NWL_D_break,
    NWL_D_charset_types,
    NWL_D_dav_methods,
    NWL_D_debug_connection,
    NWL_D_degradation,
    NWL_D_degrade,
    NWL_D_deny,
    NWL_D_devpoll_changes,
    NWL_D_devpoll_events,
    NWL_D_empty_gif,
    NWL_D_env,
    NWL_D_error_log,
    NWL_D_error_page,
    NWL_D_eventport_events,
    NWL_D_fastcgi_cache_bypass,
    NWL_D_fastcgi_cache_methods,
    NWL_D_fastcgi_cache_path,
    NWL_D_fastcgi_cache_use_stale,
    NWL_D_fastcgi_cache_valid,
    NWL_D_fastcgi_catch_stderr,
    NWL_D_fastcgi_hide_header,
    NWL_D_fastcgi_ignore_headers,
    NWL_D_fastcgi_next_upstream,
    NWL_D_fastcgi_no_cache,
    NWL_D_fastcgi_param,
    NWL_D_fastcgi_pass_header,
    NWL_D_fastcgi_split_path_info,
    NWL_D_flv,
    NWL_D_geoip_city,
    NWL_D_geoip_country,
    NWL_D_geoip_org,
    NWL_D_geoip_proxy,
    NWL_D_geoip_proxy_recursive,
    NWL_D_google_perftools_profiles,
    NWL_D_grpc_hide_header,
    NWL_D_grpc_ignore_headers,
    NWL_D_grpc_next_upstream,
    NWL_D_grpc_pass_header,
    NWL_D_grpc_set_header,
    NWL_D_grpc_ssl_conf_command,
    NWL_D_grpc_ssl_protocols,
    NWL_D_gzip_disable,
    NWL_D_gzip_proxied,
    NWL_D_gzip_types,
    NWL_D_hash,
    NWL_D_http2_idle_timeout,
    NWL_D_http2_max_field_size,
    NWL_D_http2_max_header_size,
    NWL_D_http2_max_requests,
    NWL_D_http2_push,
    NWL_D_http2_recv_timeout,
    NWL_D_image_filter,
    NWL_D_image_filter_jpeg_quality,
    NWL_D_image_filter_sharpen,
    NWL_D_image_filter_webp_quality,
    NWL_D_imap_auth,
    NWL_D_imap_capabilities,
    NWL_D_include,
    NWL_D_index,
    NWL_D_iocp_threads,
    NWL_D_ip_hash,
    NWL_D_keepalive_disable,
    NWL_D_kqueue_changes,
    NWL_D_kqueue_events,
    NWL_D_least_conn,
    NWL_D_limit_conn,
    NWL_D_limit_conn_zone,
    NWL_D_limit_req,
    NWL_D_limit_req_zone,
    NWL_D_listen,
    NWL_D_load_module,
    NWL_D_log_format,
    NWL_D_memcached_next_upstream,
    NWL_D_mirror,
    NWL_D_modern_browser,
    NWL_D_modern_browser_value,
    NWL_D_mp4,
    NWL_D_perl,
    NWL_D_perl_modules,
    NWL_D_perl_require,
    NWL_D_perl_set,
    NWL_D_pop3_auth,
    NWL_D_pop3_capabilities,
    NWL_D_post_acceptex,
    NWL_D_protocol,
    NWL_D_proxy_cache_bypass,
    NWL_D_proxy_cache_methods,
    NWL_D_proxy_cache_path,
    NWL_D_proxy_cache_use_stale,
    NWL_D_proxy_cache_valid,
    NWL_D_proxy_cookie_domain,
    NWL_D_proxy_cookie_flags,
    NWL_D_proxy_cookie_path,
    NWL_D_proxy_hide_header,
    NWL_D_proxy_ignore_headers,
    NWL_D_proxy_no_cache,
    NWL_D_proxy_pass_header,
    NWL_D_proxy_redirect,
    NWL_D_proxy_set_header,
    NWL_D_proxy_ssl_conf_command,
    NWL_D_proxy_ssl_protocols,
    NWL_D_random,
    NWL_D_rewrite,
    NWL_D_scgi_cache_bypass,
    NWL_D_scgi_cache_methods,
    NWL_D_scgi_cache_path,
    NWL_D_scgi_cache_use_stale,
    NWL_D_scgi_cache_valid,
    NWL_D_scgi_hide_header,
    NWL_D_scgi_ignore_headers,
    NWL_D_scgi_next_upstream,
    NWL_D_scgi_no_cache,
    NWL_D_scgi_param,
    NWL_D_scgi_pass_header,
    NWL_D_server,
    NWL_D_set,
    NWL_D_set_real_ip_from,
    NWL_D_smtp_auth,
    NWL_D_smtp_capabilities,
    NWL_D_ssi_types,
    NWL_D_ssl_certificate,
    NWL_D_ssl_certificate_key,
    NWL_D_ssl_conf_command,
    NWL_D_ssl_engine,
    NWL_D_ssl_protocols,
    NWL_D_ssl_session_cache,
    NWL_D_ssl_session_ticket_key,
    NWL_D_stub_status,
    NWL_D_sub_filter,
    NWL_D_sub_filter_types,
    NWL_D_thread_pool,
    NWL_D_userid_flags,
    NWL_D_uwsgi_cache_bypass,
    NWL_D_uwsgi_cache_methods,
    NWL_D_uwsgi_cache_path,
    NWL_D_uwsgi_cache_use_stale,
    NWL_D_uwsgi_cache_valid,
    NWL_D_uwsgi_hide_header,
    NWL_D_uwsgi_ignore_headers,
    NWL_D_uwsgi_next_upstream,
    NWL_D_uwsgi_no_cache,
    NWL_D_uwsgi_param,
    NWL_D_uwsgi_pass_header,
    NWL_D_uwsgi_ssl_conf_command,
    NWL_D_uwsgi_ssl_protocols,
    NWL_D_valid_referers,
    NWL_D_xslt_param,
    NWL_D_xslt_string_param,
    NWL_D_xslt_stylesheet,
    NWL_D_xslt_types,
    NWL_D_zone,
};

// The same in http alone.
static const nwl_directive_id REPEATABLE_IN_HTTP[] = {NWL_D_proxy_next_upstream,
                                                      NWL_D_return, NWL_D_server_name};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int by_id(const void *a, const void *b)
{
    const nwl_directive_id *l = a, *r = b;
    return (*l > *r) - (*l < *r);
}

static bool is_in(nwl_directive_id id, const nwl_directive_id *list, size_t count)
{
    return bsearch(&id, list, count, sizeof(*list), by_id) != NULL;
}

static bool is_repeatable(nwl_directive_id id, nwl_context context)
{
    uint32_t http = NWL_CX_HTTP | NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION |
                    NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF |
                    NWL_CX_HTTP_LIMIT_EXCEPT;
    return is_in(id, REPEATABLE, COUNT_OF(REPEATABLE)) ||
           ((context & http) != 0 &&
            is_in(id, REPEATABLE_IN_HTTP, COUNT_OF(REPEATABLE_IN_HTTP)));
}

// A shape that the directive had in versions before those that were tried.
static bool is_gone(const nwl_definition *d)
{
    return d->removed != 0 && d->removed <= NEWEST_TRIED;
}

static bool is_of_nginx(const nwl_definition *d)
{
    return d->origin == NWL_ORIGIN_CORE || d->origin == NWL_ORIGIN_BUNDLED;
}

// Whether it was tried, or is sure to be like those that were.
static bool is_tried(const nwl_definition *d)
{
    return d->since <= NEWEST_TRIED || (d->flags & NWL_DF_FLAG) != 0;
}

// Whether a second line of it is refused in this context, by whatever definition.
bool nwl_repetition_is_refused(nwl_directive_id id, nwl_context context)
{
    uint32_t count, tried = 0;
    const nwl_definition *definitions = nwl_directive_definitions(id, &count);
    for (uint32_t i = 0; i < count; i++) {
        const nwl_definition *d = &definitions[i];
        if ((d->contexts & (uint32_t)context) == 0 || (d->flags & NWL_DF_BLOCK) != 0 ||
            is_gone(d))
            continue;
        if (!is_of_nginx(d))
            return false;
        tried += is_tried(d);
    }
    return tried > 0 && !is_repeatable(id, context);
}

// nginx says something else of a line that is wrong by itself.
static bool is_complete(const nwl_scope *scope, const nwl_directive *directive)
{
    return directive->ending == NWL_ENDS_WITH_SEMICOLON &&
           nwl_directive_accepts((nwl_directive_id)directive->id, scope->context,
                                 directive->arg_count);
}

static void flag(nwl_pass *pass, const nwl_scope *scope, nwl_site first, nwl_site second)
{
    nwl_finding *f = nwl_flag(pass, second, scope, "\"%.*s\" directive is duplicate",
                              NWL_STR_FMT(second.directive->name));
    nwl_finding_label(pass, f, "nginx refuses to start");
    nwl_finding_first(pass, f, first, second);
}

// The sites of one directive: a run in the sites of a scope.
static void check_run(nwl_pass *pass, const nwl_scope *scope, const nwl_site *sites,
                      uint32_t count)
{
    nwl_directive_id id = (nwl_directive_id)sites[0].directive->id;
    if (count < 2 || id == NWL_D_UNKNOWN ||
        !nwl_repetition_is_refused(id, scope->context))
        return;
    nwl_site first = {0};
    for (uint32_t i = 0; i < count; i++) {
        if (!is_complete(scope, sites[i].directive))
            continue;
        if (first.directive == NULL)
            first = sites[i];
        else
            flag(pass, scope, first, sites[i]);
    }
}

static void check_simple(nwl_pass *pass, const nwl_scope *scope)
{
    for (uint32_t begin = 0, end; begin < scope->site_count; begin = end) {
        uint16_t id = scope->sites[begin].directive->id;
        for (end = begin + 1;
             end < scope->site_count && scope->sites[end].directive->id == id;)
            end++;
        check_run(pass, scope, &scope->sites[begin], end - begin);
    }
}

// Both say where the files are (ngx_http_core_root).
static void check_root_and_alias(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_site root = nwl_scope_last(scope, NWL_D_root);
    nwl_site alias = nwl_scope_last(scope, NWL_D_alias);
    if (root.directive == NULL || alias.directive == NULL ||
        !is_complete(scope, root.directive) || !is_complete(scope, alias.directive))
        return;
    nwl_site first = root.order < alias.order ? root : alias;
    nwl_site second = root.order < alias.order ? alias : root;
    nwl_finding *f = nwl_flag(
        pass, second, scope,
        "\"%.*s\" directive is duplicate, \"%.*s\" directive was specified earlier",
        NWL_STR_FMT(second.directive->name), NWL_STR_FMT(first.directive->name));
    nwl_finding_label(pass, f, "nginx refuses to start");
    nwl_finding_first(pass, f, first, second);
}

static const nwl_directive_id BLOCKS[] = {NWL_D_events, NWL_D_http, NWL_D_stream,
                                          NWL_D_mail, NWL_D_limit_except};
enum { BLOCK_COUNT = COUNT_OF(BLOCKS) };

static void check_blocks(nwl_pass *pass, const nwl_scope *scope)
{
    const nwl_scope *first[BLOCK_COUNT] = {0};
    for (const nwl_scope *s = scope->first; s != NULL; s = s->next) {
        uint32_t i = 0;
        while (i < BLOCK_COUNT && s->opener.directive->id != (uint16_t)BLOCKS[i])
            i++;
        if (i == BLOCK_COUNT || s->context == NWL_CX_RAW)
            continue;
        if (first[i] == NULL)
            first[i] = s;
        else
            flag(pass, s, first[i]->opener, s->opener);
    }
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_bodies_report(pass, scope, NWL_BODY_DUPLICATE);
    if (scope->context == NWL_CX_RAW)
        return;
    nwl_upstreams_report_duplicates(pass, scope);
    nwl_listens_report_duplicates(pass, scope);
    check_simple(pass, scope);
    check_blocks(pass, scope);
    if (scope->context == NWL_CX_HTTP_LOCATION)
        check_root_and_alias(pass, scope);
}

const nwl_rule nwl_rule_duplicate_directive = {
    .id = NWL_TEXT("duplicate-directive"),
    .title = NWL_TEXT("a directive stands twice where nginx takes one"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "Most directives have one value on a level, and nginx refuses to start when it "
        "is set twice there, even to the same value. The two lines are often in "
        "different files: one in the server, one in a snippet that it includes, or the "
        "snippet is included twice.\n\n"
        "Lists such as proxy_set_header, add_header, server_name, listen or error_page "
        "may be repeated, and so may any directive on another level, where it replaces "
        "the value from above. What a line of a list stands for is there once all the "
        "same: a key of a map, an upstream of one name, an address that a server "
        "listens on and the default server of an address."),
    .remedy = NWL_TEXT("Remove one of the two lines."),
    .when_to_ignore = NWL_TEXT("Never where it is an error: nginx does not start."),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/dev/development_guide.html#config_directives")},
    .on_scope = check,
};
