#include "core/base/vec.h"
#include "frontends/alembic/alembic_operation.h"

/*
 * The file's own mapped classes as tables: what Model.__table__.create(bind) and
 * Base.metadata.create_all(bind) make of them.
 */

/* A class attribute that is a column without a name of its own takes the attribute's. */
static bool class_column(struct eval *e, const struct binding *b, struct column *ret,
			 struct alembic_constraints *constraints)
{
	bool whole = alembic_column(e, b->value, ret, constraints);

	if (!ret->name.len)
		ret->name = b->name;
	return whole;
}

void alembic_create_model(struct alembic *a, struct eval *e, const struct value *v)
{
	const struct value *class = v->kind == VALUE_ATTRIBUTE ? v->base : v;
	struct operation o = {a, e, v, NULL, false, -1};
	struct alembic_constraints constraints = {0};
	VEC(struct column) columns = {0};
	const struct value *args;
	struct op *op, table;

	op = alembic_emit(a, e, OP_CREATE_TABLE, eval_statement(e));
	op->table = alembic_table_name(e, class, &op->schema);
	if (class->kind != VALUE_CLASS) { /* of another module */
		op->flags |= OPF_PARTIAL;
		return;
	}
	if (class->count) /* a base may bring columns */
		op->flags |= class->items[0]->kind == VALUE_CLASS ? OPF_PARTIAL : 0;
	for (uint32_t i = 0; i < class->scope->count; i++)
		if (alembic_is_column(class->scope->bindings[i].value) &&
		    !class_column(e, &class->scope->bindings[i], vec_push(a->arena, &columns),
				  &constraints))
			op->flags |= OPF_PARTIAL;
	args = value_member(class, STR("__table_args__"));
	for (uint32_t i = 0; args && args->kind == VALUE_TUPLE && i < args->count; i++)
		if (alembic_is_constraint(args->items[i]))
			alembic_constraint(e, args->items[i], vec_push(a->arena, &constraints));
	op->columns = columns.items;
	op->column_count = columns.count;
	op->constraints = constraints.items;
	op->constraint_count = constraints.count;
	table = *op; /* emitting may move the ops */
	for (uint32_t i = 0; i < columns.count; i++)
		operation_column_index(&o, &table, &columns.items[i]);
}

/* Base.metadata, of whatever class or call Base is. */
static const struct value *base_of(const struct value *metadata)
{
	return metadata->kind == VALUE_ATTRIBUTE && str_eq(metadata->text, STR("metadata"))
		       ? metadata->base
		       : NULL;
}

static bool descends(const struct value *class, const struct value *base, int depth)
{
	for (uint32_t i = 0; depth < 8 && i < class->count; i++)
		if (class->items[i] == base || (class->items[i]->kind == VALUE_CLASS &&
						descends(class->items[i], base, depth + 1)))
			return true;
	return false;
}

void alembic_models_of(struct alembic *a, struct eval *e, const struct value *metadata, bool drop,
		       uint32_t flags, uint32_t node)
{
	const struct cst *c = eval_cst(e);
	const struct value *base = base_of(metadata);

	for (uint32_t n = base ? cst_first(c, 0) : 0; n; n = cst_next(c, n)) {
		const struct value *class;
		uint32_t first = a->ops.count;

		if (cst_kind(c, n) != CST_CLASS_DEFINITION)
			continue;
		class = eval_global(e, cst_text(c, cst_child(c, n, FIELD_NAME)));
		if (!class || class->kind != VALUE_CLASS || !alembic_is_table(class) ||
		    !descends(class, base, 0))
			continue;
		if (drop) {
			struct op *op = alembic_emit(a, e, OP_DROP_TABLE, node);

			op->table = alembic_table_name(e, class, &op->schema);
		} else {
			alembic_create_model(a, e, class);
		}
		a->ops.items[first].flags |= flags;
	}
}
