#include "frontends/alembic/alembic_operation.h"
#include "frontends/alembic/alembic_values.h"

#define KEY_COLUMNS_MAX 64 /* more than any database has */

/* PrimaryKeyConstraint("id") makes its columns what primary_key=True would. A table has one. */
static void key_columns(const struct op *op, struct column *columns)
{
	for (uint32_t k = 0; k < op->constraint_count; k++) {
		const struct constraint *key = &op->constraints[k];

		if (key->kind != CONSTRAINT_PRIMARY_KEY || key->column_count > KEY_COLUMNS_MAX)
			continue;
		for (uint32_t i = 0; i < op->column_count; i++) {
			for (uint32_t n = 0; n < key->column_count; n++) {
				if (!str_eq(columns[i].name, key->columns[n]))
					continue;
				columns[i].primary_key = true;
				columns[i].nullable = TRI_NO;
			}
		}
		return;
	}
}

/* Columns, constraints and indexes of create_table() or Table(), as they are met. */
struct parts {
	VEC(struct column) columns;
	struct alembic_constraints constraints;
	VEC(struct index) indexes;
};

/* create_table("t", MetaData(), …): it is taken and does nothing. */
static bool is_metadata(const struct value *v)
{
	return v->kind == VALUE_CALL && str_eq(value_last_name(v), STR("MetaData"));
}

static void table_items(struct operation *o, const struct value *call, uint32_t first,
			struct op *op, struct parts *parts)
{
	for (uint32_t i = first; i < call->count; i++) {
		const struct value *v = call->items[i];

		if (alembic_is_column(v)) {
			if (!alembic_column(o->e, v, vec_push(o->a->arena, &parts->columns),
					    &parts->constraints))
				op->flags |= OPF_PARTIAL;
		} else if (alembic_is_constraint(v)) {
			alembic_constraint(o->e, v, vec_push(o->a->arena, &parts->constraints));
		} else if (alembic_is_index(v)) {
			alembic_index(o->e, v, vec_push(o->a->arena, &parts->indexes));
		} else if (v->kind != VALUE_NONE && !is_metadata(v)) {
			op->flags |= OPF_PARTIAL;
		}
	}
	op->columns = parts->columns.items;
	op->column_count = parts->columns.count;
	op->constraints = parts->constraints.items;
	op->constraint_count = parts->constraints.count;
	key_columns(op, parts->columns.items);
}

/* The indexes that CREATE TABLE is followed by: of its columns, and its own. */
static void table_indexes(struct operation *o, const struct op *op, struct parts *parts)
{
	struct op table = *op; /* emitting may move the ops */

	for (uint32_t i = 0; i < parts->columns.count; i++)
		operation_column_index(o, &table, &parts->columns.items[i]);
	for (uint32_t i = 0; i < parts->indexes.count; i++)
		operation_emit_index(o, &table, &parts->indexes.items[i]);
}

/* prefixes=["TEMPORARY"] */
static bool is_temporary(const struct value *call)
{
	const struct value *prefixes = value_keyword(call, STR("prefixes"));

	for (uint32_t i = 0; prefixes && value_is_sequence(prefixes) && i < prefixes->count; i++)
		if (str_find_nocase(prefixes->items[i]->text, STR("temp")) >= 0)
			return true;
	return false;
}

void alembic_create_table(struct alembic *a, struct eval *e, const struct value *call,
			  const struct value *name)
{
	struct operation o = {a, e, call, NULL, operation_is_partial(call), -1};
	struct op *op = operation_emit(&o, OP_CREATE_TABLE);
	struct parts parts = {0};

	op->table = name && name->kind != VALUE_STAR ? alembic_object_name(e, name) : STR("{?}");
	op->comment = eval_name(e, value_keyword(call, STR("comment")));
	if (is_temporary(call))
		op->flags |= OPF_TEMPORARY;
	/* Table(name, metadata, …) */
	table_items(&o, call, alembic_is_table(call) ? 2 : 1, op, &parts);
	table_indexes(&o, op, &parts);
}

void operation_create_table(struct operation *o)
{
	alembic_create_table(o->a, o->e, o->call,
			     operation_arg_or(o, 0, STR("table_name"), STR("name")));
}

void operation_drop_table(struct operation *o)
{
	operation_emit_on(o, OP_DROP_TABLE, 0,
			  value_keyword(o->call, STR("name")) ? STR("name") : STR("table_name"));
}

void operation_rename_table(struct operation *o)
{
	struct op *op = operation_emit_on(o, OP_RENAME_TABLE, 0, STR("old_table_name"));

	op->to = operation_text(o, operation_arg(o, 1, STR("new_table_name")));
	if (!op->to.len)
		op->to = STR("{?}");
}

/* create_table_comment(table_name, comment, existing_comment, schema) */
void operation_table_comment(struct operation *o)
{
	struct op *op = operation_emit_on(o, OP_SET_TABLE_COMMENT, 0, STR("table_name"));

	op->text = operation_text(o, operation_arg(o, operation_at(o, 1, 0), STR("comment")));
	op->comment =
		operation_text(o, operation_arg(o, operation_at(o, 2, 0), STR("existing_comment")));
}

/* drop_table_comment(table_name, existing_comment, schema) */
void operation_drop_table_comment(struct operation *o)
{
	struct op *op = operation_emit_on(o, OP_SET_TABLE_COMMENT, 0, STR("table_name"));

	op->comment =
		operation_text(o, operation_arg(o, operation_at(o, 1, 0), STR("existing_comment")));
}

void operation_bulk_insert(struct operation *o)
{
	const struct value *table = operation_arg(o, 0, STR("table"));
	const struct value *rows = operation_arg(o, 1, STR("rows"));
	struct op *op = operation_emit(o, OP_INSERT);
	struct alembic_values w = {.a = o->a, .e = o->e, .op = op};

	op->table = table ? alembic_table_name(o->e, table, &op->schema) : STR("{?}");
	if (rows)
		alembic_value_rows(&w, rows);
	alembic_values_finish(&w);
}
