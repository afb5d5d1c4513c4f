#include "frontends/alembic/alembic_operation.h"

#include "core/base/limits.h"

enum { OPAQUE_LOOK_BACK = 64 }; /* a loop repeats what it does not know in its own order */

static bool is_simple_statement(const struct cst *c, uint32_t node)
{
	enum cst_kind kind = cst_kind(c, node);

	return kind == CST_EXPRESSION_STATEMENT || kind == CST_RETURN_STATEMENT ||
	       kind == CST_RAISE_STATEMENT;
}

/* The statement that an op at `node` is reported at, always one of the migration itself. */
static struct span place_of(const struct eval *e, uint32_t node)
{
	const struct cst *c = eval_cst(e);
	uint32_t statement = eval_statement(e);

	if (statement && is_simple_statement(c, statement))
		return cst_span(c, statement);
	return cst_span(c, cst_is_main(node) ? node : eval_site(e));
}

struct op *alembic_emit(struct alembic *a, struct eval *e, enum op_kind kind, uint32_t node)
{
	const struct cst *c = eval_cst(e);
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
	op->at = place_of(e, node);
	op->excerpt = cst_line(c->files[0], op->at.line);
	if (!cst_is_main(node))
		op->via = arena_printf(a->arena, STR_FMT ":%u", STR_ARG(eval_path(e, node)),
				       cst_line_at(c, node));
	op->guard = eval_guard(e);
	op->dialects = eval_dialects(e);
	op->flags = eval_flags(e) | (a->autocommit ? OPF_AUTOCOMMIT : 0);
	return op;
}

void alembic_source(struct eval *e, struct op *op, uint32_t node, const struct value *v)
{
	uint32_t visited;

	op->text = str_sub(cst_text(eval_cst(e), node), 0, LIMIT_LINE_BYTES);
	op->meaning = value_meaning(v, &visited);
	eval_spend(e, visited);
}

/* Has the same been said already, with nothing known since? */
static bool is_repeated(const struct alembic *a, struct eval *e, struct span at, struct str reason)
{
	for (uint32_t i = a->ops.count; i-- > 0 && a->ops.count - i <= OPAQUE_LOOK_BACK;) {
		const struct op *op = &a->ops.items[i];

		if (op->kind != OP_OPAQUE && op->kind != OP_SELECT)
			return false;
		if (op->kind == OP_OPAQUE && op->at.start == at.start && op->at.end == at.end &&
		    op->flags == (eval_flags(e) | (a->autocommit ? OPF_AUTOCOMMIT : 0)) &&
		    str_eq(op->text, reason) && eval_guard_is(e, op->guard))
			return true;
	}
	return false;
}

bool alembic_has_failed(const struct alembic *a, const struct eval *e, uint32_t node)
{
	const struct op *last = a->ops.count ? &a->ops.items[a->ops.count - 1] : NULL;

	return last && last->kind == OP_FAIL && last->at.start == place_of(e, node).start;
}

void alembic_emit_opaque(struct alembic *a, struct eval *e, uint32_t node, struct str reason)
{
	if (alembic_has_failed(a, e, node))
		return;
	/* of another file it is returned() that sums up */
	if (!cst_is_main(node) || !is_repeated(a, e, place_of(e, node), reason))
		alembic_emit(a, e, OP_OPAQUE, node)->text = reason;
}

const struct value *operation_arg(struct operation *o, int position, struct str keyword)
{
	const struct value *v = value_keyword(o->call, keyword);

	if (v || position < 0)
		return v;
	for (uint32_t i = 0; i < o->call->count && i <= (uint32_t)position; i++)
		if (o->call->items[i]->kind == VALUE_STAR)
			return NULL;
	return (uint32_t)position < o->call->count ? o->call->items[position] : NULL;
}

const struct value *operation_arg_or(struct operation *o, int position, struct str keyword,
				     struct str older)
{
	const struct value *v = value_keyword(o->call, older);

