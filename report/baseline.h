// The file of a baseline: findings that are known and put up with, as a JSON document for people to read and to compare.
//
//     {
//      "version": 1,
//      "tool": {"name": "nginx-wslint", "version": "0.1.0"},
//      "findings": [
//       {
//        "fingerprint": "c9bd…", "rule": "unknown-directive", "path": "conf.d/app.conf", "message": "…"
//       }
//      ]
//     }
//
// docs/schema/baseline.json describes it. Nothing in it depends on lines or on where the tree stands.
#ifndef NWL_REPORT_BASELINE_H
#define NWL_REPORT_BASELINE_H

#include "base/buffer.h"
#include "rules/engine.h"

typedef struct nwl_baseline_entry {
    nwl_str fingerprint;
    nwl_str rule; // its id
    nwl_str path; // see nwl_fingerprint_path
} nwl_baseline_entry;

typedef struct nwl_baseline {
    NWL_ARRAY(nwl_baseline_entry) entries;
} nwl_baseline;

// Prints findings of files as a baseline, by path, rule and fingerprint.
void nwl_baseline_print(nwl_arena *arena, const nwl_files *files,
                        const nwl_findings *findings, nwl_buffer *out);

// Reads the text of such a file into *baseline, in arena. False when it is none; *error then says why, and *line where.
bool nwl_baseline_read(nwl_arena *arena, nwl_str text, nwl_baseline *baseline,
                       nwl_str *error, uint32_t *line);

#endif
