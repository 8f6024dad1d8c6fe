#include "model/build.h"

#include <stdlib.h>
#include <string.h>

#include "source/path.h"

enum { FEW_SITES = 16 };

// What is being read: the rest of one block, or of one included file.
typedef struct frame {
    const nwl_directive *next;
    const nwl_include_step *via;
    nwl_scope *scope;
    uint32_t first_pending; // of the scope, when this frame opened it
    bool opens_scope;
} frame;

// The sites of open scopes lie on one stack: a scope inside another begins and ends while the outer one waits.
typedef struct builder {
    nwl_arena *arena;
    const nwl_configuration *configuration;
    const nwl_include_step **first_steps;
    uint32_t gaps;
    NWL_ARRAY(frame) frames;
    NWL_ARRAY(nwl_site) pending;
    uint32_t made, limit;
} builder;

static int by_id(const void *a, const void *b)
{
    const nwl_site *left = a, *right = b;
    int order = (left->directive->id > right->directive->id) -
                (left->directive->id < right->directive->id);
    return order != 0 ? order
                      : (left->order > right->order) - (left->order < right->order);
}

// For a few sites, which are in reading order; most blocks have no more.
static void sort_few(nwl_site *sites, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        nwl_site site = sites[i];
        uint32_t at = i;
        for (; at > 0 && sites[at - 1].directive->id > site.directive->id; at--)
            sites[at] = sites[at - 1];
        sites[at] = site;
    }
}

static void index_sites(nwl_scope *scope, nwl_site *sites, uint32_t count)
{
    if (count <= FEW_SITES)
        sort_few(sites, count);
    else
        qsort(sites, count, sizeof(*sites), by_id);
    for (uint32_t i = 0; i < count; i++)
        scope->site_ids |= nwl_scope_id_bit((nwl_directive_id)sites[i].directive->id);
}

static void finish_scope(builder *b, nwl_scope *scope, uint32_t first_pending)
{
    uint32_t count = b->pending.count - first_pending;
    nwl_site *sites = NWL_NEW_ARRAY(b->arena, nwl_site, count);
    for (uint32_t i = 0; i < count; i++)
        sites[i] = b->pending.items[first_pending + i];
    if (scope->context != NWL_CX_RAW)
        index_sites(scope, sites, count);
    scope->sites = sites;
    scope->site_count = count;
    b->pending.count = first_pending;
}

static void append_child(nwl_scope *parent, nwl_scope *scope)
{
    scope->server = parent->server;
    scope->location = parent->location;
    if (parent->last != NULL)
        parent->last->next = scope;
    else
        parent->first = scope;
    parent->last = scope;
}

static nwl_scope *new_scope(builder *b, nwl_scope *parent, nwl_site opener,
                            nwl_context context)
{
    nwl_scope *scope = NWL_NEW(b->arena, nwl_scope);
    scope->context = context;
    scope->opener = opener;
    scope->parent = parent;
    if (parent != NULL)
        append_child(parent, scope);
    if (context == NWL_CX_HTTP_SERVER)
        scope->server = scope;
    if (context == NWL_CX_HTTP_LOCATION)
        scope->location = scope;
    if (context == NWL_CX_HTTP_LIMIT_EXCEPT && parent != NULL)
        parent->limit_except = scope;
    return scope;
}

// What a block or an include of a file that is read again costs of the limit, compared with a simple directive: they take up
// more memory, and includes multiply them.
enum { REPEATED_COST = 40 };

static bool is_repeated(const builder *b, nwl_site site)
{
    uint32_t file = site.directive->file - b->configuration->first_file;
    return site.via != b->first_steps[file];
}

static void open_block(builder *b, nwl_scope *parent, nwl_site opener)
{
    if (is_repeated(b, opener))
        b->made += REPEATED_COST;
    nwl_context context =
        nwl_context_inside(parent->context, (nwl_directive_id)opener.directive->id);
    nwl_scope *scope = new_scope(b, parent, opener, context);
    *NWL_PUSH(b->arena, &b->frames) = (frame){.next = opener.directive->body,
                                              .via = opener.via,
                                              .scope = scope,
                                              .first_pending = b->pending.count,
                                              .opens_scope = true};
}

static const nwl_file *file_at(const builder *b, uint32_t file)
{
    return b->configuration->files->items.items[file];
}

static const nwl_directive *first_of_file(const builder *b, uint32_t file)
{
    return file_at(b, file)->tree.first;
}

// Files that set nothing for other locations, by the path as it is written: certbot's, nginx's own, and sites.
static bool is_harmless(nwl_str path)
{
    static const char *const WORDS[] = {
        "ssl",          "tls",         "letsencrypt",     "mime.types", "fastcgi",
        "uwsgi_params", "scgi_params", "modules-enabled", "sites-"};
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (nwl_str_contains(path, nwl_str_of(WORDS[i])))
            return true;
    }
    return false;
}

