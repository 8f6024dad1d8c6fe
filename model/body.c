#include "model/body_reader.h"

#include "model/context.h"
#include "model/script.h"

// ---- telling ----------------------------------------------------------------------------

nwl_body_fault *nwl_body_tell(nwl_body_reader *r, nwl_body_fault_kind kind, nwl_site site,
                              const char *message, ...)
{
    if (r->faults->count > NWL_BODY_MOST_FAULTS)
        return NULL;
    nwl_body_fault *fault = NWL_PUSH(r->arena, r->faults);
    fault->kind = kind;
    fault->site = site;
    if (r->faults->count > NWL_BODY_MOST_FAULTS) {
        fault->message = nwl_arena_format(r->arena,
                                          "more than %d mistakes in this block; the "
                                          "others are not listed",
                                          NWL_BODY_MOST_FAULTS);
        return NULL;
    }
    va_list arguments;
    va_start(arguments, message);
    fault->message = nwl_arena_format_list(r->arena, message, arguments);
    va_end(arguments);
    return fault;
}

void nwl_body_tell_count(nwl_body_reader *r, nwl_site line)
{
    const nwl_directive *d = line.directive;
    if (d->arg_count == 0)
        nwl_body_tell(r, NWL_BODY_WRONG_COUNT, line, "\"%.*s\" has no value",
                      NWL_STR_FMT(d->name));
    else
        nwl_body_tell(r, NWL_BODY_WRONG_COUNT, line,
                      "\"%.*s\" has %u words behind it where \"%.*s\" takes one",
                      NWL_STR_FMT(d->name), d->arg_count,
                      NWL_STR_FMT(r->block->opener.directive->name));
}

void nwl_body_tell_duplicate(nwl_body_reader *r, nwl_site line, nwl_site first,
                             nwl_str what)
{
    nwl_body_fault *fault = nwl_body_tell(
        r, NWL_BODY_DUPLICATE, line, "\"%.*s\" stands in this \"%.*s\" twice",
        NWL_STR_FMT(what), NWL_STR_FMT(r->block->opener.directive->name));
    if (fault != NULL)
        fault->first = first;
}

bool nwl_body_tell_include(nwl_body_reader *r, nwl_site line)
{
    if (!nwl_str_eq(line.directive->name, NWL_STR("include")))
        return false;
    nwl_body_tell(r, NWL_BODY_INVALID, line, "\"%.*s\" takes no include",
                  NWL_STR_FMT(r->block->opener.directive->name));
    return true;
}

void nwl_body_check_script(nwl_body_reader *r, nwl_site site, nwl_str text)
{
    nwl_str fault = nwl_script_fault(r->arena, text);
    if (fault.len > 0)
        nwl_body_tell(r, NWL_BODY_INVALID, site, "%.*s", NWL_STR_FMT(fault));
}

void nwl_body_check_variable(nwl_body_reader *r, nwl_str word)
{
    if (word.len < 2 || word.ptr[0] != '$')
        nwl_body_tell(r, NWL_BODY_INVALID, r->block->opener, "\"%.*s\" is no variable",
                      NWL_STR_FMT(word));
}

bool nwl_body_is_switch(const nwl_body_reader *r, nwl_site line, nwl_str word,
                        nwl_version since)
{
    return line.directive->arg_count == 0 && nwl_str_eq(line.directive->name, word) &&
           (r->version == 0 || r->version >= since);
}

// ---- what there is to read --------------------------------------------------------------

// num_map is read as lines, too, but what is in them only nginx Plus knows.
static bool is_block_of_lines(nwl_directive_id id)
{
    nwl_body body = id == NWL_D_num_map ? NWL_BODY_NONE : nwl_directive_body(id);
    return body == NWL_BODY_MAP || body == NWL_BODY_GEO || body == NWL_BODY_TYPES ||
           body == NWL_BODY_SPLIT_CLIENTS || body == NWL_BODY_CHARSET_MAP;
}

// Whether nginx begins to read what is in the block.
static bool is_entered(const nwl_scope *block)
{
    const nwl_directive *opener = block->opener.directive;
    return block->parent != NULL && block->context == NWL_CX_RAW &&
           block->parent->context != NWL_CX_RAW &&
           is_block_of_lines((nwl_directive_id)opener->id) &&
           nwl_directive_accepts((nwl_directive_id)opener->id,
                                 (uint32_t)block->parent->context, opener->arg_count);
}

// A file that was first included among directives is not taken apart into lines.
static bool is_line(const nwl_model *model, const nwl_scope *block, nwl_site site)
{
    const nwl_directive *directive = site.directive;
    const nwl_files *files = model->configuration->files;
    nwl_body_reading reading = files->items.items[directive->file]->reading;
    return directive->include == NULL && directive->ending == NWL_ENDS_WITH_SEMICOLON &&
           (directive->parent == block->opener.directive || reading == NWL_READ_LINES);
}

static void collect_lines(nwl_body_reader *r, const nwl_model *model)
{
    nwl_site *lines = NWL_NEW_ARRAY(r->arena, nwl_site, r->block->site_count);
    for (uint32_t i = 0; i < r->block->site_count; i++) {
        if (is_line(model, r->block, r->block->sites[i]))
            lines[r->line_count++] = r->block->sites[i];
    }
    r->lines = lines;
}

static void check_opener(nwl_body_reader *r)
{
    const nwl_directive *opener = r->block->opener.directive;
    nwl_body body = nwl_directive_body((nwl_directive_id)opener->id);
    if (body == NWL_BODY_MAP || body == NWL_BODY_SPLIT_CLIENTS) {
        nwl_body_check_script(r, r->block->opener, opener->args[0].value);
        nwl_body_check_variable(r, opener->args[1].value);
    }
    if (body == NWL_BODY_CHARSET_MAP &&
        nwl_str_eq_nocase(opener->args[0].value, opener->args[1].value))
        nwl_body_tell(r, NWL_BODY_INVALID, r->block->opener,
                      "\"%.*s\" and \"%.*s\" are the same charset",
                      NWL_STR_FMT(opener->args[0].value),
                      NWL_STR_FMT(opener->args[1].value));
    for (uint32_t i = 0; body == NWL_BODY_GEO && i < opener->arg_count; i++)
        nwl_body_check_variable(r, opener->args[i].value);
}

static void read_lines(nwl_body_reader *r)
{
    switch (nwl_directive_body((nwl_directive_id)r->block->opener.directive->id)) {
    case NWL_BODY_MAP:
        nwl_body_read_map(r);
        break;
    case NWL_BODY_GEO:
        nwl_body_read_geo(r);
        break;
    case NWL_BODY_TYPES:
        nwl_body_read_types(r);
        break;
    case NWL_BODY_SPLIT_CLIENTS:
        nwl_body_read_split_clients(r);
        break;
    default:
        nwl_body_read_charset_map(r);
    }
}

void nwl_body_find_faults(nwl_arena *arena, const nwl_model *model,
                          const nwl_scope *block, nwl_body_faults *faults)
{
    if (!is_entered(block))
        return;
    nwl_body_reader r = {.arena = arena,
                         .block = block,
                         .in_stream = block->parent->context == NWL_CX_STREAM,
                         .version = model->options.version,
                         .faults = faults};
    collect_lines(&r, model);
    check_opener(&r);
    read_lines(&r);
}
