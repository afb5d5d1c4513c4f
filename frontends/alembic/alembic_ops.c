#include "frontends/alembic/alembic_host.h"

#include "core/base/limits.h"

/* An operation's call, with the table that a batch supplies. */
struct operation {
	struct alembic *a;
	struct eval *e;
	const struct value *call;
	const struct value *batch; /* NULL: op.*, which names the table itself */
	bool partial;
};

static bool is_simple_statement(const struct cst *c, uint32_t node)
{
	enum cst_kind kind = cst_kind(c, node);

	return kind == CST_EXPRESSION_STATEMENT || kind == CST_RETURN_STATEMENT ||
	       kind == CST_RAISE_STATEMENT;
}

struct op *alembic_emit(struct alembic *a, struct eval *e, enum op_kind kind, uint32_t node)
{
	const struct cst *c = eval_cst(e);
	uint32_t statement = eval_statement(e);
	struct op *op;

	if (a->ops.count == LIMIT_OPS) { /* the last one says so; the array does not grow */
		op = &a->ops.items[LIMIT_OPS - 1];
		*op = (struct op){.kind = OP_OPAQUE,
				  .text = STR("more operations than allowed"),
				  .at = op->at,
				  .excerpt = op->excerpt};
		return arena_new(a->arena, struct op);
	}
	op = vec_push(a->arena, &a->ops);
	op->kind = kind;
	op->at = cst_span(c, statement && is_simple_statement(c, statement) ? statement : node);
	op->excerpt = cst_line(c, op->at.line);
	op->guard = eval_guard(e);
	op->dialects = eval_dialects(e);
	op->flags = eval_flags(e) | (a->autocommit ? OPF_AUTOCOMMIT : 0);
	return op;
}

void alembic_emit_opaque(struct alembic *a, struct eval *e, uint32_t node, struct str reason)
{
	struct op *op = alembic_emit(a, e, OP_OPAQUE, node);

	op->text = reason;
}

/* Argument by keyword, or by its position in the op.* signature; NULL when absent. */
static const struct value *arg(struct operation *o, int position, struct str keyword)
{
	const struct value *v = value_keyword(o->call, keyword);

	if (v || position < 0)
		return v;
	for (uint32_t i = 0; i < o->call->count && i <= (uint32_t)position; i++)
		if (o->call->items[i]->kind == VALUE_STAR)
			return NULL;
	return (uint32_t)position < o->call->count ? o->call->items[position] : NULL;
}

/* The same under an older keyword. */
static const struct value *arg_or(struct operation *o, int position, struct str keyword,
				  struct str older)
{
	const struct value *v = value_keyword(o->call, older);

	return v ? v : arg(o, position, keyword);
}

/* Position in a signature whose parameter `skipped` is the table, which a batch leaves out. */
static int at(const struct operation *o, int position, int skipped)
{
	return o->batch && position > skipped ? position - 1 : position;
}

static struct str text_of(struct operation *o, const struct value *v)
{
	return v ? eval_name(o->e, v) : STR("");
}

static struct op *emit(struct operation *o, enum op_kind kind)
{
	struct op *op = alembic_emit(o->a, o->e, kind, o->call->at);

	if (o->batch)
		op->flags |= OPF_BATCH;
	if (o->partial)
		op->flags |= OPF_PARTIAL;
	if (alembic_true(o->call, STR("if_exists")))
		op->flags |= OPF_IF_EXISTS;
	if (alembic_true(o->call, STR("if_not_exists")))
		op->flags |= OPF_IF_NOT_EXISTS;
	op->schema = text_of(o, value_keyword(o->call, STR("schema")));
	return op;
}

/* An op on a table: the batch's, or the argument at `position`. */
static struct op *emit_on(struct operation *o, enum op_kind kind, int position, struct str keyword)
{
	struct operation batch = {o->a, o->e, o->batch, NULL, false};
	struct op *op = emit(o, kind);

