#include "frontends/alembic/alembic_host.h"

/*
 * What is not known stands as source in a hole, which tells variables' names; the meaning of the call
 * tells it without them.
 */

static bool has_hole(struct str s)
{
	return str_chr(s, '{') >= 0;
}

static bool any_has_hole(const struct str *items, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (has_hole(items[i]))
			return true;
	return false;
}

static bool column_has_hole(const struct column *c)
{
	return has_hole(c->name) || has_hole(c->server_default.text) || has_hole(c->comment) ||
	       (c->type && has_hole(c->type->text)) || has_hole(c->references.table) ||
	       (c->existing_type && has_hole(c->existing_type->text));
}

static bool constraint_has_hole(const struct constraint *k)
{
	return has_hole(k->name) || has_hole(k->condition) || has_hole(k->references.table) ||
	       has_hole(k->references.ondelete) || any_has_hole(k->columns, k->column_count) ||
	       any_has_hole(k->references.columns, k->references.column_count);
}

static bool op_has_hole(const struct op *op)
{
	if (has_hole(op->schema) || has_hole(op->table) || has_hole(op->name) || has_hole(op->to) ||
	    (op->flags & OPF_TEMPLATE) || has_hole(op->condition))
		return true;
	if ((op->column && column_has_hole(op->column)) ||
	    (op->constraint && constraint_has_hole(op->constraint)) ||
	    (op->index && (has_hole(op->index->name) ||
			   any_has_hole(op->index->columns, op->index->column_count))))
		return true;
	for (uint32_t i = 0; i < op->column_count; i++)
		if (column_has_hole(&op->columns[i]))
			return true;
	for (uint32_t i = 0; i < op->constraint_count; i++)
		if (constraint_has_hole(&op->constraints[i]))
			return true;
	return false;
}

void alembic_meaning(struct alembic *a, struct eval *e, const struct value *call, uint32_t first)
{
	uint64_t meaning = 0;
	uint32_t visited;

	for (uint32_t i = first; i < a->ops.count; i++) {
		struct op *op = &a->ops.items[i];

		if (op->meaning || op->kind == OP_OPAQUE || !op_has_hole(op))
			continue;
		if (!meaning) {
			meaning = value_meaning(call, &visited);
			eval_spend(e, visited);
		}
		op->meaning = meaning;
	}
}
