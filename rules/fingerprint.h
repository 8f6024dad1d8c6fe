// What makes a finding the same finding in another run, another version of the files, or another clone.
//
// A fingerprint is made of the rule, the path, the blocks around the place, the server and location it speaks of, and the
// words of the directive; and of an ordinal among findings alike in all of these. No line numbers, white space, comments
// or quotes get into it, nor anything of what stands elsewhere.
//
// What is said of a line for all places together stays the same when another place joins them, so the server and location of
// the first one are no part of it.
//
// A server is told by its first name and the address of its first "listen": a further name, an IPv6 socket or "http2" does
// not make its findings new.
#ifndef NWL_RULES_FINGERPRINT_H
#define NWL_RULES_FINGERPRINT_H

#include "rules/engine.h"

// The path of a file from the directory that was asked for on, in arena: "conf.d/app.conf", "../shared/tls.conf". It is
// absolute for a file that has no directory in common with it.
nwl_str nwl_fingerprint_path(nwl_arena *arena, const nwl_file *file);

// Gives each finding its fingerprint. Those of one file come in the order of their places; ordinals count in it.
void nwl_fingerprint_give(nwl_arena *arena, const nwl_files *files,
                          const nwl_findings *findings);

#endif