	if (o->batch) {
		op->table = text_of(o, arg(&batch, 0, STR("table_name")));
		op->schema = text_of(o, arg(&batch, 1, STR("schema")));
	} else {
		const struct value *table = arg(o, position, keyword);
		struct str schema;

		op->table = table && table->kind != VALUE_NONE
				    ? alembic_table_name(o->e, table, &schema)
				    : STR("");
	}
	if (!op->table.len && !o->batch && kind != OP_DROP_INDEX)
		op->table = STR("{?}");
	return op;
}

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
	op = emit(o, OP_CREATE_INDEX);
	op->table = table;
	op->schema = schema;
	op->name = arena_printf(o->a->arena, "ix_" STR_FMT "_" STR_FMT, STR_ARG(table),
				STR_ARG(column->name));
	*index = (struct index){
		.name = op->name, .columns = columns, .column_count = 1, .unique = column->unique};
	op->index = index;
}

static void add_column(struct operation *o)
{
	const struct value *v = arg(o, at(o, 1, 0), STR("column"));
	struct column *column = arena_new(o->a->arena, struct column);
	struct op *op;

	if (v && alembic_is_column(v))
		o->partial |= !alembic_column(o->e, v, column);
	else
		o->partial = true;
	if (o->partial && !column->name.len)
		column->name = v ? eval_hole(o->e, v) : STR("{?}");
	op = emit_on(o, OP_ADD_COLUMN, 0, STR("table_name"));
	op->name = column->name;
	op->column = column;
	column_index(o, op, column);
}

static void drop_column(struct operation *o)
{
	struct op *op = emit_on(o, OP_DROP_COLUMN, 0, STR("table_name"));
	const struct value *v = arg(o, at(o, 1, 0), STR("column_name"));

	op->name = v && alembic_is_column(v) && v->count ? text_of(o, v->items[0]) : text_of(o, v);
}

/* One changed attribute of alter_column(). */
static void alter_one(struct operation *o, enum op_kind kind, const struct column *shared,
		      const struct value *to)
{
	struct op *op = emit_on(o, kind, 0, STR("table_name"));
	struct column *column = arena_new(o->a->arena, struct column);

	*column = *shared;
	op->name = shared->name;
	op->column = column;
	switch (kind) {
	case OP_RENAME_COLUMN:
		op->to = text_of(o, to);
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
		column->comment = text_of(o, to);
	}
}

static bool is_given(const struct value *v, bool none_counts)
{
	if (!v || (v->kind == VALUE_BOOL && !v->number)) /* False means "leave as it is" */
		return false;
	return none_counts || v->kind != VALUE_NONE;
}

static void alter_column(struct operation *o)
{
	struct column shared = {0};
	const struct value *type = arg(o, -1, STR("existing_type"));
	const struct value *nullable = arg(o, at(o, 2, 0), STR("nullable"));
	const struct value *server_default = arg(o, -1, STR("server_default"));
	const struct value *to = arg_or(o, -1, STR("new_column_name"), STR("name"));
	const struct value *new_type = arg_or(o, -1, STR("type_"), STR("type"));
	const struct value *comment = arg(o, -1, STR("comment"));

	shared.name = text_of(o, arg(o, at(o, 1, 0), STR("column_name")));
	shared.existing_type = type ? alembic_type(o->e, type) : NULL;
	shared.existing_nullable = alembic_tri(arg(o, -1, STR("existing_nullable")));
	shared.existing_server_default =
		alembic_default(o->e, arg(o, -1, STR("existing_server_default")));
	if (is_given(new_type, false))
		alter_one(o, OP_ALTER_TYPE, &shared, new_type);
	if (nullable && nullable->kind != VALUE_NONE)
		alter_one(o, OP_SET_NULLABLE, &shared, nullable);
	if (is_given(server_default, true))
		alter_one(o, OP_SET_DEFAULT, &shared, server_default);
	if (is_given(comment, true))
		alter_one(o, OP_SET_COLUMN_COMMENT, &shared, comment);
	if (is_given(to, false))
		alter_one(o, OP_RENAME_COLUMN, &shared, to);
}

/* Columns and constraints of create_table() or Table() from items[first…]. */
static void table_items(struct operation *o, const struct value *call, uint32_t first,
			struct op *op)
{
	VEC(struct column) columns = {0};
	VEC(struct constraint) constraints = {0};

