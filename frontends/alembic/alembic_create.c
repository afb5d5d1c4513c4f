#include "core/base/vec.h"
#include "frontends/alembic/alembic_host.h"

/*
 * Objects that create and drop themselves, Enum(…).create(bind), Table(…).drop(bind), and the same
 * as statements: CreateTable(t), DropIndex(i), CreateSchema("s").
 */

/* create(bind, checkfirst); postgresql.ENUM and Sequence look by default, others do not. */
static bool checks_first(const struct value *call)
{
	const struct value *given = value_keyword(call, STR("checkfirst"));
	struct str name = value_last_name(call->base->base);

	given = given ? given : call->count > 1 ? call->items[1] : NULL;
	if (given)
		return value_truth(given) == TRUTH_YES;
	return str_eq(name, STR("ENUM")) || str_eq(name, STR("Sequence")) ||
	       str_eq(name, STR("DOMAIN"));
}

/*
 * Only PostgreSQL has types of their own; elsewhere SQLAlchemy's create() and drop() of a type do
 * nothing, and so they do where native_enum=False has made it a VARCHAR.
 */
static void type_object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			uint32_t flags, uint32_t node)
{
	const struct coltype *type = alembic_type(e, v);
	dialect_set dialects = eval_dialects(e);
	struct op *op;

	if (type->native == TRI_NO || (dialects && !(dialects & DIALECT_POSTGRESQL)))
		return;
	op = alembic_emit(a, e, drop ? OP_DROP_TYPE : OP_CREATE_TYPE, node);
	op->dialects = DIALECT_POSTGRESQL;
	op->name = type->enum_name;
	op->schema = type->enum_schema;
	if (!op->name.len && !alembic_is_enum(v)) /* DOMAIN(name, …) */
		op->name = v->count ? eval_name(e, v->items[0]) : STR("{?}");
	op->type = type;
	op->flags |= flags;
}

static void table_object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			 uint32_t flags, uint32_t node)
{
	struct op *op;

	if (!drop) {
		uint32_t first = a->ops.count;

		if (v->kind == VALUE_CALL && v->count)
			alembic_create_table(a, e, v, v->items[0]);
		else
			alembic_create_model(a, e, v);
		if (first < a->ops.count)
			a->ops.items[first].flags |= flags;
		return;
	}
	op = alembic_emit(a, e, OP_DROP_TABLE, node);
	op->table = alembic_table_name(e, v, &op->schema);
	op->flags |= flags;
}

static void index_object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			 uint32_t flags, uint32_t node)
{
	struct index *index = arena_new(a->arena, struct index);
	const struct value *table = alembic_index_table(e, v);
	const struct value *unique = value_keyword(v, STR("unique"));
	struct op *op;

	alembic_index(e, v, index);
	op = alembic_emit(a, e, drop ? OP_DROP_INDEX : OP_CREATE_INDEX, node);
	op->name = index->name;
	op->index = index;
	if (unique && value_truth(unique) == TRUTH_UNKNOWN)
		op->flags |= OPF_PARTIAL;
	op->table = table ? alembic_table_name(e, table, &op->schema) : STR("{?}");
	op->flags |= flags;
}

static void sequence_object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			    uint32_t flags, uint32_t node)
{
	struct op *op = alembic_emit(a, e, drop ? OP_DROP_SEQUENCE : OP_CREATE_SEQUENCE, node);

	op->name = v->count ? eval_name(e, v->items[0]) : STR("{?}");
	op->schema = eval_name(e, value_keyword(v, STR("schema")));
	op->flags |= flags;
}

static void constraint_object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			      uint32_t flags, uint32_t node)
{
	struct constraint *k = arena_new(a->arena, struct constraint);
	const struct value *table = alembic_find_table(e, v);
	struct op *op;

	alembic_constraint(e, v, k);
	op = alembic_emit(a, e, drop ? OP_DROP_CONSTRAINT : OP_CREATE_CONSTRAINT, node);
	op->name = k->name;
	op->constraint = k;
	op->table = table ? alembic_table_name(e, table, &op->schema) : STR("{?}");
	op->flags |= flags;
}

/* Is it a table, by name or as the mapped class's __table__? */
static bool is_table_object(const struct value *v)
{
	if (v->kind == VALUE_ATTRIBUTE && str_eq(v->text, STR("__table__")))
		v = v->base;
	return alembic_is_table(v) ||
	       (v->kind == VALUE_CALL && str_eq(value_callee(v), STR("alembic.op.create_table")));
}

