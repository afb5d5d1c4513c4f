/*
 * The options of `tidemark scan`: docs in SCAN_OPTIONS_HELP, the contract in CLI.md.
 */
#ifndef TIDEMARK_CLI_SCAN_OPTIONS_H
#define TIDEMARK_CLI_SCAN_OPTIONS_H

#include "baseline.h"
#include "tidemark.h"

struct word_list {
	const char **items;
	size_t count, capacity;
};

struct scan_options {
	struct tidemark_scan scan; /* borrows from what follows */
	struct word_list paths, refs, selects, ignores, severities, dialects, arguments;
	struct baseline baseline;
	struct tidemark_output *outputs;
	size_t output_count, output_capacity;
	struct word_list owned; /* strings made here */
	const char *fail_on, *color;
	bool quiet, verbose, no_progress;
	bool progress; /* draw it */
};

/* 0, or an exit code after a message. Release in either case. */
int scan_options_read(struct scan_options *options, int count, char **args);
void scan_options_release(struct scan_options *options);

#define SCAN_OPTIONS_HELP                                                                                 \
	"  PATH   a work tree, a bare repository, a folder of repositories (searched), or a plain\n"      \
	"         folder of migrations\n"                                                                 \
	"  @LIST  a file with one PATH a line ('#' comments); '-' reads the list from standard\n"         \
	"         input\n\n"                                                                              \
	"  --ref REF            what to read in each repository: branch, tag or commit id;\n"             \
	"                       repeatable (default HEAD)\n"                                              \
	"  --since COMMIT       only what migrations bring that were added or changed since this\n"       \
	"                       commit, branch or tag (of a branch: its merge base with yours); judged\n" \
	"                       with the whole chain; not with --history\n"                               \
	"  --history            every commit that can be reached from these, not only the tips;\n"        \
	"                       earlier contents of migrations are listed, not judged\n"                  \
	"  --all-refs           with --history: from HEAD and every ref under refs/ as well\n"            \
	"  --dialect NAME[@V]   postgresql mysql mariadb sqlite mssql oracle, repeatable; default:\n"     \
	"                       the set inferred per environment, and said so\n"                          \
	"  --profile NAME       rollback (default) | locks | deploy | security | all: which rule\n"       \
	"                       families count\n"                                                         \
	"  --role ROLE          production (default) | all: environments of tests, examples,\n"           \
	"                       templates and vendored code are scanned but counted apart\n"              \
	"  --select ID[,ID…]    only these rules, by id, name, family or peer code (MRT201)\n"          \
	"  --ignore ID[,ID…]    not these\n"                                                            \
	"  --severity ID=LEVEL  error | warning | note\n"                                                 \
	"  --baseline FILE      report only findings that are not in this earlier json, jsonl or\n"       \
	"                       sarif report; repeatable\n"                                               \
	"  --no-repo-suppressions   do not obey comments in the scanned files\n"                          \
	"  --no-repo-config     do not read .tidemark.yaml of the scanned repositories\n"                 \
	"  --trust-owner        open repositories that belong to another user\n"                          \
	"  --format NAME[=FILE] text json jsonl sarif, repeatable; default text on a terminal, else\n"    \
	"                       jsonl\n"                                                                  \
	"  --per-repo DIR       one report per repository in DIR, plus an index\n"                        \
	"  --fail-on LEVEL      error (default) | warning | never\n"                                      \
	"  -j N                 workers (default: the processors this process may use)\n"                 \
	"  --quiet --verbose --no-progress --color auto|always|never"

#endif