	for (uint32_t i = first; i < call->count; i++) {
		const struct value *v = call->items[i];

		if (alembic_is_column(v)) {
			if (!alembic_column(o->e, v, vec_push(o->a->arena, &columns)))
				op->flags |= OPF_PARTIAL;
		} else if (alembic_is_constraint(v)) {
			alembic_constraint(o->e, v, vec_push(o->a->arena, &constraints));
		} else if (!alembic_is_index(v)) {
			op->flags |= OPF_PARTIAL;
		}
	}
	op->columns = columns.items;
	op->column_count = columns.count;
	op->constraints = constraints.items;
	op->constraint_count = constraints.count;
}

void alembic_create_table(struct alembic *a, struct eval *e, const struct value *call,
			  const struct value *name)
{
	struct operation o = {a, e, call, NULL, false};
	struct op *op = emit(&o, OP_CREATE_TABLE);

	op->table = name ? eval_name(e, name) : STR("{?}");
	if (alembic_true(call, STR("prefixes")))
		op->flags |= OPF_TEMPORARY;
	table_items(&o, call, 1, op);
}

static void create_table(struct operation *o)
{
	alembic_create_table(o->a, o->e, o->call, arg_or(o, 0, STR("table_name"), STR("name")));
}

static void drop_table(struct operation *o)
{
	emit_on(o, OP_DROP_TABLE, 0,
		value_keyword(o->call, STR("name")) ? STR("name") : STR("table_name"));
}

static void rename_table(struct operation *o)
{
	struct op *op = emit_on(o, OP_RENAME_TABLE, 0, STR("old_table_name"));

	op->to = text_of(o, arg(o, 1, STR("new_table_name")));
	if (!op->to.len)
		op->to = STR("{?}");
}

static void create_index(struct operation *o)
{
	struct index *index = arena_new(o->a->arena, struct index);
	const struct value *name = arg_or(o, 0, STR("index_name"), STR("name"));
	const struct value *unique = arg(o, at(o, 4, 1), STR("unique"));
	struct op *op;

	index->name = text_of(o, name);
	index->columns = alembic_names(o->e, arg(o, at(o, 2, 1), STR("columns")),
				       &index->column_count);
	index->unique = unique && value_truth(unique) == TRUTH_YES;
	index->concurrently = alembic_true(o->call, STR("postgresql_concurrently"));
	index->method = text_of(o, arg(o, -1, STR("postgresql_using")));
	index->where = text_of(o, arg(o, -1, STR("postgresql_where")));
	op = emit_on(o, OP_CREATE_INDEX, 1, STR("table_name"));
	op->name = index->name;
	op->index = index;
}

static void drop_index(struct operation *o)
{
	struct index *index = arena_new(o->a->arena, struct index);
	const struct value *name = arg_or(o, 0, STR("index_name"), STR("name"));
	struct op *op = emit_on(o, OP_DROP_INDEX, 1,
				value_keyword(o->call, STR("tablename")) ? STR("tablename")
									 : STR("table_name"));

	op->name = text_of(o, name);
	index->name = op->name;
	index->concurrently = alembic_true(o->call, STR("postgresql_concurrently"));
	op->index = index;
	if (name && name->kind == VALUE_NONE)
		op->flags |= OPF_NAME_NONE;
}

/* create_*_constraint(): table parameter at 1, the kind's own from 2 on. */
static struct constraint *constraint(struct operation *o, enum constraint_kind kind,
				     struct str table_keyword)
{
	struct constraint *k = arena_new(o->a->arena, struct constraint);
	const struct value *name = arg_or(o, 0, STR("constraint_name"), STR("name"));
	struct op *op = emit_on(o, OP_CREATE_CONSTRAINT, 1, table_keyword);

	k->kind = kind;
	k->name = text_of(o, name);
	k->not_valid = alembic_true(o->call, STR("postgresql_not_valid"));
	k->deferrable = alembic_true(o->call, STR("deferrable"));
	op->name = k->name;
	op->constraint = k;
	return k;
}

static struct str table_keyword(struct operation *o, struct str now)
{
	return value_keyword(o->call, STR("source")) ? STR("source") : now;
}

static void create_unique_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_UNIQUE,
					  table_keyword(o, STR("table_name")));

	k->columns = alembic_names(o->e, arg_or(o, at(o, 2, 1), STR("columns"), STR("local_cols")),
				   &k->column_count);
}

static void create_primary_key(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_PRIMARY_KEY, STR("table_name"));

	k->columns = alembic_names(o->e, arg_or(o, at(o, 2, 1), STR("columns"), STR("cols")),
				   &k->column_count);
}

