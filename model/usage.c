#include "model/usage.h"

#include "model/script.h"

enum {
    LAST = 254, // the last argument
    ALL = 255,  // up to the last argument
};

enum {
    NAME = 1 << 0, // the whole word is a variable's name behind its '$'
    LOG = 1 << 1,  // $1 is no capture
    IF = 1 << 2,   // of an argument "if=…"
    PAIR = 1 << 3, // two arguments or more, the first one no regex "~…"
    LAZY = 1 << 4, // in http: read only when a server has no line of its own
};

// The arguments from .first to .last, counted from 0, are read for variables.
typedef struct reading {
    nwl_directive_id id;
    uint32_t contexts;
    uint8_t first, last;
    uint8_t how;
} reading;

enum {
    IN_HTTP = NWL_CX_HTTP | NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION |
              NWL_CX_HTTP_UPSTREAM | NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF |
              NWL_CX_HTTP_LIMIT_EXCEPT,
    IN_STREAM = NWL_CX_STREAM | NWL_CX_STREAM_SERVER | NWL_CX_STREAM_UPSTREAM,
    ANYWHERE = IN_HTTP | IN_STREAM,
};

// Tried with nginx 1.22.1: every directive with a variable in every argument. By id.
static const reading READINGS[] = {
    {NWL_D_access_log, ANYWHERE, 0, 0, 0},
    {NWL_D_access_log, ANYWHERE, 1, ALL, IF},
    {NWL_D_add_header, IN_HTTP, 1, 1, 0},
    {NWL_D_add_trailer, IN_HTTP, 1, 1, 0},
    {NWL_D_alias, IN_HTTP, 0, 0, 0},
    {NWL_D_auth_basic, IN_HTTP, 0, 0, 0},
    {NWL_D_auth_basic_user_file, IN_HTTP, 0, 0, 0},
    {NWL_D_auth_request_set, IN_HTTP, 1, 1, 0},
    {NWL_D_charset, IN_HTTP, 0, 0, NAME},
    {NWL_D_error_page, IN_HTTP, LAST, LAST, 0},
    {NWL_D_expires, IN_HTTP, LAST, LAST, 0},
    {NWL_D_fastcgi_bind, IN_HTTP, 0, 0, 0},
    {NWL_D_fastcgi_cache, IN_HTTP, 0, 0, 0},
    {NWL_D_fastcgi_cache_bypass, IN_HTTP, 0, ALL, 0},
    {NWL_D_fastcgi_cache_key, IN_HTTP, 0, 0, 0},
    {NWL_D_fastcgi_no_cache, IN_HTTP, 0, ALL, 0},
    {NWL_D_fastcgi_param, IN_HTTP, 1, 1, LAZY},
    {NWL_D_fastcgi_pass, IN_HTTP, 0, 0, 0},
    {NWL_D_fastcgi_store, IN_HTTP, 0, 0, 0},
    {NWL_D_geo, ANYWHERE, 0, 0, PAIR | NAME},
    {NWL_D_grpc_bind, IN_HTTP, 0, 0, 0},
    {NWL_D_grpc_pass, IN_HTTP, 0, 0, 0},
    {NWL_D_grpc_set_header, IN_HTTP, 1, 1, LAZY},
    {NWL_D_grpc_ssl_certificate, IN_HTTP, 0, 0, 0},
    {NWL_D_grpc_ssl_certificate_key, IN_HTTP, 0, 0, 0},
    {NWL_D_grpc_ssl_name, IN_HTTP, 0, 0, 0},
    {NWL_D_hash, ANYWHERE, 0, 0, 0},
    {NWL_D_image_filter, IN_HTTP, 1, ALL, 0},
    {NWL_D_image_filter_jpeg_quality, IN_HTTP, 0, 0, 0},
    {NWL_D_image_filter_sharpen, IN_HTTP, 0, 0, 0},
    {NWL_D_image_filter_webp_quality, IN_HTTP, 0, 0, 0},
    {NWL_D_index, IN_HTTP, 0, ALL, 0},
    {NWL_D_limit_conn_zone, ANYWHERE, 0, 0, 0},
    {NWL_D_limit_rate, IN_HTTP, 0, 0, 0},
    {NWL_D_limit_rate_after, IN_HTTP, 0, 0, 0},
    {NWL_D_limit_req_zone, IN_HTTP, 0, 0, 0},
    {NWL_D_log_format, ANYWHERE, 1, ALL, LOG},
    {NWL_D_map, ANYWHERE, 0, 0, 0},
    {NWL_D_memcached_bind, IN_HTTP, 0, 0, 0},
    {NWL_D_proxy_bind, ANYWHERE, 0, 0, 0},
    {NWL_D_proxy_cache, IN_HTTP, 0, 0, 0},
    {NWL_D_proxy_cache_bypass, IN_HTTP, 0, ALL, 0},
    {NWL_D_proxy_cache_key, IN_HTTP, 0, 0, 0},
    {NWL_D_proxy_cookie_domain, IN_HTTP, 0, 1, PAIR},
    {NWL_D_proxy_cookie_flags, IN_HTTP, 0, ALL, PAIR},
    {NWL_D_proxy_cookie_path, IN_HTTP, 0, 1, PAIR},
    {NWL_D_proxy_download_rate, IN_STREAM, 0, 0, 0},
    {NWL_D_proxy_method, IN_HTTP, 0, 0, 0},
    {NWL_D_proxy_no_cache, IN_HTTP, 0, ALL, 0},
    {NWL_D_proxy_pass, ANYWHERE, 0, 0, 0},
    {NWL_D_proxy_redirect, IN_HTTP, 0, 1, PAIR},
    {NWL_D_proxy_set_body, IN_HTTP, 0, 0, LAZY},
    {NWL_D_proxy_set_header, IN_HTTP, 1, 1, LAZY},
    {NWL_D_proxy_ssl_certificate, ANYWHERE, 0, 0, 0},
    {NWL_D_proxy_ssl_certificate_key, ANYWHERE, 0, 0, 0},
    {NWL_D_proxy_ssl_name, ANYWHERE, 0, 0, 0},
    {NWL_D_proxy_store, IN_HTTP, 0, 0, 0},
    {NWL_D_proxy_upload_rate, IN_STREAM, 0, 0, 0},
    {NWL_D_return, IN_HTTP, 0, ALL, 0},
    {NWL_D_return, IN_STREAM, 0, 0, 0},
    {NWL_D_rewrite, IN_HTTP, 1, 1, 0},
    {NWL_D_root, IN_HTTP, 0, 0, 0},
    {NWL_D_scgi_bind, IN_HTTP, 0, 0, 0},
    {NWL_D_scgi_cache, IN_HTTP, 0, 0, 0},
    {NWL_D_scgi_cache_bypass, IN_HTTP, 0, ALL, 0},
    {NWL_D_scgi_cache_key, IN_HTTP, 0, 0, 0},
    {NWL_D_scgi_no_cache, IN_HTTP, 0, ALL, 0},
    {NWL_D_scgi_param, IN_HTTP, 1, 1, LAZY},
    {NWL_D_scgi_pass, IN_HTTP, 0, 0, 0},
    {NWL_D_scgi_store, IN_HTTP, 0, 0, 0},
    {NWL_D_secure_link, IN_HTTP, 0, 0, 0},
    {NWL_D_secure_link_md5, IN_HTTP, 0, 0, 0},
    {NWL_D_set, ANYWHERE, 1, 1, 0},
    {NWL_D_source_charset, IN_HTTP, 0, 0, NAME},
    {NWL_D_split_clients, ANYWHERE, 0, 0, 0},
    {NWL_D_ssl_certificate, NWL_CX_HTTP_SERVER, 0, 0, 0},
    {NWL_D_sub_filter, IN_HTTP, 0, ALL, 0},
    {NWL_D_try_files, IN_HTTP, 0, ALL, 0},
    {NWL_D_uwsgi_bind, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_cache, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_cache_bypass, IN_HTTP, 0, ALL, 0},
    {NWL_D_uwsgi_cache_key, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_no_cache, IN_HTTP, 0, ALL, 0},
    {NWL_D_uwsgi_param, IN_HTTP, 1, 1, LAZY},
    {NWL_D_uwsgi_pass, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_ssl_certificate, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_ssl_certificate_key, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_ssl_name, IN_HTTP, 0, 0, 0},
    {NWL_D_uwsgi_store, IN_HTTP, 0, 0, 0},
    {NWL_D_xslt_param, IN_HTTP, 1, 1, 0},
    {NWL_D_xslt_string_param, IN_HTTP, 1, 1, 0},
};

