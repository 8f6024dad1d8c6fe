#include "rules/fingerprint.h"

#include "base/buffer.h"
#include "base/digest.h"
#include "source/path.h"
#include "parser/parser.h"

// ---- paths ------------------------------------------------------------------------------

// The length of the directories that a path and a directory begin with alike, up to the last '/' of them.
static size_t shared_length(nwl_str path, nwl_str directory)
{
    size_t shared = 0;
    for (size_t i = 0; i <= directory.len && i < path.len; i++) {
        char c = i == directory.len ? '/' : directory.ptr[i];
        if (path.ptr[i] != c)
            break;
        if (c == '/')
            shared = i;
    }
    return shared;
}

nwl_str nwl_fingerprint_path(nwl_arena *arena, const nwl_file *file)
{
    nwl_buffer relative = nwl_buffer_new(NULL);
    nwl_str step, up = NWL_STR_NONE;
    size_t shared = shared_length(file->path, file->base);
    if (shared > 0)
        up = nwl_str_from(file->base, shared + 1);
    while (up.len > 0 && nwl_str_cut(&up, '/', &step))
        nwl_buffer_add(&relative, NWL_STR("../"));
    nwl_buffer_add(&relative, nwl_str_from(file->path, shared > 0 ? shared + 1 : 0));
    return nwl_buffer_take(&relative, arena);
}

// ---- directives -------------------------------------------------------------------------

static void add_word(nwl_buffer *key, nwl_str word)
{
    nwl_buffer_add(key, word);
    nwl_buffer_add_char(key, '\0');
}

static bool has_block(const nwl_directive *directive)
{
    return directive->block.end > directive->block.begin;
}

// The first argument of the first directive of this kind in a block; empty without one.
static nwl_str first_said(const nwl_directive *block, nwl_directive_id id)
{
    const nwl_directive *inside = block->body;
    while (inside != NULL && inside->id != id)
        inside = inside->next;
    return inside != NULL ? nwl_directive_arg(inside, 0) : NWL_STR_NONE;
}

// What a server is known by: its first name, and the address of its first listen, which nginx takes to be port 80 without one.
static void add_server(nwl_buffer *key, nwl_str name, nwl_str listen)
{
    nwl_str address = nwl_str_slice(listen, 0, nwl_str_find(listen, ' ', 0));
    add_word(key, name);
    add_word(key, address.len > 0 ? address : NWL_STR("80"));
}

// A directive as nginx reads it; a server, of which that says nothing, with what it is known by.
static void add_directive(nwl_buffer *key, const nwl_directive *directive)
{
    add_word(key, directive->name);
    for (uint32_t i = 0; i < directive->arg_count; i++)
        add_word(key, directive->args[i].value);
    if (!has_block(directive) || directive->id != NWL_D_server)
        return;
    add_server(key, first_said(directive, NWL_D_server_name),
               first_said(directive, NWL_D_listen));
}

// ---- the way through a file ---------------------------------------------------------------

// A block that is open, with a digest of it and of those around it; empty until a finding is in it.
typedef struct block {
    const nwl_directive *directive;
    nwl_str chain;
} block;

// How far a file was gone through: findings come in the order of their places.
typedef struct cursor {
    nwl_walk walk;  // at the next step to make
    bool is_at_end; // there is none
    const nwl_directive
        *before;   // the last one that begins at the place or before it; NULL without one
    nwl_str words; // digest of it; empty until it is asked for
    NWL_ARRAY(block)
    open; // the blocks around the place, and perhaps one that begins at it
} cursor;

typedef struct naming {
    nwl_arena *arena;
    const nwl_files *files;
    cursor **cursors; // of each file, NULL until a finding is in it
    nwl_map seen;     // digest of all but the ordinal -> how often it came
} naming;

static cursor *cursor_of(naming *n, uint32_t file)
{
    cursor **known = &n->cursors[file];
    if (*known == NULL) {
        *known = NWL_NEW(n->arena, cursor);
        (*known)->walk = nwl_walk_of(n->files->items.items[file]->tree.first);
        (*known)->is_at_end = !nwl_walk_next(&(*known)->walk);
    }
    return *known;
}

static void make_step(nwl_arena *arena, cursor *c)
{
    const nwl_directive *directive = c->walk.directive;
    if (!c->walk.entering) {
        c->open.count--;
    } else {
        c->before = directive;
        c->words = NWL_STR_NONE;
        if (has_block(directive))
            NWL_PUSH(arena, &c->open)->directive = directive;
    }
    c->is_at_end = !nwl_walk_next(&c->walk);
}

