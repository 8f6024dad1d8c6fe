// SHA-256 by libcrypto.
#ifndef NWL_BASE_DIGEST_H
#define NWL_BASE_DIGEST_H

#include "base/arena.h"

enum { NWL_DIGEST_BYTES = 32 };

// The SHA-256 of text. Ends the process when libcrypto cannot compute it.
void nwl_digest(nwl_str text, unsigned char digest[NWL_DIGEST_BYTES]);

// The first 128 bits of the SHA-256 of text as 32 lower-case hexadecimal digits, in arena.
nwl_str nwl_digest_short(nwl_arena *arena, nwl_str text);

// The name of the library in use and its version, "OpenSSL 3.0.19".
nwl_str nwl_digest_library(void);

#endif
