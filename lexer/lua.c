// Lua in "{ }": skips strings, comments and long brackets as units and counts the braces between them.
//
// lua-nginx-module looks for the first of seven patterns. One that does not match where it starts matches nothing: a
// quote that no quote closes in its line and "--" in a last line without line end are bytes like any other.

#include "lexer/lexer.h"

typedef struct lua_reader {
    nwl_str text;
    uint32_t at;
    uint32_t depth;          // open braces, with the one before the body
    uint32_t last_open;      // the '{' read last, whose line the module names
    uint32_t line_end;       // of the line of the comment read last
    uint32_t stray_until[2]; // single and double quotes before this offset close nothing
    nwl_lex_error error;
    uint32_t error_at;
} lua_reader;

static char byte_at(const lua_reader *lua, uint32_t at)
{
    return at < lua->text.len ? lua->text.ptr[at] : '\0';
}

static uint32_t line_end(lua_reader *lua)
{
    if (lua->at >= lua->line_end)
        lua->line_end = (uint32_t)nwl_str_find(lua->text, '\n', lua->at);
    return lua->line_end;
}

// The quote that closes a string with its content from at on, or the end of its line.
static uint32_t end_of_string(const lua_reader *lua, uint32_t at, char quote)
{
    while (at < lua->text.len && byte_at(lua, at) != quote && byte_at(lua, at) != '\n') {
        bool escape = byte_at(lua, at) == '\\' && byte_at(lua, at + 1) != '\n';
        at += escape ? 2 : 1;
    }
    return at;
}

// After a quote that closes nothing, others of its kind in the line do not either: to it they were all escaped.
static void skip_string(lua_reader *lua)
{
    char quote = byte_at(lua, lua->at);
    uint32_t *stray_until = &lua->stray_until[quote == '"'];
    lua->at++;
    if (lua->at <= *stray_until)
        return;
    uint32_t end = end_of_string(lua, lua->at, quote);
    if (byte_at(lua, end) == quote)
        lua->at = end + 1;
    else
        *stray_until = end;
}

// The length of the bracket, any number of '=', and the bracket again at offset at; 0 when that is not there.
static uint32_t bracket_length(const lua_reader *lua, uint32_t at, char bracket)
{
    uint32_t end = at + 1;
    if (byte_at(lua, at) != bracket)
        return 0;
    while (byte_at(lua, end) == '=')
        end++;
    return byte_at(lua, end) == bracket ? end + 1 - at : 0;
}

// Moves behind the closing bracket for the opening one of length bytes at lua->at.
static void skip_long_bracket(lua_reader *lua, uint32_t length)
{
    uint32_t open = lua->at;
    uint32_t close = (uint32_t)nwl_str_find(lua->text, ']', open + length);
    while (close < lua->text.len) {
        uint32_t found = bracket_length(lua, close, ']');
        if (found == length) {
            lua->at = close + length;
            return;
        }
        close = (uint32_t)nwl_str_find(lua->text, ']', close + 1);
    }
    lua->error = NWL_LEX_LUA_LONG_BRACKET;
    lua->error_at = open;
    lua->at = close;
}

static void skip_bracket(lua_reader *lua)
{
    uint32_t length = bracket_length(lua, lua->at, '[');
    if (length > 0)
        skip_long_bracket(lua, length);
    else
        lua->at++;
}

static void skip_comment(lua_reader *lua)
{
    uint32_t length = bracket_length(lua, lua->at + 2, '[');
    if (byte_at(lua, lua->at + 1) != '-') {
        lua->at++;
    } else if (length > 0) {
        lua->at += 2;
        skip_long_bracket(lua, length);
    } else {
        lua->at = line_end(lua) < lua->text.len ? line_end(lua) + 1 : lua->at + 1;
    }
}

static void open_brace(lua_reader *lua)
{
    lua->depth++;
    lua->last_open = lua->at++;
}

// Leaves the brace that closes the block unread.
static void close_brace(lua_reader *lua)
{
    lua->depth--;
    if (lua->depth > 0)
        lua->at++;
}

static void step(lua_reader *lua)
{
    switch (byte_at(lua, lua->at)) {
    case '{':
        open_brace(lua);
        break;
    case '}':
        close_brace(lua);
        break;
    case '"':
    case '\'':
        skip_string(lua);
        break;
    case '[':
        skip_bracket(lua);
        break;
    case '-':
        skip_comment(lua);
        break;
    default:
        lua->at++;
    }
}

// ---- recovery ---------------------------------------------------------------------------

static uint32_t indentation(nwl_str text, size_t line)
{
    size_t at = line;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return (uint32_t)(at - line);
}

static size_t line_begin(nwl_str text, size_t at)
{
    while (at > 0 && text.ptr[at - 1] != '\n')
        at--;
    return at;
}

static uint32_t find_likely_end(nwl_str text, uint32_t begin)
{
    uint32_t limit = indentation(text, line_begin(text, begin));
    size_t line_end = nwl_str_find(text, '\n', begin);
    while (line_end < text.len) {
        uint32_t indent = indentation(text, line_end + 1);
        size_t first = line_end + 1 + indent;
        if (indent <= limit && first < text.len && text.ptr[first] == '}')
            return (uint32_t)first;
        line_end = nwl_str_find(text, '\n', line_end + 1);
    }
    return (uint32_t)text.len;
}

// Gives up on the block. The second one takes the rest of the text, or a file full of them would be read over and over.
static void recover(nwl_lexer *lexer, lua_reader *lua)
{
    if (lua->error == NWL_LEX_OK) {
        lua->error = NWL_LEX_LUA_UNCLOSED;
        lua->error_at = lua->last_open;
    }
    lua->at = lexer->broken_lua ? (uint32_t)lexer->text.len
                                : find_likely_end(lexer->text, lexer->at);
    lexer->broken_lua = true;
}

nwl_token nwl_lexer_lua_body(nwl_lexer *lexer)
{
    uint32_t begin = lexer->at;
    lua_reader lua = {.text = lexer->text, .at = begin, .depth = 1, .last_open = begin};
    if (begin > 0)
        lua.last_open = begin - 1;
    while (lua.depth > 0 && lua.at < lua.text.len)
        step(&lua);
    if (lua.depth > 0)
        recover(lexer, &lua);
    lexer->at = lua.at;
    return (nwl_token){.kind = NWL_TOK_LUA,
                       .error = lua.error,
                       .range = {begin, lua.at},
                       .error_at = lua.error_at};
}
