#include "frontends/alembic/alembic_operation.h"

static void create_index(struct operation *o)
{
	struct index *index = arena_new(o->a->arena, struct index);
	const struct value *name = operation_arg_or(o, 0, STR("index_name"), STR("name"));
	const struct value *unique = operation_arg(o, operation_at(o, 4, 1), STR("unique"));
	struct op *op;

	if (o->batch) /* (name, columns, **kw) */
		unique = value_keyword(o->call, STR("unique"));
	index->name = operation_text(o, name);
	index->columns = alembic_names(o->e,
				       operation_arg(o, operation_at(o, 2, 1), STR("columns")),
				       &index->column_count);
	index->unique = unique && value_truth(unique) == TRUTH_YES;
	alembic_index_options(o->e, o->call, index);
	op = operation_emit_on(o, OP_CREATE_INDEX, 1, operation_table_keyword(o));
	op->name = index->name;
	op->index = index;
	if (unique && value_truth(unique) == TRUTH_UNKNOWN)
		op->flags |= OPF_PARTIAL; /* it may be unique */
	operation_name_of(op, name);
	operation_reflect(o, op, name);
}

static void drop_index(struct operation *o)
{
	struct index *index = arena_new(o->a->arena, struct index);
	const struct value *name = operation_arg_or(o, 0, STR("index_name"), STR("name"));
	struct op *op = operation_emit_on(o, OP_DROP_INDEX, 1, operation_table_keyword(o));

	op->name = operation_text(o, name);
	index->name = op->name;
	alembic_index_options(o->e, o->call, index);
	op->index = index;
	operation_name_of(op, name);
	operation_reflect(o, op, name);
}

static void execute(struct operation *o)
{
	const struct value *what = operation_arg(o, 0, STR("sqltext"));

	if (what)
		alembic_execute(o->a, o->e, what, NULL, o->call->at);
	else
		alembic_emit_opaque(o->a, o->e, o->call->at, STR("execute without a statement"));
}

static void nothing(struct operation *o)
{
	(void)o; /* get_bind, get_context, batch_alter_table: effects come from what is done with it */
}

/* op.run_async(function, …): the function gets a connection. */
static void run_async(struct operation *o)
{
	const struct value *function = operation_arg(o, 0, STR("async_function"));
	struct value *bind = value_new(o->a->arena, VALUE_CALL, o->call->at);

	bind->base = value_ref(o->a->arena, STR("alembic.op.get_bind"), o->call->at);
	if (function && function->kind == VALUE_FUNCTION)
		eval_call_with(o->e, function, bind, o->call->at);
	else
		alembic_emit_opaque(o->a, o->e, o->call->at,
				    STR("runs a function that is not known"));
}

/* CreateTableOp(name, [columns]): the columns are arguments of their own in op.create_table(). */
static const struct value *spread_columns(struct operation *o, const struct value *call)
{
	const struct value *columns = call->count > 1 ? call->items[1] : NULL;
	struct value *spread = value_new(o->a->arena, VALUE_CALL, call->at);

	columns = columns ? columns : value_keyword(call, STR("columns"));
	*spread = *call;
	spread->items = NULL;
	spread->count = spread->capacity = 0;
	if (call->count)
		value_push(o->a->arena, spread, call->items[0]);
	for (uint32_t i = 0; columns && value_is_sequence(columns) && i < columns->count; i++)
		value_push(o->a->arena, spread, columns->items[i]);
	return spread;
}

static bool run(struct operation *o, struct str name);

