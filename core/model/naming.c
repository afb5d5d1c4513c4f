#include "core/model/naming.h"

#include "core/model/name_convention.h"

#include <stdio.h>

enum {
	NAME_BYTES = 63,      /* PostgreSQL's NAMEDATALEN - 1 */
	TAKEN_MAX = 100,      /* numbers that are tried, as in MySQL itself */
	CONDITION_MAX = 4096, /* bytes of a CHECK in which columns are looked for */
};

/* Where PostgreSQL looks for a clash. */
enum { IN_RELATIONS = 1, IN_CONSTRAINTS = 2 };

static bool is_taken(const struct naming *n, enum name_space space, struct str name)
{
	return n->taken && n->taken(n->self, space, name);
}

/* At most `len` bytes, no character cut: pg_mbcliplen(). */
static size_t clip(struct str s, size_t len)
{
	if (len >= s.len)
		return s.len;
	while (len && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/* PostgreSQL's makeObjectName(): the longer of the two names gives way first. */
static struct str object_name(struct arena *a, struct str one, struct str two, struct str label)
{
	size_t room = NAME_BYTES - (two.len > 0) - (label.len + 1);
	size_t first = one.len, second = two.len;
	/* how long a name with a hole is is not known */
	bool known = name_known(one) && (!two.len || name_known(two));

	while (known && first + second > room)
		if (first > second)
			first--;
		else
			second--;
	first = clip(one, first);
	second = clip(two, second);
	return arena_printf(a, STR_FMT "%s" STR_FMT "_" STR_FMT, (int)first, one.ptr,
			    two.len ? "_" : "", (int)second, two.len ? two.ptr : "",
			    STR_ARG(label));
}

/* With the first number that avoids a name that is taken: t_a_key, t_a_key1. */
static struct str choose(struct arena *a, const struct naming *n, unsigned spaces, struct str one,
			 struct str two, const char *label)
{
	struct str name = object_name(a, one, two, str_from(label));
	char numbered[32];

	for (unsigned i = 1; i < TAKEN_MAX; i++) {
		if (!((spaces & IN_RELATIONS) && is_taken(n, NAME_RELATION, name)) &&
		    !((spaces & IN_CONSTRAINTS) && is_taken(n, NAME_CONSTRAINT, name)))
			return name;
		snprintf(numbered, sizeof(numbered), "%s%u", label, i);
		name = object_name(a, one, two, str_from(numbered));
	}
	return STR("");
}

/* a_b_c, no further than a name goes; expressions are called expr. */
static struct str addition(struct arena *a, const struct str *columns, uint32_t count,
			   const struct str *include, uint32_t include_count)
{
	char text[2 * (NAME_BYTES + 1) + 1];
	size_t len = 0;

	for (uint32_t i = 0; i < count + include_count && len <= NAME_BYTES; i++) {
		struct str column = i < count ? columns[i] : include[i - count];

		if (str_chr(column, '(') >= 0 || str_chr(column, ' ') >= 0)
			column = STR("expr");
		column = str_sub(column, 0, clip(column, NAME_BYTES));
		if (len)
			text[len++] = '_';
		if (column.len)
			memcpy(text + len, column.ptr, column.len);
		len += column.len;
	}
	return arena_str(a, (struct str){text, len});
}

static struct str of_postgresql(struct arena *a, const struct naming *n, struct str table,
				const struct constraint *c)
{
	enum { BOTH = IN_RELATIONS | IN_CONSTRAINTS };
	struct str all = addition(a, c->columns, c->column_count, c->include, c->include_count);
	struct str one = c->column_count == 1 ? c->columns[0] : STR("");

	switch (c->kind) {
	case CONSTRAINT_PRIMARY_KEY:
		return choose(a, n, BOTH, table, STR(""), "pkey");
	case CONSTRAINT_UNIQUE:
		return choose(a, n, BOTH, table, all, "key");
	case CONSTRAINT_EXCLUDE:
		return choose(a, n, BOTH, table, all, "excl");
	case CONSTRAINT_FOREIGN_KEY:
		return choose(a, n, IN_CONSTRAINTS, table, all, "fkey");
	case CONSTRAINT_CHECK:
		return choose(a, n, IN_CONSTRAINTS, table, one, "check");
	default:
		return STR("");
	}
}

/* MySQL's make_unique_key_name(): the first column, a_2, a_3 … */
static struct str mysql_key(struct arena *a, const struct naming *n, struct str column)
{
	struct str name = column;

	for (unsigned i = 2; i <= TAKEN_MAX; i++) {
		if (!is_taken(n, NAME_RELATION, name) && !str_eq_nocase(name, STR("PRIMARY")))
			return name;
		name = arena_printf(a, STR_FMT "_%u", STR_ARG(column), i);
	}
	return STR("");
}

static struct str of_mysql(struct arena *a, const struct naming *n, struct str table,
			   const struct constraint *c)
{
	switch (c->kind) {
	case CONSTRAINT_PRIMARY_KEY:
		return STR("PRIMARY");
	case CONSTRAINT_UNIQUE:
		return c->column_count ? mysql_key(a, n, c->columns[0]) : STR("");
	case CONSTRAINT_FOREIGN_KEY:
		return arena_printf(a, STR_FMT "_ibfk_%u", STR_ARG(table), n->foreign_keys + 1);
	case CONSTRAINT_CHECK:
		if (n->dialect == DIALECT_MARIADB)
			return arena_printf(a, "CONSTRAINT_%u", n->checks + 1);
		return arena_printf(a, STR_FMT "_chk_%u", STR_ARG(table), n->checks + 1);
	default:
		return STR("");
	}
}

struct str name_constraint(struct arena *a, const struct naming *n, struct str table,
			   const struct constraint *c)
{
	struct str name = convention_constraint(a, n, table, c);

	if (name.len)
		return n->dialect & (DIALECT_MYSQL | DIALECT_MARIADB) &&
				       c->kind == CONSTRAINT_PRIMARY_KEY
			       ? STR("PRIMARY") /* whatever it is called */
			       : name;
	switch (n->dialect) {
	case DIALECT_POSTGRESQL:
		return of_postgresql(a, n, table, c);
	case DIALECT_MYSQL:
	case DIALECT_MARIADB:
		return of_mysql(a, n, table, c);
	default:
		return STR("");
	}
}

struct str name_index(struct arena *a, const struct naming *n, struct str table,
		      const struct index *index)
{
	if (index->name.len)
		return convention_clipped(a, n->dialect, index->name);
	switch (n->dialect) {
	case DIALECT_POSTGRESQL:
		return choose(a, n, IN_RELATIONS, table,
			      addition(a, index->columns, index->column_count, index->include,
				       index->include_count),
			      "idx");
	case DIALECT_MYSQL:
	case DIALECT_MARIADB:
		return index->column_count ? mysql_key(a, n, index->columns[0]) : STR("");
	default:
		return STR("");
	}
}

struct str name_column_index(struct arena *a, const struct naming *n, struct str table,
			     struct str column)
{
	return convention_index(a, n, table, column);
}

struct str name_sequence(struct arena *a, const struct naming *n, struct str table,
			 struct str column)
{
	return n->dialect == DIALECT_POSTGRESQL ? choose(a, n, IN_RELATIONS, table, column, "seq")
						: STR("");
}

struct str name_autoindex(struct arena *a, struct str table, uint32_t number)
{
	return arena_printf(a, "sqlite_autoindex_" STR_FMT "_%u", STR_ARG(table), number);
}

static bool is_word(char c)
{
	return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Behind the quoted string or name, or the word, at `at`; *ret_word is an identifier or empty. */
static size_t next_word(struct str s, size_t at, struct str *ret_word)
{
	size_t from = at;

	*ret_word = STR("");
	if (s.ptr[at] == '\'' || s.ptr[at] == '"' || s.ptr[at] == '`') {
		char quote = s.ptr[at++];

		while (at < s.len && s.ptr[at] != quote)
			at++;
		if (quote != '\'')
			*ret_word = str_sub(s, from + 1, at);
		return at + 1;
	}
	while (at < s.len && is_word(s.ptr[at]))
		at++;
	if (at == from)
		return at + 1;
	*ret_word = str_sub(s, from, at);
	return at;
}

uint32_t name_check_columns(struct str condition, const struct str *columns, uint32_t count,
			    struct str *ret, uint32_t max)
{
	uint32_t found = 0;
	struct str word;

	condition = str_sub(condition, 0, CONDITION_MAX);
	for (size_t at = 0; at < condition.len && found < max;) {
		bool known = false;
		uint32_t column = 0;

		at = next_word(condition, at, &word);
		for (uint32_t i = 0; i < found; i++)
			known |= str_eq_nocase(ret[i], word);
		if (!word.len || known)
			continue;
		while (column < count && !str_eq_nocase(columns[column], word))
			column++;
		if (column < count)
			ret[found++] = columns[column];
	}
	return found;
}

struct str name_shortened(struct arena *a, dialect_set dialect, struct str name)
{
	return convention_clipped(a, dialect, name);
}
