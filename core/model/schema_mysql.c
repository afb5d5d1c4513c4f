/*
 * MySQL's own indexes: it wants one for each foreign key.
 */
#include "core/model/schema_edit.h"

static bool starts_with(const struct str *columns, uint32_t count, const struct str *first,
			uint32_t first_count)
{
	if (count < first_count)
		return false;
	for (uint32_t i = 0; i < first_count; i++)
		if (!str_eq(columns[i], first[i]))
			return false;
	return true;
}

static bool makes_index(const struct constraint *key)
{
	return key->kind == CONSTRAINT_PRIMARY_KEY || key->kind == CONSTRAINT_UNIQUE;
}

void mysql_index_added(struct edit *e, struct table *t, const struct str *columns, uint32_t count)
{
	for (uint32_t i = 0; i < t->index_count;) {
		const struct index *def = &t->indexes[i]->def;

		if (t->indexes[i]->implicit &&
		    starts_with(columns, count, def->columns, def->column_count))
			table_drop_index(e, t, t->indexes[i]);
		else
			i++;
	}
}

/* It is called as the key, or as its first column when nobody has named that. */
void mysql_index_foreign_key(struct edit *e, struct table *t, const struct constraint *key,
			     bool nameless)
{
	struct index def = {.columns = key->columns, .column_count = key->column_count};
	struct str numbered = arena_printf(e->r->arena, STR_FMT "_ibfk_", STR_ARG(t->name));

	for (uint32_t i = 0; i < t->index_count; i++)
		if (starts_with(t->indexes[i]->def.columns, t->indexes[i]->def.column_count,
				key->columns, key->column_count))
			return;
	for (uint32_t i = 0; i < t->key_count; i++) {
		const struct constraint *other = &t->keys[i]->def;

		if (makes_index(other) && starts_with(other->columns, other->column_count,
						      key->columns, key->column_count))
			return;
	}
	def.name = nameless && str_starts(key->name, numbered) ? index_name(e, t, &def) : key->name;
	table_add_index(e, t, &def, true);
}

/* Before it is named: the index that goes may have the name that the key takes. */
void mysql_key_adding(struct edit *e, struct table *t, const struct constraint *key)
{
	if (makes_index(key))
		mysql_index_added(e, t, key->columns, key->column_count);
}
