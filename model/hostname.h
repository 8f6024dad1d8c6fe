// Names of hosts with and without a wildcard.
#ifndef NWL_MODEL_HOSTNAME_H
#define NWL_MODEL_HOSTNAME_H

#include "base/str.h"

// Whether key may stand in a hash of host names: one '*' may stand for labels at the begin or at the end, and no label in the
// middle is empty. Source: ngx_hash_add_key() with NGX_HASH_WILDCARD_KEY, nginx src/core/ngx_hash.c.
bool nwl_hostname_is_key(nwl_str key);

#endif
