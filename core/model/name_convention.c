#include "core/model/name_convention.h"

#include "core/base/md5.h"

enum {
	TEMPLATE_MAX = 1024, /* bytes of a name that a convention makes */
	HASH_DIGITS = 4,
	CUT_CHARACTERS = 8,
};

/* What a template's tokens stand for. */
struct expansion {
	const struct naming *n;
	struct str table;
	const struct constraint *c;
	char bytes[TEMPLATE_MAX];
	size_t len;
	bool failed; /* a token of the application's own, or a name that is missing */
};

static void put(struct expansion *e, struct str s)
{
	if (s.len > sizeof(e->bytes) - e->len) {
		e->failed = true;
		return;
	}
	if (s.len)
		memcpy(e->bytes + e->len, s.ptr, s.len);
	e->len += s.len;
}

/* schema_table_column, as SQLAlchemy labels a column. */
static void put_label(struct expansion *e, struct str column)
{
	for (size_t i = 0; i < e->n->schema.len; i++)
		put(e, e->n->schema.ptr[i] == '.' ? STR("_") : str_sub(e->n->schema, i, i + 1));
	put(e, e->n->schema.len ? STR("_") : STR(""));
	put(e, e->table);
	put(e, STR("_"));
	put(e, column);
}

static bool take(struct str *s, const char *prefix)
{
	if (!str_starts(*s, str_from(prefix)))
		return false;
	*s = str_sub(*s, strlen(prefix), s->len);
	return true;
}

/* column_0_name, column_0N_name, column_0_N_label, referred_column_1_name */
static void put_columns(struct expansion *e, struct str token, bool referred)
{
	const struct str *columns = referred ? e->c->references.columns : e->c->columns;
	uint32_t count = referred ? e->c->references.column_count : e->c->column_count, at = 0;
	bool joined, apart, label;

	while (token.len && token.ptr[0] >= '0' && token.ptr[0] <= '9' && at < UINT16_MAX) {
		at = 10 * at + (uint32_t)(token.ptr[0] - '0');
		token = str_sub(token, 1, token.len);
	}
	apart = take(&token, "_N");
	joined = !apart && take(&token, "N");
	label = str_eq(token, STR("_label")) && !referred;
	e->failed |= !label && !str_eq(token, STR("_name")) &&
		     (referred || !str_eq(token, STR("_key")));
	for (uint32_t i = 0; i < count; i++) {
		if (!apart && !joined && i != at)
			continue;
		put(e, apart && i ? STR("_") : STR(""));
		if (label)
			put_label(e, columns[i]);
		else
			put(e, columns[i]);
	}
}

static void put_token(struct expansion *e, struct str token)
{
	if (str_eq(token, STR("table_name"))) {
		put(e, e->table);
	} else if (str_eq(token, STR("constraint_name"))) {
		e->failed |= !e->c->name.len;
		put(e, e->c->name);
	} else if (str_eq(token, STR("referred_table_name"))) {
		e->failed |= !e->c->references.table.len;
		put(e, e->c->references.table);
	} else if (take(&token, "referred_column_")) {
		put_columns(e, token, true);
	} else if (take(&token, "column_")) {
		put_columns(e, token, false);
	} else {
		e->failed = true;
	}
}

/* Expands %(token)s, and %% to %. */
static void expand(struct expansion *e, struct str template)
{
	for (size_t at = 0; at < template.len && !e->failed;) {
		struct str rest = str_sub(template, at, template.len);
		ptrdiff_t end = str_find(rest, STR(")s"));

		if (str_starts(rest, STR("%(")) && end > 0) {
			put_token(e, str_sub(rest, 2, (size_t)end));
			at += (size_t)end + 2;
		} else {
			put(e, str_sub(rest, 0, 1));
			at += str_starts(rest, STR("%%")) ? 2 : 1;
		}
	}
}

