// What the formats share whose lines a CI system obeys. Texts are made visible first (report/visible.h), then cut, then escaped,
// so that no escape is cut in two.
#ifndef NWL_REPORT_CI_H
#define NWL_REPORT_CI_H

#include "report/places.h"

// What is written in place of an ASCII character; a list of them ends with '\0'.
typedef struct nwl_ci_escape {
    char character;
    nwl_str text;
} nwl_ci_escape;

// What has to be escaped in the messages and the properties of a command. Sources: packages/core/src/command.ts of
// actions/toolkit, node/taskcommand.ts of microsoft/azure-pipelines-task-lib.
extern const nwl_ci_escape nwl_ci_github_message[], nwl_ci_github_property[];
extern const nwl_ci_escape nwl_ci_azure_message[], nwl_ci_azure_property[];

// The ASCII characters that have to be escaped in a value. Source: ServiceMessageReplacements.cs of
// JetBrains/TeamCity.ServiceMessages.
extern const nwl_ci_escape nwl_ci_teamcity_value[];

void nwl_ci_add_escaped(nwl_buffer *out, nwl_str text, const nwl_ci_escape *escapes);

// text, or as much of it as takes most UTF-16 code units with a "…" at its end: C# and Java count in these.
nwl_str nwl_ci_cut(nwl_arena *arena, nwl_str text, size_t most);

// The path of a file, which is not NWL_NO_FILE.
nwl_str nwl_ci_path(const nwl_places *places, uint32_t file);

// All words of a finding, see nwl_words_all, behind "(suppressed) " when a comment hides it.
nwl_str nwl_ci_words(nwl_places *places, const nwl_finding *finding);

#endif
