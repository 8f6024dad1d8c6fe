#include "model/error_page.h"

bool nwl_status_redirects(uint32_t status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 ||
           status == 308;
}

static bool names_status(const nwl_directive *error_page, uint32_t status)
{
    uint32_t code;
    for (uint32_t i = 0; i + 1 < error_page->arg_count; i++) {
        if (nwl_str_to_u32(error_page->args[i].value, &code) && code == status)
            return true;
    }
    return false;
}

nwl_site nwl_error_page_for(const nwl_scope *scope, uint32_t status)
{
    const nwl_scope *from =
        scope->settings == NULL ? NULL : scope->settings->from[NWL_SET_error_page];
    uint32_t count = 0;
    const nwl_site *sites =
        from == NULL ? NULL : nwl_scope_all(from, NWL_D_error_page, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (names_status(sites[i].directive, status))
            return sites[i];
    }
    return (nwl_site){0};
}

uint32_t nwl_error_page_status(const nwl_directive *error_page, uint32_t status)
{
    nwl_str change = error_page->arg_count < 3
                         ? NWL_STR("")
                         : nwl_directive_arg(error_page, error_page->arg_count - 2);
    if (!nwl_str_starts_with(change, NWL_STR("=")))
        return status;
    uint32_t kept = 0;
    nwl_str_to_u32(nwl_str_from(change, 1), &kept);
    return kept;
}

bool nwl_status_lets_tunnel(uint32_t status)
{
    return status == 0 || status == 101;
}
