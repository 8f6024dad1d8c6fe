#include "model/uri.h"

#include <string.h>

// ---- the parts of a target ----------------------------------------------------------------

static bool is_host_byte(char c)
{
    return nwl_is_alnum(c) || c == '.' || c == '-';
}

static bool is_literal_byte(char c)
{
    return nwl_is_alnum(c) || (c != '\0' && strchr(":-._~!$&'()*+,;=", c) != NULL);
}

static bool is_scheme_byte(char c)
{
    return nwl_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

static size_t skip(nwl_str text, size_t at, bool (*belongs)(char c))
{
    while (at < text.len && belongs(text.ptr[at]))
        at++;
    return at;
}

// The end of the host at begin, a "[literal]" or a name; past the text when a literal has no end.
static size_t host_end(nwl_str target, size_t begin)
{
    if (begin == target.len || target.ptr[begin] != '[')
        return skip(target, begin, is_host_byte);
    size_t end = skip(target, begin + 1, is_literal_byte);
    return end < target.len && target.ptr[end] == ']' ? end + 1 : target.len + 1;
}

// Splits "scheme://host:port/path" in front of the path.
static bool split_absolute(nwl_str target, nwl_str *authority, nwl_str *rest)
{
    size_t scheme = skip(target, 0, is_scheme_byte);
    if (!nwl_str_starts_with(nwl_str_from(target, scheme), NWL_STR("://")))
        return false;
    size_t begin = scheme + 3, end = host_end(target, begin);
    if (end < target.len && target.ptr[end] == ':')
        end = skip(target, end + 1, nwl_is_digit);
    if (end > target.len || end == begin)
        return false;
    *authority = nwl_str_slice(target, begin, end);
    *rest = nwl_str_from(target, end);
    return rest->len == 0 || rest->ptr[0] == '/' || rest->ptr[0] == '?';
}

static bool has_forbidden_byte(nwl_str target)
{
    for (size_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.ptr[i];
        if (c <= 0x20 || c == 0x7f)
            return true;
    }
    return false;
}

// ---- the path -----------------------------------------------------------------------------

// What the path so far ends with.
typedef enum ending {
    IN_SEGMENT,
    AFTER_SLASH,
    AFTER_DOT,
    AFTER_TWO_DOTS,
} ending;

typedef struct normalizer {
    char *path;
    size_t len;
    ending ending;
    bool merge_slashes;
} normalizer;

static void append(normalizer *n, char c, ending next)
{
    n->path[n->len++] = c;
    n->ending = next;
}

// Takes "x/.." off the end of the path; false when there is no x.
static bool drop_segment(normalizer *n)
{
    size_t end = n->len - 3; // of the slash in front of the dots
    if (end == 0)
        return false;
    while (n->path[end - 1] != '/')
        end--;
    n->len = end;
    n->ending = AFTER_SLASH;
    return true;
}

static bool add_slash(normalizer *n)
{
    switch (n->ending) {
    case IN_SEGMENT:
        append(n, '/', AFTER_SLASH);
        return true;
    case AFTER_SLASH:
        if (!n->merge_slashes)
            append(n, '/', AFTER_SLASH);
        return true;
    case AFTER_DOT:
        n->len--;
        n->ending = AFTER_SLASH;
        return true;
    case AFTER_TWO_DOTS:
        return drop_segment(n);
    }
    return false;
}

static bool add(normalizer *n, char c)
{
    if (c == '/')
        return add_slash(n);
    ending next = IN_SEGMENT;
    if (c == '.' && n->ending == AFTER_SLASH)
        next = AFTER_DOT;
    else if (c == '.' && n->ending == AFTER_DOT)
        next = AFTER_TWO_DOTS;
    append(n, c, next);
    return true;
}

static bool finish(normalizer *n)
{
    if (n->ending == AFTER_DOT)
        n->len--;
    return n->ending != AFTER_TWO_DOTS || drop_segment(n);
}

static int hex_digit(char c)
{
    char lower = nwl_to_lower(c);
    if (nwl_is_digit(c))
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The byte that "%XX" at the place stands for; 0 when it stands for none that nginx takes.
static char decode(nwl_str text, size_t at)
{
    if (text.len - at < 3)
        return '\0';
    int high = hex_digit(text.ptr[at + 1]), low = hex_digit(text.ptr[at + 2]);
    return high < 0 || low < 0 ? '\0' : (char)(high * 16 + low);
}

// Decoded, these mean nothing any more.
static bool is_plain_when_decoded(char c)
{
    return c == '%' || c == '#' || c == '?';
}

static bool add_decoded(normalizer *n, nwl_uri *uri, char c)
{
    uri->quoted = true;
    uri->plus = uri->plus || c == '+';
    if (c == '\0')
        return false;
    if (!is_plain_when_decoded(c))
        return add(n, c);
    append(n, c, IN_SEGMENT);
    return true;
}

// Reads the path that rest begins with into uri; *end is where it ends.
static bool read_path(nwl_arena *arena, nwl_str rest, bool merge_slashes, nwl_uri *uri,
                      size_t *end)
{
    normalizer n = {.path = nwl_arena_alloc(arena, rest.len + 1, 1),
                    .merge_slashes = merge_slashes};
    size_t at = 0;
    if (rest.len == 0 || rest.ptr[0] == '?')
        append(&n, '/', AFTER_SLASH);
    for (; at < rest.len && rest.ptr[at] != '?' && rest.ptr[at] != '#'; at++) {
        char c = rest.ptr[at];
        if (c != '%') {
            uri->plus = uri->plus || c == '+';
            if (!add(&n, c))
                return false;
            continue;
        }
        if (!add_decoded(&n, uri, decode(rest, at)))
            return false;
        at += 2;
    }
    *end = at;
    if (!finish(&n))
        return false;
    uri->path = (nwl_str){n.path, n.len};
    return true;
}

bool nwl_uri_parse(nwl_arena *arena, nwl_str target, bool merge_slashes, nwl_uri *uri)
{
    *uri = (nwl_uri){.location_valid = true};
    nwl_str rest = target;
    if (has_forbidden_byte(target) || target.len == 0)
        return false;
    if (nwl_is_alpha(target.ptr[0])) {
        if (!split_absolute(target, &uri->authority, &rest))
            return false;
    } else if (target.ptr[0] != '/') {
        return false;
    }
    size_t end;
    if (!read_path(arena, rest, merge_slashes, uri, &end))
        return false;
    if (end < rest.len && rest.ptr[end] == '?')
        uri->args = nwl_str_slice(rest, end + 1, nwl_str_find(rest, '#', end));
    uri->unparsed = rest.len > 0 ? rest : NWL_STR("/");
    uri->unparsed_valid = uri->unparsed.ptr[0] == '/';
    return true;
}

void nwl_uri_rewrite(nwl_uri *uri, nwl_str path, nwl_str args, bool stays)
{
    uri->path = path;
    uri->args = args;
    uri->internal = true;
    uri->unparsed_valid = false;
    if (stays)
        uri->location_valid = false;
}

// ---- for the backend ----------------------------------------------------------------------

static bool is_escaped(unsigned char c, nwl_escape escape)
{
    static const char *const ESCAPED[] = {
        [NWL_ESCAPE_URI] = " \"#%<>?\\^`{|}",
        [NWL_ESCAPE_ARGS] = " \"#%<>?\\^`{|}&+;",
    };
    if (c < 0x20 || c >= 0x7f)
        return c != 0x7e;
    if (escape == NWL_ESCAPE_URI_COMPONENT)
        return !nwl_is_alnum((char)c) && strchr("-._~", c) == NULL;
    return strchr(ESCAPED[escape], c) != NULL;
}

static size_t count_escaped(nwl_str text, nwl_escape escape)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += is_escaped((unsigned char)text.ptr[i], escape);
    return count;
}

nwl_str nwl_uri_escape(nwl_arena *arena, nwl_str text, nwl_escape escape)
{
    size_t count = count_escaped(text, escape);
    if (count == 0)
        return text;
    char *bytes = nwl_arena_alloc(arena, text.len + 2 * count, 1), *out = bytes;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (!is_escaped(c, escape)) {
            *out++ = (char)c;
            continue;
        }
        *out++ = '%';
        *out++ = "0123456789ABCDEF"[c >> 4];
        *out++ = "0123456789ABCDEF"[c & 15];
    }
    return (nwl_str){bytes, text.len + 2 * count};
}