enum { READING_COUNT = sizeof(READINGS) / sizeof(READINGS[0]) };

typedef struct reader {
    const nwl_scope *scope;
    nwl_site site;
    bool lazy;
    nwl_usage_found *found;
    void *state;
} reader;

static bool is_name_byte(char c)
{
    return nwl_is_alnum(c) || c == '_';
}

static void tell(const reader *r, nwl_str name)
{
    nwl_usage usage = {r->scope, r->site, name, r->lazy};
    r->found(r->state, &usage);
}

// ngx_http_script_compile(), ngx_http_log_compile_format(). A '$' without a name is another mistake: nginx stops at it.
static void read_script(const reader *r, nwl_str text, bool has_captures)
{
    nwl_script_part part;
    nwl_str name;
    size_t at = 0;
    do {
        part = nwl_script_next(text, has_captures, &at, &name);
        if (part == NWL_SCRIPT_VARIABLE)
            tell(r, name);
    } while (part == NWL_SCRIPT_VARIABLE || part == NWL_SCRIPT_CAPTURE);
}

static void read_name(const reader *r, nwl_str word)
{
    nwl_str name = nwl_str_from(word, 1);
    bool is_name = nwl_str_starts_with(word, NWL_STR("$")) && name.len > 0;
    for (size_t i = 0; is_name && i < name.len; i++)
        is_name = is_name_byte(name.ptr[i]);
    if (is_name)
        tell(r, name);
}

