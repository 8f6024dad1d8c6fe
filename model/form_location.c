// Locations: their modifiers, their regular expressions, and how they nest.
#include "model/form.h"
#include "model/location.h"

// The location around a line; false when it stands in none, or nobody knows in which.
static bool location_around(const nwl_argument_line *line, nwl_location *location)
{
    const nwl_scope *scope = line->scope;
    bool is_inside = scope != NULL && scope->context == NWL_CX_HTTP_LOCATION &&
                     scope->opener.directive != NULL;
    if (is_inside)
        *location = nwl_location_read(scope->opener.directive);
    return is_inside;
}

// "location $name" of newer versions is no prefix and stands anywhere; "${name}" is what a template has in place of a text.
static bool has_variable(nwl_location location)
{
    return (location.kind == NWL_LOCATION_PREFIX &&
            nwl_str_starts_with(location.text, NWL_STR("$"))) ||
           nwl_str_contains(location.text, NWL_STR("${"));
}

// A regular expression around counts as if it were a prefix.
static bool is_outside(nwl_location inner, nwl_location outer)
{
    return outer.kind != NWL_LOCATION_INVALID && !nwl_location_is_regex(inner) &&
           !has_variable(inner) && !has_variable(outer) &&
           !nwl_str_starts_with(inner.text, outer.text);
}

static bool find_nesting_fault(const nwl_argument_line *line, nwl_argument_fault *fault,
                               nwl_location inner)
{
    nwl_location outer;
    uint32_t last = line->directive->arg_count - 1;
    if (!location_around(line, &outer))
        return false;
    nwl_str in = nwl_argument_shown(line->arena, inner.text);
    nwl_str out = nwl_argument_shown(line->arena, outer.text);
    if (outer.kind == NWL_LOCATION_EXACT || outer.kind == NWL_LOCATION_NAMED)
        return nwl_fault_at(line, fault, last,
                            "location \"%.*s\" cannot be inside the %s location \"%.*s\"",
                            NWL_STR_FMT(in),
                            outer.kind == NWL_LOCATION_EXACT ? "exact" : "named",
                            NWL_STR_FMT(out));
    if (inner.kind == NWL_LOCATION_NAMED)
        return nwl_fault_at(line, fault, last,
                            "the named location \"%.*s\" stands in another location, "
                            "not in a server",
                            NWL_STR_FMT(in));
    return is_outside(inner, outer) &&
           nwl_fault_at(line, fault, last,
                        "location \"%.*s\" does not begin with \"%.*s\", the location "
                        "around it",
                        NWL_STR_FMT(in), NWL_STR_FMT(out));
}

static bool refuses_nesting(const nwl_argument_line *line, nwl_argument_fault *fault,
                            nwl_location inner)
{
    bool refused = find_nesting_fault(line, fault, inner);
    if (refused)
        fault->of_nesting = true;
    return refused;
}

// Source: ngx_http_core_location().
bool nwl_form_location(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_location location = nwl_location_read(line->directive);
    if (location.kind == NWL_LOCATION_INVALID) {
        nwl_str shown =
            nwl_argument_shown(line->arena, nwl_directive_arg(line->directive, 0));
        nwl_fault_at(line, fault, 0, "\"%.*s\" is no modifier of a location",
                     NWL_STR_FMT(shown));
        fault->expected = NWL_STR("\"=\", \"^~\", \"~\" or \"~*\", else one word alone");
        return true;
    }
    if (nwl_location_is_regex(location) &&
        nwl_fault_regex(line, fault, line->directive->arg_count - 1, location.text,
                        location.kind == NWL_LOCATION_REGEX_NO_CASE))
        return true;
    return refuses_nesting(line, fault, location);
}

// The variable of a root that would be made of itself; NULL when there is none.
static const char *variable_of_root(nwl_str path)
{
    if (nwl_str_contains(path, NWL_STR("$document_root")) ||
        nwl_str_contains(path, NWL_STR("${document_root}")))
        return "$document_root";
    if (nwl_str_contains(path, NWL_STR("$realpath_root")) ||
        nwl_str_contains(path, NWL_STR("${realpath_root}")))
        return "$realpath_root";
    return NULL;
}

// Source: ngx_http_core_root().
bool nwl_form_root(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str name = line->directive->name;
    const char *variable = variable_of_root(nwl_directive_arg(line->directive, 0));
    nwl_location location;
    if (nwl_str_eq(name, NWL_STR("alias")) && location_around(line, &location) &&
        location.kind == NWL_LOCATION_NAMED)
        return nwl_fault_at(line, fault, line->directive->arg_count,
                            "\"alias\" cannot be used in the named location \"%.*s\"",
                            NWL_STR_FMT(location.text));
    return variable != NULL &&
           nwl_fault_at(line, fault, 0, "\"%.*s\" cannot be made of \"%s\"",
                        NWL_STR_FMT(name), variable);
}
