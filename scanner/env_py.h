/*
 * What the text of an env.py says about the databases and the mode of migration.
 *
 * A search that knows comments, strings and docstrings, not an evaluation: env.py is arbitrary
 * code, and what matters in it is nearly always written out. What is computed stays unknown.
 */
#ifndef TIDEMARK_SCANNER_ENV_PY_H
#define TIDEMARK_SCANNER_ENV_PY_H

#include "scanner/evidence.h"

struct env_py {
	enum tri transaction_per_migration; /* NO also when nothing says it: Alembic's default */
	enum tri render_as_batch;
	struct evidence batch; /* where it says render_as_batch=True */
	struct signs signs;
};

/* Any bytes are taken. What is kept is copied into `arena`; `path` is borrowed. */
void env_py_read(struct str path, struct str content, struct arena *arena,
		 struct env_py *ret_env_py);

#endif
