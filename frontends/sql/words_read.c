#include "frontends/sql/words.h"

static bool alter(struct words *w)
{
	if (words_accept(w, "TABLE"))
		return words_alter_table(w);
	if (!words_accept_any(w, "DATABASE USER ROLE LOGIN SESSION SYSTEM"))
		return false;
	sql_emit(w->s, OP_OTHER);
	if (!words_end(w))
		w->at++; /* a name, unless it is MySQL's current one */
	return words_pass(w, w->s->count);
}

/* RENAME TABLE a TO b, c TO d */
static bool rename(struct words *w)
{
	if (words_accept_any(w, "TABLE TABLES"))
		words_hint(w, DIALECT_MYSQL | DIALECT_MARIADB);
	do {
		struct words_name from, to;
		struct op *op;

		if (!words_name(w, &from) || !words_accept(w, "TO") || !words_name(w, &to))
			return false;
		op = sql_emit(w->s, OP_RENAME_TABLE);
		op->schema = from.schema;
		op->table = from.name;
		op->to = to.name;
	} while (words_accept_punct(w, ','));
	return words_end(w);
}

static bool on_tables(struct words *w, enum op_kind kind)
{
	do {
		struct words_name table;
		struct op *op;

		if (!words_name(w, &table))
			return false;
		op = sql_emit(w->s, kind);
		op->schema = table.schema;
		op->table = table.name;
		/* LOCK TABLES a AS x READ, b WRITE */
		if (kind == OP_LOCK_TABLE)
			while (!words_end(w) && !sql_is_punct(w->s, w->at, ','))
				w->at++;
	} while (words_accept_punct(w, ','));
	return words_end(w);
}

static bool truncate(struct words *w)
{
	words_accept(w, "TABLE");
	return on_tables(w, OP_TRUNCATE);
}

static bool lock(struct words *w)
{
	return words_accept_any(w, "TABLE TABLES") && on_tables(w, OP_LOCK_TABLE);
}

static bool maintain(struct words *w)
{
	words_accept_any(w, "LOCAL NO_WRITE_TO_BINLOG");
	return words_accept_any(w, "TABLE TABLES") ? on_tables(w, OP_MAINTAIN) : false;
}

/* GRANT … ON [TABLE] name TO …; ON `shop`.* is a schema. */
static bool access(struct words *w, enum op_kind kind)
{
	struct op *op = sql_emit(w->s, kind);
	uint32_t on = sql_find(w->s, w->at, w->s->count, "ON");
	struct words_name name;

	if (on != SQL_NONE) {
		w->at = on + 1;
		words_accept(w, "TABLE");
		if (!words_end(w) && sql_is_punct(w->s, w->at + 1, '.') &&
		    sql_is_punct(w->s, w->at + 2, '*')) {
			words_identifier(w, &op->schema);
		} else if (words_name(w, &name)) {
			op->schema = name.schema;
			op->table = name.name;
		}
	}
	return words_pass(w, w->s->count);
}

static bool grant(struct words *w)
{
	return access(w, OP_GRANT);
}

static bool revoke(struct words *w)
{
	return access(w, OP_REVOKE);
}

static bool read_only(struct words *w)
{
	sql_emit(w->s, OP_SELECT);
	return true;
}

static bool other(struct words *w)
{
	sql_emit(w->s, OP_OTHER);
	return words_pass(w, w->s->count);
}

/* SET [SESSION] name = value, SET @x = …, SET IDENTITY_INSERT t ON */
static bool set(struct words *w)
{
	struct str name;
	struct op *op;

	words_accept_any(w, "GLOBAL SESSION LOCAL PERSIST");
	if (!words_identifier(w, &name))
		return false;
	while (words_accept_punct(w, '.')) /* @@session.name */
		if (!words_identifier(w, &name))
			return false;
	op = sql_emit(w->s, OP_SET_VARIABLE);
	op->name = name;
	words_accept_punct(w, '=');
	op->to = sql_slice(w->s, w->at, w->s->count);
	return words_pass(w, w->s->count);
}

static bool use(struct words *w)
{
	struct op *op = sql_emit(w->s, OP_SET_VARIABLE);

	op->name = STR("database");
	return words_identifier(w, &op->to) && words_end(w);
}

/* SQLite: a variable, a question, or some upkeep. */
static bool pragma(struct words *w)
{
	static const char *const questions =
		"table_info table_xinfo table_list index_list index_info index_xinfo "
		"foreign_key_list foreign_key_check integrity_check quick_check database_list "
		"collation_list function_list compile_options";
	enum op_kind kind = OP_SET_VARIABLE;
	struct words_name name;
	struct op *op;

	if (sql_is_any(w->s, w->at, questions) || w->at + 1 == w->s->count)
		kind = OP_SELECT;
	if (sql_is_any(w->s, w->at, "optimize wal_checkpoint incremental_vacuum shrink_memory"))
		kind = OP_MAINTAIN;
	if (!words_name(w, &name))
		return false;
	op = sql_emit(w->s, kind);
	if (kind != OP_SET_VARIABLE)
		return words_pass(w, w->s->count);
	op->name = name.name;
	if (words_accept_punct(w, '=')) {
		op->to = sql_slice(w->s, w->at, w->s->count);
	} else if (sql_is_punct(w->s, w->at, '(')) {
		op->to = sql_slice(w->s, w->at + 1, w->s->count - 1);
	}
	return words_pass(w, w->s->count);
}

