// query-string-dropped: the backend does not get what the client wrote behind the "?"
//
// A proxy_pass with variables and a URI is sent as it evaluates (ngx_http_proxy_eval), and a rewrite whose replacement ends
// with "?" drops the arguments (ngx_http_script_regex_end_code).

#include "rules/sample.h"

static nwl_str without_query(nwl_str target)
{
    return nwl_str_slice(target, 0, nwl_str_find(target, '?', 0));
}

// The rewrite on the way that drops the query; no site when none does.
static nwl_site dropping_rewrite(const nwl_journey *journey)
{
    for (uint32_t i = 0; i < journey->steps.count; i++) {
        nwl_site site = journey->steps.items[i].site;
        if (site.directive != NULL && site.directive->id == NWL_D_rewrite &&
            nwl_str_ends_with(nwl_directive_arg(site.directive, 1), NWL_STR("?")))
            return site;
    }
    return (nwl_site){0};
}

static bool has_variables(nwl_site pass)
{
    return nwl_str_contains(nwl_directive_arg(pass.directive, 0), NWL_STR("$"));
}

// The line that drops the query of a sample; no site when it arrives, or nothing is known of it.
static nwl_site dropping_line(const nwl_sample *sample)
{
    if (sample->sent.certainty != NWL_EXACT ||
        nwl_str_contains(sample->sent.options[0], NWL_STR(NWL_SAMPLE_QUERY)))
        return (nwl_site){0};
    nwl_site rewrite = dropping_rewrite(&sample->journey);
    if (rewrite.directive != NULL)
        return rewrite;
    return has_variables(sample->journey.site) ? sample->journey.site : (nwl_site){0};
}

static void add_remedy(nwl_pass *pass, nwl_finding *f, nwl_site line)
{
    nwl_str source = nwl_pass_source(pass, line.directive);
    if (line.directive->id == NWL_D_rewrite) {
        nwl_finding_label(pass, f, "the \"?\" at its end drops the query");
        nwl_finding_help(pass, f,
                         "leave the \"?\" out, and nginx adds the client's query");
    } else {
        nwl_finding_label(pass, f, "a URI with variables is sent just as it stands here");
        nwl_finding_help(pass, f, "pass on the query as well: change it to");
        nwl_finding_help_line(pass, f, "%.*s$is_args$args;", NWL_STR_FMT(source));
    }
}

static void flag(nwl_pass *pass, const nwl_proxied_location *location,
                 const nwl_sample *sample, nwl_site line)
{
    nwl_str arrival = without_query(sample->sent.options[0]);
    nwl_finding *f = nwl_flag(pass, line, location->scope,
                              "\"%.*s\" arrives at the backend as \"%.*s\"",
                              NWL_STR_FMT(sample->target), NWL_STR_FMT(arrival));
    f->confidence = NWL_LIKELY;
    add_remedy(pass, f, line);
    if (line.directive != location->site.directive)
        nwl_finding_related(pass, f, location->site, "the handshake goes here");
    nwl_sample_doubt(pass, f, location->scope);
}

static void check(nwl_pass *pass, const nwl_proxied_location *location)
{
    nwl_samples samples = nwl_samples_of(pass, location);
    for (uint32_t i = 0; i < samples.count; i++) {
        nwl_site line = dropping_line(&samples.items[i]);
        if (line.directive == NULL)
            continue;
        flag(pass, location, &samples.items[i], line);
        return;
    }
}

const nwl_rule nwl_rule_query_string_dropped = {
    .id = NWL_TEXT("query-string-dropped"),
    .title = NWL_TEXT("the query string of the handshake does not reach the backend"),
    .severity = NWL_WARNING,
    .why = NWL_TEXT(
        "A proxy_pass with variables in it and a path behind the host sends that path "
        "and nothing else: what the client wrote behind the \"?\" is gone, and with "
        "\"http://$backend/ws\" the rest of the path is, too. Tokens, session ids and "
        "the EIO and transport of Socket.IO stand there, so the backend answers with "
        "400 or 401, or refuses the socket later. The same proxy_pass without variables "
        "keeps the query.\n\n"
        "A rewrite whose replacement ends with \"?\" drops it as well. The example in "
        "the message is computed from the configuration."),
    .remedy =
        NWL_TEXT("Append $is_args$args to the URL of proxy_pass, or leave the path out "
                 "of it so that nginx passes on what the client asked for."),
    .when_to_ignore =
        NWL_TEXT("Where no client of the WebSocket sends anything behind the \"?\"."),
    .sources =
        {NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass"),
         NWL_TEXT("https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite"),
         NWL_TEXT("https://github.com/mcdonc/klangk/pull/1233"),
         NWL_TEXT("https://github.com/grafana/grafana/issues/18299")},
    .on_proxied_location = check,
};