static void remember_first(builder *b, uint32_t file, const nwl_include_step *step)
{
    const nwl_include_step **first = &b->first_steps[file - b->configuration->first_file];
    if (*first == NULL)
        *first = step;
}

static bool leaves_gap(const nwl_directive *include, const nwl_include_target *target)
{
    return target->state != NWL_TARGET_CYCLE && target->state != NWL_TARGET_DANGLING &&
           !is_harmless(nwl_directive_arg(include, 0));
}

bool nwl_is_packaged_file(nwl_str path)
{
    static const char *const NAMES[] = {"mime.types",  "fastcgi_params", "fastcgi.conf",
                                        "scgi_params", "uwsgi_params",   "proxy_params",
                                        "koi-utf",     "koi-win",        "win-utf"};
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (nwl_str_eq(nwl_path_name(path), nwl_str_of(NAMES[i])))
            return true;
    }
    return false;
}

// The sides whose variables a directive in scope may define: those of http and stream are apart, and neither the lines of a map
// nor events or mail define any. At the top a module may be loaded, and an unknown block may hold anything.
static uint32_t sides_of(const nwl_scope *scope)
{
    uint32_t stream = NWL_CX_STREAM | NWL_CX_STREAM_SERVER | NWL_CX_STREAM_UPSTREAM;
    uint32_t none = NWL_CX_EVENTS | NWL_CX_MAIL | NWL_CX_MAIL_SERVER;
    uint32_t both = NWL_CX_MAIN | NWL_CX_RAW;
    const nwl_directive *opener = scope->opener.directive;
    bool is_map = opener != NULL && (opener->id == NWL_D_map || opener->id == NWL_D_geo ||
                                     opener->id == NWL_D_types);
    if (is_map || (scope->context & none) != 0)
        return 0;
    if ((scope->context & both) != 0)
        return NWL_CX_HTTP | NWL_CX_STREAM;
    return (scope->context & stream) != 0 ? NWL_CX_STREAM : NWL_CX_HTTP;
}

// What a target that is not read leaves open. People write lines of their own into proxy_params.
static uint32_t gaps_left(const nwl_scope *scope, const nwl_include *include,
                          const nwl_include_target *target)
{
    bool is_added_to = nwl_str_eq(nwl_path_name(include->path), NWL_STR("proxy_params"));
    bool is_known = target->state == NWL_TARGET_CYCLE ||
                    (nwl_is_packaged_file(include->path) && !is_added_to);
    return is_known ? 0 : sides_of(scope);
}

// What a template of another program becomes is not known.
static void leave_gap_of_template(builder *b, nwl_scope *scope, uint32_t file)
{
    bool is_unknown = file_at(b, file)->is_unknown;
    scope->incomplete = scope->incomplete || is_unknown;
    b->gaps |= is_unknown ? sides_of(scope) : 0;
}

// A placeholder in place of a directive may stand for any number of them.
static bool is_placeholder(const builder *b, const nwl_directive *directive)
{
    return nwl_str_starts_with(directive->name, NWL_STR("$")) &&
           file_at(b, directive->file)->is_template;
}

static void leave_gap_of_placeholder(builder *b, nwl_scope *scope)
{
    scope->incomplete = true;
    b->gaps |= sides_of(scope);
}

// Frames for the files an include names; the first lies on top. What could not be read leaves a gap in the scope.
static void enter_include(builder *b, nwl_scope *scope, nwl_site site)
{
    const nwl_include *include = site.directive->include;
    if (is_repeated(b, site))
        b->made += REPEATED_COST;
    for (uint32_t i = include->target_count; i > 0; i--) {
        const nwl_include_target *target = &include->targets[i - 1];
        if (target->state != NWL_TARGET_READ) {
            scope->incomplete = scope->incomplete || leaves_gap(site.directive, target);
            b->gaps |= gaps_left(scope, include, target);
            continue;
        }
        nwl_include_step *step = NWL_NEW(b->arena, nwl_include_step);
        *step = (nwl_include_step){site.directive, target, site.via};
        remember_first(b, target->file, step);
        leave_gap_of_template(b, scope, target->file);
        *NWL_PUSH(b->arena, &b->frames) =
            (frame){.next = first_of_file(b, target->file), .via = step, .scope = scope};
    }
}

