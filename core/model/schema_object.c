/*
 * Types, sequences, views, functions, triggers, policies, extensions, schemas.
 */
#include "core/model/schema_edit.h"

#include <ctype.h>

/* Triggers and policies have their names in their table. */
static struct str object_key(struct edit *e, enum object_kind kind)
{
	struct str name = str_empty(e->op->name) ? e->op->table : e->op->name;

	if ((kind == SCHEMA_TRIGGER || kind == SCHEMA_POLICY) && !str_empty(e->op->table))
		name = arena_printf(e->r->arena, STR_FMT " on " STR_FMT, STR_ARG(name),
				    STR_ARG(e->op->table));
	return schema_key(e->r->arena, e->r->dialect, e->op->schema, name);
}

static void object_store(struct edit *e, struct str key, const struct schema_object *o)
{
	struct pmap *map = &e->r->now.objects[o->kind];

	*map = pmap_put(e->r->arena, *map, key, o);
}

static void object_forget(struct edit *e, struct str key, const struct schema_object *o)
{
	struct schema *now = &e->r->now;
	struct str kind = object_kind_name(o->kind);

	now->objects[o->kind] = pmap_remove(e->r->arena, now->objects[o->kind], key);
	now->gone = pmap_put(
		e->r->arena, now->gone,
		arena_printf(e->r->arena, STR_FMT " " STR_FMT, STR_ARG(kind), STR_ARG(key)),
		o->origin);
}

static bool object_is_gone(struct edit *e, enum object_kind kind, struct str key)
{
	struct str name = object_kind_name(kind);

	return e->r->now.gone.root &&
	       pmap_get(e->r->now.gone, arena_printf(e->r->arena, STR_FMT " " STR_FMT,
						     STR_ARG(name), STR_ARG(key)));
}

/* It was there all along, in both versions. */
static const struct schema_object *object_assume(struct edit *e, enum object_kind kind,
						 struct str key)
{
	struct schema_object *o = arena_new(e->r->arena, struct schema_object);

	*o = (struct schema_object){
		.kind = kind,
		.schema = e->op->schema,
		.name = str_empty(e->op->name) ? e->op->table : e->op->name,
		.origin = edit_assumed_origin(e),
		.assumed = true,
	};
	object_store(e, key, o);
	if (e->r->before && !schema_object(e->r->before, kind, key))
		e->r->before->objects[kind] = pmap_put(e->r->arena, e->r->before->objects[kind],
						       key, o);
	return o;
}

static bool column_has_type(const struct table_column *c, const struct schema_object *type)
{
	const struct sql_type *has = c->type;

	if (has && has->family == TYPE_ARRAY && has->element)
		has = has->element;
	return has && has->family == TYPE_ENUM && has->native_enum &&
	       str_eq(has->enum_name, type->name) && str_eq(has->enum_schema, type->schema);
}

/* ---- enumerations ----------------------------------------------------------------------------- */

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
	if (adds) {
		labels[new->label_count++] = e->op->to;
	} else if (label_at(old, e->op->name, &at)) {
		labels[at] = e->op->to;
	}
	object_store(e, key, new);
}

static void alter_type(struct edit *e, struct str key)
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

/* ---- what belongs to a table ------------------------------------------------------------------ */

static const enum object_kind owned_kinds[] = {SCHEMA_SEQUENCE, SCHEMA_TRIGGER, SCHEMA_POLICY};

void objects_drop_owned(struct edit *e, struct str key, struct str column)
{
	for (size_t k = 0; k < sizeof(owned_kinds) / sizeof(*owned_kinds); k++) {
		struct pmap *map = &e->r->now.objects[owned_kinds[k]];
		struct pmap_cursor at = pmap_begin(*map);

		while (pmap_next(&at)) {
			const struct schema_object *o = at.value;

			if (str_eq(o->table, key) &&
			    (str_empty(column) || str_eq(o->column, column)))
				*map = pmap_remove(e->r->arena, *map, at.key);
		}
	}
}

void objects_follow(struct edit *e, struct str key, struct str to)
{
	for (size_t k = 0; k < sizeof(owned_kinds) / sizeof(*owned_kinds); k++) {
		struct pmap *map = &e->r->now.objects[owned_kinds[k]];
		struct pmap_cursor at = pmap_begin(*map);

		while (pmap_next(&at)) {
			const struct schema_object *o = at.value;
			struct schema_object *moved;

			if (!str_eq(o->table, key))
				continue;
			moved = arena_new(e->r->arena, struct schema_object);
			*moved = *o;
			moved->table = to;
			*map = pmap_put(e->r->arena, *map, at.key, moved);
		}
	}
}

static bool is_word(struct str text, size_t from, size_t len)
{
	bool before = from > 0 &&
		      (isalnum((unsigned char)text.ptr[from - 1]) || text.ptr[from - 1] == '_');
	bool after = from + len < text.len &&
		     (isalnum((unsigned char)text.ptr[from + len]) || text.ptr[from + len] == '_');

	return !before && !after;
}

static bool has_word(struct str text, struct str word)
{
	for (size_t from = 0; from < text.len;) {
		ptrdiff_t at = str_find_nocase(str_sub(text, from, text.len), word);

		if (at < 0)
			return false;
		from += (size_t)at;
		if (is_word(text, from, word.len))
			return true;
		from += word.len;
	}
	return false;
}

