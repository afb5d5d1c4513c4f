/*
 * Database drivers among a project's requirements: signs of what it runs on.
 */
#ifndef TIDEMARK_SCANNER_DRIVERS_H
#define TIDEMARK_SCANNER_DRIVERS_H

#include "scanner/evidence.h"

/*
 * Is it a file of requirements by its name: *requirements*.txt, setup.cfg, pyproject.toml …?
 * setup.py is one too, which setup_py_read() reads.
 */
bool drivers_is_requirements(struct str path);

/*
 * Adds a sign for every driver that the file requires. A driver that only a group like "dev" or a
 * file like test-requirements.txt asks for is a TRUST_TEST_DRIVER. Any bytes are taken.
 */
void drivers_read(struct str path, struct str content, struct arena *arena, struct signs *signs);

/* "psycopg2-binary >= 2.9 ; python_version < '4'": 0 when it is none of a driver's. */
dialect_set drivers_of_requirement(struct str requirement);
/* Does one of the name's words ("test-requirements", "group.dev") say that users do without? */
bool drivers_is_for_tests(struct str name);

#endif
