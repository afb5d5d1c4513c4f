/*
 * Tables: created with all that comes with them, dropped, renamed.
 */
#include "core/model/schema_edit.h"

#include "core/base/limits.h"

/* ---- what comes with a table ------------------------------------------------------------------ */

enum { REFERRER_BYTES = 4096 }; /* about what it costs to change a table that refers to another */

/* Are rows in other tables held by foreign keys: dropping what they need is refused? */
static bool guards_references(const struct edit *e)
{
	return e->r->dialect != DIALECT_SQLITE; /* which does not enforce them unless told to */
}

static bool refers_to(struct edit *e, const struct table_key *key, struct str table)
{
	const struct reference *to = &key->def.references;

	return key->def.kind == CONSTRAINT_FOREIGN_KEY &&
	       str_eq(schema_key(e->r->arena, e->r->dialect, to->schema, to->table), table);
}

static struct str referrer_key(struct edit *e, struct str target, struct str key)
{
	return arena_printf(e->r->arena, STR_FMT "\n" STR_FMT, STR_ARG(target), STR_ARG(key));
}

void references_tell(struct edit *e, struct str key, const struct table *t)
{
	struct pmap *referrers = &e->r->now.referrers;

	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct reference *to = &t->keys[i]->def.references;
		struct str entry;

		if (t->keys[i]->def.kind != CONSTRAINT_FOREIGN_KEY)
			continue;
		entry = referrer_key(
			e, schema_key(e->r->arena, e->r->dialect, to->schema, to->table), key);
		if (!pmap_get(*referrers, entry))
			*referrers = pmap_put(e->r->arena, *referrers, entry, t);
	}
}

/*
 * Tables that may refer to the one of this key:
 *
 *	struct pmap_cursor at = referrers_of(e, key, &prefix);
 *	while ((t = next_referrer(e, &at, prefix, &other))) …
 */
static struct pmap_cursor referrers_of(struct edit *e, struct str key, struct str *ret_prefix)
{
	*ret_prefix = referrer_key(e, key, STR(""));
	return pmap_from(e->r->now.referrers, *ret_prefix);
}

static const struct table *next_referrer(struct edit *e, struct pmap_cursor *at, struct str prefix,
					 struct str *ret_key)
{
	while (pmap_next(at) && str_starts(at->key, prefix)) {
		/* a copy of the table and of its way in the maps */
		if (!edit_spend(e, REFERRER_BYTES))
			return NULL;
		const struct table *t;

		*ret_key = str_sub(at->key, prefix.len, at->key.len);
		t = schema_table(&e->r->now, *ret_key);
		if (t)
			return t;
	}
	return NULL;
}

/* use_alter: a statement of its own makes the constraint, where the database can add one. */
static bool is_deferred(const struct edit *e, const struct reference *to)
{
	return to->use_alter && e->op->kind == OP_CREATE_TABLE && e->r->dialect != DIALECT_SQLITE;
}

/* What the database makes for one column of a new table, or for a column that is added. */
void table_add_column(struct edit *e, struct table *t, const struct column *def, bool automatic)
{
	struct table_column *c = column_make(e, def);
	struct constraint key = {
		.kind = CONSTRAINT_UNIQUE, .columns = &def->name, .column_count = 1};

	if (t->column_count >= LIMIT_TABLE_COLUMNS) {
		edit_doubt(e, "table " STR_FMT " has too many columns", STR_ARG(e->key));
		return;
	}
	if (automatic || (c->type && c->type->serial))
		column_number(e, t, c);
	column_append(e, t, c);
	if (def->unique && !def->index)
		table_add_key(e, t, &key);
	if (str_empty(def->references.table) || is_deferred(e, &def->references))
		return;
	key.kind = CONSTRAINT_FOREIGN_KEY;
	key.name = def->references.name;
	key.references = def->references;
	key.initially = def->references.initially;
	key.deferrable = def->references.deferrable == TRI_YES;
	table_add_key(e, t, &key);
}

/*
 * SQLAlchemy's rule: the only column of the primary key, when it is an integer, refers to nothing
 * and has no default, is numbered by the database.
 */
static bool is_automatic(struct edit *e, const struct column *c, uint32_t primary_columns)
{
	struct sql_type type;

	if ((e->op->flags & OPF_FROM_SQL) || c->autoincrement == TRI_NO || !c->type ||
	    c->server_default.kind != DEFAULT_NONE)
		return false;
	if (c->autoincrement != TRI_YES &&
	    (primary_columns != 1 || !str_empty(c->references.table)))
		return false;
	sql_type_of(&type, e->r->arena, c->type, e->r->dialect);
	return type.family == TYPE_INTEGER || (c->autoincrement == TRI_YES && type.scale == 0);
}

static const struct constraint *primary_given(const struct op *op)
{
	for (uint32_t i = 0; i < op->constraint_count; i++)
		if (op->constraints[i].kind == CONSTRAINT_PRIMARY_KEY)
			return &op->constraints[i];
	return NULL;
}

