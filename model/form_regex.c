// Regular expressions, and what stands in their place.
#include "model/form.h"
#include "model/regex.h"

static nwl_str argument(const nwl_argument_line *line, uint32_t index)
{
    return nwl_directive_arg(line->directive, index);
}

// Source: ngx_http_gzip_disable().
bool nwl_form_gzip_disable(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    for (uint32_t i = 0; i < line->directive->arg_count; i++) {
        if (nwl_fault_regex(line, fault, i, argument(line, i), true))
            return true;
    }
    return false;
}

// Source: ngx_http_fastcgi_split_path_info().
bool nwl_form_fastcgi_split_path_info(const nwl_argument_line *line,
                                      nwl_argument_fault *fault)
{
    nwl_str pattern = argument(line, 0);
    if (nwl_fault_regex(line, fault, 0, pattern, false))
        return true;
    uint32_t captures = nwl_regex_captures(pattern);
    return captures != 2 &&
           nwl_fault_at(line, fault, 0, "the number of captures in \"%.*s\" is %u, not 2",
                        NWL_STR_FMT(nwl_argument_shown(line->arena, pattern)), captures);
}

// The first argument: "~" and a regular expression, or a text. Of a cookie's domain and name the case never counts; of what
// else there is "~*" says so.
static bool refuses_pattern(const nwl_argument_line *line, nwl_argument_fault *fault,
                            bool has_case)
{
    nwl_str text = argument(line, 0);
    if (!nwl_str_starts_with(text, NWL_STR("~")))
        return false;
    bool ignore_case = !has_case || nwl_str_starts_with(text, NWL_STR("~*"));
    return nwl_fault_regex(
        line, fault, 0, nwl_str_from(text, has_case && ignore_case ? 2 : 1), ignore_case);
}

// Alone, "off" is all there is.
static bool refuses_rewrite(const nwl_argument_line *line, nwl_argument_fault *fault,
                            bool has_case, const char *noun)
{
    if (line->directive->arg_count > 1)
        return refuses_pattern(line, fault, has_case);
    return !nwl_str_eq(argument(line, 0), NWL_STR("off")) &&
           nwl_fault_takes(line, fault, 0, noun);
}

// Source: ngx_http_proxy_cookie_domain().
bool nwl_form_proxy_cookie_domain(const nwl_argument_line *line,
                                  nwl_argument_fault *fault)
{
    return refuses_rewrite(line, fault, false,
                           "\"off\", or a domain and its replacement");
}

// Source: ngx_http_proxy_cookie_flags().
bool nwl_form_proxy_cookie_flags(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return refuses_rewrite(line, fault, false, "\"off\", or a cookie and its flags");
}

// Source: ngx_http_proxy_cookie_path().
bool nwl_form_proxy_cookie_path(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    return refuses_rewrite(line, fault, true, "\"off\", or a path and its replacement");
}

static bool stands_before(const nwl_argument_line *line, uint32_t order)
{
    uint32_t count;
    const nwl_site *all = nwl_scope_all(line->scope, NWL_D_proxy_redirect, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].directive == line->directive)
            return all[i].order < order;
    }
    return false;
}

// "default" is made of the proxy_pass before it.
static bool refuses_default(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    uint32_t count;
    const nwl_scope *scope = line->scope;
    if (scope == NULL || scope->parent == NULL || scope->incomplete)
        return false;
    const nwl_site *targets = nwl_scope_all(scope, NWL_D_proxy_pass, &count);
    if (count == 0 || stands_before(line, targets[0].order))
        return nwl_fault_at(line, fault, 0,
                            "\"proxy_redirect default\" has no \"proxy_pass\" before it");
    return nwl_str_contains(nwl_directive_arg(targets[0].directive, 0), NWL_STR("$")) &&
           nwl_fault_at(line, fault, 0,
                        "\"proxy_redirect default\" does not work with variables in "
                        "\"proxy_pass\"");
}

// Source: ngx_http_proxy_redirect().
bool nwl_form_proxy_redirect(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    if (line->directive->arg_count == 1 &&
        nwl_str_eq(argument(line, 0), NWL_STR("default")))
        return refuses_default(line, fault);
    return refuses_rewrite(line, fault, true,
                           "\"default\", \"off\", or a text and its replacement");
}
