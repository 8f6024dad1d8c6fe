// Places in files, in bytes. Only report/ and lsp/ turn them into lines and columns.
#ifndef NWL_SOURCE_SPAN_H
#define NWL_SOURCE_SPAN_H

#include <stdint.h>

typedef struct nwl_range {
    uint32_t begin, end; // half-open
} nwl_range;

typedef struct nwl_span {
    uint32_t file; // index into the file table
    nwl_range range;
} nwl_span;

#define NWL_NO_FILE UINT32_MAX

#endif
