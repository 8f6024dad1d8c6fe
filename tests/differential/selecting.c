// What the model says of requests, for selection.py: reads queries from stdin, answers each with a line.
//
//     usage: selecting CONFIGURATION
//     query:  ADDRESS PORT HOST TARGET; TARGET in hexadecimal digits, HOST "=" and such digits, "-" without a Host
//     answer: "KIND SERVER VALUE": the status 400, 301 or 404; 200 with the text of a "return 200"; "proxy" with the target
//             sent upstream; "refused". SERVER and VALUE in hexadecimal digits, "-" when empty
//
// A server is told by its "add_header X-Server". In a "return 200", in proxy_pass and in "rewrite … break" the variables are
// expanded that a request alone determines.
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "source/fs.h"
#include "parser/load.h"
#include "model/selection.h"
#include "model/server_names.h"
#include "model/uri.h"

typedef struct request {
    nwl_arena *arena;
    nwl_uri uri;
    NWL_ARRAY(nwl_captures) groups; // of the server name and of the locations on the way
} request;

typedef struct answer {
    const char *kind;
    nwl_str server, value;
} answer;

// ---- variables ------------------------------------------------------------------------------

static const nwl_capture *group_named(const request *r, nwl_str name)
{
    for (uint32_t which = r->groups.count; which > 0; which--) {
        const nwl_captures *groups = &r->groups.items[which - 1];
        for (uint32_t i = 1; i < groups->count; i++) {
            if (nwl_str_eq(groups->items[i].name, name))
                return &groups->items[i];
        }
    }
    return NULL;
}

static nwl_str numbered_group(const request *r, uint32_t number)
{
    if (r->groups.count == 0)
        return NWL_STR("");
    const nwl_captures *last = &r->groups.items[r->groups.count - 1];
    return number < last->count ? last->items[number].value : NWL_STR("");
}

static nwl_str value_of(const request *r, nwl_str name)
{
    if (nwl_str_eq(name, NWL_STR("uri")))
        return r->uri.path;
    if (nwl_str_eq(name, NWL_STR("args")))
        return r->uri.args;
    if (nwl_str_eq(name, NWL_STR("is_args")))
        return r->uri.args.len > 0 ? NWL_STR("?") : NWL_STR("");
    if (nwl_str_eq(name, NWL_STR("request_uri")))
        return r->uri.unparsed;
    const nwl_capture *group = group_named(r, name);
    return group != NULL ? group->value : NWL_STR("");
}

static size_t name_end(nwl_str text, size_t at)
{
    if (at < text.len && nwl_is_digit(text.ptr[at]))
        return at + 1;
    while (at < text.len && (nwl_is_alnum(text.ptr[at]) || text.ptr[at] == '_'))
        at++;
    return at;
}

static nwl_str expanded(const request *r, nwl_str text)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    for (size_t at = 0; at < text.len;) {
        if (text.ptr[at] != '$') {
            nwl_buffer_add_char(&out, text.ptr[at++]);
            continue;
        }
        size_t end = name_end(text, at + 1);
        nwl_str name = nwl_str_slice(text, at + 1, end);
        bool is_number = name.len == 1 && nwl_is_digit(name.ptr[0]);
        nwl_buffer_add(&out, is_number ? numbered_group(r, (uint32_t)(name.ptr[0] - '0'))
                                       : value_of(r, name));
        at = end;
    }
    nwl_str value = nwl_arena_copy(r->arena, nwl_buffer_text(&out));
    nwl_buffer_free(&out);
    return value;
}

// ---- the answer of a location ---------------------------------------------------------------

static void rewrite(request *r, const nwl_scope *location)
{
    nwl_str error;
    nwl_site site = nwl_scope_last(location, NWL_D_rewrite);
    if (site.directive == NULL)
        return;
    nwl_captures captures;
    nwl_regex *regex =
        nwl_regex_compile(r->arena, nwl_directive_arg(site.directive, 0), false, &error);
    nwl_match match = nwl_regex_match_groups(r->arena, regex, r->uri.path, &captures);
    *NWL_PUSH(r->arena, &r->groups) = captures; // one that does not match empties $1
    if (match != NWL_MATCH_YES)
        return;
    nwl_str path = expanded(r, nwl_directive_arg(site.directive, 1));
    nwl_uri_rewrite(&r->uri, path, r->uri.args, true);
}

static nwl_str uri_part(nwl_str url)
{
    nwl_str rest = nwl_str_from(url, sizeof("http://") - 1);
    size_t slash = nwl_str_find(rest, '/', 0), mark = nwl_str_find(rest, '?', 0);
    return nwl_str_from(rest, slash < mark ? slash : mark);
}

static void proxy(request *r, const nwl_scope *location, nwl_str url, answer *out)
{
    nwl_location name = nwl_location_read(location->opener.directive);
    nwl_pass_uri pass = {.location = name.text};
    if (nwl_location_is_regex(name) || name.kind == NWL_LOCATION_NAMED)
        pass.location = NWL_STR("");
    pass.evaluated = nwl_str_find(url, '$', 0) < url.len;
    pass.uri = uri_part(pass.evaluated ? expanded(r, url) : url);
    out->kind = nwl_uri_upstream(r->arena, &r->uri, &pass, &out->value) ? "proxy" : "500";
}

