#include "model/reach.h"

#include "model/example.h"
#include "model/selection.h"
#include "model/words.h"

enum {
    MOST_WORK = 200 * 1000, // locations that are looked at for one server
    MOST_PATHS = 2 * NWL_MOST_REGEX_EXAMPLES,
};

nwl_reach nwl_reach_new(nwl_arena *scratch, const nwl_model *model)
{
    return (nwl_reach){.model = model, .scratch = scratch};
}

// How many paths may be looked for in a server: each is compared with all its locations. Without regexes none is worth it.
static uint32_t affordable_in(const nwl_scope *server)
{
    uint32_t locations = 0;
    bool has_regexes = false;
    for (const nwl_scope *s = server; s != NULL; s = nwl_scope_following(s, server)) {
        if (s->context != NWL_CX_HTTP_LOCATION)
            continue;
        locations++;
        has_regexes =
            has_regexes || nwl_location_is_regex(nwl_location_read(s->opener.directive));
    }
    return has_regexes ? MOST_WORK / locations : 0;
}

// Whether a path ends with the word for a socket, and so is the one that handshakes ask for.
static bool ends_with_socket(nwl_str path)
{
    nwl_str word = nwl_words_websocket_path(path);
    return word.len > 0 && word.ptr + word.len == path.ptr + path.len;
}

static nwl_str below(nwl_arena *arena, nwl_str path)
{
    const char *slash = nwl_str_ends_with(path, NWL_STR("/")) ? "" : "/";
    return nwl_arena_format(arena, "%.*s%szq9", NWL_STR_FMT(path), slash);
}

// Paths of handshakes for a location, and how many; 0 when they are not known. What is made of a regex may not fit it.
static uint32_t paths_of(nwl_arena *arena, const nwl_scope *location,
                         nwl_str paths[MOST_PATHS])
{
    nwl_location name = nwl_location_read(location->opener.directive);
    if (nwl_location_is_regex(name)) {
        uint32_t count = nwl_examples_of_regex(arena, name.text, paths);
        for (uint32_t i = 0; i < count; i++)
            paths[count + i] = below(arena, paths[i]);
        return count < NWL_MOST_REGEX_EXAMPLES ? 2 * count : 0;
    }
    uint32_t count = nwl_example_paths(arena, location, paths);
    if (count < 2)
        return count;
    if (ends_with_socket(name.text))
        count = 0;
    paths[count++] = name.text;
    return count;
}

static const nwl_scope *find_taker(const nwl_reach *reach, const nwl_scope *location)
{
    nwl_selection *selection = reach->model->selection;
    nwl_location name = nwl_location_read(location->opener.directive);
    const nwl_regex *regex =
        nwl_location_is_regex(name) ? nwl_location_regex(selection, location) : NULL;
    nwl_str paths[MOST_PATHS];
    const nwl_scope *taker = NULL;
    uint32_t count = paths_of(reach->scratch, location, paths);
    for (uint32_t i = 0; i < count; i++) {
        if (regex != NULL && nwl_regex_matches(regex, paths[i]) != NWL_MATCH_YES)
            continue;
        nwl_location_selection selected =
            nwl_select_location(selection, reach->scratch, reach->server, paths[i]);
        if (selected.location == location || selected.undecided != NULL ||
            selected.kind == NWL_LOCATION_EXACT)
            return NULL;
        if (taker == NULL)
            taker = selected.location;
    }
    return taker;
}

const nwl_scope *nwl_reach_taker(nwl_reach *reach, const nwl_scope *location)
{
    if (reach->location == location)
        return reach->taker;
    const nwl_scope *server = nwl_scope_enclosing(location, NWL_CX_HTTP_SERVER);
    if (server != NULL && server != reach->server)
        reach->affordable = affordable_in(server);
    reach->server = server;
    reach->location = location;
    reach->taker = NULL;
    if (server != NULL && reach->affordable >= MOST_PATHS) {
        reach->affordable -= MOST_PATHS;
        reach->taker = find_taker(reach, location);
    }
    return reach->taker;
}
