// What the grammars of model/body.h share.
#ifndef NWL_MODEL_BODY_READER_H
#define NWL_MODEL_BODY_READER_H

#include "model/body.h"

// One block. The grammars read the lines in order and tell what is wrong.
typedef struct nwl_body_reader {
    nwl_arena *arena;
    const nwl_scope *block;
    bool in_stream;
    nwl_version version;   // 0 when not known
    const nwl_site *lines; // without the includes that nginx follows
    uint32_t line_count;
    nwl_body_faults *faults;
} nwl_body_reader;

void nwl_body_read_map(nwl_body_reader *reader);
void nwl_body_read_geo(nwl_body_reader *reader);
void nwl_body_read_types(nwl_body_reader *reader);
void nwl_body_read_split_clients(nwl_body_reader *reader);
void nwl_body_read_charset_map(nwl_body_reader *reader);

// Adds a fault; its message is formatted as printf does. NULL when there are too many.
nwl_body_fault *nwl_body_tell(nwl_body_reader *reader, nwl_body_fault_kind kind,
                              nwl_site site, const char *message, ...)
    __attribute__((format(printf, 4, 5)));

// Tells of a line that does not have two words.
void nwl_body_tell_count(nwl_body_reader *reader, nwl_site line);

// Tells of a line that repeats an earlier one.
void nwl_body_tell_duplicate(nwl_body_reader *reader, nwl_site line, nwl_site first,
                             nwl_str what);

// Tells of a '$' in text that begins no variable.
void nwl_body_check_script(nwl_body_reader *reader, nwl_site site, nwl_str text);

// Tells of a word of a block's opener that has to be a variable.
void nwl_body_check_variable(nwl_body_reader *reader, nwl_str word);

// Tells of an include where nginx takes none. False when the line is no include.
bool nwl_body_tell_include(nwl_body_reader *reader, nwl_site line);

// Whether the line is this one word. nginx takes it from version since on.
bool nwl_body_is_switch(const nwl_body_reader *reader, nwl_site line, nwl_str word,
                        nwl_version since);

#endif
