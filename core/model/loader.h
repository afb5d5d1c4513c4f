/*
 * How an evaluation reaches other files of the same tree: modules that a migration takes helpers,
 * constants and classes from.
 *
 * The scanner gives one to each source; it may be called by several workers at once. Paths are
 * relative to the root of the tree and '/'-separated, and nothing outside the tree can be named:
 * no "..", no absolute path. What a loader answers for a path does not change while it lives.
 */
#ifndef TIDEMARK_CORE_MODEL_LOADER_H
#define TIDEMARK_CORE_MODEL_LOADER_H

#include "core/base/arena.h"
#include "core/base/err.h"

enum module_kind { MODULE_ABSENT, MODULE_FILE, MODULE_FOLDER };

struct loader {
	void *self;
	/*
	 * What stands at the path. *ret_blob is the file's id (40 hex) where it is known without
	 * reading it, else empty; borrowed from the loader.
	 */
	enum module_kind (*look)(void *self, struct str path, struct str *ret_blob);
	/*
	 * The file's content and its id, in `arena`. ERR_LIMIT: over LIMIT_MIGRATION_BYTES;
	 * ERR_NOT_FOUND, ERR_CORRUPT, ERR_IO.
	 */
	int (*read)(void *self, struct str path, struct arena *arena, struct str *ret_content,
		    struct str *ret_blob, struct err *reterr);
};

/*
 * One look-up of an evaluation. Together with the content they are what its result depends on: it
 * holds wherever all of them come out the same.
 */
struct lookup {
	struct str path;
	enum module_kind kind;
	struct str
		blob; /* of a FILE that was taken; empty when it was only looked at, or unreadable */
};

#endif
