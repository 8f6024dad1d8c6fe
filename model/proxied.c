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

nwl_str nwl_expectation_name(nwl_expectation_level level)
{
    static const char *const NAMES[] = {"no", "open", "possible", "likely", "certain"};
    return nwl_str_of(NAMES[level]);
}