static void answer_of_location(request *r, const nwl_scope *location, answer *out)
{
    nwl_site text = nwl_scope_last(location, NWL_D_return);
    nwl_site pass = nwl_scope_last(location, NWL_D_proxy_pass);
    out->kind = "404";
    if (text.directive != NULL) {
        out->kind = "200";
        out->value = expanded(r, nwl_directive_arg(text.directive, 1));
    } else if (pass.directive != NULL) {
        rewrite(r, location);
        proxy(r, location, nwl_directive_arg(pass.directive, 0), out);
    }
}

// ---- queries --------------------------------------------------------------------------------

static nwl_str from_hex(nwl_arena *arena, nwl_str digits)
{
    char *bytes = nwl_arena_alloc(arena, digits.len / 2, 1);
    for (size_t i = 0; i + 1 < digits.len; i += 2) {
        unsigned byte = 0;
        sscanf(digits.ptr + i, "%2x", &byte);
        bytes[i / 2] = (char)byte;
    }
    return (nwl_str){bytes, digits.len / 2};
}

static nwl_str server_id(const nwl_server *server)
{
    return nwl_directive_arg(nwl_scope_last(server->scope, NWL_D_add_header).directive,
                             1);
}

// The request line is read with the settings of the first server, the headers with those of the one chosen.
static answer ask(nwl_selection *selection, request *r, const nwl_connection *connection,
                  nwl_str host, nwl_str target)
{
    nwl_server_selection first =
        nwl_select_server(selection, r->arena, connection, NWL_STR(""));
    if (first.outcome == NWL_SELECTED_NONE)
        return (answer){.kind = "refused"};
    nwl_str name = NWL_STR("");
    bool merge =
        nwl_scope_is_on(first.chosen.before_host->scope, NWL_D_merge_slashes, true);
    bool has_host = !nwl_str_eq(host, NWL_STR("-"));
    if (!nwl_uri_parse(r->arena, target, merge, &r->uri) ||
        (has_host &&
         !nwl_host_read(r->arena, from_hex(r->arena, nwl_str_from(host, 1)), &name)) ||
        (r->uri.authority.len > 0 && !nwl_host_read(r->arena, r->uri.authority, &name)))
        return (answer){.kind = "400"};
    nwl_server_selection selected =
        nwl_select_server(selection, r->arena, connection, name);
    answer out = {.server = server_id(selected.chosen.server)};
    if (selected.outcome != NWL_SELECTED_ONE || selected.chosen.plain_to_ssl) {
        out.kind = selected.outcome == NWL_SELECTED_ONE ? "400" : "several";
        return out;
    }
    nwl_location_selection found = nwl_select_location(
        selection, r->arena, selected.chosen.server->scope, r->uri.path);
    if (selected.chosen.captures.count > 0)
        *NWL_PUSH(r->arena, &r->groups) = selected.chosen.captures;
    for (uint32_t i = 0; i < found.capture_count; i++)
        *NWL_PUSH(r->arena, &r->groups) = found.captures[i];
    out.kind = found.location == NULL ? "404" : "301";
    if (found.redirects)
        out.value = nwl_location_redirect(r->arena, found.location, r->uri.args);
    else if (found.location != NULL)
        answer_of_location(r, found.location, &out);
    return out;
}

static void print_hex(nwl_str text)
{
    fputs(text.len > 0 ? " " : " -", stdout);
    for (size_t i = 0; i < text.len; i++)
        printf("%02x", (unsigned char)text.ptr[i]);
}

static void answer_line(nwl_selection *selection, nwl_arena *arena, nwl_str line)
{
    nwl_str fields[4] = {{0}};
    request r = {.arena = arena};
    nwl_connection connection = {.address_known = true};
    for (int i = 0; i < 4; i++)
        nwl_str_cut(&line, ' ', &fields[i]);
    connection.address = nwl_address_read(fields[0]);
    nwl_str_to_u32(fields[1], &connection.port);
    answer out = ask(selection, &r, &connection, fields[2], from_hex(arena, fields[3]));
    fputs(out.kind, stdout);
    print_hex(out.server);
    print_hex(out.value);
    putchar('\n');
}

int main(int argc, char **argv)
{
    static char line[1 << 16];
    if (argc != 2)
        return 2;
    nwl_arena *arena = nwl_arena_new(), *scratch = nwl_arena_new();
    nwl_files files = {.arena = arena};
    nwl_load_options load = {.fs = nwl_fs_disk(), .vocabulary = nwl_directive_word};
    nwl_configuration configuration = nwl_load(&files, &load, nwl_str_of(argv[1]));
    if (configuration.root == NWL_NO_FILE)
        return 2;
    const nwl_model *model =
        nwl_model_build(arena, &configuration, &(nwl_model_options){0});
    nwl_selection *selection = nwl_selection_new(arena, model);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        answer_line(selection, scratch, nwl_str_trim(nwl_str_of(line)));
        nwl_arena_reset(scratch);
    }
    nwl_arena_free(scratch);
    nwl_arena_free(arena);
    return 0;
}
