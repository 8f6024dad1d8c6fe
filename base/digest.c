#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/crypto.h>
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

nwl_str nwl_digest_library(void)
{
    // "OpenSSL 3.0.19 27 Jan 2026"
    nwl_str text = nwl_str_of(OpenSSL_version(OPENSSL_VERSION));
    size_t name_end = nwl_str_find(text, ' ', 0);
    return nwl_str_slice(text, 0, nwl_str_find(text, ' ', name_end + 1));
}
