#include "report/report.h"

#define NWL_FORMAT(name) extern const nwl_format nwl_format_##name;
#include "report/formats.def"
#undef NWL_FORMAT

static const nwl_format *const formats[] = {
#define NWL_FORMAT(name) &nwl_format_##name,
#include "report/formats.def"
#undef NWL_FORMAT
};

uint32_t nwl_format_count(void)
{
    return sizeof(formats) / sizeof(formats[0]);
}

const nwl_format *nwl_format_at(uint32_t index)
{
    return formats[index];
}

const nwl_format *nwl_format_named(nwl_str name)
{
    for (uint32_t i = 0; i < nwl_format_count(); i++) {
        if (nwl_str_eq(formats[i]->name, name))
            return formats[i];
    }
    return NULL;
}
