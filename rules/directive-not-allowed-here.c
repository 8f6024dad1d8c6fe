// directive-not-allowed-here: a directive stands in a block that it is not made for, and nginx refuses to start
//
// That includes names with two meanings: "server" opens a block in http and is a line in an upstream.

#include "base/buffer.h"
#include "rules/dispatch.h"

typedef struct place {
    uint32_t context;
    const char *text;
} place;

static const place PLACES[] = {
    {NWL_CX_MAIN, "at the top level"},
    {NWL_CX_EVENTS, "in events"},
    {NWL_CX_HTTP, "in http"},
    {NWL_CX_HTTP_SERVER, "in a server"},
    {NWL_CX_HTTP_LOCATION, "in a location"},
    {NWL_CX_HTTP_SERVER_IF, "in an \"if\" of a server"},
    {NWL_CX_HTTP_LOCATION_IF, "in an \"if\" of a location"},
    {NWL_CX_HTTP_LIMIT_EXCEPT, "in limit_except"},
    {NWL_CX_HTTP_UPSTREAM, "in an upstream"},
    {NWL_CX_MAIL, "in mail"},
    {NWL_CX_MAIL_SERVER, "in a server of mail"},
    {NWL_CX_STREAM, "in stream"},
    {NWL_CX_STREAM_SERVER, "in a server of stream"},
    {NWL_CX_STREAM_UPSTREAM, "in an upstream of stream"},
    {NWL_CX_MGMT, "in mgmt"},
    {NWL_CX_OIDC_PROVIDER, "in oidc_provider"},
    {NWL_CX_OTEL_EXPORTER, "in otel_exporter"},
    {NWL_CX_ACME_ISSUER, "in acme_issuer"},
    {NWL_CX_RTMP, "in rtmp"},
    {NWL_CX_RTMP_SERVER, "in a server of rtmp"},
    {NWL_CX_RTMP_APPLICATION, "in an application of rtmp"},
    {NWL_CX_RTMP_RECORDER, "in a recorder of rtmp"},
};

enum { PLACE_COUNT = sizeof(PLACES) / sizeof(PLACES[0]) };

// Blocks that belong together: what may stand in one of them is of no help in another family.
static const uint32_t FAMILIES[] = {
    NWL_CX_HTTP | NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION | NWL_CX_HTTP_SERVER_IF |
        NWL_CX_HTTP_LOCATION_IF | NWL_CX_HTTP_LIMIT_EXCEPT | NWL_CX_HTTP_UPSTREAM,
    NWL_CX_MAIL | NWL_CX_MAIL_SERVER,
    NWL_CX_STREAM | NWL_CX_STREAM_SERVER | NWL_CX_STREAM_UPSTREAM,
    NWL_CX_RTMP | NWL_CX_RTMP_SERVER | NWL_CX_RTMP_APPLICATION | NWL_CX_RTMP_RECORDER,
};

static const char *place_of(uint32_t context)
{
    for (uint32_t i = 0; i < PLACE_COUNT; i++) {
        if (PLACES[i].context == context)
            return PLACES[i].text;
    }
    return "here";
}

static uint32_t family_of(uint32_t contexts)
{
    for (size_t i = 0; i < sizeof(FAMILIES) / sizeof(FAMILIES[0]); i++) {
        if ((FAMILIES[i] & contexts) != 0)
            return FAMILIES[i];
    }
    return 0;
}

// "in http, in a server or in a location", in memory that lasts.
static nwl_str places_of(nwl_pass *pass, uint32_t contexts)
{
    nwl_buffer text = nwl_buffer_new(NULL);
    for (uint32_t i = 0; i < PLACE_COUNT; i++) {
        if ((PLACES[i].context & contexts) == 0)
            continue;
        contexts &= ~PLACES[i].context;
        bool is_last = (contexts & (NWL_CX_RAW - 1)) == 0;
        if (nwl_buffer_text(&text).len > 0)
            nwl_buffer_format(&text, "%s", is_last ? " or " : ", ");
        nwl_buffer_format(&text, "%s", PLACES[i].text);
    }
    return nwl_buffer_take(&text, nwl_pass_arena(pass));
}

// Where the directive may stand as it is, with its block or without.
static uint32_t allowed_contexts(const nwl_pass *pass, const nwl_directive *directive)
{
    bool block = directive->ending == NWL_ENDS_WITH_BLOCK;
    uint32_t count, contexts = 0;
    const nwl_definition *all =
        nwl_directive_definitions(nwl_directive_lookup(directive->name), &count);
    for (uint32_t i = 0; i < count; i++) {
        if (((all[i].flags & NWL_DF_BLOCK) != 0) == block &&
            nwl_dispatch_considers(pass, &all[i], NWL_CX_ANY))
            contexts |= all[i].contexts;
    }
    return contexts;
}