static void visit(builder *b, frame from, const nwl_directive *directive)
{
    nwl_site site = {directive, from.via, b->made++};
    if (directive->include != NULL)
        enter_include(b, from.scope, site);
    if (is_placeholder(b, directive))
        leave_gap_of_placeholder(b, from.scope);
    if (directive->ending == NWL_ENDS_WITH_BLOCK)
        open_block(b, from.scope, site);
    else
        *NWL_PUSH(b->arena, &b->pending) = site;
}

static void read_all(builder *b)
{
    while (b->frames.count > 0) {
        frame *top = &b->frames.items[b->frames.count - 1];
        const nwl_directive *directive = b->made < b->limit ? top->next : NULL;
        if (directive != NULL) {
            top->next = directive->next;
            visit(b, *top, directive);
            continue;
        }
        b->frames.count--;
        if (top->opens_scope)
            finish_scope(b, top->scope, top->first_pending);
    }
}

// nginx: ngx_http_merge_servers(), ngx_http_merge_locations(). Textual order does not matter.
static const nwl_settings *merge_settings(nwl_arena *arena, const nwl_scope *scope,
                                          const nwl_settings *inherited)
{
    nwl_settings *own = NULL;
    for (uint32_t i = 0; i < NWL_SETTING_COUNT; i++) {
        uint32_t count;
        nwl_scope_all(scope, nwl_setting_directives[i], &count);
        if (count == 0)
            continue;
        if (own == NULL) {
            own = NWL_NEW(arena, nwl_settings);
            *own = *inherited;
        }
        own->from[i] = scope;
    }
    return own != NULL ? own : inherited;
}

static bool is_http_level(nwl_context context)
{
    return (context & (NWL_CX_HTTP | NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION |
                       NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF |
                       NWL_CX_HTTP_LIMIT_EXCEPT)) != 0;
}

static void compute_settings(nwl_arena *arena, nwl_scope *top)
{
    const nwl_settings *none = NWL_NEW(arena, nwl_settings);
    for (nwl_scope *s = top; s != NULL; s = (nwl_scope *)nwl_scope_following(s, top)) {
        const nwl_scope *parent = s->parent;
        s->gap = s->incomplete ? s : parent != NULL ? parent->gap : NULL;
        if (!is_http_level(s->context))
            continue;
        bool inherits = parent != NULL && parent->settings != NULL;
        s->settings = merge_settings(arena, s, inherits ? parent->settings : none);
    }
}

nwl_scopes nwl_build_scopes(nwl_arena *arena, const nwl_configuration *configuration,
                            nwl_context context, uint32_t site_limit)
{
    builder b = {.arena = arena, .configuration = configuration, .limit = site_limit};
    b.first_steps =
        NWL_NEW_ARRAY(arena, const nwl_include_step *, configuration->file_count);
    nwl_scope *top = new_scope(&b, NULL, (nwl_site){0}, context);
    *NWL_PUSH(arena, &b.frames) = (frame){.next = first_of_file(&b, configuration->root),
                                          .scope = top,
                                          .opens_scope = true};
    read_all(&b);
    compute_settings(arena, top);
    return (nwl_scopes){top, b.first_steps, b.gaps, b.made >= b.limit};
}

// In the order in which they are preferred when several fit alike.
static const nwl_context ROOT_CONTEXTS[] = {
    NWL_CX_MAIN,          NWL_CX_HTTP,   NWL_CX_HTTP_SERVER,   NWL_CX_HTTP_LOCATION,
    NWL_CX_HTTP_UPSTREAM, NWL_CX_STREAM, NWL_CX_STREAM_SERVER, NWL_CX_MAIL,
};

// Blocks that nothing but the top of a configuration takes, such as http, whatever else stands beside them.
static bool is_whole_configuration(const nwl_file *file)
{
    for (const nwl_directive *d = file->tree.first; d != NULL; d = d->next) {
        if (d->ending == NWL_ENDS_WITH_BLOCK &&
            nwl_context_is_of_main((nwl_directive_id)d->id))
            return true;
    }
    return false;
}

nwl_context nwl_infer_context(const nwl_file *file)
{
    if (is_whole_configuration(file))
        return NWL_CX_MAIN;
    nwl_context best = NWL_CX_MAIN;
    uint32_t best_count = 0;
    for (size_t i = 0; i < sizeof(ROOT_CONTEXTS) / sizeof(ROOT_CONTEXTS[0]); i++) {
        uint32_t count = 0;
        for (const nwl_directive *d = file->tree.first; d != NULL; d = d->next)
            count += d->include == NULL &&
                     nwl_directive_accepts((nwl_directive_id)d->id, ROOT_CONTEXTS[i],
                                           d->arg_count);
        if (count > best_count) {
            best = ROOT_CONTEXTS[i];
            best_count = count;
        }
    }
    return best;
}
