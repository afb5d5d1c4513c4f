/*
 * Types, sequences, views, functions, triggers, policies, extensions, schemas.
 */
#include "core/model/schema_edit.h"

#include <ctype.h>

/* Triggers and policies have their names in their table. */
static struct str key_in(struct edit *e, enum object_kind kind, struct str name, struct str table)
{
	if ((kind == SCHEMA_TRIGGER || kind == SCHEMA_POLICY) && !str_empty(table))
		name = arena_printf(e->r->arena, STR_FMT " on " STR_FMT, STR_ARG(name),
				    STR_ARG(table));
	return schema_key(e->r->arena, e->r->dialect, e->op->schema, name);
}

static struct str object_key(struct edit *e, enum object_kind kind)
{
	return key_in(e, kind, str_empty(e->op->name) ? e->op->table : e->op->name, e->op->table);
}

void object_store(struct edit *e, struct str key, const struct schema_object *o)
{
	struct pmap *map = &e->r->now.objects[o->kind];

	*map = pmap_put(e->r->arena, *map, key, o);
}

void object_forget(struct edit *e, struct str key, const struct schema_object *o)
{
	struct schema *now = &e->r->now;
	struct str kind = object_kind_name(o->kind);

	now->objects[o->kind] = pmap_remove(e->r->arena, now->objects[o->kind], key);
	now->gone = pmap_put(
		e->r->arena, now->gone,
		arena_printf(e->r->arena, STR_FMT " " STR_FMT, STR_ARG(kind), STR_ARG(key)),
		o->origin);
}

bool object_is_gone(struct edit *e, enum object_kind kind, struct str key)
{
	struct str name = object_kind_name(kind);

	return e->r->now.gone.root &&
	       pmap_get(e->r->now.gone, arena_printf(e->r->arena, STR_FMT " " STR_FMT,
						     STR_ARG(name), STR_ARG(key)));
}

/* It was there all along, in both versions. */
const struct schema_object *object_assume(struct edit *e, enum object_kind kind, struct str key)
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

/* The key of what belongs to the table that the op renames. */
static struct str moved_key(struct edit *e, struct str key, const struct schema_object *o)
{
	return o->kind == SCHEMA_SEQUENCE ? key : key_in(e, o->kind, o->name, e->op->to);
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
			*map = pmap_remove(e->r->arena, *map, at.key);
			*map = pmap_put(e->r->arena, *map, moved_key(e, at.key, o), moved);
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

bool text_has_word(struct str text, struct str word)
{
	for (size_t from = 0; !str_empty(word) && from < text.len;) {
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

		if (!edit_spend(e, 4 * view->text.len)) /* searching costs more than copying */
			return;
		if (!text_has_word(view->text, e->op->table) ||
		    (!str_empty(column) && !text_has_word(view->text, column)))
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

/* A trigger or policy of a table that the chain has dropped or renamed: the op fails. */
static bool is_of_missing_table(struct edit *e, enum object_kind kind)
{
	if ((kind != SCHEMA_TRIGGER && kind != SCHEMA_POLICY) || str_empty(e->op->table) ||
	    schema_table(&e->r->now, e->key) || !table_is_gone(e))
		return false;
	if (e->op->flags & OPF_IF_EXISTS)
		edit_skip(e);
	else
		edit_fail(e, "table " STR_FMT " does not exist", STR_ARG(e->key));
	return true;
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
	if (!there && is_of_missing_table(e, kind))
		return;
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
		apply_type(e, key);
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