void views_refuse(struct edit *e, struct str column)
{
	struct pmap *views = &e->r->now.objects[SCHEMA_VIEW];
	struct pmap_cursor at = pmap_begin(*views);

	if (e->r->dialect != DIALECT_POSTGRESQL)
		return;
	while (pmap_next(&at)) {
		const struct schema_object *view = at.value;

		if (!has_word(view->text, e->op->table) ||
		    (!str_empty(column) && !has_word(view->text, column)))
			continue;
		if ((e->op->flags & OPF_CASCADE) && e->op->kind != OP_ALTER_TYPE)
			*views = pmap_remove(e->r->arena, *views, at.key);
		else
			edit_fail(e, "view " STR_FMT " needs it", STR_ARG(at.key));
	}
}

/* ---- all objects ------------------------------------------------------------------------------ */

static enum object_kind kind_of(const struct op *op)
{
	switch (op->kind) {
	case OP_CREATE_TYPE:
	case OP_DROP_TYPE:
		return SCHEMA_TYPE;
	case OP_CREATE_SEQUENCE:
	case OP_DROP_SEQUENCE:
	case OP_ALTER_SEQUENCE:
		return SCHEMA_SEQUENCE;
	case OP_CREATE_VIEW:
	case OP_DROP_VIEW:
		return SCHEMA_VIEW;
	case OP_CREATE_ROUTINE:
	case OP_DROP_ROUTINE:
		return SCHEMA_ROUTINE;
	case OP_CREATE_TRIGGER:
	case OP_DROP_TRIGGER:
		return SCHEMA_TRIGGER;
	case OP_CREATE_POLICY:
	case OP_DROP_POLICY:
		return SCHEMA_POLICY;
	case OP_CREATE_EXTENSION:
	case OP_DROP_EXTENSION:
		return SCHEMA_EXTENSION;
	case OP_CREATE_SCHEMA:
	case OP_DROP_SCHEMA:
		return SCHEMA_SCHEMA;
	default:
		return SCHEMA_TYPE;
	}
}

static void create_object(struct edit *e, enum object_kind kind, struct str key)
{
	const struct schema_object *there = schema_object(&e->r->now, kind, key);
	struct schema_object *o;

	if (there && (e->op->flags & OPF_IF_NOT_EXISTS)) {
		edit_skip(e);
		return;
	}
	if (there && !(e->op->flags & OPF_OR_REPLACE)) {
		/* another function of the name may take other arguments */
		bool other = kind == SCHEMA_ROUTINE && !str_eq(there->text, e->op->text);

		if (there->assumed || !name_known(key) || other) {
			edit_doubt(e, "%s may exist already", object_kind_name(kind).ptr);
		} else {
			edit_fail(e, "%s " STR_FMT " exists already", object_kind_name(kind).ptr,
				  STR_ARG(key));
			return;
		}
	}
	o = arena_new(e->r->arena, struct schema_object);
	*o = (struct schema_object){
		.kind = kind,
		.schema = e->op->schema,
		.name = str_empty(e->op->name) ? e->op->table : e->op->name,
		.table = kind == SCHEMA_VIEW ? (struct str){NULL, 0} : e->op->table,
		.origin = there && (e->op->flags & OPF_OR_REPLACE) ? there->origin : edit_origin(e),
		.text = e->op->text,
	};
	if (e->op->type) {
		o->labels = e->op->type->labels;
		o->label_count = e->op->type->label_count;
	}
	object_store(e, key, o);
}

/* Does a column still have the type? Its key, or empty. */
static struct str type_used(struct edit *e, const struct schema_object *type)
{
	struct pmap_cursor at = pmap_begin(e->r->now.tables);

	while (pmap_next(&at)) {
		const struct table *t = at.value;

		for (uint32_t i = 0; i < t->column_count; i++)
			if (column_has_type(t->columns[i], type))
				return at.key;
	}
	return (struct str){NULL, 0};
}

static void drop_object(struct edit *e, enum object_kind kind, struct str key)
{
	const struct schema_object *there = schema_object(&e->r->now, kind, key);
	struct str user;

	if (!there && object_is_gone(e, kind, key)) {
		if (e->op->flags & OPF_IF_EXISTS)
			edit_skip(e);
		else
			edit_fail(e, "%s " STR_FMT " does not exist", object_kind_name(kind).ptr,
				  STR_ARG(key));
		return;
	}
	if (!there && kind == SCHEMA_TYPE && (e->op->flags & OPF_IF_EXISTS) && !e->r->now.doubt) {
		edit_skip(e);
		return;
	}
	if (!there)
		there = object_assume(e, kind, key);
	if (kind == SCHEMA_TYPE && !(e->op->flags & OPF_CASCADE)) {
		user = type_used(e, there);
		if (!str_empty(user)) {
			edit_fail(e, "table " STR_FMT " has columns of that type", STR_ARG(user));
			return;
		}
	}
	object_forget(e, key, there);
}

void apply_object(struct edit *e)
{
	enum object_kind kind = kind_of(e->op);
	struct str key = object_key(e, kind);

	switch (e->op->kind) {
	case OP_ADD_ENUM_VALUE:
	case OP_RENAME_ENUM_VALUE:
	case OP_RENAME_TYPE:
		alter_type(e, key);
		return;
	case OP_ALTER_SEQUENCE:
		return;
	default:
		if (op_info(e->op->kind)->inverse == OP_OPAQUE)
			return;
		if (e->op->kind == OP_CREATE_TYPE && e->r->dialect != DIALECT_POSTGRESQL)
			return;
		if (e->op->kind == OP_DROP_TYPE && e->r->dialect != DIALECT_POSTGRESQL)
			return;
	}
	if (str_starts(op_info(e->op->kind)->spelling, STR("create")))
		create_object(e, kind, key);
	else
		drop_object(e, kind, key);
}
