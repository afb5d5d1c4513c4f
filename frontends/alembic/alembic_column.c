#include "frontends/alembic/alembic_operation.h"
#include "frontends/alembic/alembic_sql.h"

void operation_add_column(struct operation *o)
{
	const struct value *v = operation_arg(o, operation_at(o, 1, 0), STR("column"));
	struct column *column = arena_new(o->a->arena, struct column);
	struct alembic_constraints constraints = {0};
	struct op *op;

	if (v && alembic_is_column(v))
		o->partial |= !alembic_column(o->e, v, column, &constraints);
	else
		o->partial = true;
	if (o->partial && !column->name.len)
		column->name = v ? eval_hole(o->e, v) : STR("{?}");
	op = operation_emit_on(o, OP_ADD_COLUMN, 0, STR("table_name"));
	op->name = column->name;
	op->column = column;
	op->constraints = constraints.items;
	op->constraint_count = constraints.count;
	operation_column_index(o, op, column);
}

void operation_drop_column(struct operation *o)
{
	struct op *op = operation_emit_on(o, OP_DROP_COLUMN, 0, STR("table_name"));
	const struct value *v = operation_arg(o, operation_at(o, 1, 0), STR("column_name"));

	op->name = v && alembic_is_column(v) && v->count ? operation_text(o, v->items[0])
							 : operation_text(o, v);
	operation_reflect(o, op, v);
}

/* By keyword, or by position as releases before 1.11 allow; a batch has no table before them. */
static const struct value *alter_arg(struct operation *o, int position, struct str keyword)
{
	return operation_arg(o, operation_at(o, position, 0), keyword);
}

static const struct value *column_arg(struct operation *o)
{
	return alter_arg(o, 1, STR("column_name"));
}

/* One changed attribute of alter_column(). */
static void alter_one(struct operation *o, enum op_kind kind, const struct column *shared,
		      const struct value *to)
{
	struct op *op = operation_emit_on(o, kind, 0, STR("table_name"));
	struct column *column = arena_new(o->a->arena, struct column);

	*column = *shared;
	op->name = shared->name;
	op->column = column;
	operation_reflect(o, op, column_arg(o));
	switch (kind) {
	case OP_RENAME_COLUMN:
		op->to = operation_text(o, to);
		break;
	case OP_ALTER_TYPE:
		column->type = alembic_type(o->e, to);
		break;
	case OP_SET_NULLABLE:
		column->nullable = alembic_tri(to);
		if (column->nullable == TRI_UNKNOWN)
			op->flags |= OPF_PARTIAL;
		break;
	case OP_SET_DEFAULT:
		column->server_default = alembic_default(o->e, to);
		break;
	default:
		column->comment = operation_text(o, to);
	}
}

static bool is_given(const struct value *v, bool none_counts)
{
	if (!v || (v->kind == VALUE_BOOL && !v->number)) /* False means "leave as it is" */
		return false;
	return none_counts || v->kind != VALUE_NONE;
}

/* What has no op of its own: AUTO_INCREMENT, and attributes that are not known. */
static void alter_otherwise(struct operation *o, const struct column *shared)
{
	const struct value *given = operation_arg(o, -1, STR("autoincrement"));

	if (given && given->kind == VALUE_BOOL) {
		struct op *op = operation_emit_on(o, OP_ALTER_TABLE, 0, STR("table_name"));

		op->name = shared->name;
		op->text = given->number ? STR("autoincrement") : STR("no autoincrement");
	}
	if (o->partial)
		alembic_emit_opaque(o->a, o->e, o->call->at,
				    arena_printf(o->a->arena,
						 "changes column " STR_FMT
						 " in a way that is not known",
						 STR_ARG(shared->name)));
}

static void existing(struct operation *o, struct column *column)
{
	const struct value *type = alter_arg(o, 7, STR("existing_type"));
	const struct value *comment = alter_arg(o, 10, STR("existing_comment"));
	const struct value *given = operation_arg(o, -1, STR("existing_autoincrement"));
	const struct value *server_default = alter_arg(o, 8, STR("existing_server_default"));

	column->existing_type = type && type->kind != VALUE_NONE ? alembic_type(o->e, type) : NULL;
	column->existing_nullable = alembic_tri(alter_arg(o, 9, STR("existing_nullable")));
	if (is_given(server_default, false))
		column->existing_server_default = alembic_default(o->e, server_default);
	column->existing_comment = operation_text(o, comment);
	if (given && given->kind == VALUE_BOOL)
		column->autoincrement = alembic_tri(given);
}

void operation_alter_column(struct operation *o)
{
	struct column shared = {0};
	const struct value *nullable = alter_arg(o, 2, STR("nullable"));
	const struct value *comment = alter_arg(o, 3, STR("comment"));
	const struct value *server_default = alter_arg(o, 4, STR("server_default"));
	const struct value *to = value_keyword(o->call, STR("name"));
	const struct value *type = value_keyword(o->call, STR("type"));
	uint32_t first = o->a->ops.count;

	to = to ? to : alter_arg(o, 5, STR("new_column_name"));
	type = type ? type : alter_arg(o, 6, STR("type_"));
	shared.name = operation_text(o, column_arg(o));
	shared.using = alembic_sql(o->e, operation_arg(o, -1, STR("postgresql_using")));
	existing(o, &shared);
	if (is_given(type, false))
		alter_one(o, OP_ALTER_TYPE, &shared, type);
	shared.using = STR("");
	if (nullable && nullable->kind != VALUE_NONE)
		alter_one(o, OP_SET_NULLABLE, &shared, nullable);
	if (is_given(server_default, true))
		alter_one(o, OP_SET_DEFAULT, &shared, server_default);
	if (is_given(comment, true))
		alter_one(o, OP_SET_COLUMN_COMMENT, &shared, comment);
	alter_otherwise(o, &shared);
	if (is_given(to, false))
		alter_one(o, OP_RENAME_COLUMN, &shared, to);
	for (uint32_t i = first + 1; i < o->a->ops.count; i++)
		o->a->ops.items[i].flags |= OPF_CONTINUES;
}