	return v ? v : operation_arg(o, position, keyword);
}

int operation_at(const struct operation *o, int position, int skipped)
{
	return o->batch && position > skipped ? position - 1 : position;
}

struct str operation_text(struct operation *o, const struct value *v)
{
	return v ? alembic_object_name(o->e, v) : STR("");
}

struct op *operation_emit(struct operation *o, enum op_kind kind)
{
	struct op *op = alembic_emit(o->a, o->e, kind, o->call->at);
	const struct value *schema;

	if (o->batch)
		op->flags |= OPF_BATCH;
	if (o->partial)
		op->flags |= OPF_PARTIAL;
	if (alembic_true(o->call, STR("if_exists")))
		op->flags |= OPF_IF_EXISTS;
	if (alembic_true(o->call, STR("if_not_exists")))
		op->flags |= OPF_IF_NOT_EXISTS;
	schema = operation_arg(o, o->batch ? -1 : o->schema_position, STR("schema"));
	if (schema && schema->kind != VALUE_BOOL) /* False is no schema */
		op->schema = operation_text(o, schema);
	return op;
}

void operation_emit_index(struct operation *o, const struct op *on, const struct index *index)
{
	struct str table = on->table, schema = on->schema; /* emitting may move the ops */
	struct op *op = alembic_emit(o->a, o->e, OP_CREATE_INDEX, o->call->at);

	if (o->batch)
		op->flags |= OPF_BATCH;
	op->table = table;
	op->schema = schema;
	op->name = index->name;
	op->index = index;
	if (!index->name.len)
		op->flags |= OPF_NAME_NONE;
}

void operation_column_index(struct operation *o, const struct op *on, struct column *column)
{
	struct index *index;
	struct str *columns;

	if (!column->index)
		return;
	index = arena_new(o->a->arena, struct index);
	columns = arena_new(o->a->arena, struct str);
	*columns = column->name;
	*index = (struct index){
		.name = alembic_index_name(o->e, on->schema, on->table, column->name),
		.columns = columns,
		.column_count = 1,
		.unique = column->unique,
	};
	column->unique = false;
	operation_emit_index(o, on, index);
}

/* for table in inspector.get_table_names(): … */
static void reflect_table(struct operation *o, struct op *op, const struct value *table)
{
	struct str text = alembic_reflect(o->a, o->e, table, op);

	if (op->reflects && op->reflects->what == REFLECTED_TABLES)
		op->table = text;
	else
		op->reflects = NULL;
}

struct op *operation_emit_on(struct operation *o, enum op_kind kind, int position,
			     struct str keyword)
{
	struct operation batch = {o->a, o->e, o->batch, NULL, false, -1};
	struct op *op = operation_emit(o, kind);

	if (o->batch) {
		op->table = operation_text(o, operation_arg(&batch, 0, STR("table_name")));
		op->schema = operation_text(o, operation_arg(&batch, 1, STR("schema")));
	} else {
		const struct value *table = operation_arg(o, position, keyword);
		struct str schema;

		op->table = table && table->kind != VALUE_NONE
				    ? alembic_table_name(o->e, table, &schema)
				    : STR("");
		reflect_table(o, op, table);
	}
	if (!op->table.len && !o->batch && kind != OP_DROP_INDEX)
		op->table = STR("{?}");
	return op;
}

bool operation_is_partial(const struct value *call)
{
	for (uint32_t i = 0; i < call->count; i++)
		if (call->items[i]->kind == VALUE_STAR)
			return true;
	for (uint32_t i = 0; i < call->keyword_count; i++)
		if (!call->keywords[i].name.len)
			return true;
	return false;
}

struct str operation_table_keyword(struct operation *o)
{
	static const struct str others[] = {STR_INIT("source_table"), STR_INIT("source"),
					    STR_INIT("tablename")};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (value_keyword(o->call, others[i]))
			return others[i];
	return STR("table_name");
}
