/*
 * Environments: which migrations of a source belong together, and what is known of their home.
 *
 * Every migration belongs to exactly one environment. What says where an environment is, in the
 * order of trust:
 *
 *   1. configuration: the [alembic] section (or, with several databases, every section with a
 *      script_location) of an .ini or setup.cfg, and pyproject.toml's [tool.alembic]
 *   2. env.py beside script.py.mako or beside a folder `versions`
 *   3. the files alone: <root>/versions/… is <root>; else the folder of the files, to which folders
 *      below it belong when a down_revision leads from one to the other
 *
 * A migration belongs to the environment whose script_location or version_locations encloses it
 * most closely. Folders below a version location that hold complete chains of their own, connected
 * to the rest by no revision, are environments of their own (versions/postgresql beside
 * versions/sqlite, versions/archive), named after their folder: nothing that upgrades the one ever
 * looks at the other. Where recursive_version_locations says otherwise they are not.
 *
 * Everything is decided by names and bytes, in an order that does not depend on the machine; no
 * name found in a file is opened unless it is a candidate of the listing.
 */
#ifndef TIDEMARK_SCANNER_GROUPING_H
#define TIDEMARK_SCANNER_GROUPING_H

#include "core/base/arena.h"
#include "core/model/environment.h"
#include "corpus/corpus.h"

/*
 * The content of a candidate in `arena`, as corpus_read() gives it with LIMIT_CONFIG_BYTES.
 * A failure becomes a skip in the result, except ERR_STOPPED, which ends the grouping.
 */
typedef int (*environment_read_fn)(void *self, const struct candidate *candidate,
				   struct arena *arena, struct str *ret_content,
				   struct err *reterr);

struct environment_input {
	const struct candidate *candidates; /* the whole listing, sorted by path */
	uint32_t candidate_count;
	const struct migration *const *migrations; /* those evaluated, with their paths, sorted */
	uint32_t migration_count;
	environment_read_fn read;
	void *self;
	dialect_set dialects_given;       /* by --dialect; 0 = infer */
	const uint32_t *dialect_versions; /* by --dialect; NULL = none */
};

struct environment_group {
	struct environment env;
	const struct migration *const *migrations; /* sorted by path; borrowed from the input */
	uint32_t count;
	struct str env_py; /* path of the env.py that runs them; empty = none here */
};

struct environment_groups {
	struct environment_group *items; /* by name; no two are equal: "x [section]", "x #2" */
	uint32_t count;
	const struct record_skip *skips; /* configuration that could not be read or is too much */
	uint32_t skip_count;
};

/*
 * Groups the migrations of one source. The result lives in `arena` and borrows from the input;
 * `scratch` is used up to a bounded amount and rewound. Without migrations nothing is read. Fails
 * only with ERR_STOPPED. Environments beyond LIMIT_ENVIRONMENTS are left out, which is a skip.
 */
int environment_group(const struct environment_input *input, struct arena *arena,
		      struct arena *scratch, struct environment_groups *ret_groups,
		      struct err *reterr);

#endif
