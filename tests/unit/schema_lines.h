/*
 * A schema as text, for tests that compare two of them exactly: one line for each thing in it, sorted,
 * so that neither identities nor the order of columns count.
 */
#ifndef TIDEMARK_TESTS_UNIT_SCHEMA_LINES_H
#define TIDEMARK_TESTS_UNIT_SCHEMA_LINES_H

#include "core/model/schema.h"

/* `data`: also what becomes of the rows of tables and the values of columns. */
struct str schema_lines(struct arena *a, const struct schema *s, bool data);

#endif
