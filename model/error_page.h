// Which error_page an answer leads to, and with which status. Source: ngx_http_send_error_page().
#ifndef NWL_MODEL_ERROR_PAGE_H
#define NWL_MODEL_ERROR_PAGE_H

#include "model/scope.h"

// Whether a status is that of a redirect.
bool nwl_status_redirects(uint32_t status);

// The first error_page line of scope that names the status; no site without one.
nwl_site nwl_error_page_for(const nwl_scope *scope, uint32_t status);

// The status that the client is told instead of the backend's: "=" lets that through, which is 0, "=N" says N, and without it
// the one that led here stays.
uint32_t nwl_error_page_status(const nwl_directive *error_page, uint32_t status);

// Whether a client that is told this status, 0 for the backend's, can see the backend's 101.
bool nwl_status_lets_tunnel(uint32_t status);

#endif
