#include "frontends/alembic/alembic_operation.h"
#include "frontends/alembic/alembic_sql.h"

/*
 * op.create_*_constraint(), op.create_primary_key(), op.create_foreign_key(), op.drop_constraint().
 */

void operation_name_of(struct op *op, const struct value *name)
{
	if (name && name->kind == VALUE_NONE)
		op->flags |= OPF_NAME_NONE;
}

/* create_*_constraint(): table parameter at 1, the kind's own from 2 on. */
static struct constraint *constraint(struct operation *o, enum constraint_kind kind)
{
	struct constraint *k = arena_new(o->a->arena, struct constraint);
	const struct value *name = operation_arg_or(o, 0, STR("constraint_name"), STR("name"));
	struct op *op = operation_emit_on(o, OP_CREATE_CONSTRAINT, 1, operation_table_keyword(o));

	k->kind = kind;
	k->name = operation_text(o, name);
	alembic_constraint_options(o->e, o->call, k);
	op->name = k->name;
	op->constraint = k;
	if (value_keyword(o->call, STR("source_schema")))
		op->schema = operation_text(o, value_keyword(o->call, STR("source_schema")));
	operation_name_of(op, name);
	operation_reflect(o, op, name);
	return k;
}

static const struct value *columns_arg(struct operation *o, struct str older)
{
	return operation_arg_or(o, operation_at(o, 2, 1), STR("columns"), older);
}

void operation_create_unique_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_UNIQUE);

	k->columns = alembic_names(o->e, columns_arg(o, STR("local_cols")), &k->column_count);
}

void operation_create_primary_key(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_PRIMARY_KEY);

	k->columns = alembic_names(o->e, columns_arg(o, STR("cols")), &k->column_count);
}

void operation_create_check_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_CHECK);

	k->condition = alembic_sql(o->e, operation_arg(o, operation_at(o, 2, 1), STR("condition")));
}

void operation_create_exclude_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_EXCLUDE);

	alembic_exclusion(o->e, o->call, o->batch ? 1 : 2, k);
}

void operation_create_foreign_key(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_FOREIGN_KEY);
	const struct value *deferrable = operation_arg(o, 7, STR("deferrable"));

	k->references.table = operation_text(
		o,
		operation_arg_or(o, operation_at(o, 2, 1), STR("referent_table"), STR("referent")));
	k->columns = alembic_names(o->e, operation_arg(o, operation_at(o, 3, 1), STR("local_cols")),
				   &k->column_count);
	k->references.columns =
		alembic_names(o->e, operation_arg(o, operation_at(o, 4, 1), STR("remote_cols")),
			      &k->references.column_count);
	k->references.onupdate = operation_text(o, operation_arg(o, 5, STR("onupdate")));
	k->references.ondelete = operation_text(o, operation_arg(o, 6, STR("ondelete")));
	k->deferrable = deferrable && value_truth(deferrable) == TRUTH_YES;
	k->initially = operation_text(o, operation_arg(o, 8, STR("initially")));
	k->references.match = operation_text(o, operation_arg(o, 9, STR("match")));
	/* a batch has it before onupdate, which so stays where it is */
	k->references.schema =
		operation_text(o, operation_arg(o, o->batch ? 4 : 11, STR("referent_schema")));
}

void operation_drop_constraint(struct operation *o)
{
	static const struct {
		struct str word;
		enum constraint_kind kind;
	} words[] = {
		{STR_INIT("foreignkey"), CONSTRAINT_FOREIGN_KEY},
		{STR_INIT("primary"), CONSTRAINT_PRIMARY_KEY},
		{STR_INIT("unique"), CONSTRAINT_UNIQUE},
		{STR_INIT("check"), CONSTRAINT_CHECK},
	};
	struct constraint *k = arena_new(o->a->arena, struct constraint);
	const struct value *name = operation_arg_or(o, 0, STR("constraint_name"), STR("name"));
	struct str type = operation_text(
		o, operation_arg_or(o, operation_at(o, 2, 1), STR("type_"), STR("type")));
	struct op *op = operation_emit_on(o, OP_DROP_CONSTRAINT, 1, operation_table_keyword(o));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(words[i].word, type))
			k->kind = words[i].kind;
	k->name = operation_text(o, name);
	op->name = k->name;
	op->constraint = k;
	operation_name_of(op, name);
	operation_reflect(o, op, name);
}
