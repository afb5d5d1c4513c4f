#include "frontends/sql/words.h"

static bool other(struct words *w)
{
	sql_emit(w->s, OP_OTHER);
	return words_pass(w, w->s->count);
}

static bool alter(struct words *w)
{
	uint32_t first = w->at;

	words_accept_any(w, "IGNORE ONLINE OFFLINE");
	if (words_accept(w, "TABLE"))
		return words_alter_table(w);
	w->at = first;
	if (!words_accept_any(w, "DATABASE USER ROLE LOGIN SESSION SYSTEM"))
		return words_alter_object(w);
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
	if (words_are(w, "USER") && !sql_is(w->s, w->at + 1, "TO"))
		return other(w);
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
		/* LOCK TABLES a AS x READ, b WRITE; ANALYZE TABLE t COMPUTE STATISTICS */
		if (kind != OP_TRUNCATE)
			while (!words_end(w) && !sql_is_punct(w->s, w->at, ','))
				w->at++;
	} while (words_accept_punct(w, ','));
	return words_end(w);
}

static bool truncate(struct words *w)
{
	words_accept(w, "TABLE");
	if (!on_tables(w, OP_TRUNCATE) && words_accept_any(w, "DROP REUSE"))
		words_accept_any(w, "STORAGE");
	return words_end(w);
}

static bool lock(struct words *w)
{
	return words_accept_any(w, "TABLE TABLES") && on_tables(w, OP_LOCK_TABLE);
}

static bool maintain(struct words *w)
{
	words_accept_any(w, "LOCAL NO_WRITE_TO_BINLOG");
	if (!words_accept_any(w, "TABLE TABLES"))
		return false;
	return on_tables(w, OP_MAINTAIN);
}