/* op.invoke(ops.DropTableOp("t")): most of these take what the operation of their name takes. */
static void invoke(struct operation *o)
{
	static const struct {
		struct str class, operation;
	} classes[] = {
		{STR_INIT("AddColumnOp"), STR_INIT("add_column")},
		{STR_INIT("BulkInsertOp"), STR_INIT("bulk_insert")},
		{STR_INIT("CreateCheckConstraintOp"), STR_INIT("create_check_constraint")},
		{STR_INIT("CreateForeignKeyOp"), STR_INIT("create_foreign_key")},
		{STR_INIT("CreateIndexOp"), STR_INIT("create_index")},
		{STR_INIT("CreatePrimaryKeyOp"), STR_INIT("create_primary_key")},
		{STR_INIT("CreateTableOp"), STR_INIT("create_table")},
		{STR_INIT("CreateUniqueConstraintOp"), STR_INIT("create_unique_constraint")},
		{STR_INIT("DropColumnOp"), STR_INIT("drop_column")},
		{STR_INIT("DropConstraintOp"), STR_INIT("drop_constraint")},
		{STR_INIT("DropIndexOp"), STR_INIT("drop_index")},
		{STR_INIT("DropTableOp"), STR_INIT("drop_table")},
		{STR_INIT("ExecuteSQLOp"), STR_INIT("execute")},
		{STR_INIT("RenameTableOp"), STR_INIT("rename_table")},
	};
	const struct value *what = operation_arg(o, 0, STR("operation"));
	struct str callee = what ? value_callee(what) : STR(""), name;

	name = str_starts(callee, STR("alembic.operations.")) ? value_last_name(what) : STR("");
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (!str_eq(classes[i].class, name))
			continue;
		if (str_eq(name, STR("CreateTableOp")))
			what = spread_columns(o, what);
		run(&(struct operation){o->a, o->e, what, NULL, operation_is_partial(what), -1},
		    classes[i].operation);
		return;
	}
	alembic_emit_opaque(o->a, o->e, o->call->at, STR("invokes an operation that is not known"));
}

static const struct {
	struct str name;
	void (*run)(struct operation *o);
	int schema_position;
} operations[] = {
	{STR_INIT("add_column"), operation_add_column, 2},
	{STR_INIT("alter_column"), operation_alter_column, 11},
	{STR_INIT("batch_alter_table"), nothing, -1},
	{STR_INIT("bulk_insert"), operation_bulk_insert, -1},
	{STR_INIT("create_check_constraint"), operation_create_check_constraint, 3},
	{STR_INIT("create_entity"), operation_create_entity, -1},
	{STR_INIT("create_exclude_constraint"), operation_create_exclude_constraint, -1},
	{STR_INIT("create_foreign_key"), operation_create_foreign_key, 10},
	{STR_INIT("create_index"), create_index, 3},
	{STR_INIT("create_primary_key"), operation_create_primary_key, 3},
	{STR_INIT("create_table"), operation_create_table, -1},
	{STR_INIT("create_table_comment"), operation_table_comment, 3},
	{STR_INIT("create_unique_constraint"), operation_create_unique_constraint, 3},
	{STR_INIT("drop_column"), operation_drop_column, 2},
	{STR_INIT("drop_constraint"), operation_drop_constraint, 3},
	{STR_INIT("drop_entity"), operation_drop_entity, -1},
	{STR_INIT("drop_index"), drop_index, 2},
	{STR_INIT("drop_table"), operation_drop_table, 1},
	{STR_INIT("drop_table_comment"), operation_drop_table_comment, 2},
	{STR_INIT("execute"), execute, -1},
	{STR_INIT("f"), nothing, -1},
	{STR_INIT("get_bind"), nothing, -1},
	{STR_INIT("get_context"), nothing, -1},
	{STR_INIT("implementation_for"), nothing, -1},
	{STR_INIT("inline_literal"), nothing, -1},
	{STR_INIT("invoke"), invoke, -1},
	{STR_INIT("register_operation"), nothing, -1},
	{STR_INIT("rename_table"), operation_rename_table, 2},
	{STR_INIT("replace_entity"), operation_replace_entity, -1},
	{STR_INIT("run_async"), run_async, -1},
};

bool alembic_is_operation(struct str name)
{
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		if (str_eq(operations[i].name, name))
			return true;
	return false;
}

/* False: there is no operation of the name. */
static bool run(struct operation *o, struct str name)
{
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		if (!str_eq(operations[i].name, name))
			continue;
		o->schema_position = operations[i].schema_position;
		operations[i].run(o);
		return true;
	}
	return false;
}

void alembic_operation(struct alembic *a, struct eval *e, struct str name, const struct value *call,
		       const struct value *batch)
{
	struct operation o = {a, e, call, batch, operation_is_partial(call), -1};

	if (!operation_fails(&o, name) && !run(&o, name))
		alembic_emit_opaque(a, e, call->at,
				    arena_printf(a->arena,
						 STR_FMT " is not one of Alembic's operations",
						 STR_ARG(name)));
}
