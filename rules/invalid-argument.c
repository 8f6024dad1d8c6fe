// invalid-argument: nginx does not take an argument of a directive, and refuses to start
//
// What is right is in model/arguments.def. Where several versions of nginx differ, what any of them takes is right unless
// --nginx-version says which it is.

#include "rules/bodies.h"
#include "rules/dispatch.h"
#include "rules/upstreams.h"

static void flag(nwl_pass *pass, const nwl_refused *refused)
{
    const nwl_directive *directive = refused->site.directive;
    const nwl_argument_fault *fault = &refused->fault;
    nwl_finding *f = nwl_flag(pass, refused->site, refused->scope, "%.*s",
                              NWL_STR_FMT(fault->message));
    f->scope = NULL; // told once for all places of the line
    if (fault->index < directive->arg_count)
        f->at.range = directive->args[fault->index].range;
    if (fault->expected.len > 0)
        nwl_finding_help(pass, f, "%.*s", NWL_STR_FMT(fault->expected));
    if (refused->by_version)
        nwl_dispatch_note_version(pass, f);
}

static void check(nwl_pass *pass, const nwl_scope *scope)
{
    nwl_dispatch_report(pass, scope, NWL_REFUSED_VALUE, flag);
    nwl_bodies_report(pass, scope, NWL_BODY_INVALID);
    nwl_upstreams_report_ports(pass, scope);
}

const nwl_rule nwl_rule_invalid_argument = {
    .id = NWL_TEXT("invalid-argument"),
    .title = NWL_TEXT("a directive has an argument that it does not take"),
    .severity = NWL_ERROR,
    .stops_nginx = true,
    .why = NWL_TEXT(
        "nginx reads the arguments of every directive when it starts, and refuses to "
        "start when one of them is not what the directive takes.\n\n"
        "A time is a number of seconds, or numbers with the units w, d, h, m, s, ms in "
        "this order, as in \"1m30s\"; directives that count whole seconds know y and M, "
        "for months, and no ms. A size is a number of bytes, or one that ends in k or m; "
        "a few directives, such as client_max_body_size, know g as well. A number has "
        "neither sign, point nor comma. A switch is \"on\" or \"off\". Longer units "
        "such as \"sec\" or \"MB\" are unknown, and variables work where the "
        "documentation of the directive says so.\n\n"
        "The lines of map, geo, split_clients and charset_map are read by grammars of "
        "their own: a regular expression, the name of a host, a network, a percentage or "
        "a byte has to be one. The same is so of a location's modifier and regular "
        "expression, of the condition of \"if\", of what rewrite, return, set, "
        "error_page "
        "and try_files take, and of the names of servers; a location inside another one "
        "begins with its text. Where variables are read, every \"$\" has to begin one. "
        "proxy_pass and the like refuse an upstream with a "
        "port.\n\n"
        "Values that depend on the version are all accepted unless --nginx-version is "
        "given. Nothing is said of directives whose arguments nginx-wslint does not "
        "know, and in templates of statements with placeholders."),
    .remedy = NWL_TEXT("Write the value as the directive takes it."),
    .when_to_ignore =
        NWL_TEXT("Where a module of your own takes more than nginx's: else never, "
                 "nginx does not start."),
    .sources = {NWL_TEXT("https://nginx.org/en/docs/syntax.html"),
                NWL_TEXT("https://nginx.org/en/docs/dirindex.html")},
    .on_scope = check,
};
