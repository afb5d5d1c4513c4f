/*
 * Enumerations: PostgreSQL's types, which columns share.
 */
#include "core/model/schema_edit.h"

bool column_has_type(const struct table_column *c, const struct schema_object *type)
{
	const struct sql_type *has = c->type;

	if (has && has->family == TYPE_ARRAY && has->element)
		has = has->element;
	return has && has->family == TYPE_ENUM && has->native_enum &&
	       str_eq(has->enum_name, type->name) && str_eq(has->enum_schema, type->schema);
}

static void type_store(struct edit *e, struct str key, const struct sql_type *type)
{
	struct schema_object *o = arena_new(e->r->arena, struct schema_object);

	*o = (struct schema_object){
		.kind = SCHEMA_TYPE,
		.schema = type->enum_schema,
		.name = type->enum_name,
		.origin = edit_origin(e),
		.labels = type->labels,
		.label_count = type->label_count,
	};
	object_store(e, key, o);
}

static bool made_in_this_run(const struct edit *e, const struct origin *origin)
{
	return origin->node == e->r->node && origin->run == e->r->run;
}

void type_needed(struct edit *e, const struct coltype *type, enum type_need need)
{
	const struct schema_object *there;
	struct sql_type made;
	struct str key;

	if (!type || e->r->dialect != DIALECT_POSTGRESQL)
		return;
	sql_type_of(&made, e->r->arena, type, e->r->dialect);
	if (made.family != TYPE_ENUM || str_empty(made.enum_name))
		return;
	key = schema_key(e->r->arena, e->r->dialect, made.enum_schema, made.enum_name);
	there = schema_object(&e->r->now, SCHEMA_TYPE, key);
	if (need == TYPE_MADE && type->create_type != TRI_NO && !(e->op->flags & OPF_FROM_SQL)) {
		/* one op may use it twice: SQLAlchemy remembers what this run has made */
		if (!there)
			type_store(e, key, &made);
		else if (!made_in_this_run(e, there->origin) && !there->assumed)
			edit_fail(e, "type " STR_FMT " exists already", STR_ARG(key));
		return;
	}
	if (there)
		return;
	if (object_is_gone(e, SCHEMA_TYPE, key))
		edit_fail(e, "type " STR_FMT " does not exist", STR_ARG(key));
	else
		edit_doubt(e, "type " STR_FMT " may not exist", STR_ARG(key));
}

/* The columns of a type that gets another name. */
static void types_follow(struct edit *e, const struct schema_object *type, struct str to)
{
	struct schema before = e->r->now;
	struct pmap_cursor at = pmap_begin(before.tables);

	while (pmap_next(&at)) {
		const struct table *t = at.value;
		struct table *changed = NULL;

		for (uint32_t i = 0; i < t->column_count; i++) {
			struct table_column *column;
			struct sql_type *renamed;

			if (!column_has_type(t->columns[i], type))
				continue;
			changed = changed ? changed : table_copy(e, t);
			renamed = arena_new(e->r->arena, struct sql_type);
			*renamed = *t->columns[i]->type;
			renamed->enum_name = renamed->text = to;
			column = arena_new(e->r->arena, struct table_column);
			*column = *t->columns[i];
			column->type = renamed;
			column_replace(e, changed, t->columns[i], column);
		}
		if (changed)
			table_store(e, at.key, changed);
	}
}

void schema_type_of(struct sql_type *ret, const struct schema *s, struct arena *a,
		    dialect_set dialect, const struct coltype *type)
{
	const struct schema_object *o = NULL;

	sql_type_of(ret, a, type, dialect);
	if (ret->family == TYPE_UNKNOWN && dialect == DIALECT_POSTGRESQL)
		o = schema_object(s, SCHEMA_TYPE, ret->text);
	if (!o)
		return;
	ret->family = TYPE_ENUM;
	ret->native_enum = true;
	ret->enum_name = o->name;
	ret->enum_schema = o->schema;
	ret->labels = o->labels;
	ret->label_count = o->label_count;
}

const struct str *type_labels(const struct schema *s, struct arena *a, dialect_set dialect,
			      const struct sql_type *type, uint32_t *ret_count)
{
	const struct schema_object *o = NULL;

	if (dialect == DIALECT_POSTGRESQL)
		o = schema_object(s, SCHEMA_TYPE,
				  schema_key(a, dialect, type->enum_schema, type->enum_name));
	*ret_count = o && !o->assumed ? o->label_count : type->label_count;
	return o && !o->assumed ? o->labels : type->labels;
}

enum tri labels_within(const struct schema *s, struct arena *a, dialect_set dialect,
		       const struct sql_type *from, const struct sql_type *to)
{
	uint32_t from_count, to_count;
	const struct str *from_labels = type_labels(s, a, dialect, from, &from_count);
	const struct str *to_labels = type_labels(s, a, dialect, to, &to_count);

	if (!from_count || !to_count)
		return TRI_UNKNOWN;
	for (uint32_t i = 0; i < from_count; i++)
		if (!names_have(to_labels, to_count, from_labels[i]))
			return TRI_NO;
	return TRI_YES;
}

static bool label_at(const struct schema_object *o, struct str label, uint32_t *ret_at)
{
	for (*ret_at = 0; *ret_at < o->label_count; ++*ret_at)
		if (str_eq(o->labels[*ret_at], label))
			return true;
	return false;
}

/* The label that a rename_enum_value is about. */
static struct str label_renamed(const struct op *op)
{
	return op->type && op->type->label_count ? op->type->labels[0] : (struct str){NULL, 0};
}

static void change_labels(struct edit *e, struct str key, const struct schema_object *old)
{
	bool adds = e->op->kind == OP_ADD_ENUM_VALUE;
	struct schema_object *new = arena_new(e->r->arena, struct schema_object);
	struct str *labels = arena_array(e->r->arena, (size_t)old->label_count + 1,
					 sizeof(*labels));
	uint32_t at;

	if (old->label_count)
		memcpy(labels, old->labels, old->label_count * sizeof(*labels));
	*new = *old;
	new->labels = labels;
	if (adds && label_at(old, e->op->to, &at)) {
		if (e->op->flags & OPF_IF_NOT_EXISTS)
			edit_skip(e);
		else
			edit_fail(e, "type " STR_FMT " has that label already", STR_ARG(key));
		return;
	}
	if (adds)
		labels[new->label_count++] = e->op->to;
	else if (label_at(old, label_renamed(e->op), &at))
		labels[at] = e->op->to;
	else if (!old->assumed && name_known(label_renamed(e->op)))
		edit_fail(e, "type " STR_FMT " has no label " STR_FMT, STR_ARG(key),
			  STR_ARG(label_renamed(e->op)));
	object_store(e, key, new);
}

void apply_type(struct edit *e, struct str key)
{
	const struct schema_object *old = schema_object(&e->r->now, SCHEMA_TYPE, key);
	struct schema_object *renamed;

	if (!old && object_is_gone(e, SCHEMA_TYPE, key)) {
		edit_fail(e, "type " STR_FMT " does not exist", STR_ARG(key));
		return;
	}
	if (!old)
		old = object_assume(e, SCHEMA_TYPE, key);
	if (e->op->kind != OP_RENAME_TYPE) {
		change_labels(e, key, old);
		return;
	}
	renamed = arena_new(e->r->arena, struct schema_object);
	*renamed = *old;
	renamed->name = e->op->to;
	object_forget(e, key, old);
	object_store(e, schema_key(e->r->arena, e->r->dialect, e->op->schema, e->op->to), renamed);
	types_follow(e, old, e->op->to);
}
