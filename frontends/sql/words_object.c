#include "frontends/sql/words.h"

static struct op *emit_named(struct words *w, enum op_kind kind, const struct words_name *name,
			     unsigned flags)
{
	struct op *op = sql_emit(w->s, kind);

	op->schema = name->schema;
	op->name = name->name;
	op->flags |= flags;
	return op;
}

/* What comes between CREATE and the kind of thing that is made. */
static unsigned create_options(struct words *w)
{
	unsigned flags = 0;

	for (;;) {
		if (words_accept_all(w, "OR REPLACE") || words_accept_all(w, "OR ALTER")) {
			flags |= OPF_OR_REPLACE;
		} else if (words_accept_any(w, "TEMP TEMPORARY")) {
			flags |= OPF_TEMPORARY;
		} else if (words_accept_any(w, "ALGORITHM")) {
			words_accept_punct(w, '=');
			w->at++;
		} else if (words_accept(w, "DEFINER")) {
			/* = `user`@`host`, = CURRENT_USER() */
			words_accept_punct(w, '=');
			while (!words_end(w) &&
			       !sql_is_any(w->s, w->at,
					   "SQL VIEW TRIGGER FUNCTION PROCEDURE EVENT"))
				w->at++;
		} else if (words_accept_all(w, "SQL SECURITY")) {
			w->at++;
		} else if (!words_accept_any(
				   w, "GLOBAL LOCAL PRIVATE PUBLIC EDITIONABLE "
				      "NONEDITIONABLE FORCE AGGREGATE UNLOGGED COLUMN ROW")) {
			return flags;
		}
	}
}

static bool create_index(struct words *w)
{
	struct index *index = arena_new(w->s->arena, struct index);
	struct words_name name = {STR(""), STR("")}, table;
	struct words_names columns;
	bool columnstore;
	unsigned flags;
	struct op *op;

	index->unique = words_accept(w, "UNIQUE");
	if (sql_is_any(w->s, w->at, "FULLTEXT SPATIAL BITMAP"))
		index->method = sql_token_text(w->s, w->at++);
	words_accept_any(w, "CLUSTERED NONCLUSTERED");
	columnstore = words_accept(w, "COLUMNSTORE");
	if (!words_accept(w, "INDEX"))
		return false;
	index->concurrently = words_accept(w, "CONCURRENTLY");
	flags = words_accept_condition(w);
	if (!words_are(w, "ON") && !words_name(w, &name))
		return false;
	if (words_accept(w, "USING"))
		index->method = sql_token_text(w->s, w->at++);
	if (!words_accept(w, "ON") || !words_name(w, &table))
		return false;
	if (words_accept(w, "USING"))
		index->method = sql_token_text(w->s, w->at++);
	if (str_eq_nocase(index->method, STR("BTREE")))
		index->method = STR("");
	if (columnstore && !sql_is_punct(w->s, w->at, '('))
		columns = (struct words_names){0};
	else if (!words_columns(w, &columns))
		return false;
	index->name = name.name;
	index->columns = columns.items;
	index->column_count = columns.count;
	op = emit_named(w, OP_CREATE_INDEX, &name, flags);
	op->schema = table.schema;
	op->table = table.name;
	op->index = index;
	if (words_accept(w, "INCLUDE") && !words_skip_group(w))
		return false;
	if (words_accept(w, "WHERE"))
		index->where = sql_slice(w->s, w->at, w->s->count);
	return words_pass(w, w->s->count);
}

/* CREATE TRIGGER name … ON table: SQLite and MySQL say the table after the event. */
static bool create_trigger(struct words *w, unsigned flags)
{
	struct words_name name, table = {STR(""), STR("")};
	struct op *op;

	flags |= words_accept_condition(w);
	if (!words_name(w, &name))
		return false;
	while (!words_end(w) && !words_are(w, "ON"))
		w->at++;
	if (!words_accept(w, "ON") || !words_name(w, &table))
		return false;
	op = emit_named(w, OP_CREATE_TRIGGER, &name, flags);
	op->schema = table.schema;
	op->table = table.name;
	return true;
}

/* What has a name, and a body that runs later or not at all. */
static bool create_named(struct words *w, enum op_kind kind, unsigned flags)
{
	struct words_name name;

	flags |= words_accept_condition(w);
	if (!words_name(w, &name))
		return false;
	emit_named(w, kind, &name, flags);
	return true;
}

static bool create_view(struct words *w, unsigned flags)
{
	uint32_t at = w->s->ops->count;

	if (!create_named(w, OP_CREATE_VIEW, flags))
		return false;
	w->s->ops->items[at].to = words_source(w, w->s->count).name;
	return words_pass_query(w);
}