static bool is_read_by(const reading *entry, const nwl_directive *directive,
                       uint32_t index)
{
    nwl_str word = nwl_directive_arg(directive, index);
    bool pair = (entry->how & PAIR) != 0;
    if ((pair && directive->arg_count < 2) ||
        (pair && index == 0 && nwl_str_starts_with(word, NWL_STR("~"))))
        return false;
    if ((entry->how & IF) != 0)
        return nwl_str_starts_with(word, NWL_STR("if="));
    if (entry->first == LAST)
        return index + 1 == directive->arg_count;
    return index >= entry->first && (entry->last == ALL || index <= entry->last);
}

static void read_argument(const reader *r, const reading *entry, nwl_str word)
{
    if ((entry->how & NAME) != 0)
        read_name(r, word);
    else
        read_script(r, word, (entry->how & LOG) == 0);
}

static void read_line(const reader *r, const reading *entry)
{
    const nwl_directive *directive = r->site.directive;
    if ((entry->contexts & (uint32_t)r->scope->context) == 0)
        return;
    reader lazy = *r;
    lazy.lazy = (entry->how & LAZY) != 0 && r->scope->context == NWL_CX_HTTP;
    for (uint32_t i = 0; i < directive->arg_count; i++) {
        if (is_read_by(entry, directive, i))
            read_argument(&lazy, entry, directive->args[i].value);
    }
}

static bool has_dollar(const nwl_directive *directive)
{
    for (uint32_t i = 0; i < directive->arg_count; i++) {
        nwl_str word = directive->args[i].value;
        if (nwl_str_find(word, '$', 0) < word.len)
            return true;
    }
    return false;
}