static enum setting_kind setting_of(enum constraint_kind kind)
{
	switch (kind) {
	case CONSTRAINT_PRIMARY_KEY:
		return SETTING_NAMING_PK;
	case CONSTRAINT_UNIQUE:
		return SETTING_NAMING_UQ;
	case CONSTRAINT_FOREIGN_KEY:
		return SETTING_NAMING_FK;
	case CONSTRAINT_CHECK:
		return SETTING_NAMING_CK;
	default:
		return SETTING_COUNT; /* there is no key for an EXCLUDE */
	}
}

static struct str template_of(const struct naming *n, enum setting_kind kind)
{
	if (!n->settings || kind == SETTING_COUNT || n->settings[kind].state != SETTING_SET)
		return STR("");
	return n->settings[kind].value;
}

bool naming_is_known(const struct naming *n, enum constraint_kind kind)
{
	enum setting_kind setting = setting_of(kind);

	return setting == SETTING_COUNT ||
	       (n->settings && n->settings[setting].state != SETTING_UNKNOWN);
}

/* Characters that SQLAlchemy lets a name have; 0 = any. */
static size_t longest(dialect_set dialect)
{
	switch (dialect) {
	case DIALECT_POSTGRESQL:
		return 63;
	case DIALECT_MYSQL:
	case DIALECT_MARIADB:
		return 64;
	case DIALECT_MSSQL:
	case DIALECT_ORACLE:
		return 128;
	default:
		return 0;
	}
}

struct str convention_clipped(struct arena *a, dialect_set dialect, struct str name)
{
	size_t most = longest(dialect), characters = 0, kept = 0;
	char hash[MD5_HEX_BYTES];

	for (size_t at = 0; at < name.len; at++) {
		if (((unsigned char)name.ptr[at] & 0xc0) == 0x80)
			continue;
		if (characters == most - CUT_CHARACTERS)
			kept = at;
		characters++;
	}
	/* how long a name with a hole is is not known */
	if (!most || characters <= most || !name_known(name))
		return name;
	md5_hex(name, hash);
	return arena_printf(a, STR_FMT "_" STR_FMT, (int)kept, name.ptr, HASH_DIGITS,
			    hash + MD5_HEX_BYTES - HASH_DIGITS);
}

/* What stands before the name: "ck_orders_" of "ck_%(table_name)s_%(constraint_name)s". */
static bool is_expanded(const struct expansion *e, struct str template)
{
	struct expansion before = {.n = e->n, .table = e->table, .c = e->c};
	ptrdiff_t token = str_find(template, STR("%(constraint_name)s"));

	expand(&before, str_sub(template, 0, (size_t)token));
	return !before.failed && before.len &&
	       str_starts(e->c->name, (struct str){before.bytes, before.len});
}

struct str convention_constraint(struct arena *a, const struct naming *n, struct str table,
				 const struct constraint *c)
{
	struct str template = template_of(n, setting_of(c->kind));
	struct expansion e = {.n = n, .table = table, .c = c};
	bool names = str_has(template, STR("%(constraint_name)s"));

	if (!template.len || (c->name.len && (!names || is_expanded(&e, template))))
		return convention_clipped(a, n->dialect, c->name);
	expand(&e, template);
	if (e.failed || !e.len)
		return convention_clipped(a, n->dialect, c->name);
	return convention_clipped(a, n->dialect, arena_str(a, (struct str){e.bytes, e.len}));
}

/* A convention that is set replaces SQLAlchemy's own, which has only indexes. */
static bool is_replaced(const struct naming *n)
{
	for (enum setting_kind kind = SETTING_NAMING_IX; n->settings && kind <= SETTING_NAMING_PK;
	     kind++)
		if (n->settings[kind].state == SETTING_SET)
			return true;
	return false;
}

struct str convention_index(struct arena *a, const struct naming *n, struct str table,
			    struct str column)
{
	const struct constraint index = {.columns = &column, .column_count = 1};
	struct expansion e = {.n = n, .table = table, .c = &index};
	struct str template = template_of(n, SETTING_NAMING_IX);

	if (!template.len && is_replaced(n))
		return STR("");
	expand(&e, template.len ? template : STR("ix_%(column_0_label)s"));
	if (e.failed)
		return STR("");
	return convention_clipped(a, n->dialect, arena_str(a, (struct str){e.bytes, e.len}));
}
