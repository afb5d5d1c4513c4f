/*
 * An op as JSON: an item of `operations` in tidemark dump, and what tidemark chain says it comes to.
 */
#ifndef TIDEMARK_REPORTS_OP_OBJECT_H
#define TIDEMARK_REPORTS_OP_OBJECT_H

#include "core/model/migration.h"
#include "reports/json_writer.h"

/* docs/json.md lists the keys. Texts are borrowed from the op or in `a`. */
cJSON *op_object(struct arena *a, const struct op *op);

#endif