void nwl_usages_of_line(const nwl_scope *scope, nwl_site site, nwl_usage_found *found,
                        void *state)
{
    const nwl_directive *directive = site.directive;
    reader r = {scope, site, false, found, state};
    bool is_memcached = directive->id == NWL_D_memcached_pass;
    if ((!has_dollar(directive) && !is_memcached) ||
        !nwl_directive_accepts((nwl_directive_id)directive->id, scope->context,
                               directive->arg_count))
        return;
    if (is_memcached) // ngx_http_memcached_pass(): it holds the key
        tell(&r, NWL_STR("memcached_key"));
    for (uint32_t i = 0; i < READING_COUNT; i++) {
        if ((uint16_t)READINGS[i].id == directive->id)
            read_line(&r, &READINGS[i]);
    }
}

// ngx_http_rewrite_if_condition(): "($name)", "($name = script)", "($name ~ regex)", "(-f script)".
static void read_condition(const reader *r)
{
    const nwl_directive *opener = r->site.directive;
    bool is_script = false;
    for (uint32_t i = 0; i < opener->arg_count; i++) {
        nwl_str word = opener->args[i].value;
        if (i == 0 && nwl_str_starts_with(word, NWL_STR("(")))
            word = nwl_str_from(word, 1);
        if (i + 1 == opener->arg_count && nwl_str_ends_with(word, NWL_STR(")")))
            word.len--;
        if (is_script)
            read_script(r, word, true);
        else if (nwl_str_starts_with(word, NWL_STR("$")))
            read_name(r, word);
        is_script = is_script || nwl_str_eq(word, NWL_STR("=")) ||
                    nwl_str_eq(word, NWL_STR("!=")) ||
                    nwl_str_starts_with(word, NWL_STR("-")) ||
                    nwl_str_starts_with(word, NWL_STR("!-"));
        if (nwl_str_starts_with(word, NWL_STR("~")) ||
            nwl_str_starts_with(word, NWL_STR("!~")))
            return;
    }
}

void nwl_usages_of_opener(const nwl_scope *block, nwl_usage_found *found, void *state)
{
    reader r = {block->parent, block->opener, false, found, state};
    bool is_if =
        (block->context & (NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF)) != 0;
    if (is_if)
        read_condition(&r);
    else
        nwl_usages_of_line(block->parent, block->opener, found, state);
}

void nwl_usages_of_map_line(const nwl_scope *map, nwl_site line, nwl_usage_found *found,
                            void *state)
{
    reader r = {map, line, false, found, state};
    if (line.directive->arg_count == 1 && line.directive->include == NULL)
        read_script(&r, line.directive->args[0].value, true);
}

// The blocks in which the line may stand and its directive takes so many arguments.
static uint32_t possible_contexts(const nwl_argument_line *line)
{
    uint32_t count, contexts = 0;
    const nwl_definition *all =
        nwl_directive_definitions((nwl_directive_id)line->directive->id, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (nwl_definition_holds_in(&all[i], line->version) &&
            nwl_definition_takes(&all[i], line->directive->arg_count))
            contexts |= all[i].contexts & line->contexts;
    }
    return contexts;
}

// What is lazy may not be read at all, and a format of the log is no script.
static bool is_script(const reading *entry, uint32_t contexts)
{
    return contexts != 0 && (contexts & ~entry->contexts) == 0 &&
           (entry->how & (NAME | LOG)) == 0 &&
           ((entry->how & LAZY) == 0 || (contexts & NWL_CX_HTTP) == 0);
}

static bool is_refused(const reading *entry, const nwl_argument_line *line,
                       nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        if (is_read_by(entry, line->directive, i) &&
            nwl_fault_script(line, fault, i, nwl_directive_arg(line->directive, i)))
            return true;
    }
    return false;
}

bool nwl_usages_refused(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    if (line->directive->ending == NWL_ENDS_WITH_BLOCK || !has_dollar(line->directive))
        return false;
    uint32_t contexts = possible_contexts(line);
    for (uint32_t i = 0; i < READING_COUNT; i++) {
        if ((uint16_t)READINGS[i].id == line->directive->id &&
            is_script(&READINGS[i], contexts) && is_refused(&READINGS[i], line, fault))
            return true;
    }
    return false;
}
