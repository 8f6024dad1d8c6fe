#include "rules/blame.h"

#include "rules/handshake.h"
#include "rules/pass.h"

// What is one finding: a line of a file, whatever blocks include it, apart from where a comment hides what is said of it.
typedef struct identity {
    const nwl_directive *line;
    const nwl_suppression *hidden_by;
} identity;

struct nwl_blamed {
    nwl_blame blame;
    identity who;
};

// A block as it is written is one, however often it is included.
typedef struct counted {
    const struct nwl_blamed *entry;
    const nwl_directive *block;
} counted;

nwl_blames nwl_blames_new(nwl_arena *arena)
{
    return (nwl_blames){.by_key = nwl_map_new(arena), .counted = nwl_map_new(arena)};
}

const nwl_blame *nwl_blames_at(const nwl_blames *blames, uint32_t index)
{
    return &blames->items.items[index]->blame;
}

static nwl_str key_of(const identity *who)
{
    return (nwl_str){(const char *)who, sizeof(*who)};
}

static nwl_site place_of(const nwl_blame *blame)
{
    return nwl_blame_is_at_place(blame) ? blame->location->site : blame->line;
}

// The finding that a blame would be on its own, as far as comments and the files that were given ask for it.
static nwl_finding finding_of(const nwl_blame *blame)
{
    nwl_site place = place_of(blame);
    return (nwl_finding){
        .at = nwl_site_span(place), .via = place.via, .scope = blame->scope};
}

static identity identity_of(const nwl_pass *pass, const nwl_blame *blame,
                            const nwl_finding *told)
{
    return (identity){
        blame->once ? NULL : blame->line.directive,
        nwl_suppressions_find(&pass->visit->suppressions, pass->index, told)};
}

static bool is_asked(const nwl_pass *pass, const nwl_blame *blame,
                     const nwl_finding *told)
{
    nwl_answering *answering = &pass->visit->answering;
    return nwl_answering_for(answering, told) ||
           nwl_answering_for_site(answering, blame->location->site) ||
           nwl_answering_for_site(answering, blame->through) ||
           nwl_answering_for_site(answering, blame->source);
}

// Whether a block was not counted before.
static bool count_in(nwl_pass *pass, struct nwl_blamed *entry, const nwl_scope *block)
{
    nwl_map *map = &pass->blames.counted;
    counted *key = NWL_NEW(pass->arena, counted);
    *key = (counted){entry, block->opener.directive};
    nwl_str bytes = {(const char *)key, sizeof(*key)};
    if (nwl_map_get(map, bytes) != NULL)
        return false;
    nwl_map_put(map, bytes, key);
    return true;
}

static void count_site(nwl_pass *pass, struct nwl_blamed *entry,
                       const nwl_proxied_location *location)
{
    nwl_blame *blame = &entry->blame;
    if (location->server == NULL || !count_in(pass, entry, location->server))
        return;
    if (blame->site_count < NWL_BLAME_MOST_SITES)
        blame->sites[blame->site_count] = location;
    blame->site_count++;
}

static void start(nwl_pass *pass, const nwl_blame *blame, identity who)
{
    struct nwl_blamed *entry = NWL_NEW(pass->arena, struct nwl_blamed);
    *entry = (struct nwl_blamed){*blame, who};
    *NWL_PUSH(pass->arena, &pass->blames.items) = entry;
    nwl_map_put(&pass->blames.by_key, key_of(&entry->who), entry);
    count_in(pass, entry, blame->location->location);
    count_site(pass, entry, blame->location);
}

// What several locations have in common is their server. What a comment hides stays within its reach.
static const nwl_scope *scope_of_all(const struct nwl_blamed *entry,
                                     const nwl_proxied_location *location)
{
    const nwl_blame *blame = &entry->blame;
    if (blame->scope == location->scope || entry->who.hidden_by != NULL)
        return blame->scope;
    bool is_same = blame->scope != NULL && blame->location->server == location->server;
    return is_same ? location->server : NULL;
}

