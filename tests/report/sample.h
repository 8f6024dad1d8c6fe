// A report made by hand: files in memory, findings on words of them, and the printed result.
#ifndef TESTS_REPORT_SAMPLE_H
#define TESTS_REPORT_SAMPLE_H

#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "report/report.h"

typedef struct sample {
    nwl_arena *arena;
    nwl_files files;
    nwl_report report;
    NWL_ARRAY(const nwl_finding *) findings;
    nwl_style style;
} sample;

static const nwl_rule sample_rule = {
    .id = NWL_FORMAT_TEXT("upstream-http-1-0"),
    .title = NWL_FORMAT_TEXT("The backend is spoken to in HTTP/1.0"),
    .why = NWL_FORMAT_TEXT("HTTP/1.0 has no Upgrade."),
};

static const nwl_rule other_sample_rule = {
    .id = NWL_FORMAT_TEXT("syntax-error"),
    .title = NWL_FORMAT_TEXT("nginx cannot read the file"),
    .why = NWL_FORMAT_TEXT("nginx does not start."),
};

static inline int sample_set_up(void **state)
{
    nwl_arena *arena = nwl_arena_new();
    sample *s = NWL_NEW(arena, sample);
    s->arena = arena;
    s->files.arena = arena;
    s->style.quiet = true;
    s->report.arena = arena;
    s->report.files = &s->files;
    s->report.working_directory = NWL_STR("/etc/nginx");
    *state = s;
    return 0;
}

static inline int sample_tear_down(void **state)
{
    sample *s = *state;
    nwl_arena_free(s->arena);
    return 0;
}

static inline uint32_t sample_file_of(sample *s, nwl_str path, nwl_str text)
{
    nwl_file *file = NWL_NEW(s->arena, nwl_file);
    *file = (nwl_file){.path = path, .name = path, .text = text};
    *NWL_PUSH(s->arena, &s->files.items) = file;
    return s->files.items.count - 1;
}

static inline uint32_t sample_file(sample *s, const char *path, const char *text)
{
    return sample_file_of(s, nwl_str_of(path), nwl_str_of(text));
}

// The first place of words in a file.
static inline nwl_span sample_span(const sample *s, uint32_t file, const char *words)
{
    nwl_str text = s->files.items.items[file]->text, part = nwl_str_of(words);
    size_t at = 0;
    while (!nwl_str_starts_with(nwl_str_from(text, at), part)) {
        assert(at < text.len);
        at++;
    }
    return (nwl_span){file, {(uint32_t)at, (uint32_t)(at + part.len)}};
}

static inline nwl_span sample_bytes(uint32_t file, uint32_t begin, uint32_t end)
{
    return (nwl_span){file, {begin, end}};
}

static inline nwl_finding *sample_finding(sample *s, nwl_span at, const char *message,
                                          const char *label)
{
    nwl_finding *finding = NWL_NEW(s->arena, nwl_finding);
    finding->rule = &sample_rule;
    finding->severity = NWL_ERROR;
    finding->at = at;
    finding->message = nwl_str_of(message);
    finding->label = nwl_str_of(label);
    finding->fingerprint = NWL_STR("00112233445566778899aabbccddeeff");
    *NWL_PUSH(s->arena, &s->findings) = finding;
    s->report.findings = s->findings.items;
    s->report.finding_count = s->findings.count;
    return finding;
}

static inline void sample_related(sample *s, nwl_finding *finding, nwl_span at,
                                  const char *label)
{
    *NWL_PUSH(s->arena, &finding->related) =
        (nwl_related){.at = at, .label = nwl_str_of(label)};
}

// How nginx comes to the file at index target: by the directive at span from with this argument.
static inline nwl_include_step *sample_step(sample *s, nwl_span from,
                                            const char *argument, uint32_t target,
                                            const char *name)
{
    nwl_arg *arg = NWL_NEW(s->arena, nwl_arg);
    arg->value = nwl_str_of(argument);
    nwl_directive *include = NWL_NEW(s->arena, nwl_directive);
    *include = (nwl_directive){
        .file = from.file, .range = from.range, .args = arg, .arg_count = 1};
    nwl_include_target *opened = NWL_NEW(s->arena, nwl_include_target);
    *opened = (nwl_include_target){.name = nwl_str_of(name), .file = target};
    opened->real_path = s->files.items.items[target]->path;
    opened->through_symlink = !nwl_str_eq(opened->name, opened->real_path);
    nwl_include_step *step = NWL_NEW(s->arena, nwl_include_step);
    *step = (nwl_include_step){.include = include, .target = opened};
    return step;
}

static inline nwl_str sample_print_as(sample *s, const char *format)
{
    nwl_buffer out = nwl_buffer_new(NULL);
    const nwl_format *found = nwl_format_named(nwl_str_of(format));
    assert_non_null(found);
    found->print(&s->report, &s->style, &out);
    nwl_str printed = nwl_arena_copy(s->arena, nwl_buffer_text(&out));
    nwl_buffer_free(&out);
    return printed;
}

static inline void assert_prints(sample *s, const char *format, const char *expected)
{
    assert_string_equal(sample_print_as(s, format).ptr, expected);
}

// The same for a part of what is printed.
static inline void assert_prints_part(sample *s, const char *format, const char *part)
{
    nwl_str printed = sample_print_as(s, format);
    if (strstr(printed.ptr, part) == NULL)
        print_error("%s\nis not in\n%s", part, printed.ptr);
    assert_non_null(strstr(printed.ptr, part));
}

#define SAMPLE_TEST(name)                                                                \
    cmocka_unit_test_setup_teardown(name, sample_set_up, sample_tear_down)

#endif
