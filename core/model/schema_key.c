/*
 * Constraints.
 */
#include "core/model/schema_edit.h"

#include "core/base/limits.h"

#define MYSQLS (DIALECT_MYSQL | DIALECT_MARIADB)

/* Do constraint and index of the same name stand for one thing: a unique constraint is an index? */
static bool unique_is_index(const struct edit *e)
{
	return e->r->dialect & MYSQLS;
}

/* ---- changes ---------------------------------------------------------------------------------- */

struct table_key *key_make(struct edit *e, const struct table *t, const struct constraint *def)
{
	struct table_key *key = arena_new(e->r->arena, struct table_key);

	*key = (struct table_key){.def = *def, .origin = edit_origin(e)};
	key->def.name = key_name(e, t, def);
	return key;
}

/* Has the chain dropped the table that is referred to, and not made it again? SQLite does not look. */
static bool target_needed(struct edit *e, const struct reference *to)
{
	struct str key = schema_key(e->r->arena, e->r->dialect, to->schema, to->table);

	if (e->r->dialect == DIALECT_SQLITE || str_eq(key, e->key) ||
	    schema_table(&e->r->now, key) || !key_is_gone(e, key))
		return true;
	edit_fail(e, "table " STR_FMT ", which a foreign key refers to, does not exist",
		  STR_ARG(key));
	return false;
}

void table_add_key(struct edit *e, struct table *t, const struct constraint *def)
{
	struct table_key *key;

	if (key_is_unique(def)) /* before it is named: it may be called as the index that goes */
		index_drop_implicit(e, t, def->columns, def->column_count);
	if (def->kind == CONSTRAINT_FOREIGN_KEY && !target_needed(e, &def->references))
		return;
	key = key_make(e, t, def);
	if (t->key_count >= LIMIT_TABLE_KEYS) {
		edit_doubt(e, "table " STR_FMT " has too many constraints", STR_ARG(e->key));
		return;
	}
	index_foreign_key(e, t, &key->def, str_empty(def->name));
	t->keys = (const struct table_key *const *)list_put(
		e->r->arena, (const void *const *)t->keys, t->key_count, t->key_count, key);
	t->key_count++;
	references_tell(e, e->key, t);
	key_index_tell(e, e->key, t, key);
}

void table_drop_key(struct edit *e, struct table *t, const struct table_key *key)
{
	uint32_t at = 0;

	while (at < t->key_count && t->keys[at] != key)
		at++;
	t->keys = (const struct table_key *const *)list_without(
		e->r->arena, (const void *const *)t->keys, t->key_count, at);
	t->key_count--;
}

/* ---- constraints ------------------------------------------------------------------------------ */

/* Every column of the constraint is there, or assumed. */
bool columns_needed(struct edit *e, const struct str *columns, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct table *t = schema_table(&e->r->now, e->key);

		if (!name_known(columns[i]) || str_chr(columns[i], '(') >= 0 ||
		    str_chr(columns[i], ' ') >= 0)
			continue; /* an expression */
		if (!edit_column(e, t, columns[i]) && e->result.outcome == APPLY_FAILS)
			return false;
	}
	return true;
}

static void create_key(struct edit *e, const struct table *t)
{
	const struct constraint *def = e->op->constraint;
	struct table *changed;

	if (!def)
		return;
	if (name_known(def->name) && table_key(t, def->name)) {
		edit_taken(e, table_key(t, def->name)->origin,
			   "constraint " STR_FMT " exists already", STR_ARG(def->name));
		return;
	}
	if (def->kind == CONSTRAINT_PRIMARY_KEY && table_primary_key(t)) {
		edit_fail(e, "table " STR_FMT " has a primary key already", STR_ARG(e->key));
		return;
	}
	if (!columns_needed(e, def->columns, def->column_count))
		return;
	changed = table_copy(e, schema_table(&e->r->now, e->key));
	table_add_key(e, changed, def);
	if (def->kind == CONSTRAINT_PRIMARY_KEY)
		for (uint32_t i = 0; i < def->column_count; i++) {
			const struct table_column *old = table_column(changed, def->columns[i]);
			struct table_column *new;

			if (!old || old->nullable == TRI_NO)
				continue;
			new = arena_new(e->r->arena, struct table_column);
			*new = *old;
			new->nullable = TRI_NO;
			column_replace(e, changed, old, new);
		}
	table_store(e, e->key, changed);
}

/* The constraint that the op means: by its name, or the only one of its kind. */
static const struct table_key *key_meant(struct edit *e, const struct table *t)
{
	const struct table_key *key = table_key(t, e->op->name);
	enum constraint_kind kind = e->op->constraint ? e->op->constraint->kind
						      : CONSTRAINT_UNKNOWN;

	if (key || kind != CONSTRAINT_PRIMARY_KEY)
		return key;
	key = table_primary_key(t);
	/* MySQL has one primary key and no name for it; a name that is not known may be this one */
	return key && ((e->r->dialect & MYSQLS) || str_empty(key->def.name)) ? key : NULL;
}

