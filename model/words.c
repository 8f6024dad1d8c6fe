#include "model/words.h"

// Lists of lower-case words with one space between.
static const nwl_str WEBSOCKET_SEGMENTS = NWL_TEXT(
    "ws wss websocket websockets web-socket socket.io socketio sockjs sockjs-node "
    "cable hub hubs signalr live _stcore _blazor websockify wsapp webpack-hmr");

static const nwl_str WEBSOCKET_NAMES =
    NWL_TEXT("ws wss websocket websockets sockjs socketio signalr");

static const nwl_str PLAIN_SEGMENTS = NWL_TEXT(
    "rest health healthz healthcheck readyz livez metrics static assets download "
    "downloads upload uploads image images img css js fonts media .well-known "
    "negotiate");

// Extensions of files that no socket has.
static const nwl_str STATIC_EXTENSIONS =
    NWL_TEXT("css js png jpg jpeg gif ico svg woff woff2 txt xml map pdf html webp");

static bool ends_at(nwl_str words, size_t end)
{
    return end == words.len || (end < words.len && words.ptr[end] == ' ');
}

static bool is_one_of(nwl_str word, nwl_str words)
{
    if (word.len == 0 || nwl_str_find(word, ' ', 0) < word.len)
        return false;
    char first = nwl_to_lower(word.ptr[0]);
    for (size_t at = nwl_str_find(words, first, 0); at < words.len;
         at = nwl_str_find(words, first, at + 1)) {
        bool fits =
            (at == 0 || words.ptr[at - 1] == ' ') && ends_at(words, at + word.len);
        if (fits && nwl_str_eq_nocase(word, nwl_str_slice(words, at, at + word.len)))
            return true;
    }
    return false;
}

static bool is_segment_byte(char c)
{
    return nwl_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

// Cuts the next run of letters, digits, '_', '-' and '.' off *rest.
static bool next_word(nwl_str *rest, nwl_str *word)
{
    size_t begin = 0, end;
    while (begin < rest->len && !is_segment_byte(rest->ptr[begin]))
        begin++;
    for (end = begin; end < rest->len && is_segment_byte(rest->ptr[end]);)
        end++;
    *word = nwl_str_slice(*rest, begin, end);
    *rest = nwl_str_from(*rest, end);
    return word->len > 0;
}

bool nwl_words_is_ambiguous(nwl_str word)
{
    return is_one_of(word, NWL_STR("live hub hubs"));
}

bool nwl_words_is_weak(nwl_str word)
{
    return is_one_of(word, NWL_STR("live"));
}

bool nwl_words_is_polling(nwl_str word)
{
    return is_one_of(word,
                     NWL_STR("socket.io socketio sockjs sockjs-node signalr _blazor"));
}

nwl_str nwl_words_websocket_path(nwl_str path)
{
    nwl_str word, weak = NWL_STR(""), rest = path;
    if (nwl_str_contains_nocase(path, NWL_STR("socket\\.io")))
        return NWL_STR("socket.io");
    while (next_word(&rest, &word)) {
        if (is_one_of(word, WEBSOCKET_SEGMENTS) && !nwl_words_is_weak(word))
            return word;
        if (is_one_of(word, WEBSOCKET_SEGMENTS) && weak.len == 0)
            weak = word;
    }
    return weak;
}

bool nwl_words_is_mixed_path(nwl_str path)
{
    nwl_str word, rest = path;
    while (next_word(&rest, &word)) {
        if (is_one_of(word, NWL_STR("graphql subscriptions")))
            return true;
    }
    return false;
}

static bool is_version(nwl_str word)
{
    return word.len >= 2 && nwl_to_lower(word.ptr[0]) == 'v' && nwl_is_digit(word.ptr[1]);
}

// "\.(css|js)$": every word behind the last dot is an extension.
static bool is_extension_regex(nwl_str text)
{
    size_t dot = nwl_str_find_last(text, '.');
    nwl_str word, rest = nwl_str_from(text, dot + 1);
    uint32_t known = 0;
    if (!nwl_str_starts_with(text, NWL_STR("~")) || dot == 0 || dot == text.len ||
        text.ptr[dot - 1] != '\\')
        return false;
    while (next_word(&rest, &word))
        known += is_one_of(word, STATIC_EXTENSIONS);
    return known > 0;
}

static bool is_exact_file(nwl_str text)
{
    size_t dot = nwl_str_find_last(text, '.');
    return nwl_str_starts_with(text, NWL_STR("=")) && dot < text.len &&
           is_one_of(nwl_str_from(text, dot + 1), STATIC_EXTENSIONS);
}

bool nwl_words_is_file(nwl_str text)
{
    return is_extension_regex(text) || is_exact_file(text);
}

nwl_str nwl_words_plain_path(nwl_str text)
{
    nwl_str word, previous = NWL_STR(""), rest = text;
    if (nwl_words_is_file(text))
        return text;
    while (next_word(&rest, &word)) {
        if (is_one_of(word, PLAIN_SEGMENTS))
            return word;
        if (nwl_str_eq_nocase(previous, NWL_STR("api")) && is_version(word))
            return previous;
        previous = word;
    }
    return NWL_STR("");
}

nwl_str nwl_words_websocket_name(nwl_str name)
{
    size_t begin = 0;
    for (size_t at = 0; at <= name.len; at++) {
        if (at < name.len && nwl_is_alnum(name.ptr[at]))
            continue;
        nwl_str word = nwl_str_slice(name, begin, at);
        if (is_one_of(word, WEBSOCKET_NAMES))
            return word;
        begin = at + 1;
    }
    return NWL_STR("");
}
