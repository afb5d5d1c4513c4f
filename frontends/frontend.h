/*
 * Front ends: one per framework, one file each (frontends/<name>.c, a line in frontends.def).
 */
#ifndef TIDEMARK_FRONTENDS_FRONTEND_H
#define TIDEMARK_FRONTENDS_FRONTEND_H

#include "core/base/arena.h"
#include "core/base/out.h"
#include "core/model/loader.h"
#include "core/model/migration.h"

/* A worker's tools (the parser and its memory), kept from file to file. */
struct frontend_worker;
struct frontend_worker *frontend_worker_new(void);
void frontend_worker_free(struct frontend_worker *worker);

/* What is evaluated. */
struct frontend_input {
	struct str path; /* in its tree */
	struct str content;
	const struct loader *loader; /* of the other files of that tree; NULL: there are none */
	bool trace;                  /* ops tell how their values were derived */
};

struct frontend {
	const char *name; /* "alembic" */
	/* Could the bytes be a migration? Cheap; no parse. */
	bool (*recognises)(struct str path, struct str content);
	/*
	 * Evaluates one file, in `arena`. Pure: depends on the content and on what the loader
	 * answers, which the migration's look-ups tell. Returns 0 and a migration (which may be UNPARSABLE); ERR_NOT_FOUND when the file defines no revision and
	 * no upgrade or downgrade, i.e. is not a migration at all; ERR_CORRUPT when it is not
	 * UTF-8; ERR_LIMIT when it is too large or too deep to parse.
	 */
	int (*evaluate)(struct frontend_worker *worker, const struct frontend_input *input,
			struct arena *arena, struct migration *ret_migration, struct err *reterr);
};

extern const struct frontend *const frontends[];
extern const uint32_t frontend_count;

/* The front end that recognises the file, or NULL. */
const struct frontend *frontend_for(struct str path, struct str content);

/*
 * The unit contract: evaluate(content, looked-up modules) → encoded migration bytes, appended to `ret_bytes`. Same
 * errors as `evaluate`. `arena` is scratch and may be reset after the call.
 */
int frontend_encode(const struct frontend *frontend, struct frontend_worker *worker,
		    const struct frontend_input *input, struct arena *arena, struct out *ret_bytes,
		    struct err *reterr);

#endif