/* GRANT … ON [TABLE] name TO …; ON `shop`.* is a schema. */
static bool access(struct words *w, enum op_kind kind)
{
	struct op *op = sql_emit(w->s, kind);
	uint32_t on = sql_find(w->s, w->at, w->s->count, "ON");
	struct words_name name = {STR(""), STR("")};

	if (on != SQL_NONE) {
		w->at = on + 1;
		words_accept(w, "TABLE");
		/* SQL Server: OBJECT::dbo.t, SCHEMA::dbo */
		if (str_eq(sql_token_text(w->s, w->at + 1), STR("::"))) {
			bool object = words_are(w, "OBJECT");

			w->at += 2;
			if (words_name(w, &name))
				op->name = name.name;
			op->schema = name.schema;
			op->table = object ? op->name : STR("");
			op->name = object ? STR("") : op->name;
			return words_pass(w, w->s->count);
		}
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

/* SET [SESSION] name = value, @x = …; SET IDENTITY_INSERT t ON */
static bool set(struct words *w)
{
	do {
		struct str name;
		uint32_t end;
		struct op *op;

		words_accept_any(w, "GLOBAL SESSION LOCAL PERSIST");
		if (!words_identifier(w, &name))
			return false;
		while (words_accept_punct(w, '.')) /* @@session.name */
			if (!words_identifier(w, &name))
				return false;
		op = sql_emit(w->s, OP_SET_VARIABLE);
		op->name = name;
		end = words_accept_punct(w, '=') ? sql_element_end(w->s, w->at, w->s->count)
						 : w->s->count;
		op->to = sql_slice(w->s, w->at, end);
		if (!words_pass(w, end))
			return false;
	} while (words_accept_punct(w, ','));
	return words_end(w);
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
	uint32_t at = sql_is_punct(w->s, w->at + 1, '.') ? w->at + 2 : w->at;
	enum op_kind kind = OP_SET_VARIABLE;
	struct words_name name;
	struct op *op;

	if (sql_is_any(w->s, at, questions) || at + 1 == w->s->count)
		kind = OP_SELECT;
	if (sql_is_any(w->s, at, "optimize wal_checkpoint incremental_vacuum shrink_memory"))
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

/* START TRANSACTION WITH CONSISTENT SNAPSHOT */
static bool start(struct words *w)
{
	sql_emit(w->s, OP_BEGIN);
	return words_accept(w, "TRANSACTION") && words_pass(w, w->s->count);
}

static bool raise(struct words *w)
{
	sql_emit(w->s, OP_RAISE);
	return words_pass(w, w->s->count);
}

/* ENABLE TRIGGER a ON t */
static bool toggle(struct words *w)
{
	struct words_name table;
	struct op *op = sql_emit(w->s, OP_ALTER_TABLE);

	if (!words_accept(w, "TRIGGER"))
		return false;
	while (!words_end(w) && !words_are(w, "ON"))
		w->at++;
	if (!words_accept(w, "ON") || !words_name(w, &table))
		return false;
	op->schema = table.schema;
	op->table = table.name;
	return words_end(w);
}

/* LOAD DATA [LOCAL] INFILE 'x' [REPLACE] INTO TABLE t */
static bool load(struct words *w)
{
	struct words_name table;
	struct op *op;

	if (!words_accept_any(w, "DATA XML"))
		return false;
	while (!words_end(w) && !words_are(w, "INTO"))
		w->at++;
	if (!words_accept_all(w, "INTO TABLE") || !words_name(w, &table))
		return false;
	op = sql_emit(w->s, OP_INSERT);
	op->schema = table.schema;
	op->table = table.name;
	return words_pass(w, w->s->count);
}

/* DO sleep(1): MySQL's SELECT without a result */
static bool evaluate(struct words *w)
{
	sql_emit(w->s, OP_SELECT);
	return !words_is_impure(w);
}

/* EXPLAIN [PLAN FOR] query; EXPLAIN ANALYZE runs it */
static bool explain(struct words *w)
{
	sql_emit(w->s, OP_SELECT);
	return !words_are(w, "ANALYZE");
}

static bool reindex(struct words *w)
{
	struct op *op = sql_emit(w->s, OP_REINDEX);
	struct words_name name = {STR(""), STR("")};

	if (!words_end(w) && !words_name(w, &name))
		return false;
	op->schema = name.schema;
	op->name = name.name;
	op->index = arena_new(w->s->arena, struct index);
	return words_end(w);
}

/* What a name in WITH, name AS (…), up to `end` reads; itself when there is none. */
static struct str with_source(const struct words *w, struct str name, uint32_t end)
{
	for (uint32_t i = 1; i + 2 < end; i++) {
		struct words query = {w->s, i + 2};

		if (str_eq_nocase(sql_identifier(w->s, i), name) && sql_is(w->s, i + 1, "AS") &&
		    sql_is_punct(w->s, i + 2, '('))
			return words_source(&query, sql_closing(w->s, i + 2)).name;
	}
	return name;
}

static bool serve(struct words *w, uint32_t verb)
{
	uint32_t first = w->s->ops->count;
	bool understood;

	w->at = verb + 1;
	if (sql_is(w->s, verb, "UPDATE"))
		understood = words_update(w);
	else if (sql_is(w->s, verb, "DELETE"))
		understood = words_delete(w);
	else if (sql_is(w->s, verb, "INSERT"))
		understood = words_insert(w, false);
	else
		understood = words_merge(w);
	for (uint32_t i = first; understood && i < w->s->ops->count; i++)
		w->s->ops->items[i].to = with_source(w, w->s->ops->items[i].to, verb);
	return understood;
}

/* WITH names AS (…) and the statement they serve */
static bool with(struct words *w)
{
	for (uint32_t i = w->at; i < w->s->count; i++) {
		if (w->s->tokens[i].depth != w->s->tokens[0].depth ||
		    !sql_is_any(w->s, i, "UPDATE DELETE INSERT MERGE SELECT"))
			continue;
		if (sql_is(w->s, i, "SELECT"))
			break;
		return serve(w, i);
	}
	w->at = 1;
	return words_select(w);
}

static bool insert(struct words *w)
{
	if (words_accept_any(w, "ALL FIRST"))
		return words_insert_all(w);
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
	{"ALTER", alter},
	{"CREATE", words_create},
	{"DROP", words_drop},
	{"RENAME", rename},
	{"TRUNCATE", truncate},
	{"INSERT", insert},
	{"REPLACE", replace},
	{"UPDATE", words_update},
	{"DELETE", words_delete},
	{"SELECT", words_select},
	{"WITH", with},
	{"MERGE", words_merge},
	{"SHOW", read_only},
	{"DESCRIBE", read_only},
	{"DESC", read_only},
	{"SET", set},
	{"PRAGMA", pragma},
	{"USE", use},
	{"EXEC", words_execute},
	{"EXECUTE", words_execute},
	{"SP_RENAME", words_sp_rename},
	{"BEGIN", begin},
	{"COMMIT", commit},
	{"LOCK", lock},
	{"UNLOCK", other},
	{"ANALYZE", maintain},
	{"OPTIMIZE", maintain},
	{"REPAIR", maintain},
	{"CHECK", maintain},
	{"FLUSH", other},
	{"PRINT", other},
	{"SAVEPOINT", other},
	{"RELEASE", other},
	{"GRANT", grant},
	{"REVOKE", revoke},
	{"ROLLBACK", rollback},
	{"DECLARE", declare},
	{"DENY", other},
	{"BACKUP", other},
	{"WAITFOR", other},
	{"KILL", other},
	{"PURGE", other},
	{"ATTACH", other},
	{"DETACH", other},
	{"SAVE", other},
	{"RAISERROR", raise},
	{"THROW", raise},
	{"ENABLE", toggle},
	{"DISABLE", toggle},
	{"LOAD", load},
	{"DO", evaluate},
	{"EXPLAIN", explain},
	{"START", start},
	{"REINDEX", reindex},
	{"VALUES", evaluate},
};

/* SQL Server's #t lives as long as its session. */
static bool mark_temporary(struct sql_statement *s, uint32_t first)
{
	for (uint32_t i = first; i < s->ops->count; i++)
		if (str_starts(s->ops->items[i].table, STR("#")))
			s->ops->items[i].flags |= OPF_TEMPORARY;
	return true;
}

bool words_read(struct sql_statement *s)
{
	struct words w = {s, 0};
	uint32_t first = s->ops->count;

	for (uint32_t i = 0; i < s->count; i++)
		if (s->tokens[i].flags & SQL_UNTERMINATED)
			return false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (words_accept(&w, verbs[i].word))
			return verbs[i].read(&w) && mark_temporary(s, first);
	/* (SELECT …) UNION (SELECT …) */
	if (sql_is_punct(s, 0, '(') && sql_is_any(s, 1, "SELECT WITH"))
		return words_select(&w);
	return false;
}
