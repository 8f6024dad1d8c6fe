#include "model/proxied.h"

nwl_str nwl_reason_name(nwl_reason reason)
{
    static const char *const NAMES[] = {
#define X(id, name) name,
        NWL_REASONS(X)
#undef X
    };
    return nwl_str_of(NAMES[reason]);
}

nwl_str nwl_verdict_name(nwl_verdict verdict)
{
    static const char *const NAMES[] = {"works", "handshake-fails", "not-forwarded",
                                        "unknown"};
    return nwl_str_of(NAMES[verdict]);
}

bool nwl_has_setup(const nwl_proxied_location *location)
{
    return location->setup.upgrade || location->setup.connection;
}

bool nwl_works_otherwise(const nwl_proxied_location *location)
{
    uint32_t version_reasons = 1u << NWL_REASON_HTTP_1_0 | 1u << NWL_REASON_UNDECIDABLE;
    return location->verdict == NWL_VERDICT_WORKS ||
           (location->reasons & ~version_reasons) == 0;
}

const nwl_detour *nwl_longer_detour(const nwl_proxied_location *location)
{
    if (location->idle_limit_ms <= 0 ||
        location->idle_limit_ms > NWL_DEFAULT_IDLE_LIMIT_MS)
        return NULL;
    for (const nwl_detour *d = location->detours; d != NULL; d = d->next) {
        if (d->read_timeout.directive != NULL &&
            d->read_timeout_ms > NWL_DEFAULT_IDLE_LIMIT_MS)
            return d;
    }
    return NULL;
}

nwl_str nwl_expectation_name(nwl_expectation_level level)
{
    static const char *const NAMES[] = {"no", "open", "possible", "likely", "certain"};
    return nwl_str_of(NAMES[level]);
}