bool words_create(struct words *w)
{
	unsigned flags = create_options(w);

	if (words_accept(w, "TABLE"))
		return words_create_table(w, flags);
	if (words_accept_all(w, "VIRTUAL TABLE")) {
		struct op *op;

		if (!create_named(w, OP_CREATE_TABLE, flags | OPF_PARTIAL))
			return false;
		op = &w->s->ops->items[w->s->ops->count - 1];
		op->table = op->name;
		op->name = STR("");
		return true;
	}
	if (sql_is_any(w->s, w->at, "UNIQUE FULLTEXT SPATIAL BITMAP CLUSTERED NONCLUSTERED INDEX"))
		return create_index(w);
	if (words_accept_all(w, "MATERIALIZED VIEW") || words_accept(w, "VIEW"))
		return create_view(w, flags);
	if (words_accept(w, "TRIGGER"))
		return create_trigger(w, flags);
	if (words_accept_any(w, "FUNCTION PROCEDURE PROC PACKAGE EVENT")) {
		words_accept(w, "BODY");
		return create_named(w, OP_CREATE_ROUTINE, flags);
	}
	if (words_accept(w, "SEQUENCE"))
		return create_named(w, OP_CREATE_SEQUENCE, flags);
	if (words_accept_any(w, "SCHEMA DATABASE"))
		return create_named(w, OP_CREATE_SCHEMA, flags);
	if (words_accept(w, "TYPE"))
		return create_named(w, OP_CREATE_TYPE, flags);
	if (!words_accept_any(w, "USER ROLE LOGIN SYNONYM STATISTICS"))
		return false;
	sql_emit(w->s, OP_OTHER);
	return true;
}

/* [IF EXISTS] a, b [CASCADE [CONSTRAINTS]] [PURGE] */
static bool drop_list(struct words *w, enum op_kind kind, unsigned flags)
{
	uint32_t first = w->s->ops->count;
	bool cascades;

	flags |= words_accept_condition(w);
	do {
		struct words_name name;
		struct op *op;

		if (!words_name(w, &name))
			return false;
		words_skip_group(w); /* a function's arguments */
		op = emit_named(w, kind, &name, flags);
		if (kind == OP_DROP_TABLE) {
			op->table = name.name;
			op->name = STR("");
		}
	} while (words_accept_punct(w, ','));
	cascades = words_accept(w, "CASCADE");
	if (cascades)
		words_accept(w, "CONSTRAINTS");
	else
		words_accept(w, "RESTRICT");
	words_accept_any(w, "PURGE FORCE VALIDATE");
	for (uint32_t i = first; cascades && i < w->s->ops->count; i++)
		w->s->ops->items[i].flags |= OPF_CASCADE;
	return words_end(w);
}

/* DROP INDEX i ON t, j ON u; SQL Server's old DROP INDEX t.i */
static bool drop_index(struct words *w)
{
	unsigned flags = words_accept_condition(w);

	do {
		struct index *index = arena_new(w->s->arena, struct index);
		struct words_name name, table = {STR(""), STR("")};
		struct op *op;

		if (!words_name(w, &name))
			return false;
		if (words_accept(w, "ON")) {
			if (!words_name(w, &table))
				return false;
		} else {
			table.name = name.schema;
		}
		op = emit_named(w, OP_DROP_INDEX, &name, flags);
		index->name = name.name;
		op->index = index;
		op->schema = table.schema;
		op->table = table.name;
	} while (words_accept_punct(w, ','));
	if (words_accept(w, "WITH"))
		words_skip_group(w);
	words_accept_any(w, "ONLINE FORCE");
	while (words_accept_any(w, "ALGORITHM LOCK")) {
		words_accept_punct(w, '=');
		w->at++;
	}
	return words_end(w);
}

bool words_drop(struct words *w)
{
	unsigned flags = words_accept(w, "TEMPORARY") ? OPF_TEMPORARY : 0;

	words_accept(w, "PUBLIC");
	if (words_accept(w, "TABLE"))
		return drop_list(w, OP_DROP_TABLE, flags);
	if (words_accept(w, "INDEX"))
		return drop_index(w);
	if (words_accept_all(w, "MATERIALIZED VIEW") || words_accept(w, "VIEW"))
		return drop_list(w, OP_DROP_VIEW, flags);
	if (words_accept(w, "TRIGGER"))
		return drop_list(w, OP_DROP_TRIGGER, flags);
	if (words_accept_any(w, "FUNCTION PROCEDURE PROC PACKAGE EVENT")) {
		words_accept(w, "BODY");
		return drop_list(w, OP_DROP_ROUTINE, flags);
	}
	if (words_accept(w, "SEQUENCE"))
		return drop_list(w, OP_DROP_SEQUENCE, flags);
	if (words_accept_any(w, "SCHEMA DATABASE"))
		return drop_list(w, OP_DROP_SCHEMA, flags);
	if (words_accept(w, "TYPE"))
		return drop_list(w, OP_DROP_TYPE, flags);
	if (!words_accept_any(w, "USER ROLE LOGIN SYNONYM STATISTICS"))
		return false;
	sql_emit(w->s, OP_OTHER);
	return true;
}
