// Prints how the program follows requests through the configuration at a path: for each line of standard input
//
//     METHOD <TAB> URL <TAB> "handshake" or "plain" <TAB> NAME: VALUE <TAB> NAME: VALUE ...
//
// with the headers that the client sends besides Host, a line of the verdict, the status that nginx answers itself, 0
// when it is not known or the backend's, and the head that is sent upstream in hexadecimal digits behind an 'x': "-" when
// nothing is sent, "?" when some of it is not known.

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/directive.h"
#include "model/model.h"
#include "model/trace.h"

enum { LONGEST_LINE = 1 << 16 };

static const nwl_model *model_at(nwl_arena *arena, nwl_str path, nwl_version version)
{
    static const nwl_str ROOT = NWL_TEXT("/");
    nwl_files *files = NWL_NEW(arena, nwl_files);
    nwl_configuration *configuration = NWL_NEW(arena, nwl_configuration);
    nwl_load_options load = {
        .fs = nwl_fs_disk(), .vocabulary = nwl_directive_word, .root = ROOT};
    nwl_model_options options = {.version = version};
    files->arena = arena;
    *configuration = nwl_load(files, &load, path);
    if (configuration->root == NWL_NO_FILE) {
        fprintf(stderr, "%s cannot be read\n", path.ptr);
        exit(2);
    }
    return nwl_model_build(arena, configuration, &options);
}

static nwl_trace_question read_question(nwl_arena *arena, nwl_str line)
{
    nwl_trace_question question = {.address = NWL_STR("127.0.0.1")};
    NWL_ARRAY(nwl_client_header) headers = {0};
    nwl_str url, kind, header;
    nwl_str_cut(&line, '\t', &question.method);
    nwl_str_cut(&line, '\t', &url);
    nwl_str_cut(&line, '\t', &kind);
    question.plain = nwl_str_eq(kind, NWL_STR("plain"));
    const char *wrong = nwl_url_parse(arena, url, &question.url);
    if (wrong != NULL) {
        fprintf(stderr, "%.*s: %s\n", NWL_STR_FMT(url), wrong);
        exit(2);
    }
    while (nwl_str_cut(&line, '\t', &header)) {
        size_t colon = nwl_str_find(header, ':', 0);
        nwl_str value = nwl_str_trim(nwl_str_from(header, colon + 1));
        *NWL_PUSH(arena, &headers) = (nwl_client_header){nwl_str_slice(header, 0, colon),
                                                         nwl_text_exact(arena, value)};
    }
    question.headers = headers.items;
    question.header_count = headers.count;
    return question;
}

static void print_hex(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++)
        printf("%02x", (unsigned char)text.ptr[i]);
}

// What of the head is not known: the name of a header, or that of the request line; NULL when all is known.
static const nwl_str *unknown_part(nwl_arena *arena, const nwl_upstream_request *request)
{
    static const nwl_str LINE = NWL_TEXT("request-line");
    for (uint32_t i = 0; i < request->header_count; i++) {
        if (request->headers[i].value.certainty != NWL_EXACT)
            return &request->headers[i].name;
    }
    return nwl_request_line(arena, request).certainty == NWL_EXACT ? NULL : &LINE;
}

static void print_head(nwl_arena *arena, const nwl_upstream_request *request)
{
    const nwl_str *unknown = unknown_part(arena, request);
    if (unknown != NULL) {
        printf("?%.*s", NWL_STR_FMT(*unknown));
        return;
    }
    putchar('x');
    print_hex(nwl_request_line(arena, request).options[0]);
    print_hex(NWL_STR("\r\n"));
    for (uint32_t i = 0; i < request->header_count; i++) {
        const nwl_upstream_header *header = &request->headers[i];
        if (nwl_text_must_be_empty(&header->value))
            continue;
        print_hex(header->name);
        print_hex(NWL_STR(": "));
        print_hex(header->value.options[0]);
        print_hex(NWL_STR("\r\n"));
    }
    print_hex(NWL_STR("\r\n"));
}

static void print_trace(nwl_arena *arena, const nwl_trace *trace)
{
    printf("%.*s %" PRIu32 " ", NWL_STR_FMT(nwl_trace_verdict_name(trace->verdict)),
           trace->journey.outcome == NWL_ANSWERED ? trace->journey.status : 0);
    if (trace->is_sent)
        print_head(arena, &trace->request);
    else
        putchar('-');
    putchar('\n');
}

int main(int argc, char **argv)
{
    static char line[LONGEST_LINE];
    nwl_version version;
    if (argc != 3 || !nwl_version_parse(nwl_str_of(argv[2]), &version)) {
        fprintf(stderr, "usage: tracing CONFIGURATION VERSION\n");
        return 2;
    }
    nwl_arena *arena = nwl_arena_new();
    const nwl_model *model = model_at(arena, nwl_str_of(argv[1]), version);
    while (fgets(line, sizeof line, stdin) != NULL) {
        nwl_str text = nwl_arena_copy(arena, (nwl_str){line, strcspn(line, "\n")});
        nwl_trace_question question = read_question(arena, text);
        nwl_trace trace = nwl_trace_of(arena, model, &question);
        print_trace(arena, &trace);
    }
    nwl_arena_free(arena);
    return 0;
}
