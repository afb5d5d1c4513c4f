/*
 * Database drivers among what a setup.py requires.
 */
#ifndef TIDEMARK_SCANNER_SETUP_PY_H
#define TIDEMARK_SCANNER_SETUP_PY_H

#include "frontends/python/cst.h"
#include "scanner/evidence.h"

/*
 * Adds a sign for every driver that a list of the file names, or a text of several lines that is
 * given as requirements. Lists of lists, variables and calls on the way do not matter: what else
 * than a requirement would a list with "psycopg2>=2.9" in it hold? The names around it ("extras",
 * "tests_require", the key "dev") say who needs it. Any tree is taken; `scratch` is for the names.
 */
void setup_py_read(struct str path, const struct cst *cst, struct arena *arena,
		   struct arena *scratch, struct signs *signs);

#endif
