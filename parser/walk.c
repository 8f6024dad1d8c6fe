#include "parser/parser.h"

nwl_walk nwl_walk_of(const nwl_directive *first)
{
    return (nwl_walk){.start = first};
}

static bool enter(nwl_walk *walk, const nwl_directive *directive)
{
    walk->directive = directive;
    walk->entering = true;
    return true;
}

static bool leave(nwl_walk *walk, const nwl_directive *directive)
{
    walk->directive = directive;
    walk->entering = false;
    return true;
}

static bool finish(nwl_walk *walk)
{
    *walk = (nwl_walk){0};
    return false;
}

static bool has_block(const nwl_directive *directive)
{
    return directive->block.end > directive->block.begin;
}

bool nwl_walk_next(nwl_walk *walk)
{
    const nwl_directive *directive = walk->directive;
    if (walk->start == NULL)
        return false;
    if (directive == NULL)
        return enter(walk, walk->start);
    if (walk->entering && directive->body != NULL)
        return enter(walk, directive->body);
    if (walk->entering && has_block(directive))
        return leave(walk, directive);
    if (directive->next != NULL)
        return enter(walk, directive->next);
    if (directive->parent == walk->start->parent)
        return finish(walk);
    return leave(walk, directive->parent);
}