static void create_check_constraint(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_CHECK, table_keyword(o, STR("table_name")));
	const struct value *v = arg(o, at(o, 2, 1), STR("condition"));
	const struct value *text = v ? alembic_text(v) : NULL;

	k->condition = text_of(o, text ? text : v);
}

static void create_exclude_constraint(struct operation *o)
{
	constraint(o, CONSTRAINT_EXCLUDE, STR("table_name"));
}

static void create_foreign_key(struct operation *o)
{
	struct constraint *k = constraint(o, CONSTRAINT_FOREIGN_KEY,
					  table_keyword(o, STR("source_table")));

	k->references.table =
		text_of(o, arg_or(o, at(o, 2, 1), STR("referent_table"), STR("referent")));
	k->columns = alembic_names(o->e, arg(o, at(o, 3, 1), STR("local_cols")), &k->column_count);
	k->references.columns = alembic_names(o->e, arg(o, at(o, 4, 1), STR("remote_cols")),
					      &k->references.column_count);
	k->references.ondelete = text_of(o, arg(o, -1, STR("ondelete")));
	k->references.onupdate = text_of(o, arg(o, -1, STR("onupdate")));
	k->references.schema = text_of(o, arg(o, -1, STR("referent_schema")));
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
	const struct value *name = arg_or(o, 0, STR("constraint_name"), STR("name"));
	struct str type = text_of(o, arg_or(o, at(o, 2, 1), STR("type_"), STR("type")));
	struct op *op = emit_on(o, OP_DROP_CONSTRAINT, 1,
				value_keyword(o->call, STR("tablename")) ? STR("tablename")
									 : STR("table_name"));

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(words[i].word, type))
			k->kind = words[i].kind;
	k->name = text_of(o, name);
	op->name = k->name;
	op->constraint = k;
	if (name && name->kind == VALUE_NONE)
		op->flags |= OPF_NAME_NONE;
}

static void table_comment(struct operation *o)
{
	struct op *op = emit_on(o, OP_SET_TABLE_COMMENT, 0, STR("table_name"));

	op->text = text_of(o, arg(o, at(o, 1, 0), STR("comment")));
}

static void bulk_insert(struct operation *o)
{
	const struct value *table = arg(o, 0, STR("table"));
	struct op *op = emit(o, OP_INSERT);
	struct str schema;

	op->table = table ? alembic_table_name(o->e, table, &schema) : STR("{?}");
}

static void execute(struct operation *o)
{
	const struct value *what = arg(o, 0, STR("sqltext"));

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
	{STR_INIT("add_column"), add_column},
	{STR_INIT("alter_column"), alter_column},
	{STR_INIT("batch_alter_table"), nothing},
	{STR_INIT("bulk_insert"), bulk_insert},
	{STR_INIT("create_check_constraint"), create_check_constraint},
	{STR_INIT("create_exclude_constraint"), create_exclude_constraint},
	{STR_INIT("create_foreign_key"), create_foreign_key},
	{STR_INIT("create_index"), create_index},
	{STR_INIT("create_primary_key"), create_primary_key},
	{STR_INIT("create_table"), create_table},
	{STR_INIT("create_table_comment"), table_comment},
	{STR_INIT("create_unique_constraint"), create_unique_constraint},
	{STR_INIT("drop_column"), drop_column},
	{STR_INIT("drop_constraint"), drop_constraint},
	{STR_INIT("drop_index"), drop_index},
	{STR_INIT("drop_table"), drop_table},
	{STR_INIT("drop_table_comment"), table_comment},
	{STR_INIT("execute"), execute},
	{STR_INIT("f"), nothing},
	{STR_INIT("get_bind"), nothing},
	{STR_INIT("get_context"), nothing},
	{STR_INIT("inline_literal"), nothing},
	{STR_INIT("rename_table"), rename_table},
};

void alembic_operation(struct alembic *a, struct eval *e, struct str name, const struct value *call,
		       const struct value *batch)
{
	struct operation o = {a, e, call, batch, false};

	for (uint32_t i = 0; i < call->count; i++)
		o.partial |= call->items[i]->kind == VALUE_STAR;
	for (uint32_t i = 0; i < call->keyword_count; i++)
		o.partial |= !call->keywords[i].name.len;
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