static void join(nwl_pass *pass, struct nwl_blamed *entry, const nwl_blame *blame)
{
    count_site(pass, entry, blame->location);
    nwl_blame known = entry->blame;
    nwl_blame all = blame->severity > known.severity ? *blame : known;
    all.scope = known.scope;
    all.count = known.count;
    memcpy(all.sites, known.sites, sizeof(all.sites));
    all.site_count = known.site_count;
    all.asked = blame->asked || known.asked;
    if (count_in(pass, entry, blame->location->location)) {
        all.scope = scope_of_all(entry, blame->location);
        all.count++;
    }
    entry->blame = all;
}

void nwl_blame_line(nwl_pass *pass, const nwl_proxied_location *location, nwl_blame blame)
{
    if (blame.severity == NWL_OFF || blame.line.directive == NULL)
        return;
    blame.location = location;
    blame.scope = location->scope;
    blame.count = 1;
    nwl_finding told = finding_of(&blame);
    blame.asked = is_asked(pass, &blame, &told);
    identity who = identity_of(pass, &blame, &told);
    struct nwl_blamed *known = nwl_map_get(&pass->blames.by_key, key_of(&who));
    if (known == NULL)
        start(pass, &blame, who);
    else
        join(pass, known, &blame);
}

bool nwl_blame_is_at_place(const nwl_blame *blame)
{
    return blame->is_gap && blame->count == 1;
}

nwl_finding *nwl_flag_blame(nwl_pass *pass, const nwl_blame *blame, const char *message,
                            ...)
{
    va_list arguments;
    va_start(arguments, message);
    nwl_str text = nwl_arena_format_list(nwl_pass_scratch(pass), message, arguments);
    va_end(arguments);
    nwl_finding *finding =
        nwl_flag(pass, place_of(blame), blame->scope, "%.*s", NWL_STR_FMT(text));
    finding->severity = blame->severity;
    finding->confidence = blame->confidence;
    finding->asked = blame->asked;
    finding->of_line = true;
    return finding;
}

nwl_str nwl_blame_places(nwl_pass *pass, const nwl_blame *blame)
{
    if (blame->count == 1)
        return nwl_location_quoted(pass, blame->location);
    return nwl_arena_format(nwl_pass_scratch(pass), "%u locations", blame->count);
}

nwl_str nwl_blame_does(nwl_pass *pass, const nwl_blame *blame, const char *verb)
{
    return nwl_arena_format(nwl_pass_scratch(pass), "%.*s %s%s",
                            NWL_STR_FMT(nwl_blame_places(pass, blame)), verb,
                            blame->count == 1 ? "s" : "");
}

// What hands the requests on may be what is to blame; then it is the block around it.
static nwl_site shown_place(const nwl_blame *blame, const nwl_proxied_location *location)
{
    const nwl_site opener = location->location->opener;
    bool is_told =
        place_of(blame).directive == location->site.directive && opener.directive != NULL;
    return is_told ? opener : location->site;
}

static void add_other_sites(nwl_pass *pass, nwl_finding *finding, const nwl_blame *blame)
{
    uint32_t shown = 1;
    for (uint32_t i = 0; i < blame->site_count && i < NWL_BLAME_MOST_SITES; i++) {
        const nwl_proxied_location *location = blame->sites[i];
        if (location->server == blame->location->server)
            continue;
        nwl_finding_related(pass, finding, shown_place(blame, location), "and here");
        shown++;
    }
    if (blame->site_count > shown)
        nwl_finding_note(pass, finding, "and in %u more servers",
                         blame->site_count - shown);
}

void nwl_blame_add_place(nwl_pass *pass, nwl_finding *finding, const nwl_blame *blame,
                         const char *label)
{
    nwl_site place = shown_place(blame, blame->location);
    if (blame->count == 1) {
        nwl_finding_related(pass, finding, place, "%s", label);
        return;
    }
    nwl_finding_related(pass, finding, place, "%s (the first of %u locations)", label,
                        blame->count);
    if (!blame->once)
        add_other_sites(pass, finding, blame);
}
