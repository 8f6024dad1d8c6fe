#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/evp.h>

enum { STATUS_FAILURE = 2, SHORT_BYTES = 16 };

void nwl_digest(nwl_str text, unsigned char digest[NWL_DIGEST_BYTES])
{
    if (EVP_Digest(text.ptr, text.len, digest, NULL, EVP_sha256(), NULL) == 1)
        return;
    fputs("nginx-wslint: error: libcrypto cannot compute SHA-256\n", stderr);
    exit(STATUS_FAILURE);
}

nwl_str nwl_digest_short(nwl_arena *arena, nwl_str text)
{
    unsigned char digest[NWL_DIGEST_BYTES];
    nwl_digest(text, digest);
    return nwl_arena_hexadecimal(arena, (nwl_str){(const char *)digest, SHORT_BYTES});
}
