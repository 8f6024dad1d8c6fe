// Whether a handshake gets as far as the handler of a location: the rewrite and access phases.
// Source: ngx_http_init_phase_handlers(), ngx_http_rewrite_module.c, ngx_http_access_module.c.
#ifndef NWL_MODEL_ADMISSION_H
#define NWL_MODEL_ADMISSION_H

#include "model/model.h"

typedef enum nwl_admission {
    NWL_ADMITTED, // as far as is known; who may pass by address or password is taken to pass
    NWL_ANSWERED_BY_NGINX, // every handshake, whoever asks
    NWL_ADMISSION_UNKNOWN, // it is led elsewhere, or comes from elsewhere, in a way that is not followed
} nwl_admission;

// location is judged as far as its idle limit.
nwl_admission nwl_admission_of(nwl_arena *scratch, const nwl_model *model,
                               const nwl_proxied_location *location);

#endif
