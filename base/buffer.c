#include "base/buffer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { WRITE_AT = 64 * 1024, SMALLEST = 256 };
enum { SHORT_TEXT = 256 }; // bytes; longer texts are formatted twice

nwl_buffer nwl_buffer_new(FILE *sink)
{
    return (nwl_buffer){.sink = sink};
}

static void write_out(nwl_buffer *buffer)
{
    if (buffer->error == 0 && buffer->len > 0) {
        errno = 0;
        if (fwrite(buffer->bytes, 1, buffer->len, buffer->sink) != buffer->len)
            buffer->error = errno != 0 ? errno : EIO;
    }
    buffer->len = 0;
}

// Room for more bytes at the end of buffer.
static char *reserve(nwl_buffer *buffer, size_t more)
{
    if (buffer->sink != NULL && buffer->len >= WRITE_AT)
        write_out(buffer);
    if (buffer->capacity - buffer->len < more) {
        if (more > SIZE_MAX / 2 - buffer->len)
            nwl_out_of_memory();
        size_t capacity = (buffer->len + more) * 2;
        if (capacity < SMALLEST)
            capacity = SMALLEST;
        char *bytes = realloc(buffer->bytes, capacity);
        if (bytes == NULL)
            nwl_out_of_memory();
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    return buffer->bytes + buffer->len;
}

void nwl_buffer_add(nwl_buffer *buffer, nwl_str text)
{
    if (text.len == 0)
        return;
    memcpy(reserve(buffer, text.len), text.ptr, text.len);
    buffer->len += text.len;
}

void nwl_buffer_add_char(nwl_buffer *buffer, char c)
{
    *reserve(buffer, 1) = c;
    buffer->len++;
}

void nwl_buffer_repeat(nwl_buffer *buffer, char c, size_t count)
{
    if (count == 0)
        return;
    memset(reserve(buffer, count), c, count);
    buffer->len += count;
}

void nwl_buffer_format(nwl_buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(reserve(buffer, SHORT_TEXT), SHORT_TEXT, format, arguments);
    va_end(arguments);
    if (length < 0)
        nwl_out_of_memory();
    if (length >= SHORT_TEXT) {
        va_start(arguments, format);
        vsnprintf(reserve(buffer, (size_t)length + 1), (size_t)length + 1, format,
                  arguments);
        va_end(arguments);
    }
    buffer->len += (size_t)length;
}

nwl_str nwl_buffer_text(const nwl_buffer *buffer)
{
    return (nwl_str){buffer->len == 0 ? "" : buffer->bytes, buffer->len};
}

int nwl_buffer_flush(nwl_buffer *buffer)
{
    if (buffer->sink == NULL)
        return 0;
    write_out(buffer);
    errno = 0;
    if (buffer->error == 0 && fflush(buffer->sink) != 0)
        buffer->error = errno != 0 ? errno : EIO;
    return buffer->error;
}

void nwl_buffer_free(nwl_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (nwl_buffer){.sink = buffer->sink, .error = buffer->error};
}

nwl_str nwl_buffer_take(nwl_buffer *buffer, nwl_arena *arena)
{
    nwl_str copy = nwl_arena_copy(arena, nwl_buffer_text(buffer));
    nwl_buffer_free(buffer);
    return copy;
}