static nwl_str joined(nwl_arena *arena, const nwl_str *parts, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *bytes = nwl_arena_alloc(arena, len, 1), *out = bytes;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(out, parts[i].ptr, parts[i].len);
        out += parts[i].len;
    }
    return (nwl_str){bytes, len};
}

// The URI of proxy_pass in place of the location's name, and what the client asked for behind it.
static nwl_str replaced(nwl_arena *arena, const nwl_uri *uri, const nwl_pass_uri *pass)
{
    bool replaces = uri->location_valid && pass->uri.len > 0;
    nwl_str rest = nwl_str_from(uri->path, replaces ? pass->location.len : 0);
    if (uri->quoted || uri->internal)
        rest = nwl_uri_escape(arena, rest, NWL_ESCAPE_URI);
    nwl_str parts[] = {replaces ? pass->uri : NWL_STR(""), rest,
                       uri->args.len > 0 ? NWL_STR("?") : NWL_STR(""), uri->args};
    return joined(arena, parts, sizeof(parts) / sizeof(parts[0]));
}

bool nwl_uri_upstream(nwl_arena *arena, const nwl_uri *uri, const nwl_pass_uri *pass,
                      nwl_str *target)
{
    if (pass->evaluated && pass->uri.len > 0) {
        nwl_str parts[] = {pass->uri.ptr[0] == '?' ? NWL_STR("/") : NWL_STR(""),
                           pass->uri};
        *target = joined(arena, parts, sizeof(parts) / sizeof(parts[0]));
    } else if (pass->uri.len == 0 && uri->unparsed_valid) {
        *target = uri->unparsed;
    } else {
        *target = replaced(arena, uri, pass);
    }
    return target->len > 0;
}
