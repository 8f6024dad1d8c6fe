#include "base/utf8.h"

typedef struct code_range {
    uint32_t first, last;
    uint32_t columns;
} code_range;

static const code_range widths[] = {
#define NWL_WIDTH(first, last, columns) {first, last, columns},
#include "base/width.def"
#undef NWL_WIDTH
};

static const code_range hostile[] = {
    {0x0000, 0x001f, 0}, {0x007f, 0x009f, 0},   // C0, DEL, C1
    {0x00ad, 0x00ad, 0}, {0x034f, 0x034f, 0},   // soft hyphen, grapheme joiner
    {0x061c, 0x061c, 0}, {0x115f, 0x1160, 0},   // Arabic letter mark, Hangul fillers
    {0x17b4, 0x17b5, 0}, {0x180b, 0x180f, 0},   // invisible Khmer and Mongolian marks
    {0x200b, 0x200f, 0}, {0x2028, 0x202e, 0},   // zero-width, separators, bidi
    {0x2060, 0x206f, 0}, {0x3164, 0x3164, 0},   // joiners, isolates, Hangul filler
    {0xfdd0, 0xfdef, 0}, {0xfeff, 0xfeff, 0},   // no characters, byte order mark
    {0xffa0, 0xffa0, 0},                        // Hangul filler
    {0xfff9, 0xfffb, 0}, {0xe0000, 0xe0fff, 0}, // annotations, tags and what follows them
};

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

// The range that holds code_point in a sorted table, NULL when none does.
static const code_range *find(const code_range *ranges, size_t count, uint32_t code_point)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (code_point < ranges[middle].first)
            count = middle;
        else if (code_point > ranges[middle].last)
            low = middle + 1;
        else
            return &ranges[middle];
    }
    return NULL;
}

// How many bytes the sequence has that starts with lead, 0 when none does.
static uint32_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

// False for overlong forms, surrogates and what lies above U+10FFFF.
static bool is_well_formed(uint32_t value, uint32_t bytes)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return value >= smallest[bytes] && value <= 0x10ffff &&
           (value < 0xd800 || value > 0xdfff);
}

nwl_code_point nwl_utf8_decode(nwl_str text)
{
    const nwl_code_point invalid = {NWL_REPLACEMENT_CHARACTER, 1, false};
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    uint32_t length = sequence_length(bytes[0]);
    if (length == 1)
        return (nwl_code_point){bytes[0], 1, true};
    if (length == 0 || length > text.len)
        return invalid;
    uint32_t value = bytes[0] & (0x7fu >> length);
    for (uint32_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return invalid;
        value = value << 6 | (bytes[i] & 0x3f);
    }
    return is_well_formed(value, length) ? (nwl_code_point){value, length, true}
                                         : invalid;
}

uint32_t nwl_utf8_width(uint32_t code_point)
{
    if (code_point < 0x300)
        return 1;
    const code_range *range = find(widths, COUNT_OF(widths), code_point);
    return range == NULL ? 1 : range->columns;
}

uint32_t nwl_utf8_count(nwl_str text)
{
    uint32_t count = 0;
    for (size_t at = 0; at < text.len; count++)
        at += nwl_utf8_decode((nwl_str){text.ptr + at, text.len - at}).bytes;
    return count;
}

// The byte at place (0 for the last) of a sequence: six bits of value.
static char continuation(uint32_t value, uint32_t place)
{
    return (char)(0x80 | (value >> 6 * place & 0x3f));
}

uint32_t nwl_utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
        code_point = NWL_REPLACEMENT_CHARACTER;
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    uint32_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    out[0] = (char)(0xf00u >> length | code_point >> 6 * (length - 1));
    for (uint32_t i = 1; i < length; i++)
        out[i] = continuation(code_point, length - 1 - i);
    return length;
}

bool nwl_utf8_is_hostile(uint32_t code_point)
{
    // The last two of each plane are no characters either.
    bool ends_a_plane = code_point <= 0x10ffff && (code_point & 0xfffe) == 0xfffe;
    return ends_a_plane || find(hostile, COUNT_OF(hostile), code_point) != NULL;
}
