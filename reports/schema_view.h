/*
 * A replayed schema, written.
 */
#ifndef TIDEMARK_REPORTS_SCHEMA_VIEW_H
#define TIDEMARK_REPORTS_SCHEMA_VIEW_H

#include "core/base/out.h"
#include "core/model/schema.h"

/*
 * One JSON object, table by table; docs/json.md lists the keys. An attribute that is not known is
 * null, or has a {hole}. `scratch` is left as it was.
 */
void schema_json(const struct schema *s, struct arena *scratch, struct out *out);

/*
 * For people: a line for each column, constraint, index and object of the tables and objects that are
 * not the same in `other`, and how many are; NULL: of all.
 */
void schema_text(const struct schema *s, const struct schema *other, struct arena *scratch,
		 struct out *out);

#endif