// The first version with the directive in contexts, 0 when there is none later than the one that is asked for.
static nwl_version allowed_from(const nwl_pass *pass, const nwl_refused *refused)
{
    nwl_version since = 0, version = nwl_pass_model(pass)->options.version;
    uint32_t count;
    const nwl_definition *all = nwl_directive_definitions(
        nwl_directive_lookup(refused->site.directive->name), &count);
    for (uint32_t i = 0; i < count && version != 0; i++) {
        bool later = (all[i].contexts & refused->contexts) != 0 && all[i].since > version;
        if (later && (since == 0 || all[i].since < since))
            since = all[i].since;
    }
    return since;
}

static void say_where(nwl_pass *pass, nwl_finding *f, const nwl_refused *refused)
{
    uint32_t contexts = allowed_contexts(pass, refused->site.directive);
    uint32_t near = contexts & family_of(refused->contexts);
    nwl_version since = allowed_from(pass, refused);
    if (since != 0) {
        nwl_str text = nwl_version_text(nwl_pass_arena(pass), since);
        nwl_finding_note(pass, f, "allowed %s from nginx %.*s on",
                         place_of(refused->contexts), NWL_STR_FMT(text));
        nwl_dispatch_note_version(pass, f);
    }
    nwl_str places = places_of(pass, near != 0 ? near : contexts);
    if (places.len > 0)
        nwl_finding_help(pass, f, "it is allowed %.*s", NWL_STR_FMT(places));
}

static void label(nwl_pass *pass, nwl_finding *f, const nwl_refused *refused)
{
    const nwl_scope *scope = refused->scope;
    if (scope->opener.directive != NULL && refused->site.via != scope->opener.via)
        nwl_finding_related(pass, f, scope->opener, "it is included into this block");
    if (refused->unbalanced)
        nwl_finding_note(pass, f,
                         "this file has a brace too many or too few, which may have "
                         "changed the block it stands in");
    if (refused->why == NWL_REFUSED_NO_BLOCK)
        nwl_finding_label(pass, f, "it needs a block %s", place_of(refused->contexts));
    if (refused->why == NWL_REFUSED_BLOCK)
        nwl_finding_label(pass, f, "it has no block %s", place_of(refused->contexts));
}

static void flag(nwl_pass *pass, const nwl_refused *refused)
{
    const char *form = "";
    if (refused->why == NWL_REFUSED_NO_BLOCK)
        form = " without a block";
    if (refused->why == NWL_REFUSED_BLOCK)
        form = " with a block";
    nwl_finding *f = nwl_flag(pass, refused->site, NULL, "\"%.*s\"%s is not allowed %s",
                              NWL_STR_FMT(refused->site.directive->name), form,
                              place_of(refused->contexts));
    label(pass, f, refused);
    say_where(pass, f, refused);
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_dispatch_report(pass, scope,
                        NWL_REFUSED_CONTEXT | NWL_REFUSED_BLOCK | NWL_REFUSED_NO_BLOCK,
                        flag);
}

const nwl_rule nwl_rule_directive_not_allowed_here = {
    .id = NWL_TEXT("directive-not-allowed-here"),
    .title = NWL_TEXT("a directive stands in a block it is not made for"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "Every directive is made for certain blocks, and nginx refuses to start when one "
        "stands elsewhere. An included file is part of the block that includes it, so "
        "the same lines may be right in one place and wrong in another. \"if\" may not "
        "stand in another \"if\", nor a location in an \"if\". Some names have two "
        "meanings: \"server\" opens a block in http, and is a line in an upstream.\n\n"
        "In a file whose place in the configuration is not known, nothing is said of its "
        "first level; --context tells it. In a file with a brace too many or too few "
        "only the first misplaced directive is reported."),
    .remedy = NWL_TEXT("Move the directive to a block that takes it, or the include of "
                       "its file; often a brace before it is one too many or missing."),
    .when_to_ignore =
        NWL_TEXT("Never: nginx does not start. A fragment whose place was guessed "
                 "wrong says where it belongs with \"# nginx-wslint: "
                 "context=http,server\"."),
    .sources = {NWL_TEXT(
        "https://nginx.org/en/docs/beginners_guide.html#conf_structure")},
    .on_scope = check,
};
