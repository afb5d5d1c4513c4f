#include "core/base/limits.h"
#include "core/base/vec.h"
#include "frontends/alembic/alembic_values.h"

/*
 * Sessions, queries and mapped objects.
 */

enum { ATTRIBUTES_MAX = 1000 }; /* set on objects before they are added to a session */

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

static bool is_get(const struct value *v, void *self)
{
	(void)self;
	return v->kind == VALUE_CALL && v->count > 1 && str_eq(value_last_name(v), STR("get")) &&
	       alembic_looks_like_type(v->items[0]);
}

/*
 * The op's table: that of the value, or of what it was made from: session.query(T), select(T),
 * session.get(T, key). A class of another module names its table by a hole.
 */
static void name_table(struct eval *e, struct op *op, const struct value *v)
{
	const struct value *table = alembic_find_table(e, v),
			   *read = table ? NULL : alembic_read(e, v);

	if (!table && !read)
		read = eval_search(e, v, is_get, NULL);
	if (read && read->count && !alembic_text(read->items[0])) {
		table = read->items[0];
		/* query(Model.name): the class, whose name an import gave */
		if (table->kind == VALUE_ATTRIBUTE && table->base->kind == VALUE_REF)
			table = table->base;
	}
	op->table = alembic_table_name(e, table ? table : v, &op->schema);
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
	const struct value *query = eval_search(e, call->base->base, is_query, NULL), *set;
	struct alembic_values w = {.a = a, .e = e};
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
	alembic_source(e, op, call->at, call);
	w.op = op;
	alembic_condition(&w, call->base->base);
	set = value_keyword(call, STR("values"));
	set = set ? set : call->count ? call->items[0] : NULL;
	if (!deletes && set) {
		alembic_value_rows(&w, set);
		alembic_values_finish(&w);
	}
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

/* The setter of a property of the object's class: @name.setter def name(self, value); or NULL. */
static const struct value *setter_of(struct eval *e, const struct value *object, struct str name)
{
	const struct value *class = alembic_find_table(e, object), *member;

	if (class && class->kind != VALUE_CLASS)
		class = value_class_of(class);
	member = class ? value_member(class, name) : NULL;
	return member && member->kind == VALUE_FUNCTION && eval_parameters(e, member) == 2 ? member
											   : NULL;
}

void alembic_set_attribute(struct alembic *a, struct eval *e, const struct value *object,
			   struct str name, const struct value *value, uint32_t node)
{
	struct alembic_values w = {.a = a, .e = e};
	const struct value *setter = NULL;

	if (is_loaded(e, object))
		setter = setter_of(e, object, name);
	if (setter && setter != a->setter) {
		a->setter = setter;
		eval_call_setter(e, setter, object, value, node);
		a->setter = NULL;
		return;
	}
	if (!is_loaded(e, object)) { /* made here: told when it is added to a session */
		if (a->attributes.count < ATTRIBUTES_MAX)
			*vec_push(a->arena,
				  &a->attributes) = (struct alembic_attribute){object, name, value};
		return;
	}
	w.op = alembic_emit(a, e, OP_UPDATE, node);
	name_table(e, w.op, object);
	alembic_source(e, w.op, eval_statement(e), value);
	alembic_condition(&w, object);
	alembic_value(&w, name, value);
	alembic_values_finish(&w);
}

static bool is_changed(const struct alembic *a, struct str table)
{
	for (uint32_t i = 0; i < a->ops.count; i++)
		if (a->ops.items[i].kind == OP_UPDATE && str_eq(a->ops.items[i].table, table))
			return true;
	return false;
}

/* What an object that was made here is given: by its constructor, and one by one. */
static void object_values(struct alembic *a, struct eval *e, struct op *op,
			  const struct value *object)
{
	struct alembic_values w = {.a = a, .e = e, .op = op};

	if (object->kind == VALUE_CALL)
		alembic_value_rows(&w, object);
	for (uint32_t i = 0; i < a->attributes.count; i++)
		if (a->attributes.items[i].object == object)
			alembic_value(&w, a->attributes.items[i].name,
				      a->attributes.items[i].value);
	eval_spend(e, a->attributes.count);
	alembic_values_finish(&w);
}

/*
 * One object, or a class of them; returns its table. A change of an object that was read has been
 * told where it was made; of many objects of one table, in a row, the first will do.
 */
static struct str add_object(struct alembic *a, struct eval *e, const struct value *what,
			     uint32_t node, struct str last)
{
	bool loaded = is_loaded(e, what) && what->kind != VALUE_CLASS;
	const struct value *class = what;
	struct op named = {0}, *op;

	if (what->kind == VALUE_CALL && alembic_looks_like_type(what) && !value_class_of(what))
		class = what->base; /* an imported class */
	name_table(e, &named, class);
	if (str_eq(named.table, last) || (loaded && is_changed(a, named.table)))
		return named.table;
	op = alembic_emit(a, e, loaded ? OP_UPDATE : OP_INSERT, node);
	op->table = named.table;
	op->schema = named.schema;
	if (!loaded)
		object_values(a, e, op, what);
	return named.table;
}

static bool is_unknown_list(const struct value *v)
{
	return v->kind == VALUE_UNKNOWN && value_is_container(v);
}

bool alembic_bulk_rows(struct alembic *a, struct eval *e, const struct value *call, bool update)
{
	struct alembic_values w = {.a = a, .e = e};

	w.op = alembic_emit(a, e, update ? OP_UPDATE : OP_INSERT, call->at);
	name_table(e, w.op, call->items[0]);
	if (call->count > 1) {
		alembic_value_rows(&w, call->items[1]);
		if (is_unknown_list(call->items[1]))
			w.op->flags |= OPF_IN_LOOP;
	}
	alembic_values_finish(&w);
	return true;
}

/* The objects of a list that is not known, as many as there are, none included. */
static void add_unknown(struct alembic *a, struct eval *e, const struct value *list, uint32_t node)
{
	const struct value *what = list;
	uint32_t before = a->ops.count;

	for (uint32_t i = 0; i < list->count && what == list; i++)
		if (list->items[i]->kind == VALUE_CALL && alembic_looks_like_type(list->items[i]))
			what = list->items[i]; /* the sample of them */
	add_object(a, e, what, node, STR(""));
	if (a->ops.count > before)
		a->ops.items[before].flags |= OPF_IN_LOOP;
}

void alembic_add_objects(struct alembic *a, struct eval *e, const struct value *call)
{
	const struct value *what = call->items[0];
	struct str last = STR("");

	if (is_unknown_list(what)) {
		add_unknown(a, e, what, call->at);
		return;
	}
	if (!value_is_sequence(what)) {
		add_object(a, e, what, call->at, last);
		return;
	}
	for (uint32_t i = 0; i < what->count; i++)
		last = add_object(a, e, what->items[i], call->at, last);
}

void alembic_delete_object(struct alembic *a, struct eval *e, const struct value *call)
{
	struct alembic_values w = {.a = a, .e = e};

	w.op = alembic_emit(a, e, OP_DELETE, call->at);
	name_table(e, w.op, call->items[0]);
	alembic_condition(&w, call->items[0]);
}