static void go_to(nwl_arena *arena, cursor *c, uint32_t offset)
{
    while (!c->is_at_end) {
        const nwl_directive *next = c->walk.directive;
        if ((c->walk.entering ? next->range.begin : next->block.end) > offset)
            return;
        make_step(arena, c);
    }
}

// The digest of a word and a directive.
static nwl_str digest_of(nwl_arena *arena, nwl_str first, const nwl_directive *directive)
{
    nwl_buffer key = nwl_buffer_new(NULL);
    add_word(&key, first);
    add_directive(&key, directive);
    nwl_str digest = nwl_digest_short(arena, nwl_buffer_text(&key));
    nwl_buffer_free(&key);
    return digest;
}

// The digest of the blocks around offset, where the cursor is; empty outside all blocks.
static nwl_str chain_at(nwl_arena *arena, cursor *c, uint32_t offset)
{
    uint32_t depth = c->open.count;
    while (depth > 0 && c->open.items[depth - 1].directive->block.begin >= offset)
        depth--;
    uint32_t known = depth;
    while (known > 0 && c->open.items[known - 1].chain.len == 0)
        known--;
    nwl_str chain = known > 0 ? c->open.items[known - 1].chain : NWL_STR("");
    for (; known < depth; known++) {
        block *next = &c->open.items[known];
        chain = next->chain = digest_of(arena, chain, next->directive);
    }
    return chain;
}

// One line may have many findings, and many words.
static nwl_str words_at(nwl_arena *arena, cursor *c)
{
    if (c->words.len == 0 && c->before != NULL)
        c->words = digest_of(arena, NWL_STR(""), c->before);
    return c->words;
}

// ---- a finding --------------------------------------------------------------------------

// The bytes of text with every run of white space as one space.
static void add_normalised(nwl_buffer *key, nwl_str text)
{
    bool in_space = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!space)
            nwl_buffer_add_char(key, c);
        else if (!in_space)
            nwl_buffer_add_char(key, ' ');
        in_space = space;
    }
}

// The server and the location that a finding speaks of: a snippet does not tell, nor does a line of http.
static void add_subject(nwl_buffer *key, const nwl_finding *finding)
{
    const nwl_server *server = finding->server;
    if (server != NULL)
        add_server(key, server->name_count > 0 ? server->names[0] : NWL_STR_NONE,
                   server->listen_count > 0 ? server->listens[0] : NWL_STR_NONE);
    add_word(key, finding->location);
}

// Where a finding is and what stands there: the directive, and within one or behind it the bytes that are marked.
static void add_place(naming *n, nwl_buffer *key, nwl_span at)
{
    cursor *c = cursor_of(n, at.file);
    go_to(n->arena, c, at.range.begin);
    add_word(key, chain_at(n->arena, c, at.range.begin));
    add_word(key, words_at(n->arena, c));
    if (c->before == NULL || c->before->range.begin != at.range.begin)
        add_normalised(key, nwl_str_slice(n->files->items.items[at.file]->text,
                                          at.range.begin, at.range.end));
}

static void give(naming *n, nwl_finding *finding)
{
    nwl_buffer key = nwl_buffer_new(NULL);
    add_word(&key, NWL_STR("v1"));
    add_word(&key, finding->rule->id);
    add_word(&key,
             nwl_fingerprint_path(n->arena, n->files->items.items[finding->at.file]));
    if (!finding->of_line)
        add_subject(&key, finding);
    if (!finding->of_file)
        add_place(n, &key, finding->at);
    nwl_str alike = nwl_digest_short(n->arena, nwl_buffer_text(&key));
    nwl_buffer_free(&key);
    uintptr_t ordinal = (uintptr_t)nwl_map_get(&n->seen, alike) + 1;
    nwl_map_put(&n->seen, alike, (void *)ordinal);
    finding->fingerprint =
        nwl_digest_short(n->arena, nwl_arena_format(n->arena, "%.*s %zu",
                                                    NWL_STR_FMT(alike), (size_t)ordinal));
}

void nwl_fingerprint_give(nwl_arena *arena, const nwl_files *files,
                          const nwl_findings *findings)
{
    naming n = {.arena = arena, .files = files, .seen = nwl_map_new(arena)};
    n.cursors = NWL_NEW_ARRAY(arena, cursor *, files->items.count);
    for (uint32_t i = 0; i < findings->count; i++)
        give(&n, findings->items[i]);
}
