#include "model/recognition.h"

// What one text says of every application, by index; the values are those of the question asked.
typedef struct answers {
    bool any;
    uint8_t *of_app;
} answers;

enum { PORT_COMMON = 1, PORT_OWN = 2 };

typedef struct subject {
    nwl_str text;
    nwl_app_initials initials;
} subject;

typedef uint8_t (*question)(const nwl_app *app, const subject *of);

static uint8_t ask_path(const nwl_app *app, const subject *of)
{
    return (uint8_t)nwl_app_path_strength(app, of->text);
}

static uint8_t ask_name(const nwl_app *app, const subject *of)
{
    return nwl_app_name_may_match(app, of->initials) &&
           nwl_app_name_matches(app, of->text);
}

static uint8_t ask_port(const nwl_app *app, const subject *of)
{
    uint32_t port = 0;
    bool own;
    if (!nwl_str_to_u32(of->text, &port) || !nwl_app_port_matches(app, port, &own))
        return 0;
    return own ? PORT_OWN : PORT_COMMON;
}

nwl_recognition nwl_recognition_new(nwl_arena *arena)
{
    return (nwl_recognition){arena, nwl_map_new(arena), nwl_map_new(arena),
                             nwl_map_new(arena)};
}

static const answers *ask(nwl_recognition *r, nwl_map *known, question put, nwl_str text)
{
    answers *a = nwl_map_get(known, text);
    if (a != NULL)
        return a;
    a = NWL_NEW(r->arena, answers);
    a->of_app = NWL_NEW_ARRAY(r->arena, uint8_t, nwl_app_count());
    subject of = {text, nwl_app_initials_of(text)};
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        a->of_app[i] = put(nwl_app_at(i), &of);
        a->any = a->any || a->of_app[i] != 0;
    }
    nwl_map_put(known, nwl_arena_copy(r->arena, text), a);
    return a;
}

static const answers *ask_port_number(nwl_recognition *r, uint32_t port)
{
    char digits[10];
    size_t begin = sizeof(digits);
    for (; port > 0; port /= 10)
        digits[--begin] = (char)('0' + port % 10);
    return ask(r, &r->ports, ask_port, (nwl_str){digits + begin, sizeof(digits) - begin});
}

// How much each trait counts when several applications fit.
enum {
    WEIGHT_OWN_PATH = 8,
    WEIGHT_OWN_PORT = 4,
    WEIGHT_NAME = 3,
    WEIGHT_PATH = 2,
    WEIGHT_PORT = 1
};

typedef struct marks {
    nwl_path_strength path;
    uint8_t port;
    bool name;
} marks;

static int weight_of(marks m)
{
    return (m.path == NWL_PATH_OWN    ? WEIGHT_OWN_PATH
            : m.path != NWL_PATH_NONE ? WEIGHT_PATH
                                      : 0) +
           (m.port == PORT_OWN ? WEIGHT_OWN_PORT
            : m.port != 0      ? WEIGHT_PORT
                               : 0) +
           (m.name ? WEIGHT_NAME : 0);
}

static bool identifies(marks m, bool set_up)
{
    return m.path == NWL_PATH_OWN || m.port == PORT_OWN ||
           (m.name && (m.path != NWL_PATH_NONE || m.port != 0 || set_up));
}

// The names that say something at all; *count of them.
static uint32_t telling_names(nwl_recognition *r, const nwl_traits *traits,
                              const answers **telling, uint32_t most)
{
    uint32_t count = 0;
    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < traits->name_counts[side] && count < most; i++) {
            const answers *a = ask(r, &r->names, ask_name, traits->names[side][i]);
            if (a->any)
                telling[count++] = a;
        }
    }
    return count;
}

nwl_recognised nwl_recognise(nwl_recognition *r, const nwl_traits *traits)
{
    enum { MOST_NAMES = 16 };
    const answers *names[MOST_NAMES];
    uint32_t name_count = telling_names(r, traits, names, MOST_NAMES);
    const answers *path = ask(r, &r->paths, ask_path, traits->path);
    const answers *port = ask_port_number(r, traits->port);
    nwl_recognised best = {0};
    int best_weight = 0;
    if (!path->any && !port->any && name_count == 0)
        return best;
    for (uint32_t i = 0; i < nwl_app_count(); i++) {
        marks m = {(nwl_path_strength)path->of_app[i], port->of_app[i], false};
        for (uint32_t n = 0; n < name_count; n++)
            m.name = m.name || names[n]->of_app[i] != 0;
        best.shared_path = best.shared_path || m.path == NWL_PATH_SHARED;
        if (!identifies(m, traits->set_up) || weight_of(m) <= best_weight)
            continue;
        best_weight = weight_of(m);
        best = (nwl_recognised){.app = nwl_app_at(i),
                                .path = m.path != NWL_PATH_NONE,
                                .port = m.port != 0,
                                .own_port = m.port == PORT_OWN,
                                .name = m.name,
                                .shared_path = best.shared_path};
    }
    return best;
}
