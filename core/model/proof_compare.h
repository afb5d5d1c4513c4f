/*
 * Comparing S and S′: shared by proof_compare.c (rows, tables, other objects) and proof_table.c (what
 * a table has), of no use to others.
 */
#ifndef TIDEMARK_CORE_MODEL_PROOF_COMPARE_H
#define TIDEMARK_CORE_MODEL_PROOF_COMPARE_H

#include "core/model/proof_parts.h"

/* A table that is there before and after. */
struct comparing {
	struct proving *p;
	struct str key; /* in S */
	const struct table *old, *new;
};

void compare_say(struct proving *p, enum verdict verdict, const struct subject *subject,
		 const struct op *op, enum direction direction, struct str text);
/* The body that the op is in; UP for those of other migrations. */
enum direction op_direction(const struct proving *p, const struct op *op);
/* The last op of a body, of one of `kinds`, on the table and, unless empty, of the name; or NULL. */
const struct op *compare_last_op(const struct body *body, struct str table, struct str name,
				 uint64_t kinds);
/* The same of the downgrade, else of the upgrade. */
const struct op *compare_deciding(struct proving *p, struct str table, struct str name,
				  uint64_t kinds);
/*
 * token_compare(), in which statements of the downgrade that clear away rows written since the
 * upgrade do nothing to those of before.
 */
enum token_state compare_tokens(struct proving *p, const struct token *now,
				const struct token *then, const struct op **ret_op);
bool same_names(const struct str *a, uint32_t a_count, const struct str *b, uint32_t b_count);

/* Columns, keys and indexes. `rows_kept`: the values in them are worth a word. */
void compare_parts(struct comparing *c, bool rows_kept);

#endif
