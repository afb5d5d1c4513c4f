/*
 * What an environment is for, told from its path inside the repository.
 */
#ifndef TIDEMARK_SCANNER_ROLE_H
#define TIDEMARK_SCANNER_ROLE_H

#include "core/base/arena.h"
#include "core/model/environment.h"

/*
 * The role of an environment whose script_location is `path`, decided by the outermost segment that
 * says anything. Only whole segments do: "testing" and "test_app", not "latest" or "test_results",
 * which are as often a product's. *ret_evidence ("path segment 'tests'") is in `arena`, and empty
 * for production.
 */
enum role role_of_path(struct str path, struct arena *arena, struct str *ret_evidence);

#endif