/* False: what it is, is not known. */
static bool object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
		   uint32_t flags, uint32_t node)
{
	bool called = v->kind == VALUE_CALL;
	struct str name = value_last_name(v);

	if (alembic_is_enum(v) || (called && str_eq(name, STR("DOMAIN"))))
		type_object(a, e, v, drop, flags, node);
	else if (is_table_object(v))
		table_object(a, e, v, drop, flags, node);
	else if (alembic_is_index(v))
		index_object(a, e, v, drop, flags, node);
	else if (called && str_eq(name, STR("Sequence")))
		sequence_object(a, e, v, drop, flags, node);
	else if (alembic_is_constraint(v))
		constraint_object(a, e, v, drop, flags, node);
	else
		return false;
	return true;
}

bool alembic_create_or_drop(struct alembic *a, struct eval *e, const struct value *call, bool drop)
{
	uint32_t flags = checks_first(call) ? drop ? OPF_IF_EXISTS : OPF_IF_NOT_EXISTS : 0;

	if (!object(a, e, call->base->base, drop, flags, call->at))
		alembic_emit_opaque(a, e, call->at,
				    drop ? STR("drops an object that is not known")
					 : STR("creates an object that is not known"));
	return true;
}

/* CreateSchema("s", if_not_exists=True), DropSchema("s", cascade=True) */
static void schema_object(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			  uint32_t flags, uint32_t node)
{
	struct op *op = alembic_emit(a, e, drop ? OP_DROP_SCHEMA : OP_CREATE_SCHEMA, node);

	op->name = v->count ? eval_name(e, v->items[0]) : STR("{?}");
	op->flags |= flags;
}

bool alembic_construct(struct alembic *a, struct eval *e, const struct value *what, uint32_t node)
{
	struct str name = value_last_name(what);
	bool drop = str_starts(name, STR("Drop"));
	uint32_t flags = 0;

	if (!drop && !str_starts(name, STR("Create")) && !str_eq(name, STR("AddConstraint")))
		return false;
	if (alembic_true(what, STR("if_exists")))
		flags |= OPF_IF_EXISTS;
	if (alembic_true(what, STR("if_not_exists")))
		flags |= OPF_IF_NOT_EXISTS;
	if (alembic_true(what, STR("cascade")))
		flags |= OPF_CASCADE;
	if (str_ends(name, STR("Schema"))) {
		schema_object(a, e, what, drop, flags, node);
		return true;
	}
	return what->count && object(a, e, what->items[0], drop, flags, node);
}

/* Is the table one of this metadata's? `self` is the metadata. */
static bool belongs(const struct value *table, const struct value *metadata)
{
	return table->count > 1 && table->items[1] == metadata;
}

static void object_of_all(struct alembic *a, struct eval *e, const struct value *v, bool drop,
			  uint32_t flags, uint32_t node)
{
	if (!is_table_object(v) || !object(a, e, v, drop, flags, node))
		alembic_emit_opaque(a, e, node, STR("creates or drops a table that is not known"));
}

bool alembic_create_or_drop_all(struct alembic *a, struct eval *e, const struct value *call,
				bool drop)
{
	const struct value *metadata = call->base->kind == VALUE_ATTRIBUTE ? call->base->base
									   : NULL;
	const struct value *tables = value_keyword(call, STR("tables"));
	const struct value *check = value_keyword(call, STR("checkfirst"));
	uint32_t flags = drop ? OPF_IF_EXISTS : OPF_IF_NOT_EXISTS, before = a->ops.count;

	if (check && value_truth(check) != TRUTH_YES)
		flags = 0;
	tables = tables ? tables : call->count > 1 ? call->items[1] : NULL;
	if (tables && value_is_sequence(tables)) {
		for (uint32_t i = 0; i < tables->count; i++)
			object_of_all(a, e, tables->items[i], drop, flags, call->at);
		return true;
	}
	for (uint32_t i = 0; metadata && !tables && i < a->tables.count; i++)
		if (belongs(a->tables.items[i], metadata))
			object_of_all(a, e, a->tables.items[i], drop, flags, call->at);
	if (metadata && !tables)
		alembic_models_of(a, e, metadata, drop, flags, call->at);
	if (a->ops.count == before)
		alembic_emit_opaque(a, e, call->at,
				    STR("creates or drops the tables of a live metadata"));
	return true;
}
