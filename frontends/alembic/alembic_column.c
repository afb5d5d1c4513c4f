#include "frontends/alembic/alembic_operation.h"

/* Index=True of a column that is added: Alembic creates the index with it. */
static void column_index(struct operation *o, const struct op *add, const struct column *column)
{
	struct index *index;
	struct str *columns, table = add->table, schema = add->schema;
	struct op *op;

	if (!column->index)
		return;
	index = arena_new(o->a->arena, struct index);
	columns = arena_new(o->a->arena, struct str);
	*columns = column->name;
	op = operation_emit(o, OP_CREATE_INDEX);
	op->table = table;
	op->schema = schema;
	op->name = arena_printf(o->a->arena, "ix_" STR_FMT "_" STR_FMT, STR_ARG(table),
				STR_ARG(column->name));
	*index = (struct index){
		.name = op->name, .columns = columns, .column_count = 1, .unique = column->unique};
	op->index = index;
}

void operation_add_column(struct operation *o)
{
	const struct value *v = operation_arg(o, operation_at(o, 1, 0), STR("column"));
	struct column *column = arena_new(o->a->arena, struct column);
	struct op *op;

	if (v && alembic_is_column(v))
		o->partial |= !alembic_column(o->e, v, column);
	else
		o->partial = true;
	if (o->partial && !column->name.len)
		column->name = v ? eval_hole(o->e, v) : STR("{?}");
	op = operation_emit_on(o, OP_ADD_COLUMN, 0, STR("table_name"));
	op->name = column->name;
	op->column = column;
	column_index(o, op, column);
}

void operation_drop_column(struct operation *o)
{
	struct op *op = operation_emit_on(o, OP_DROP_COLUMN, 0, STR("table_name"));
	const struct value *v = operation_arg(o, operation_at(o, 1, 0), STR("column_name"));

	op->name = v && alembic_is_column(v) && v->count ? operation_text(o, v->items[0])
							 : operation_text(o, v);
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
	switch (kind) {
	case OP_RENAME_COLUMN:
		op->to = operation_text(o, to);
		break;
	case OP_ALTER_TYPE:
		column->type = alembic_type(o->e, to);
		break;
	case OP_SET_NULLABLE:
		column->nullable = alembic_tri(to);
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

void operation_alter_column(struct operation *o)
{
	struct column shared = {0};
	const struct value *type = operation_arg(o, -1, STR("existing_type"));
	const struct value *nullable = operation_arg(o, operation_at(o, 2, 0), STR("nullable"));
	const struct value *server_default = operation_arg(o, -1, STR("server_default"));
	const struct value *to = operation_arg_or(o, -1, STR("new_column_name"), STR("name"));
	const struct value *new_type = operation_arg_or(o, -1, STR("type_"), STR("type"));
	const struct value *comment = operation_arg(o, -1, STR("comment"));

	shared.name = operation_text(o,
				     operation_arg(o, operation_at(o, 1, 0), STR("column_name")));
	shared.existing_type = type ? alembic_type(o->e, type) : NULL;
	shared.existing_nullable = alembic_tri(operation_arg(o, -1, STR("existing_nullable")));
	shared.existing_server_default =
		alembic_default(o->e, operation_arg(o, -1, STR("existing_server_default")));
	if (is_given(new_type, false))
		alter_one(o, OP_ALTER_TYPE, &shared, new_type);
	if (nullable && nullable->kind != VALUE_NONE)
		alter_one(o, OP_SET_NULLABLE, &shared, nullable);
	if (is_given(server_default, true))
		alter_one(o, OP_SET_DEFAULT, &shared, server_default);
	if (is_given(comment, true))
		alter_one(o, OP_SET_COLUMN_COMMENT, &shared, comment);
	alter_otherwise(o, &shared);
	if (is_given(to, false))
		alter_one(o, OP_RENAME_COLUMN, &shared, to);
}
