// Borrowed byte strings: a pointer and a length, no terminating NUL promised.
#ifndef NWL_BASE_STR_H
#define NWL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct nwl_str {
    const char *ptr;
    size_t len;
} nwl_str;

#define NWL_STR(literal) ((nwl_str){"" literal, sizeof(literal) - 1})

// The same as a constant initializer, for tables.
#define NWL_TEXT(literal)                                                                \
    {                                                                                    \
        "" literal, sizeof(literal) - 1                                                  \
    }

#define NWL_STR_NONE ((nwl_str){NULL, 0})

// For printf's "%.*s".
#define NWL_STR_FMT(s) (int)(s).len, (s).ptr != NULL ? (s).ptr : ""

// A string over the bytes of a NUL-terminated one; NULL gives NWL_STR_NONE.
nwl_str nwl_str_of(const char *text);

bool nwl_str_eq(nwl_str a, nwl_str b);

// Equal but for the case of ASCII letters.
bool nwl_str_eq_nocase(nwl_str a, nwl_str b);

// Byte order, as strcmp(3) gives it.
int nwl_str_compare(nwl_str a, nwl_str b);

bool nwl_str_starts_with(nwl_str text, nwl_str prefix);
bool nwl_str_ends_with(nwl_str text, nwl_str suffix);

// The part of text from begin (clamped) to its end.
nwl_str nwl_str_from(nwl_str text, size_t begin);

// The bytes [begin, end) of text, both clamped.
nwl_str nwl_str_slice(nwl_str text, size_t begin, size_t end);

// Position of the first byte c at or after from, text.len when there is none.
size_t nwl_str_find(nwl_str text, char c, size_t from);

// Position of the last byte c, text.len when there is none.
size_t nwl_str_find_last(nwl_str text, char c);

bool nwl_str_contains(nwl_str text, nwl_str part);
bool nwl_str_contains_nocase(nwl_str text, nwl_str part);

// Without the spaces, tabs, CR and LF around it.
nwl_str nwl_str_trim(nwl_str text);

// Cuts the next part off *rest at separator. False when nothing is left.
bool nwl_str_cut(nwl_str *rest, char separator, nwl_str *part);

bool nwl_is_digit(char c);
bool nwl_is_alpha(char c);
bool nwl_is_alnum(char c);
char nwl_to_lower(char c);

// A decimal number without sign; false on anything else and on overflow, leaving *number alone.
bool nwl_str_to_u32(nwl_str text, uint32_t *number);

#endif
