// Words in paths and names that speak of a WebSocket, or of plain HTTP.
#ifndef NWL_MODEL_WORDS_H
#define NWL_MODEL_WORDS_H

#include "base/str.h"

// The segment of a path, or the word of a regex, that names a WebSocket: "ws", "socket.io", "cable", …; empty without one.
nwl_str nwl_words_websocket_path(nwl_str path);

// The part of a location's text that names plain HTTP: an API with a version, "static", "= /favicon.ico", a regex over file
// extensions; empty without one.
nwl_str nwl_words_plain_path(nwl_str location_text);

// Whether a segment of a path names an interface that has plain requests and WebSockets at one path ("graphql").
bool nwl_words_is_mixed_path(nwl_str path);

// Whether a word of a path that may name a WebSocket names plain HTTP as often ("live", "hub").
bool nwl_words_is_ambiguous(nwl_str word);

// Whether it alone is too weak to expect one: videos are live as well.
bool nwl_words_is_weak(nwl_str word);

// Whether a word of a path names a library that begins with plain requests, or falls back to them, and so needs a client to
// stay with one backend ("socket.io", "sockjs", "signalr").
bool nwl_words_is_polling(nwl_str word);

// Whether a location's text names files: by extension, or one file.
bool nwl_words_is_file(nwl_str location_text);

// The word of an upstream's or server's name that speaks of a WebSocket: "ws-backend", "socketio"; empty without one.
nwl_str nwl_words_websocket_name(nwl_str name);

#endif
