/*
 * Does the condition of a DELETE name the row that an INSERT spells out? Inside of token_undo.
 */
#ifndef TIDEMARK_CORE_MODEL_ROW_MATCH_H
#define TIDEMARK_CORE_MODEL_ROW_MATCH_H

#include "core/model/migration.h"

/*
 * Conditions of "column = constant" and "column IN (constants)", joined by AND or by OR, are
 * understood. UNKNOWN: of any other, and where the INSERT does not tell the column's value.
 */
enum tri row_matches(struct str condition, const struct op *insert);

#endif
