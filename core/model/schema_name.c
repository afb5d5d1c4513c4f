/*
 * Names of keys, indexes and sequences: what naming.h needs to know of the schema.
 */
#include "core/model/naming.h"
#include "core/model/schema_edit.h"

#include <stdlib.h>

/* What is asked of: a table that is being made or changed, in its schema. */
struct asking {
	struct edit *e;
	const struct table *t;
};

/* By the index of another table's constraint. */
static bool is_key_index(const struct schema *s, struct str key, struct str name)
{
	const struct str *home = pmap_get(s->key_indexes, key);
	const struct table *t = home ? schema_table(s, *home) : NULL;

	return t && table_key(t, name);
}

static bool is_taken(void *self, enum name_space space, struct str name)
{
	const struct asking *a = self;
	const struct schema *now = &a->e->r->now;
	struct str key = schema_key(a->e->r->arena, a->e->r->dialect, a->t->schema, name);

	if (table_key(a->t, name))
		return true;
	if (space == NAME_CONSTRAINT)
		return false;
	return table_index(a->t, name) || schema_table(now, key) || pmap_get(now->indexes, key) ||
	       is_key_index(now, key, name) || schema_object(now, SCHEMA_SEQUENCE, key) ||
	       schema_object(now, SCHEMA_VIEW, key);
}

/* The highest N among the table's constraints that are called <table>_<word>_N. */
static uint32_t highest_number(struct edit *e, const struct table *t, const char *word)
{
	struct str prefix = arena_printf(e->r->arena, STR_FMT "_%s_", STR_ARG(t->name), word);
	uint32_t highest = 0;

	for (uint32_t i = 0; i < t->key_count; i++) {
		struct str name = t->keys[i]->def.name;
		unsigned long number;

		if (!str_starts(name, prefix))
			continue;
		name = str_sub(name, prefix.len, name.len);
		number = name.len < 10 ? strtoul(arena_str(e->r->arena, name).ptr, NULL, 10) : 0;
		highest = number > highest ? (uint32_t)number : highest;
	}
	return highest;
}

/* A convention is SQLAlchemy's: SQL text names what it names. */
static struct naming naming_of(struct asking *a)
{
	struct edit *e = a->e;
	bool mysql = e->r->dialect & (DIALECT_MYSQL | DIALECT_MARIADB);

	return (struct naming){
		.dialect = e->r->dialect,
		.settings = (e->op->flags & OPF_FROM_SQL) ? NULL : e->r->env->settings,
		.schema = a->t->schema,
		.taken = is_taken,
		.self = a,
		.foreign_keys = mysql ? highest_number(e, a->t, "ibfk") : 0,
		.checks = mysql ? highest_number(e, a->t, "chk") : 0,
	};
}

static bool has_index(const struct table_key *key)
{
	return key->def.kind == CONSTRAINT_PRIMARY_KEY || key->def.kind == CONSTRAINT_UNIQUE ||
	       key->def.kind == CONSTRAINT_EXCLUDE;
}

void key_index_tell(struct edit *e, struct str key, const struct table *t,
		    const struct table_key *of)
{
	struct str *home;

	if (e->r->dialect != DIALECT_POSTGRESQL || !has_index(of) || str_empty(of->def.name))
		return;
	home = arena_new(e->r->arena, struct str);
	*home = key;
	e->r->now.key_indexes =
		pmap_put(e->r->arena, e->r->now.key_indexes,
			 schema_key(e->r->arena, e->r->dialect, t->schema, of->def.name), home);
}

struct str key_name(struct edit *e, const struct table *t, const struct constraint *def)
{
	struct asking asking = {e, t};
	struct naming naming = naming_of(&asking);
	struct constraint asked = *def;
	struct str *columns, *needed;

	if (str_empty(def->name) && !name_known(t->name))
		return STR("");
	if (def->kind != CONSTRAINT_CHECK || def->column_count)
		return name_constraint(e->r->arena, &naming, t->name, def);
	columns = arena_array(e->r->arena, t->column_count, sizeof(*columns));
	needed = arena_array(e->r->arena, t->column_count, sizeof(*needed));
	for (uint32_t i = 0; i < t->column_count; i++)
		columns[i] = t->columns[i]->name;
	asked.columns = needed;
	asked.column_count = name_check_columns(def->condition, columns, t->column_count, needed,
						t->column_count);
	return name_constraint(e->r->arena, &naming, t->name, &asked);
}

struct str index_name(struct edit *e, const struct table *t, const struct index *def)
{
	struct asking asking = {e, t};
	struct naming naming = naming_of(&asking);

	return name_index(e->r->arena, &naming, t->name, def);
}

struct str sequence_name(struct edit *e, const struct table *t, struct str column)
{
	struct asking asking = {e, t};
	struct naming naming = naming_of(&asking);

	return name_sequence(e->r->arena, &naming, t->name, column);
}
