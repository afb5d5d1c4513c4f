/*
 * Database drivers among a project's requirements: signs of what it runs on.
 */
#ifndef TIDEMARK_SCANNER_DRIVERS_H
#define TIDEMARK_SCANNER_DRIVERS_H

#include "scanner/evidence.h"

/* Is it a file of requirements by its name: *requirements*.txt, setup.cfg, pyproject.toml …? */
bool drivers_is_requirements(struct str path);

/*
 * Adds a sign for every driver that the file requires. A driver that only a group like "dev" or a
 * file like test-requirements.txt asks for is a TRUST_TEST_DRIVER. Any bytes are taken.
 */
void drivers_read(struct str path, struct str content, struct arena *arena, struct signs *signs);

#endif