static struct str without_brackets(struct arena *arena, struct str name)
{
	char *copy = arena_alloc(arena, name.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] != '[' && name.ptr[i] != ']')
			copy[len++] = name.ptr[i];
	return (struct str){copy, len};
}

/* sp_rename 'dbo.users.old', 'new', 'COLUMN' */
static bool sp_rename(struct words *w)
{
	struct str parts[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}}, owner;
	enum op_kind kind = OP_RENAME_TABLE;
	ptrdiff_t dot;
	struct op *op;

	for (unsigned i = 0; i < 3 && !words_end(w); i++) {
		/* @objname = N'…' */
		if (w->s->tokens[w->at].kind == SQL_WORD && sql_is_punct(w->s, w->at + 1, '='))
			w->at += 2;
		if (words_end(w) || w->s->tokens[w->at].kind != SQL_STRING)
			return false;
		parts[i] = sql_string_value(w->s, w->at++);
		words_accept_punct(w, ',');
	}
	if (!parts[0].len || !parts[1].len)
		return false;
	if (str_eq_nocase(parts[2], STR("COLUMN")))
		kind = OP_RENAME_COLUMN;
	else if (str_eq_nocase(parts[2], STR("INDEX")))
		kind = OP_RENAME_INDEX;
	else if (parts[2].len && !str_eq_nocase(parts[2], STR("OBJECT")))
		return false;
	op = sql_emit(w->s, kind);
	op->to = parts[1];
	parts[0] = without_brackets(w->s->arena, parts[0]);
	dot = str_rchr(parts[0], '.');
	owner = dot < 0 ? STR("") : str_sub(parts[0], 0, (size_t)dot);
	op->name = str_sub(parts[0], (size_t)(dot + 1), parts[0].len);
	if (kind == OP_RENAME_TABLE) {
		op->table = op->name;
		op->name = STR("");
		op->schema = owner;
		return words_end(w);
	}
	dot = str_rchr(owner, '.');
	op->schema = dot < 0 ? STR("") : str_sub(owner, 0, (size_t)dot);
	op->table = str_sub(owner, (size_t)(dot + 1), owner.len);
	return words_end(w) && op->table.len;
}

static bool execute(struct words *w)
{
	words_accept_all(w, "sys");
	words_accept_punct(w, '.');
	if (!words_accept(w, "sp_rename"))
		return false;
	words_hint(w, DIALECT_MSSQL);
	return sp_rename(w);
}

static bool begin(struct words *w)
{
	words_accept_any(w, "DEFERRED IMMEDIATE EXCLUSIVE");
	if (!words_end(w) && !words_accept_any(w, "TRAN TRANSACTION WORK"))
		return false;
	sql_emit(w->s, OP_BEGIN);
	return words_end(w) || w->at + 1 == w->s->count; /* a name */
}

static bool commit(struct words *w)
{
	sql_emit(w->s, OP_COMMIT);
	words_accept_any(w, "TRAN TRANSACTION WORK");
	return words_end(w) || w->at + 1 == w->s->count;
}

/* [TO [SAVEPOINT] name] */
static bool rollback(struct words *w)
{
	struct op *op = sql_emit(w->s, OP_ROLLBACK);

	words_accept_any(w, "TRAN TRANSACTION WORK");
	if (words_accept(w, "TO"))
		words_accept(w, "SAVEPOINT");
	return words_end(w) || (words_identifier(w, &op->name) && words_end(w));
}

/* SQL Server's variables */
static bool declare(struct words *w)
{
	sql_emit(w->s, OP_OTHER);
	return str_starts(sql_token_text(w->s, w->at), STR("@")) && words_pass(w, w->s->count);
}

static bool insert(struct words *w)
{
	return words_insert(w, false);
}

static bool replace(struct words *w)
{
	return words_insert(w, true);
}

static const struct {
	const char *word;
	bool (*read)(struct words *w);
} verbs[] = {
	{"ALTER", alter},         {"CREATE", words_create},
	{"DROP", words_drop},     {"RENAME", rename},
	{"TRUNCATE", truncate},   {"INSERT", insert},
	{"REPLACE", replace},     {"UPDATE", words_update},
	{"DELETE", words_delete}, {"SELECT", words_select},
	{"WITH", words_select},   {"MERGE", words_merge},
	{"SHOW", read_only},      {"DESCRIBE", read_only},
	{"DESC", read_only},      {"SET", set},
	{"PRAGMA", pragma},       {"USE", use},
	{"EXEC", execute},        {"EXECUTE", execute},
	{"BEGIN", begin},         {"COMMIT", commit},
	{"LOCK", lock},           {"UNLOCK", other},
	{"ANALYZE", maintain},    {"OPTIMIZE", maintain},
	{"REPAIR", maintain},     {"CHECK", maintain},
	{"FLUSH", other},         {"PRINT", other},
	{"SAVEPOINT", other},     {"RELEASE", other},
	{"GRANT", grant},         {"REVOKE", revoke},
	{"ROLLBACK", rollback},   {"DECLARE", declare},
};

bool words_read(struct sql_statement *s)
{
	struct words w = {s, 0};

	for (uint32_t i = 0; i < s->count; i++)
		if (s->tokens[i].flags & SQL_UNTERMINATED)
			return false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (words_accept(&w, verbs[i].word))
			return verbs[i].read(&w);
	return false;
}
