#include "model/context.h"

#include <stddef.h>

typedef struct nesting {
    nwl_directive_id block;
    nwl_context outer;
    nwl_context inner;
} nesting;

// Blocks with directives inside. A name of several modules has http first.
static const nesting nestings[] = {
    {NWL_D_server, NWL_CX_HTTP, NWL_CX_HTTP_SERVER},
    {NWL_D_server, NWL_CX_STREAM, NWL_CX_STREAM_SERVER},
    {NWL_D_server, NWL_CX_MAIL, NWL_CX_MAIL_SERVER},
    {NWL_D_server, NWL_CX_RTMP, NWL_CX_RTMP_SERVER},
    {NWL_D_location, NWL_CX_HTTP_SERVER, NWL_CX_HTTP_LOCATION},
    {NWL_D_location, NWL_CX_HTTP_LOCATION, NWL_CX_HTTP_LOCATION},
    {NWL_D_if, NWL_CX_HTTP_LOCATION, NWL_CX_HTTP_LOCATION_IF},
    {NWL_D_if, NWL_CX_HTTP_SERVER, NWL_CX_HTTP_SERVER_IF},
    {NWL_D_limit_except, NWL_CX_HTTP_LOCATION, NWL_CX_HTTP_LIMIT_EXCEPT},
    {NWL_D_upstream, NWL_CX_HTTP, NWL_CX_HTTP_UPSTREAM},
    {NWL_D_upstream, NWL_CX_STREAM, NWL_CX_STREAM_UPSTREAM},
    {NWL_D_http, NWL_CX_MAIN, NWL_CX_HTTP},
    {NWL_D_events, NWL_CX_MAIN, NWL_CX_EVENTS},
    {NWL_D_stream, NWL_CX_MAIN, NWL_CX_STREAM},
    {NWL_D_mail, NWL_CX_MAIN, NWL_CX_MAIL},
    {NWL_D_imap, NWL_CX_MAIN, NWL_CX_MAIL},
    {NWL_D_mgmt, NWL_CX_MAIN, NWL_CX_MGMT},
    {NWL_D_rtmp, NWL_CX_MAIN, NWL_CX_RTMP},
    {NWL_D_oidc_provider, NWL_CX_HTTP, NWL_CX_OIDC_PROVIDER},
    {NWL_D_otel_exporter, NWL_CX_HTTP, NWL_CX_OTEL_EXPORTER},
    {NWL_D_acme_issuer, NWL_CX_HTTP, NWL_CX_ACME_ISSUER},
    {NWL_D_application, NWL_CX_RTMP_SERVER, NWL_CX_RTMP_APPLICATION},
    {NWL_D_recorder, NWL_CX_RTMP_APPLICATION, NWL_CX_RTMP_RECORDER},
};

nwl_context nwl_context_inside(nwl_context outer, nwl_directive_id block)
{
    for (size_t i = 0; i < sizeof(nestings) / sizeof(nestings[0]); i++) {
        if (nestings[i].block == block && (nestings[i].outer & outer) != 0)
            return nestings[i].inner;
    }
    return NWL_CX_RAW;
}

bool nwl_context_is_of_main(nwl_directive_id block)
{
    return nwl_context_inside(NWL_CX_MAIN, block) != NWL_CX_RAW;
}

typedef struct naming {
    nwl_context context;
    const char *name;
} naming;

static const naming namings[] = {
    {NWL_CX_MAIN, "main"},
    {NWL_CX_EVENTS, "events"},
    {NWL_CX_HTTP, "http"},
    {NWL_CX_HTTP_SERVER, "http.server"},
    {NWL_CX_HTTP_LOCATION, "http.location"},
    {NWL_CX_HTTP_UPSTREAM, "http.upstream"},
    {NWL_CX_HTTP_SERVER_IF, "http.server.if"},
    {NWL_CX_HTTP_LOCATION_IF, "http.location.if"},
    {NWL_CX_HTTP_LIMIT_EXCEPT, "http.location.limit_except"},
    {NWL_CX_MAIL, "mail"},
    {NWL_CX_MAIL_SERVER, "mail.server"},
    {NWL_CX_STREAM, "stream"},
    {NWL_CX_STREAM_SERVER, "stream.server"},
    {NWL_CX_STREAM_UPSTREAM, "stream.upstream"},
    {NWL_CX_MGMT, "mgmt"},
    {NWL_CX_OIDC_PROVIDER, "http.oidc_provider"},
    {NWL_CX_OTEL_EXPORTER, "http.otel_exporter"},
    {NWL_CX_ACME_ISSUER, "http.acme_issuer"},
    {NWL_CX_RTMP, "rtmp"},
    {NWL_CX_RTMP_SERVER, "rtmp.server"},
    {NWL_CX_RTMP_APPLICATION, "rtmp.server.application"},
    {NWL_CX_RTMP_RECORDER, "rtmp.server.application.recorder"},
    {NWL_CX_RAW, "raw"},
    {NWL_CX_ANY, "any"},
};

nwl_str nwl_context_name(nwl_context context)
{
    for (size_t i = 0; i < sizeof(namings) / sizeof(namings[0]); i++) {
        if (namings[i].context == context)
            return nwl_str_of(namings[i].name);
    }
    return NWL_STR("");
}
