#include "model/syslog.h"

#include "model/peer.h"

enum { LONGEST_TAG = 32 }; // bytes

static const char *const FACILITIES[] = {
    "kern",   "user",   "mail",   "daemon",   "auth",   "intern", "lpr",
    "news",   "uucp",   "clock",  "authpriv", "ftp",    "ntp",    "audit",
    "alert",  "cron",   "local0", "local1",   "local2", "local3", "local4",
    "local5", "local6", "local7", NULL};

static const char *const SEVERITIES[] = {"emerg",  "alert", "crit",  "error", "warn",
                                         "notice", "info",  "debug", NULL};

typedef enum parameter_kind {
    SERVER,
    FACILITY,
    SEVERITY,
    TAG,
    KIND_COUNT
} parameter_kind;

static const nwl_str NAMES[KIND_COUNT] = {
    [SERVER] = NWL_TEXT("server="),
    [FACILITY] = NWL_TEXT("facility="),
    [SEVERITY] = NWL_TEXT("severity="),
    [TAG] = NWL_TEXT("tag="),
};

static parameter_kind kind_of(nwl_str text)
{
    uint32_t kind = 0;
    while (kind < KIND_COUNT && !nwl_str_starts_with(text, NAMES[kind]))
        kind++;
    return (parameter_kind)kind;
}

static bool is_one_of(nwl_str text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (nwl_str_eq(text, nwl_str_of(*words)))
            return true;
    }
    return false;
}

static bool is_tag(nwl_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!nwl_is_alnum(text.ptr[i]) && text.ptr[i] != '_')
            return false;
    }
    return text.len <= LONGEST_TAG;
}

// NULL when there is none.
static const char *fault_of_value(parameter_kind kind, nwl_str value)
{
    switch (kind) {
    case SERVER:
        return nwl_peer_fault(value);
    case FACILITY:
        return is_one_of(value, FACILITIES) ? NULL : "syslog has no such facility";
    case SEVERITY:
        return is_one_of(value, SEVERITIES) ? NULL : "syslog has no such severity";
    case TAG:
        return is_tag(value) ? NULL : "a tag has up to 32 letters, digits and \"_\"";
    case KIND_COUNT:
        break;
    }
    return NULL;
}

static bool refuses_parameter(const nwl_argument_line *line, nwl_argument_fault *fault,
                              nwl_str text, uint32_t *seen)
{
    parameter_kind kind = kind_of(text);
    nwl_str shown = nwl_argument_shown(line->arena, text);
    if (kind == KIND_COUNT) {
        if (nwl_str_eq(text, NWL_STR("nohostname")))
            return false;
        nwl_fault_at(line, fault, 0, "syslog does not take \"%.*s\"", NWL_STR_FMT(shown));
        fault->expected =
            NWL_STR("it takes server=, facility=, severity=, tag= and nohostname");
        return true;
    }
    if ((*seen & 1u << kind) != 0)
        return nwl_fault_at(line, fault, 0, "syslog has a second \"%.*s\"",
                            NWL_STR_FMT(NAMES[kind]));
    *seen |= 1u << kind;
    const char *why = fault_of_value(kind, nwl_str_from(text, NAMES[kind].len));
    return why != NULL &&
           nwl_fault_at(line, fault, 0, "\"%.*s\" is wrong: %s", NWL_STR_FMT(shown), why);
}

bool nwl_syslog_is_meant(nwl_str name)
{
    return nwl_str_starts_with(name, NWL_STR("syslog:"));
}

bool nwl_syslog_refuses(const nwl_argument_line *line, nwl_argument_fault *fault)
{
    nwl_str text = nwl_directive_arg(line->directive, 0);
    uint32_t seen = 0;
    for (size_t end, begin = NWL_STR("syslog:").len; begin <= text.len; begin = end + 1) {
        end = nwl_str_find(text, ',', begin);
        if (refuses_parameter(line, fault, nwl_str_slice(text, begin, end), &seen))
            return true;
    }
    return (seen & 1u << SERVER) == 0 &&
           nwl_fault_at(line, fault, 0, "syslog has no \"server=\"");
}