/* The primary key, from Column(primary_key=True) or PrimaryKeyConstraint; kind UNKNOWN = none. */
static struct constraint primary_key_of(struct edit *e)
{
	const struct constraint *given = primary_given(e->op);
	struct constraint key = {0};
	struct str *columns;

	if (given)
		return *given;
	columns = arena_array(e->r->arena, e->op->column_count, sizeof(*columns));
	for (uint32_t i = 0; i < e->op->column_count; i++)
		if (e->op->columns[i].primary_key)
			columns[key.column_count++] = e->op->columns[i].name;
	if (key.column_count)
		key.kind = CONSTRAINT_PRIMARY_KEY;
	key.columns = columns;
	return key;
}

static void set_not_null(struct edit *e, struct table *t, const struct constraint *key)
{
	for (uint32_t i = 0; i < key->column_count; i++) {
		const struct table_column *old = table_column(t, key->columns[i]);
		struct table_column *new;

		if (!old || old->nullable == TRI_NO)
			continue;
		new = arena_new(e->r->arena, struct table_column);
		*new = *old;
		new->nullable = TRI_NO;
		column_replace(e, t, old, new);
	}
}

/* PostgreSQL makes no second index for the columns of the primary key, in their order. */
static bool is_redundant(struct edit *e, const struct table *t, const struct constraint *c)
{
	const struct table_key *primary = table_primary_key(t);

	if (e->r->dialect != DIALECT_POSTGRESQL || c->kind != CONSTRAINT_UNIQUE || !primary ||
	    c->deferrable || c->include_count || primary->def.deferrable ||
	    primary->def.include_count || c->column_count != primary->def.column_count)
		return false;
	for (uint32_t i = 0; i < c->column_count; i++)
		if (!str_eq(c->columns[i], primary->def.columns[i]))
			return false;
	return true;
}

static void fill_table(struct edit *e, struct table *t)
{
	const struct op *op = e->op;
	struct constraint primary = primary_key_of(e);

	for (uint32_t i = 0; i < op->column_count; i++) {
		const struct column *c = &op->columns[i];
		bool in_key = names_have(primary.columns, primary.column_count, c->name);

		type_needed(e, c->type, TYPE_MADE);
		if (e->result.outcome == APPLY_FAILS)
			return;
		table_add_column(e, t, c, in_key && is_automatic(e, c, primary.column_count));
	}
	if (primary.kind == CONSTRAINT_PRIMARY_KEY) {
		table_add_key(e, t, &primary);
		set_not_null(e, t, &primary);
	}
	for (uint32_t i = 0; i < op->constraint_count; i++)
		if (op->constraints[i].kind != CONSTRAINT_PRIMARY_KEY &&
		    !is_deferred(e, &op->constraints[i].references) &&
		    !is_redundant(e, t, &op->constraints[i]))
			table_add_key(e, t, &op->constraints[i]);
}

/* Tables, views, sequences and, in PostgreSQL, indexes share their names. */
static const char *name_taken(struct edit *e)
{
	const struct schema *now = &e->r->now;

	if (schema_table(now, e->key))
		return "table";
	if (schema_object(now, SCHEMA_VIEW, e->key))
		return "view";
	if (e->r->dialect != DIALECT_POSTGRESQL)
		return NULL;
	if (schema_object(now, SCHEMA_SEQUENCE, e->key))
		return "sequence";
	return pmap_get(now->indexes, e->key) ? "index" : NULL;
}

static void create_table(struct edit *e)
{
	const struct table *old = schema_table(&e->r->now, e->key);
	const char *taken = name_taken(e);
	struct table *t;

	if (!name_known(e->op->table)) {
		edit_doubt(e, "the table's name is not known");
		if (old)
			return;
	}
	if (taken && (e->op->flags & OPF_IF_NOT_EXISTS)) {
		edit_skip(e);
		return;
	}
	if (taken && old && old->assumed)
		edit_doubt(e, "table " STR_FMT " may exist already", STR_ARG(e->key));
	else if (taken && old)
		edit_taken(e, old->origin, "%s " STR_FMT " exists already", taken, STR_ARG(e->key));
	else if (taken)
		edit_fail(e, "%s " STR_FMT " exists already", taken, STR_ARG(e->key));
	if (e->result.outcome == APPLY_FAILS)
		return;
	t = arena_new(e->r->arena, struct table);
	*t = (struct table){
		.schema = e->op->schema,
		.name = e->op->table,
		.comment = e->op->comment,
		.origin = edit_origin(e),
		.rows = token_new(e->r->arena, TOKEN_EMPTY, e->op, NULL, 0),
		.doubted = (e->op->flags & OPF_PARTIAL) != 0,
	};
	fill_table(e, t);
	if (e->result.outcome != APPLY_FAILS)
		table_store(e, e->key, t);
}

