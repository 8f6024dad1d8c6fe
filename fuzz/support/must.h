// What a fuzz target promises. A promise that does not hold ends it, and libFuzzer keeps the input.
#ifndef NWL_FUZZ_SUPPORT_MUST_H
#define NWL_FUZZ_SUPPORT_MUST_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// libFuzzer calls it with every input.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Ends the process unless holds.
void must(bool holds);

// Ends the process when arena was asked for more than BYTES_AT_ALL and BYTES_FOR_EACH byte of an input of size bytes: what
// grows with the square of the input goes far beyond that, and is found on a slow machine as well.
void must_be_linear(const nwl_arena *arena, size_t size);

#endif
