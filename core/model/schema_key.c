/*
 * Constraints and indexes.
 */
#include "core/model/schema_edit.h"

#include "core/base/limits.h"

#define MYSQLS (DIALECT_MYSQL | DIALECT_MARIADB)

/* Do constraint and index of the same name stand for one thing: a unique constraint is an index? */
static bool unique_is_index(const struct edit *e)
{
	return e->r->dialect & MYSQLS;
}

/* Databases in which an index name is unique in its schema, and DROP INDEX names no table. */
static bool indexes_are_global(const struct edit *e)
{
	return e->r->dialect & (DIALECT_POSTGRESQL | DIALECT_SQLITE | DIALECT_ORACLE);
}

static struct str index_key(struct edit *e, const struct table *t, struct str name)
{
	return schema_key(e->r->arena, e->r->dialect, t->schema, name);
}

/* ---- changes ---------------------------------------------------------------------------------- */

struct table_key *key_make(struct edit *e, const struct table *t, const struct constraint *def)
{
	struct table_key *key = arena_new(e->r->arena, struct table_key);

	*key = (struct table_key){.def = *def, .origin = edit_origin(e)};
	key->def.name = key_name(e, t, def);
	return key;
}

void table_add_key(struct edit *e, struct table *t, const struct constraint *def)
{
	struct table_key *key;

	if (e->r->dialect & MYSQLS)
		mysql_key_adding(e, t, def);
	key = key_make(e, t, def);
	if (t->key_count >= LIMIT_TABLE_KEYS) {
		edit_doubt(e, "table " STR_FMT " has too many constraints", STR_ARG(e->key));
		return;
	}
	if ((e->r->dialect & MYSQLS) && def->kind == CONSTRAINT_FOREIGN_KEY)
		mysql_index_foreign_key(e, t, &key->def, str_empty(def->name));
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

void table_add_index(struct edit *e, struct table *t, const struct index *def, bool implicit)
{
	struct table_index *index = arena_new(e->r->arena, struct table_index);
	struct str *table = arena_new(e->r->arena, struct str);

	if (t->index_count >= LIMIT_TABLE_KEYS) {
		edit_doubt(e, "table " STR_FMT " has too many indexes", STR_ARG(e->key));
		return;
	}
	if (!implicit && (e->r->dialect & MYSQLS))
		mysql_index_added(e, t, def->columns, def->column_count);
	*index = (struct table_index){.def = *def, .origin = edit_origin(e), .implicit = implicit};
	t->indexes = (const struct table_index *const *)list_put(
		e->r->arena, (const void *const *)t->indexes, t->index_count, t->index_count,
		index);
	t->index_count++;
	if (!indexes_are_global(e) || str_empty(def->name))
		return;
	*table = e->key;
	e->r->now.indexes = pmap_put(e->r->arena, e->r->now.indexes, index_key(e, t, def->name),
				     table);
}

void table_drop_index(struct edit *e, struct table *t, const struct table_index *index)
{
	uint32_t at = 0;

	while (at < t->index_count && t->indexes[at] != index)
		at++;
	t->indexes = (const struct table_index *const *)list_without(
		e->r->arena, (const void *const *)t->indexes, t->index_count, at);
	t->index_count--;
	e->r->now.indexes = pmap_remove(e->r->arena, e->r->now.indexes,
					index_key(e, t, index->def.name));
}

/* ---- constraints ------------------------------------------------------------------------------ */

/* Every column of the constraint is there, or assumed. */
static bool has_columns(struct edit *e, const struct str *columns, uint32_t count)
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
	if (table_key(t, def->name)) {
		edit_fail(e, "constraint " STR_FMT " exists already", STR_ARG(def->name));
		return;
	}
	if (def->kind == CONSTRAINT_PRIMARY_KEY && table_primary_key(t)) {
		edit_fail(e, "table " STR_FMT " has a primary key already", STR_ARG(e->key));
		return;
	}
	if (!has_columns(e, def->columns, def->column_count))
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
	old = table_before_edit(e, t, &at);
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
		edit_fail(e, "a constraint without a name cannot be dropped");
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
	changed = table_copy(e, t);
	table_drop_key(e, changed, key);
	table_store(e, e->key, changed);
}

static void validate_key(struct edit *e, const struct table *t)
{
	const struct table_key *key = table_key(t, e->op->name);
	struct table_key *valid;
	struct table *changed;
	uint32_t at = 0;

	if (!key) {
		if (!t->assumed && !t->doubted)
			edit_fail(e, "constraint " STR_FMT " does not exist", STR_ARG(e->op->name));
		return;
	}
	while (t->keys[at] != key)
		at++;
	valid = arena_new(e->r->arena, struct table_key);
	*valid = *key;
	valid->def.not_valid = false;
	changed = table_copy(e, t);
	changed->keys = (const struct table_key *const *)list_put(
		e->r->arena, (const void *const *)t->keys, t->key_count, at, valid);
	table_store(e, e->key, changed);
}