/* ---- dropped and renamed ---------------------------------------------------------------------- */

/*
 * The foreign keys of other tables to this one: refused, or with CASCADE dropped.
 * `column`: only those that need this column; empty = all.
 */
void references_drop(struct edit *e, struct str key, struct str column)
{
	bool cascade = (e->op->flags & OPF_CASCADE) && e->r->dialect != DIALECT_MYSQL;
	struct str prefix, other;
	struct pmap_cursor at = referrers_of(e, key, &prefix);
	const struct table *t;

	while ((t = next_referrer(e, &at, prefix, &other))) {
		for (uint32_t i = 0; i < t->key_count && !str_eq(other, key); i++) {
			const struct constraint *def = &t->keys[i]->def;
			struct table *changed;

			if (!refers_to(e, t->keys[i], key))
				continue;
			if (!str_empty(column) && !names_have(def->references.columns,
							      def->references.column_count, column))
				continue;
			if (!cascade) {
				if (guards_references(e))
					edit_fail(e, "table " STR_FMT " refers to it",
						  STR_ARG(other));
				return;
			}
			changed = table_copy(e, schema_table(&e->r->now, other));
			table_drop_key(e, changed, t->keys[i]);
			table_store(e, other, changed);
		}
	}
}

static void drop_table(struct edit *e)
{
	const struct table *t = edit_table(e);

	if (!t)
		return;
	references_drop(e, e->key, STR(""));
	views_refuse(e, STR(""));
	if (e->result.outcome == APPLY_FAILS)
		return;
	for (uint32_t i = 0; i < t->index_count; i++)
		e->r->now.indexes = pmap_remove(
			e->r->arena, e->r->now.indexes,
			schema_key(e->r->arena, e->r->dialect, t->schema, t->indexes[i]->def.name));
	objects_drop_owned(e, e->key, STR(""));
	table_forget(e, e->key, t);
}

/* Foreign keys follow the table or column that they refer to. */
void references_rename(struct edit *e, struct str key, struct str column, struct str to)
{
	struct str prefix, other;
	struct pmap_cursor at = referrers_of(e, key, &prefix);
	const struct table *t;

	while ((t = next_referrer(e, &at, prefix, &other))) {
		struct table *changed = table_copy(e, t);

		for (uint32_t i = 0; i < t->key_count; i++) {
			struct table_key *new;

			if (!refers_to(e, t->keys[i], key))
				continue;
			new = arena_new(e->r->arena, struct table_key);
			*new = *t->keys[i];
			if (str_empty(column))
				new->def.references.table = to;
			else
				new->def.references.columns =
					names_rename(e, new->def.references.columns,
						     new->def.references.column_count, column, to);
			changed->keys = (const struct table_key *const *)list_put(
				e->r->arena, (const void *const *)changed->keys, changed->key_count,
				i, new);
		}
		table_store(e, other, changed);
		references_tell(e, other, changed);
	}
}

static void rename_table(struct edit *e)
{
	const struct table *t = edit_table(e);
	struct str to = schema_key(e->r->arena, e->r->dialect, e->op->schema, e->op->to);
	struct table *renamed;
	struct str *home;

	if (!t)
		return;
	if (schema_table(&e->r->now, to)) {
		edit_fail(e, "table " STR_FMT " exists already", STR_ARG(to));
		return;
	}
	if (!e->r->legacy_rename)
		references_rename(e, e->key, STR(""), e->op->to);
	t = schema_table(&e->r->now, e->key);
	renamed = table_copy(e, t);
	renamed->name = e->op->to;
	home = arena_new(e->r->arena, struct str);
	*home = to;
	for (uint32_t i = 0; i < t->index_count; i++) {
		struct str name = schema_key(e->r->arena, e->r->dialect, t->schema,
					     t->indexes[i]->def.name);

		if (pmap_get(e->r->now.indexes, name))
			e->r->now.indexes = pmap_put(e->r->arena, e->r->now.indexes, name, home);
	}
	objects_follow(e, e->key, to);
	table_forget(e, e->key, t);
	table_store(e, to, renamed);
	references_tell(e, to, renamed);
	for (uint32_t i = 0; i < renamed->key_count; i++)
		key_index_tell(e, to, renamed, renamed->keys[i]);
}

void apply_table(struct edit *e)
{
	const struct table *t;
	struct table *changed;

	switch (e->op->kind) {
	case OP_CREATE_TABLE:
		create_table(e);
		return;
	case OP_DROP_TABLE:
		drop_table(e);
		return;
	case OP_RENAME_TABLE:
		rename_table(e);
		return;
	case OP_SET_TABLE_COMMENT:
		t = edit_table(e);
		if (!t)
			return;
		changed = table_copy(e, t);
		changed->comment = e->op->text;
		table_store(e, e->key, changed);
		return;
	case OP_ALTER_TABLE: /* options that are not modelled */
		edit_table(e);
		return;
	default:
		return;
	}
}
