// The table of slots: model/arguments.def and what its words stand for.
#include "model/slot.h"

#include <assert.h>

#include "model/value.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define WORD(text)                                                                       \
    {                                                                                    \
        NWL_TEXT(text), 0                                                                \
    }
#define SINCE(text, major, minor, patch)                                                 \
    {                                                                                    \
        NWL_TEXT(text), NWL_VERSION_OF(major##u, minor##u, patch##u)                     \
    }
#define NWL_WORDS(list, ...) static const nwl_slot_word words_##list[] = {__VA_ARGS__};
#include "model/arguments.def"

#define WORDS_OF(list) .words = words_##list, .word_count = COUNT_OF(words_##list)
#define VALUE(parse_value, noun_text, expected_text)                                     \
    .kind = NWL_SLOT_VALUE, .parse = (parse_value), .noun = (noun_text),                 \
    .expected = (expected_text)

#define ANYTHING .kind = NWL_SLOT_ANYTHING
#define FLAG ONE_OF(on_off)
#define TIME_MS                                                                          \
    VALUE(nwl_value_time_ms, "a time",                                                   \
          "a number of seconds, or numbers with units from w, d, h, m, s down to ms: "   \
          "\"1m30s\"")
#define TIME_S                                                                           \
    VALUE(nwl_value_time_s, "a time in seconds",                                         \
          "a number of seconds, or numbers with units from y, M, w, d, h, m down to s: " \
          "\"1h30m\"")
#define TIME_S_OR(list) TIME_S, .case_matters = true, WORDS_OF(list)
#define SIZE                                                                             \
    VALUE(nwl_value_size, "a size", "a number of bytes, which may end in k or m: \"8k\"")
#define SIZE_FROM(low) SIZE, .least = (low)
#define SIZE_UP_TO(high) SIZE, .most = (high)
#define SIZE_POWER(low, high) SIZE, .least = (low), .most = (high), .power_of_two = true
#define SIZE_OF_POOL SIZE, .least = 112, .multiple_of = 16
#define SIZE_OR_VARIABLES(major, minor, patch)                                           \
    SIZE, .variables_from = NWL_VERSION_OF(major##u, minor##u, patch##u)
#define OFFSET                                                                           \
    VALUE(nwl_value_offset, "a size",                                                    \
          "a number of bytes, which may end in k, m or g: \"10m\"")
#define OFFSET_OR(list) OFFSET, .case_matters = true, WORDS_OF(list)
#define NUMBER VALUE(nwl_value_number, "a number", "digits without sign and unit")
#define NUMBER_FROM(low, high) NUMBER, .least = (low), .most = (high)
#define NUMBER_POWER NUMBER, .least = 1, .power_of_two = true
#define NUMBER_OR(list) NUMBER, .case_matters = true, WORDS_OF(list)
#define ONE_OF(list) .kind = NWL_SLOT_WORD, WORDS_OF(list)
#define SOME_OF(list) .kind = NWL_SLOT_WORDS, WORDS_OF(list)
#define EXACTLY(list) .kind = NWL_SLOT_WORD, .case_matters = true, WORDS_OF(list)
#define BUFFERS .kind = NWL_SLOT_PAIR, .pair = number_and_size
#define TIMES .kind = NWL_SLOT_PAIR, .pair = time_and_header
#define PATH .kind = NWL_SLOT_PATH
#define ACCESS .kind = NWL_SLOT_ACCESS

// Source: ngx_conf_set_bufs_slot().
static const nwl_slot number_and_size[] = {
    {VALUE(nwl_value_number, "a number of buffers",
           "first the number of buffers, then their size: \"8 4k\""),
     .least = 1},
    {VALUE(nwl_value_size, "a size of buffers",
           "first the number of buffers, then their size: \"8 4k\""),
     .least = 1},
};

// Source: ngx_http_core_keepalive().
static const nwl_slot time_and_header[] = {{TIME_MS}, {TIME_S}};

// Blocks in which a name means the same.
typedef enum family {
    FAMILY_MAIN,
    FAMILY_HTTP,
    FAMILY_HTTP_UPSTREAM,
    FAMILY_STREAM,
    FAMILY_STREAM_UPSTREAM,
    FAMILY_MAIL,
    FAMILY_COUNT
} family;

static const uint32_t FAMILIES[FAMILY_COUNT] = {
    [FAMILY_MAIN] = NWL_CX_MAIN | NWL_CX_EVENTS,
    [FAMILY_HTTP] = NWL_CX_HTTP | NWL_CX_HTTP_SERVER | NWL_CX_HTTP_LOCATION |
                    NWL_CX_HTTP_SERVER_IF | NWL_CX_HTTP_LOCATION_IF |
                    NWL_CX_HTTP_LIMIT_EXCEPT,
    [FAMILY_HTTP_UPSTREAM] = NWL_CX_HTTP_UPSTREAM,
    [FAMILY_STREAM] = NWL_CX_STREAM | NWL_CX_STREAM_SERVER,
    [FAMILY_STREAM_UPSTREAM] = NWL_CX_STREAM_UPSTREAM,
    [FAMILY_MAIL] = NWL_CX_MAIL | NWL_CX_MAIL_SERVER,
};

enum {
    NO_SLOT,
    FLAG_SLOT,
#define NWL_ARGUMENTS(family, name, ...) SLOT_##family##_##name,
#include "model/arguments.def"
};

static const nwl_slot slots[] = {
    [FLAG_SLOT] = {FLAG},
#define NWL_ARGUMENTS(family, name, ...) [SLOT_##family##_##name] = {__VA_ARGS__},
#include "model/arguments.def"
};

static const uint16_t slot_at[FAMILY_COUNT][NWL_D_COUNT] = {
#define NWL_ARGUMENTS(family, name, ...)                                                 \
    [FAMILY_##family][NWL_D_##name] = SLOT_##family##_##name,
#include "model/arguments.def"
};

static_assert(COUNT_OF(slots) <= UINT16_MAX, "slot_at holds an index in 16 bits");

const nwl_slot *nwl_slot_of(const nwl_definition *definition, uint32_t contexts)
{
    uint32_t index = NO_SLOT;
    for (uint32_t f = 0; f < FAMILY_COUNT && index == NO_SLOT; f++) {
        if ((FAMILIES[f] & definition->contexts & contexts) != 0)
            index = slot_at[f][definition->id];
    }
    if (index == NO_SLOT && (definition->flags & NWL_DF_FLAG) != 0)
        index = FLAG_SLOT;
    return index == NO_SLOT ? NULL : &slots[index];
}
