#include "core/model/naming.h"

static struct str join(struct arena *a, struct str table, const struct str *columns, uint32_t count,
		       const char *suffix)
{
	struct str name = table;

	for (uint32_t i = 0; i < count; i++)
		name = arena_printf(a, STR_FMT "_" STR_FMT, STR_ARG(name), STR_ARG(columns[i]));
	return arena_printf(a, STR_FMT "_%s", STR_ARG(name), suffix);
}

struct str name_constraint(struct arena *a, const struct naming *n, struct str table,
			   const struct constraint *c)
{
	if (n->dialect != DIALECT_POSTGRESQL)
		return (struct str){NULL, 0};
	switch (c->kind) {
	case CONSTRAINT_PRIMARY_KEY:
		return join(a, table, NULL, 0, "pkey");
	case CONSTRAINT_UNIQUE:
		return join(a, table, c->columns, c->column_count, "key");
	case CONSTRAINT_FOREIGN_KEY:
		return join(a, table, c->columns, c->column_count, "fkey");
	default:
		return (struct str){NULL, 0};
	}
}

struct str name_index(struct arena *a, const struct naming *n, struct str table,
		      const struct index *index)
{
	(void)n;
	return arena_printf(a, "ix_" STR_FMT "_" STR_FMT, STR_ARG(table),
			    STR_ARG(index->column_count ? index->columns[0] : STR("")));
}

struct str name_sequence(struct arena *a, const struct naming *n, struct str table,
			 struct str column)
{
	(void)n;
	return join(a, table, &column, 1, "seq");
}
