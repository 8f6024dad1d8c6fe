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
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[NWL_DIGEST_BYTES];
    nwl_digest(text, digest);
    char *hex = NWL_NEW_ARRAY(arena, char, 2 * SHORT_BYTES + 1);
    for (size_t i = 0; i < SHORT_BYTES; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    return (nwl_str){hex, 2 * SHORT_BYTES};
}
