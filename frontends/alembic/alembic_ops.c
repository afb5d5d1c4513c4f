#include "frontends/alembic/alembic_operation.h"

/* A name that is given as None is the naming convention's, or the database's. */
static void name_of(struct op *op, const struct value *name)
{
	if (name && name->kind == VALUE_NONE)
		op->flags |= OPF_NAME_NONE;
}

/* postgresql_where, sqlite_where … */
static struct str where_of(struct operation *o)
{
	for (uint32_t i = 0; i < o->call->keyword_count; i++)
		if (str_ends(o->call->keywords[i].name, STR("_where")))
			return alembic_condition(o->e, o->call->keywords[i].value);
	return STR("");
}

static void create_index(struct operation *o)
{
	struct index *index = arena_new(o->a->arena, struct index);
	const struct value *name = operation_arg_or(o, 0, STR("index_name"), STR("name"));
	const struct value *unique = operation_arg(o, operation_at(o, 4, 1), STR("unique"));
	struct op *op;

	index->name = operation_text(o, name);
	index->columns = alembic_names(o->e,
				       operation_arg(o, operation_at(o, 2, 1), STR("columns")),
				       &index->column_count);
	index->unique = unique && value_truth(unique) == TRUTH_YES;
	index->concurrently = alembic_true(o->call, STR("postgresql_concurrently"));
	index->method = operation_text(o, operation_arg(o, -1, STR("postgresql_using")));
	index->where = where_of(o);
	op = operation_emit_on(o, OP_CREATE_INDEX, 1, operation_table_keyword(o));
	op->name = index->name;
	op->index = index;
	name_of(op, name);
}

static void drop_index(struct operation *o)
{
	struct index *index = arena_new(o->a->arena, struct index);
	const struct value *name = operation_arg_or(o, 0, STR("index_name"), STR("name"));
	struct op *op = operation_emit_on(o, OP_DROP_INDEX, 1, operation_table_keyword(o));

	op->name = operation_text(o, name);
	index->name = op->name;
	index->concurrently = alembic_true(o->call, STR("postgresql_concurrently"));
	op->index = index;
	name_of(op, name);
}

/* create_*_constraint(): table parameter at 1, the kind's own from 2 on. */
static struct constraint *constraint(struct operation *o, enum constraint_kind kind)
{
	struct constraint *k = arena_new(o->a->arena, struct constraint);
	const struct value *name = operation_arg_or(o, 0, STR("constraint_name"), STR("name"));
	struct op *op = operation_emit_on(o, OP_CREATE_CONSTRAINT, 1, operation_table_keyword(o));

	k->kind = kind;
	k->name = operation_text(o, name);
	k->not_valid = alembic_true(o->call, STR("postgresql_not_valid"));
	k->deferrable = alembic_true(o->call, STR("deferrable"));
	op->name = k->name;
	op->constraint = k;
	if (value_keyword(o->call, STR("source_schema")))
		op->schema = operation_text(o, value_keyword(o->call, STR("source_schema")));
	name_of(op, name);
	return k;
}

static void create_unique_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_UNIQUE);

	k->columns = alembic_names(
		o->e, operation_arg_or(o, operation_at(o, 2, 1), STR("columns"), STR("local_cols")),
		&k->column_count);
}

static void create_primary_key(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_PRIMARY_KEY);

	k->columns = alembic_names(
		o->e, operation_arg_or(o, operation_at(o, 2, 1), STR("columns"), STR("cols")),
		&k->column_count);
}

static void create_check_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_CHECK);

	k->condition = alembic_condition(o->e,
					 operation_arg(o, operation_at(o, 2, 1), STR("condition")));
}

static void create_exclude_constraint(struct operation *o)
{
	constraint(o, CONSTRAINT_EXCLUDE);
}

static void create_foreign_key(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_FOREIGN_KEY);

	k->references.table = operation_text(
		o,
		operation_arg_or(o, operation_at(o, 2, 1), STR("referent_table"), STR("referent")));
	k->columns = alembic_names(o->e, operation_arg(o, operation_at(o, 3, 1), STR("local_cols")),
				   &k->column_count);
	k->references.columns =
		alembic_names(o->e, operation_arg(o, operation_at(o, 4, 1), STR("remote_cols")),
			      &k->references.column_count);
	k->references.ondelete = operation_text(o, operation_arg(o, -1, STR("ondelete")));
	k->references.onupdate = operation_text(o, operation_arg(o, -1, STR("onupdate")));
	k->references.schema = operation_text(o, operation_arg(o, -1, STR("referent_schema")));
}

static void drop_constraint(struct operation *o)
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
	name_of(op, name);
}

static void execute(struct operation *o)
{
	const struct value *what = operation_arg(o, 0, STR("sqltext"));

	if (what)
		alembic_execute(o->a, o->e, what, o->call->at);
	else
		alembic_emit_opaque(o->a, o->e, o->call->at, STR("execute without a statement"));
}

static void nothing(struct operation *o)
{
	(void)o; /* get_bind, get_context, batch_alter_table: effects come from what is done with it */
}

static const struct {
	struct str name;
	void (*run)(struct operation *o);
} operations[] = {
	{STR_INIT("add_column"), operation_add_column},
	{STR_INIT("alter_column"), operation_alter_column},
	{STR_INIT("batch_alter_table"), nothing},
	{STR_INIT("bulk_insert"), operation_bulk_insert},
	{STR_INIT("create_check_constraint"), create_check_constraint},
	{STR_INIT("create_exclude_constraint"), create_exclude_constraint},
	{STR_INIT("create_foreign_key"), create_foreign_key},
	{STR_INIT("create_index"), create_index},
	{STR_INIT("create_primary_key"), create_primary_key},
	{STR_INIT("create_table"), operation_create_table},
	{STR_INIT("create_table_comment"), operation_table_comment},
	{STR_INIT("create_unique_constraint"), create_unique_constraint},
	{STR_INIT("drop_column"), operation_drop_column},
	{STR_INIT("drop_constraint"), drop_constraint},
	{STR_INIT("drop_index"), drop_index},
	{STR_INIT("drop_table"), operation_drop_table},
	{STR_INIT("drop_table_comment"), operation_table_comment},
	{STR_INIT("execute"), execute},
	{STR_INIT("f"), nothing},
	{STR_INIT("get_bind"), nothing},
	{STR_INIT("get_context"), nothing},
	{STR_INIT("inline_literal"), nothing},
	{STR_INIT("rename_table"), operation_rename_table},
};

bool alembic_is_operation(struct str name)
{
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		if (str_eq(operations[i].name, name))
			return true;
	return false;
}

void alembic_operation(struct alembic *a, struct eval *e, struct str name, const struct value *call,
		       const struct value *batch)
{
	struct operation o = {a, e, call, batch, operation_is_partial(call)};

	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		if (str_eq(operations[i].name, name)) {
			operations[i].run(&o);
			return;
		}
	}
	alembic_emit_opaque(a, e, call->at,
			    arena_printf(a->arena, STR_FMT " is not one of Alembic's operations",
					 STR_ARG(name)));
}
