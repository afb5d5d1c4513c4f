/*
 * What a front end understood of one file, for people (text) and programs (JSON): the form in which
 * front-end fixtures are written down.
 */
#ifndef TIDEMARK_REPORTS_DUMP_H
#define TIDEMARK_REPORTS_DUMP_H

#include "core/base/out.h"
#include "core/model/migration.h"

/*
 * One line for the migration, one for each body, one for each op:
 *
 *	migration 1a2b <- 0f9e "add phone"
 *	upgrade ops
 *	  12 add_column users.phone String(20) null
 *	downgrade empty
 */
void dump_text(const struct migration *m, struct out *out);
/* One JSON object on one line. */
void dump_json(const struct migration *m, struct out *out);

#endif
