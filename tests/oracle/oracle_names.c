/*
 * What core/model/naming says, for test_naming_oracle.py: a line for each line of standard input.
 *
 *	what dialect schema table name columns table-referred columns-referred taken ix uq ck fk pk
 *
 * separated by tabs; lists by commas. `what` is pk, uq, fk, ck, ex, index, column-index or sequence.
 */
#include "core/base/vec.h"
#include "core/model/naming.h"

#include <stdio.h>
#include <stdlib.h>

enum field {
	WHAT,
	DIALECT,
	SCHEMA,
	TABLE,
	NAME,
	COLUMNS,
	TO,
	TO_COLUMNS,
	TAKEN,
	IX,
	FIELDS = IX + 5
};

static const struct str *read_list(struct arena *arena, struct str text, uint32_t *count)
{
	VEC(struct str) list = {0};
	struct str item;

	while (str_split(&text, ',', &item))
		*vec_push(arena, &list) = item;
	*count = list.count;
	return list.items;
}

static bool taken(void *self, enum name_space space, struct str name)
{
	struct str list = *(const struct str *)self, item;

	(void)space;
	while (str_split(&list, ',', &item))
		if (str_eq(item, name))
			return true;
	return false;
}

static enum constraint_kind kind_of(struct str what)
{
	static const struct {
		const char *what;
		enum constraint_kind kind;
	} kinds[] = {
		{"pk", CONSTRAINT_PRIMARY_KEY}, {"uq", CONSTRAINT_UNIQUE},
		{"fk", CONSTRAINT_FOREIGN_KEY}, {"ck", CONSTRAINT_CHECK},
		{"ex", CONSTRAINT_EXCLUDE},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_eq(what, str_from(kinds[i].what)))
			return kinds[i].kind;
	return CONSTRAINT_UNKNOWN;
}

static struct str answer(struct arena *arena, struct str *f)
{
	struct env_setting settings[SETTING_COUNT] = {0};
	struct constraint c = {.kind = kind_of(f[WHAT]), .name = f[NAME]};
	struct naming n = {.dialect = dialect_parse(f[DIALECT]),
			   .settings = settings,
			   .schema = f[SCHEMA],
			   .taken = taken,
			   .self = &f[TAKEN]};
	struct index index = {.name = f[NAME]};

	for (int i = 0; i < 5; i++)
		settings[SETTING_NAMING_IX + i] = (struct env_setting){
			.state = f[IX + i].len ? SETTING_SET : SETTING_UNSET, .value = f[IX + i]};
	c.columns = index.columns = read_list(arena, f[COLUMNS], &c.column_count);
	index.column_count = c.column_count;
	c.references.table = f[TO];
	c.references.columns = read_list(arena, f[TO_COLUMNS], &c.references.column_count);
	if (c.kind)
		return name_constraint(arena, &n, f[TABLE], &c);
	if (str_eq(f[WHAT], STR("index")))
		return name_index(arena, &n, f[TABLE], &index);
	if (str_eq(f[WHAT], STR("sequence")))
		return name_sequence(arena, &n, f[TABLE], c.columns[0]);
	return name_column_index(arena, &n, f[TABLE], c.columns[0]);
}

int main(void)
{
	char line[65536];
	struct arena arena;

	arena_init(&arena);
	while (fgets(line, sizeof(line), stdin)) {
		struct str fields[FIELDS] = {{0}}, rest = {line, strcspn(line, "\n")}, name;

		for (int i = 0; i < FIELDS; i++)
			str_split(&rest, '\t', &fields[i]);
		name = answer(&arena, fields);
		printf(STR_FMT "\n", STR_ARG(name));
		arena_reset(&arena);
	}
	arena_release(&arena);
	return 0;
}
