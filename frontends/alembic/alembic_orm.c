#include "core/base/limits.h"
#include "frontends/alembic/alembic_host.h"

/*
 * Sessions, queries and mapped objects.
 */

struct statement_parts alembic_take_apart(const struct value *v)
{
	struct statement_parts p = {0};

	for (int depth = 0; v->kind == VALUE_CALL && depth < 64; depth++) {
		struct str name = value_last_name(v);

		if (str_eq(name, STR("where")) || str_eq(name, STR("filter")) ||
		    str_eq(name, STR("filter_by")) || str_eq(name, STR("whereclause")))
			p.where = true;
		if (str_eq(name, STR("from_select")) && v->count > 1)
			p.from_select = v->items[1];
		p.first = v;
		p.verb = name;
		p.root = v;
		if (v->base->kind != VALUE_ATTRIBUTE)
			return p;
		p.root = v->base->base;
		/* t.insert(): the table itself may be a call, Table("t", …) */
		if (str_eq(name, STR("insert")) || str_eq(name, STR("update")) ||
		    str_eq(name, STR("delete")) || str_eq(name, STR("select")) ||
		    str_eq(name, STR("query")))
			return p;
		v = v->base->base;
	}
	return p;
}

static bool is_schema_of(const struct value *v, void *self)
{
	(void)self;
	return alembic_is_table(v) || (value_class_of(v) && alembic_is_table(value_class_of(v)));
}

const struct value *alembic_find_table(struct eval *e, const struct value *v)
{
	return eval_search(e, v, is_schema_of, NULL);
}

/* The op's table: that of the value, or of what it was made from. */
static void name_table(struct eval *e, struct op *op, const struct value *v)
{
	const struct value *table = alembic_find_table(e, v);

	op->table = alembic_table_name(e, table ? table : v, &op->schema);
}

static struct str source(struct eval *e, uint32_t node)
{
	return str_sub(cst_text(eval_cst(e), node), 0, LIMIT_LINE_BYTES);
}

static bool is_query(const struct value *v, void *self)
{
	struct str name = v->kind == VALUE_CALL ? value_last_name(v) : STR("");

	(void)self;
	return str_eq(name, STR("query")) || str_eq(name, STR("filter")) ||
	       str_eq(name, STR("filter_by"));
}

/* session.query(T).filter(…).update(…), .delete() */
bool alembic_query_change(struct alembic *a, struct eval *e, const struct value *call, bool deletes)
{
	const struct value *query = eval_search(e, call->base->base, is_query, NULL);
	struct statement_parts p;
	struct op *op;

	if (!query)
		return false;
	p = alembic_take_apart(call->base->base);
	op = alembic_emit(a, e, deletes ? OP_DELETE : OP_UPDATE, call->at);
	op->table = STR("{?}");
	if (str_eq(p.verb, STR("query")) && p.first->count)
		name_table(e, op, p.first->items[0]);
	if (!p.where)
		op->flags |= OPF_NO_WHERE;
	op->text = str_sub(cst_text(eval_cst(e), call->at), 0, LIMIT_LINE_BYTES);
	return true;
}

static bool is_read(const struct value *v, void *self)
{
	struct str name = v->kind == VALUE_CALL ? value_last_name(v) : STR("");

	(void)self;
	return is_query(v, NULL) || str_eq(name, STR("select")) || str_eq(name, STR("scalars"));
}

/* Was the object read from the database, rather than made here? */
static bool is_loaded(struct eval *e, const struct value *v)
{
	if (v->kind == VALUE_REF || value_class_of(v) ||
	    (v->kind == VALUE_CALL && alembic_looks_like_type(v)))
		return false;
	return eval_search(e, v, is_read, NULL) || alembic_find_table(e, v);
}

void alembic_set_attribute(struct alembic *a, struct eval *e, const struct value *object,
			   uint32_t node)
{
	struct op *op;

	if (!is_loaded(e, object))
		return;
	op = alembic_emit(a, e, OP_UPDATE, node);
	name_table(e, op, object);
	if (!alembic_find_table(e, object))
		op->table = STR("{?}");
	op->text = source(e, eval_statement(e));
}

static bool is_changed(const struct alembic *a, struct str table)
{
	for (uint32_t i = 0; i < a->ops.count; i++)
		if (a->ops.items[i].kind == OP_UPDATE && str_eq(a->ops.items[i].table, table))
			return true;
	return false;
}

/*
 * One object, or a class of them; returns its table. A change of an object that was read has been
 * told where it was made; of many objects of one table, in a row, the first will do.
 */
static struct str add_object(struct alembic *a, struct eval *e, const struct value *what,
			     uint32_t node, struct str last)
{
	bool loaded = is_loaded(e, what) && what->kind != VALUE_CLASS;
	struct op named = {0}, *op;

	if (what->kind == VALUE_CALL && alembic_looks_like_type(what) && !value_class_of(what))
		what = what->base; /* an imported class */
	name_table(e, &named, what);
	if (str_eq(named.table, last) || (loaded && is_changed(a, named.table)))
		return named.table;
	op = alembic_emit(a, e, loaded ? OP_UPDATE : OP_INSERT, node);
	op->table = named.table;
	op->schema = named.schema;
	return named.table;
}

void alembic_add_objects(struct alembic *a, struct eval *e, const struct value *call)
{
	const struct value *what = call->items[0];
	struct str last = STR("");

	if (!value_is_sequence(what)) {
		add_object(a, e, what, call->at, last);
		return;
	}
	for (uint32_t i = 0; i < what->count; i++)
		last = add_object(a, e, what->items[i], call->at, last);
}

void alembic_delete_object(struct alembic *a, struct eval *e, const struct value *call)
{
	struct op *op = alembic_emit(a, e, OP_DELETE, call->at);

	op->table = STR("{?}");
	if (alembic_find_table(e, call->items[0]))
		name_table(e, op, call->items[0]);
}
