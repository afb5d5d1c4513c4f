#include "frontends/sql/sql_block.h"
#include "frontends/sql/words.h"

static struct str without_brackets(struct arena *arena, struct str name)
{
	char *copy = arena_alloc(arena, name.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] != '[' && name.ptr[i] != ']')
			copy[len++] = name.ptr[i];
	return (struct str){copy, len};
}

/*
 * Objects of a schema share their names: only by its name can a constraint be told from a table,
 * and most are called PK_users or DF__users__id__1A2B.
 */
static bool is_constraint_name(struct str name)
{
	static const struct str prefixes[] = {STR_INIT("pk_"), STR_INIT("fk_"), STR_INIT("df_"),
					      STR_INIT("ck_"), STR_INIT("uq_")};
	struct str last = str_sub(name, (size_t)(str_rchr(name, '.') + 1), name.len);

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_find_nocase(last, prefixes[i]) == (last.len && last.ptr[0] == '['))
			return true;
	return false;
}

/* sp_rename 'dbo.users.old', 'new', 'COLUMN' */
bool words_sp_rename(struct words *w)
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
	else if (is_constraint_name(parts[0]))
		kind = OP_RENAME_CONSTRAINT;
	op = sql_emit(w->s, kind);
	op->to = parts[1];
	parts[0] = without_brackets(w->s->arena, parts[0]);
	dot = str_rchr(parts[0], '.');
	owner = dot < 0 ? STR("") : str_sub(parts[0], 0, (size_t)dot);
	op->name = str_sub(parts[0], (size_t)(dot + 1), parts[0].len);
	if (kind == OP_RENAME_TABLE) {
		op->table = op->name;
		op->name = STR("");
	}
	if (kind == OP_RENAME_TABLE || kind == OP_RENAME_CONSTRAINT) {
		op->schema = owner;
		return words_end(w);
	}
	dot = str_rchr(owner, '.');
	op->schema = dot < 0 ? STR("") : str_sub(owner, 0, (size_t)dot);
	op->table = str_sub(owner, (size_t)(dot + 1), owner.len);
	return words_end(w) && op->table.len;
}

/* EXEC sp_rename …, EXEC ('…'), EXEC sp_executesql N'…', N'@p INT', @p = 1 */
bool words_execute(struct words *w)
{
	words_accept(w, "sys");
	words_accept_punct(w, '.');
	if (words_accept(w, "sp_rename")) {
		words_hint(w, DIALECT_MSSQL);
		return words_sp_rename(w);
	}
	if (words_accept_any(w, "sp_addextendedproperty sp_updateextendedproperty "
				"sp_dropextendedproperty")) {
		sql_emit(w->s, OP_OTHER); /* comments */
		return true;
	}
	if (words_accept(w, "sp_executesql")) {
		sql_execute(w->s, w->at, sql_element_end(w->s, w->at, w->s->count));
		return true;
	}
	if (!sql_is_punct(w->s, w->at, '(') || sql_closing(w->s, w->at) + 1 != w->s->count)
		return false;
	sql_execute(w->s, w->at, w->s->count);
	return true;
}

static struct op *emit_named(struct words *w, enum op_kind kind, const struct words_name *name)
{
	struct op *op = sql_emit(w->s, kind);

	op->schema = name->schema;
	op->name = name->name;
	return op;
}

/* SQL Server: ALTER INDEX i ON t REBUILD | REORGANIZE | DISABLE; Oracle: ALTER INDEX i REBUILD */
static bool alter_index(struct words *w)
{
	struct words_name name, table = {STR(""), STR("")};
	struct index *index;
	struct op *op;

	if (!words_name(w, &name) || (words_accept(w, "ON") && !words_name(w, &table)))
		return false;
	if (words_accept_all(w, "RENAME TO")) {
		op = emit_named(w, OP_RENAME_INDEX, &name);
		return words_identifier(w, &op->to) && words_end(w);
	}
	if (words_accept_any(w, "REBUILD REORGANIZE COALESCE")) {
		index = arena_new(w->s->arena, struct index);
		op = emit_named(w, OP_REINDEX, &name);
		index->name = name.name;
		op->index = index;
	} else {
		op = sql_emit(w->s, OP_ALTER_TABLE);
	}
	if (table.name.len || op->kind == OP_ALTER_TABLE)
		op->schema = table.schema;
	op->table = table.name;
	return words_pass(w, w->s->count);
}

/* ALTER VIEW v AS …, ALTER PROCEDURE p …: made anew; Oracle's ALTER VIEW v COMPILE is not. */
static bool replace(struct words *w, enum op_kind kind)
{
	struct words_name name, table;
	struct op *op;

	if (!words_name(w, &name))
		return false;
	if (sql_is_any(w->s, w->at, "COMPILE ENABLE DISABLE EDITIONABLE NONEDITIONABLE RENAME")) {
		sql_emit(w->s, OP_OTHER);
		return words_pass(w, w->s->count);
	}
	op = emit_named(w, kind, &name);
	op->flags |= OPF_OR_REPLACE;
	if (kind == OP_CREATE_VIEW) {
		op->to = words_source(w, w->s->count).name;
		return words_pass_query(w);
	}
	if (kind == OP_CREATE_TRIGGER) {
		while (!words_end(w) && !words_are(w, "ON"))
			w->at++;
		if (!words_accept(w, "ON") || !words_name(w, &table))
			return false;
		op->schema = table.schema;
		op->table = table.name;
	}
	return true;
}

bool words_alter_object(struct words *w)
{
	struct words_name name;
	struct op *op;

	if (words_accept(w, "INDEX"))
		return alter_index(w);
	if (words_accept_all(w, "MATERIALIZED VIEW") || words_accept(w, "VIEW"))
		return replace(w, OP_CREATE_VIEW);
	if (words_accept_any(w, "FUNCTION PROCEDURE PROC PACKAGE EVENT"))
		return replace(w, OP_CREATE_ROUTINE);
	if (words_accept(w, "TRIGGER"))
		return replace(w, OP_CREATE_TRIGGER);
	if (words_accept(w, "SEQUENCE")) {
		if (!words_name(w, &name))
			return false;
		emit_named(w, OP_ALTER_SEQUENCE, &name);
		return words_pass(w, w->s->count);
	}
	/* SQL Server: ALTER SCHEMA s TRANSFER dbo.t */
	if (!words_accept(w, "SCHEMA") || !words_name(w, &name) || !words_accept(w, "TRANSFER") ||
	    !words_name(w, &name))
		return false;
	op = sql_emit(w->s, OP_ALTER_TABLE);
	op->schema = name.schema;
	op->table = name.name;
	return words_end(w);
}
