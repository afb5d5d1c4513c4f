/*
 * Indexes: those that ops make, and MySQL's for foreign keys.
 */
#include "core/model/schema_edit.h"

#include "core/base/limits.h"

#define MYSQLS (DIALECT_MYSQL | DIALECT_MARIADB)

/* Databases in which an index name is unique in its schema, and DROP INDEX names no table. */
static bool indexes_are_global(const struct edit *e)
{
	return e->r->dialect & (DIALECT_POSTGRESQL | DIALECT_SQLITE | DIALECT_ORACLE);
}

static struct str index_key(struct edit *e, const struct table *t, struct str name)
{
	return schema_key(e->r->arena, e->r->dialect, t->schema, name);
}

void table_add_index(struct edit *e, struct table *t, const struct index *def, bool implicit)
{
	struct table_index *index = arena_new(e->r->arena, struct table_index);
	struct str *table = arena_new(e->r->arena, struct str);

	if (t->index_count >= LIMIT_TABLE_KEYS) {
		edit_doubt(e, "table " STR_FMT " has too many indexes", STR_ARG(e->key));
		return;
	}
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

/* ---- MySQL's for foreign keys ------------------------------------------------------------------ */

static bool starts_with(const struct str *columns, uint32_t count, const struct constraint *key)
{
	if (count < key->column_count)
		return false;
	for (uint32_t i = 0; i < key->column_count; i++)
		if (!str_eq(columns[i], key->columns[i]))
			return false;
	return true;
}

bool key_is_unique(const struct constraint *def)
{
	return def->kind == CONSTRAINT_PRIMARY_KEY || def->kind == CONSTRAINT_UNIQUE;
}

/* Does an index, or a key that is one, other than `without` begin with the key's columns? */
static bool is_indexed(const struct table *t, const struct constraint *key, const void *without)
{
	for (uint32_t i = 0; i < t->index_count; i++)
		if (t->indexes[i] != without &&
		    starts_with(t->indexes[i]->def.columns, t->indexes[i]->def.column_count, key))
			return true;
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *other = &t->keys[i]->def;

		if (t->keys[i] != without && key_is_unique(other) &&
		    starts_with(other->columns, other->column_count, key))
			return true;
	}
	return false;
}

/* It is called as the key, or as its first column when nobody has named that. */
void index_foreign_key(struct edit *e, struct table *t, const struct constraint *key, bool nameless)
{
	struct index def = {.columns = key->columns, .column_count = key->column_count};
	struct str numbered;

	if (key->kind != CONSTRAINT_FOREIGN_KEY || !(e->r->dialect & MYSQLS) ||
	    is_indexed(t, key, NULL))
		return;
	numbered = arena_printf(e->r->arena, STR_FMT "_ibfk_", STR_ARG(t->name));
	def.name = nameless && str_starts(key->name, numbered) ? index_name(e, t, &def) : key->name;
	table_add_index(e, t, &def, true);
}

/* MySQL does not let go of the last index that a foreign key has: false, and the op fails. */
bool index_lets_go(struct edit *e, const struct table *t, const void *index)
{
	if (!(e->r->dialect & MYSQLS))
		return true;
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *key = &t->keys[i]->def;

		if (key->kind != CONSTRAINT_FOREIGN_KEY || t->assumed || t->doubted ||
		    !is_indexed(t, key, NULL) || is_indexed(t, key, index))
			continue;
		edit_fail(e, "foreign key " STR_FMT " needs the index", STR_ARG(key->name));
		return false;
	}
	return true;
}

/* An index that MySQL made for a foreign key goes when one is made that serves it as well. */
void index_drop_implicit(struct edit *e, struct table *t, const struct str *columns, uint32_t count)
{
	for (uint32_t i = t->index_count; (e->r->dialect & MYSQLS) && i-- > 0;) {
		const struct table_index *old = t->indexes[i];
		struct constraint key = {.columns = old->def.columns,
					 .column_count = old->def.column_count};

		if (old->implicit && starts_with(columns, count, &key))
			table_drop_index(e, t, old);
	}
}

/* ---- ops --------------------------------------------------------------------------------------- */

static void index_taken(struct edit *e, const struct table *t, struct str name)
{
	const struct table_index *there = table_index(t, name);

	if (there)
		edit_taken(e, there->origin, "index " STR_FMT " exists already", STR_ARG(name));
	else
		edit_fail(e, "index " STR_FMT " exists already", STR_ARG(name));
}

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
			index_taken(e, t, named.name);
		return;
	}
	if (!columns_needed(e, def->columns, def->column_count))
		return;
	changed = table_copy(e, schema_table(&e->r->now, e->key));
	index_drop_implicit(e, changed, named.columns, named.column_count);
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
	old = e->r->backwards ? NULL : table_before_edit(e, t, &at);
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

	if (key && (e->r->dialect & MYSQLS)) {
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

/* By its name, or by what becomes of a name that is too long (op.f). */
static const struct table_index *index_meant(struct edit *e, const struct table *t)
{
	struct index asked = {.name = e->op->name};
	const struct table_index *index = t ? table_index(t, e->op->name) : NULL;

	return index || !t || !name_known(e->op->name) ? index
						       : table_index(t, index_name(e, t, &asked));
}

static void drop_index(struct edit *e)
{
	const struct table *t = index_home(e);
	const struct table_index *index = index_meant(e, t);
	struct table *changed;

	if (e->result.outcome != APPLIED)
		return;
	if (!index) {
		drop_other_index(e, t);
		return;
	}
	if (!index_lets_go(e, t, index))
		return;
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
			key_rename(e, t);
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