/* A constraint of an assumed table, or of one whose name is not known, may be the one meant. */
static const struct table_key *key_nameless(const struct table *t, enum constraint_kind kind)
{
	const struct table_key *only = NULL;

	for (uint32_t i = 0; i < t->key_count; i++) {
		if (t->keys[i]->def.kind != kind || !str_empty(t->keys[i]->def.name))
			continue;
		if (only)
			return NULL;
		only = t->keys[i];
	}
	return only;
}

/* The op drops what nobody made: it was there before, and is gone now. */
static void assume_key(struct edit *e, const struct table *t)
{
	struct table_key *key = arena_new(e->r->arena, struct table_key);
	struct table *old;
	struct str at;

	*key = (struct table_key){.origin = edit_assumed_origin(e), .assumed = true};
	if (e->op->constraint)
		key->def = *e->op->constraint;
	key->def.name = e->op->name;
	old = e->r->backwards ? NULL : table_before_edit(e, t, &at);
	if (!old || table_key(old, key->def.name) || old->key_count >= LIMIT_TABLE_KEYS)
		return;
	old->keys = (const struct table_key *const *)list_put(
		e->r->arena, (const void *const *)old->keys, old->key_count, old->key_count, key);
	old->key_count++;
	table_before_store(e, at, old);
}

static void drop_key(struct edit *e, const struct table *t)
{
	const struct table_key *key = key_meant(e, t);
	struct table *changed;

	if (e->op->flags & OPF_NAME_NONE) {
		/* Alembic renders no name at all, unless a convention gives one */
		edit_refuse(e, "a constraint without a name cannot be dropped");
		return;
	}
	if (!key && unique_is_index(e) && table_index(t, e->op->name)) {
		changed = table_copy(e, t);
		table_drop_index(e, changed, table_index(t, e->op->name));
		table_store(e, e->key, changed);
		return;
	}
	if (!key && e->op->constraint)
		key = key_nameless(t, e->op->constraint->kind);
	if (!key) {
		if (e->op->flags & OPF_IF_EXISTS)
			edit_skip(e);
		else if (t->assumed || t->doubted || !name_known(e->op->name))
			assume_key(e, t);
		else
			edit_fail(e, "constraint " STR_FMT " does not exist", STR_ARG(e->op->name));
		return;
	}
	if (key_is_unique(&key->def) && !index_lets_go(e, t, key))
		return;
	changed = table_copy(e, t);
	table_drop_key(e, changed, key);
	table_store(e, e->key, changed);
}

/* The key that the op names, to be changed: a copy of it; NULL, and the result says why. */
static struct table_key *key_copy(struct edit *e, const struct table *t,
				  const struct table_key **ret_old)
{
	const struct table_key *old = table_key(t, e->op->name);
	struct table_key *copy;

	if (!old) {
		if (!t->assumed && !t->doubted)
			edit_fail(e, "constraint " STR_FMT " does not exist", STR_ARG(e->op->name));
		return NULL;
	}
	copy = arena_new(e->r->arena, struct table_key);
	*copy = *old;
	*ret_old = old;
	return copy;
}

static void key_replace(struct edit *e, const struct table *t, const struct table_key *old,
			const struct table_key *new)
{
	struct table *changed = table_copy(e, t);
	uint32_t at = 0;

	while (t->keys[at] != old)
		at++;
	changed->keys = (const struct table_key *const *)list_put(
		e->r->arena, (const void *const *)t->keys, t->key_count, at, new);
	table_store(e, e->key, changed);
}

static void validate_key(struct edit *e, const struct table *t)
{
	const struct table_key *old;
	struct table_key *valid = key_copy(e, t, &old);

	if (!valid)
		return;
	valid->def.not_valid = false;
	key_replace(e, t, old, valid);
}

void key_rename(struct edit *e, const struct table *t)
{
	const struct table_key *old;
	struct table_key *renamed = key_copy(e, t, &old);

	if (!renamed)
		return;
	renamed->def.name = e->op->to;
	key_replace(e, t, old, renamed);
}

void apply_key(struct edit *e)
{
	const struct table *t = edit_table(e);

	if (!t)
		return;
	switch (e->op->kind) {
	case OP_CREATE_CONSTRAINT:
		create_key(e, t);
		return;
	case OP_DROP_CONSTRAINT:
		drop_key(e, t);
		return;
	case OP_VALIDATE_CONSTRAINT:
		validate_key(e, t);
		return;
	default:
		key_rename(e, t);
	}
}