static void rename_key(struct edit *e, const struct table *t)
{
	const struct table_key *key = table_key(t, e->op->name);
	struct table_key *renamed;
	struct table *changed;
	uint32_t at = 0;

	if (!key) {
		if (!t->assumed && !t->doubted)
			edit_fail(e, "constraint " STR_FMT " does not exist", STR_ARG(e->op->name));
		return;
	}
	while (t->keys[at] != key)
		at++;
	renamed = arena_new(e->r->arena, struct table_key);
	*renamed = *key;
	renamed->def.name = e->op->to;
	changed = table_copy(e, t);
	changed->keys = (const struct table_key *const *)list_put(
		e->r->arena, (const void *const *)t->keys, t->key_count, at, renamed);
	table_store(e, e->key, changed);
	key_index_tell(e, e->key, changed, renamed);
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
		rename_key(e, t);
	}
}

/* ---- indexes ---------------------------------------------------------------------------------- */

static void create_index(struct edit *e)
{
	const struct table *t = edit_table(e);
	const struct index *def = e->op->index;
	struct index named;
	struct table *changed;
	bool taken;

	if (!t || !def)
		return;
	named = *def;
	named.name = index_name(e, t, def);
	taken = table_index(t, named.name) ||
		(indexes_are_global(e) && pmap_get(e->r->now.indexes, index_key(e, t, named.name)));
	if (taken && name_known(named.name)) {
		if (e->op->flags & OPF_IF_NOT_EXISTS)
			edit_skip(e);
		else
			edit_fail(e, "index " STR_FMT " exists already", STR_ARG(named.name));
		return;
	}
	if (!has_columns(e, def->columns, def->column_count))
		return;
	changed = table_copy(e, schema_table(&e->r->now, e->key));
	table_add_index(e, changed, &named, false);
	table_store(e, e->key, changed);
}

/* The table of the index that the op names, as far as the op or the database tells it. */
static const struct table *index_home(struct edit *e)
{
	const struct str *home = NULL;

	if (indexes_are_global(e))
		home = pmap_get(e->r->now.indexes,
				schema_key(e->r->arena, e->r->dialect, e->op->schema, e->op->name));
	if (home) {
		e->key = *home;
		return schema_table(&e->r->now, e->key);
	}
	return str_empty(e->op->table) ? NULL : edit_table(e);
}

static void assume_index(struct edit *e, const struct table *t)
{
	struct table_index *index = arena_new(e->r->arena, struct table_index);
	struct table *old;
	struct str at;

	*index = (struct table_index){.origin = edit_assumed_origin(e), .assumed = true};
	if (e->op->index)
		index->def = *e->op->index;
	index->def.name = e->op->name;
	old = table_before_edit(e, t, &at);
	if (!old || table_index(old, index->def.name) || old->index_count >= LIMIT_TABLE_KEYS)
		return;
	old->indexes = (const struct table_index *const *)list_put(
		e->r->arena, (const void *const *)old->indexes, old->index_count, old->index_count,
		index);
	old->index_count++;
	table_before_store(e, at, old);
}

/* An index that is not listed as one: a constraint's, or unknown. */
static void drop_other_index(struct edit *e, const struct table *t)
{
	const struct table_key *key = t ? table_key(t, e->op->name) : NULL;
	struct table *changed;

	if (key && unique_is_index(e)) {
		changed = table_copy(e, t);
		table_drop_key(e, changed, key);
		table_store(e, e->key, changed);
	} else if (key && (e->r->dialect & DIALECT_POSTGRESQL)) {
		edit_fail(e, "index " STR_FMT " belongs to a constraint", STR_ARG(e->op->name));
	} else if (e->op->flags & OPF_IF_EXISTS) {
		edit_skip(e);
	} else if (!t) {
		edit_doubt(e, "the table of index " STR_FMT " is not known", STR_ARG(e->op->name));
	} else if (t->assumed || t->doubted || !name_known(e->op->name)) {
		assume_index(e, t);
	} else {
		edit_fail(e, "index " STR_FMT " does not exist", STR_ARG(e->op->name));
	}
}

static void drop_index(struct edit *e)
{
	const struct table *t = index_home(e);
	const struct table_index *index = t ? table_index(t, e->op->name) : NULL;
	struct table *changed;

	if (e->result.outcome != APPLIED)
		return;
	if (!index) {
		drop_other_index(e, t);
		return;
	}
	changed = table_copy(e, t);
	table_drop_index(e, changed, index);
	table_store(e, e->key, changed);
}

static void rename_index(struct edit *e)
{
	const struct table *t = index_home(e);
	const struct table_index *index = t ? table_index(t, e->op->name) : NULL;
	struct index def;
	struct table *changed;
	const struct origin *origin;

	if (!index) {
		const struct table_key *key = t ? table_key(t, e->op->name) : NULL;

		if (key)
			rename_key(e, t);
		else if (t && !t->assumed && !t->doubted && !(e->op->flags & OPF_IF_EXISTS))
			edit_fail(e, "index " STR_FMT " does not exist", STR_ARG(e->op->name));
		return;
	}
	def = index->def;
	origin = index->origin;
	def.name = e->op->to;
	changed = table_copy(e, t);
	table_drop_index(e, changed, index);
	table_add_index(e, changed, &def, index->implicit);
	((struct table_index *)changed->indexes[changed->index_count - 1])->origin = origin;
	table_store(e, e->key, changed);
}

void apply_index(struct edit *e)
{
	switch (e->op->kind) {
	case OP_CREATE_INDEX:
		create_index(e);
		return;
	case OP_DROP_INDEX:
		drop_index(e);
		return;
	case OP_RENAME_INDEX:
		rename_index(e);
		return;
	default: /* REINDEX changes nothing that a rollback meets */
		return;
	}
}
