/*
 * What the text of an env.py says about the databases that it is for.
 *
 * A search that knows comments, strings and docstrings, not an evaluation: env.py is arbitrary
 * code, and what matters in it is nearly always written out. What is computed stays unknown.
 */
#ifndef TIDEMARK_SCANNER_ENV_PY_H
#define TIDEMARK_SCANNER_ENV_PY_H

#include "scanner/evidence.h"

/* Any bytes are taken. What is kept is copied into `arena`; `path` is borrowed. */
void env_py_read(struct str path, struct str content, struct arena *arena, struct signs *ret_signs);

#endif
