/*
 * Rows and values: INSERT, UPDATE, DELETE, TRUNCATE.
 */
#include "core/model/schema_edit.h"

/* ---- what a written value comes from ---------------------------------------------------------- */

/* The values of a column that is read: "phone" of the op's table, "users.phone" of another. */
static const struct token *source_values(struct edit *e, struct str table, struct str name)
{
	ptrdiff_t dot = str_rchr(name, '.');
	const struct table *t;
	const struct table_column *c;

	if (dot >= 0) {
		table = schema_key(e->r->arena, e->r->dialect, e->op->schema,
				   str_sub(name, 0, (size_t)dot));
		name = str_sub(name, (size_t)dot + 1, name.len);
	}
	t = schema_table(&e->r->now, table);
	c = t ? table_column(t, name) : NULL;
	if (!c && t && t->assumed && str_eq(table, e->key))
		c = edit_column(e, t, name);
	return c ? c->values : NULL;
}

/* What a written column holds now, in the rows that are written. */
static const struct token *written_values(struct edit *e, const struct column *value,
					  struct str from, const struct token *old)
{
	const struct token *sources[TOKEN_SOURCES];
	uint32_t count = 0;

	for (uint32_t i = 0; i < value->source_count && count < TOKEN_SOURCES - 1; i++) {
		const struct token *source = str_eq(value->sources[i], STR("*"))
						     ? old
						     : source_values(e, from, value->sources[i]);

		if (source)
			sources[count++] = source;
	}
	if (value->copies && count == 1)
		return token_new(e->r->arena, TOKEN_COPIED, e->op, sources, 1);
	if (count)
		return token_new(e->r->arena, TOKEN_DERIVED, e->op, sources, count);
	if (value->server_default.kind == DEFAULT_LITERAL &&
	    str_eq_nocase(value->server_default.text, STR("NULL")))
		return token_new(e->r->arena, TOKEN_EMPTY, e->op, NULL, 0);
	if (value->source_count || value->server_default.kind == DEFAULT_UNKNOWN)
		return token_new(e->r->arena, TOKEN_UNKNOWN, e->op, NULL, 0);
	return token_new(e->r->arena, TOKEN_WRITTEN, e->op, &old, 1);
}

/* ---- UPDATE ----------------------------------------------------------------------------------- */

/*
 * A copy that leaves out rows whose source is NULL, into a column that is NULL everywhere: all
 * values are copied all the same.
 */
static bool copies_all(const struct edit *e, const struct table_column *old,
		       const struct token *new)
{
	return old->values->kind == TOKEN_EMPTY && old->origin->node == e->r->node &&
	       new->kind ==
		       TOKEN_COPIED &&str_find_nocase(e->op->condition, STR("is not null")) >= 0;
}

static const struct token *updated_values(struct edit *e, const struct column *value,
					  const struct table_column *old)
{
	const struct op *op = e->op;
	const struct token *new = written_values(e, value, e->key, old->values);
	const struct token *both[2] = {old->values, new};

	if ((op->flags & OPF_NO_WHERE) || copies_all(e, old, new))
		return new;
	if (names_have(op->null_columns, op->null_count, value->name))
		return token_new(e->r->arena, TOKEN_FILLED, op, both, 1);
	return token_new(e->r->arena, TOKEN_PARTLY, op, both, 2);
}

/* An attribute of a model need not be a column: only SQL is refused for want of one. */
static const struct table_column *written_column(struct edit *e, const struct table *t,
						 struct str name)
{
	if (!(e->op->flags & OPF_FROM_SQL) && !t->assumed && !table_column(t, name))
		return NULL;
	return edit_column(e, t, name);
}

static void update(struct edit *e)
{
	for (uint32_t i = 0; i < e->op->column_count; i++) {
		const struct column *value = &e->op->columns[i];
		const struct table *t = schema_table(&e->r->now, e->key);
		const struct table_column *old = written_column(e, t, value->name);
		struct table_column *new;

		if (!old)
			continue;
		new = arena_new(e->r->arena, struct table_column);
		*new = *old;
		new->values = updated_values(e, value, old);
		column_store(e, schema_table(&e->r->now, e->key), old, new);
	}
}

/* ---- INSERT ----------------------------------------------------------------------------------- */

/* The column that a value is for: of its name, or at its place. */
static const struct table_column *column_for(const struct table *t, const struct op *op, uint32_t i)
{
	if (!str_empty(op->columns[i].name))
		return table_column(t, op->columns[i].name);
	return i < t->column_count && !t->assumed ? t->columns[i] : NULL;
}

static void fill_column(struct edit *e, struct table *t, bool was_empty, const struct column *value,
			const struct table_column *old, struct str from)
{
	const struct token *both[2];
	struct table_column *new;

	if (!old)
		return;
	both[0] = old->values;
	both[1] = written_values(e, value, from, old->values);
	new = arena_new(e->r->arena, struct table_column);
	*new = *old;
	new->values = was_empty ? both[1] : token_new(e->r->arena, TOKEN_PARTLY, e->op, both, 2);
	column_replace(e, t, old, new);
}

/* INSERT … SELECT *: column by column of the same name. */
static void fill_all(struct edit *e, struct table *t, bool was_empty, const struct table *source,
		     struct str from)
{
	for (uint32_t i = 0; i < source->column_count; i++) {
		struct str name = source->columns[i]->name;
		struct column value = {
			.name = name, .sources = &name, .source_count = 1, .copies = true};

		fill_column(e, t, was_empty, &value, table_column(t, name), from);
	}
}

/* Has this migration deleted rows of it? Then those that come now may stand for them. */
static bool was_emptied(const struct edit *e, const struct table *t)
{
	const struct table *old = e->r->before ? schema_table(e->r->before, e->key) : NULL;
	const struct token *rows = t->rows;

	while (rows->count && (!old || rows != old->rows)) {
		if (rows->kind == TOKEN_DELETED)
			return true;
		rows = rows->from[0];
	}
	return !old;
}

/* All rows of another table are put into this one. */
static void feed(struct edit *e, struct table *t)
{
	struct str from = schema_key(e->r->arena, e->r->dialect, e->op->schema, e->op->to);
	const struct table *source = schema_table(&e->r->now, from);
	bool was_empty = table_is_empty(t, e->r->node);
	bool all = str_empty(e->op->condition) && !(e->op->flags & (OPF_PARTIAL | OPF_IN_LOOP));
	const struct token *both[2] = {t->rows, source ? source->rows : NULL};
	bool refilled;

	if (!source) {
		t->rows = token_new(e->r->arena, TOKEN_UNKNOWN, e->op, NULL, 0);
		return;
	}
	refilled = was_empty || was_emptied(e, t);
	t->rows = token_new(e->r->arena, all ? TOKEN_FED : TOKEN_FED_PART, e->op, both, 2);
	if (!refilled)
		return; /* the rows that there are keep their values */
	if (e->op->flags & OPF_ALL_COLUMNS)
		fill_all(e, t, was_empty, source, from);
	for (uint32_t i = 0; i < e->op->column_count; i++)
		fill_column(e, t, was_empty, &e->op->columns[i], column_for(t, e->op, i), from);
}

static void insert(struct edit *e, const struct table *t)
{
	struct table *changed;

	for (uint32_t i = 0; i < e->op->column_count; i++)
		if (!str_empty(e->op->columns[i].name))
			written_column(e, schema_table(&e->r->now, e->key), e->op->columns[i].name);
	if (e->result.outcome == APPLY_FAILS)
		return;
	t = schema_table(&e->r->now, e->key);
	changed = table_copy(e, t);
	if (str_empty(e->op->to))
		changed->rows = token_new(e->r->arena, TOKEN_INSERTED, e->op, &t->rows, 1);
	else
		feed(e, changed);
	table_store(e, e->key, changed);
}

void apply_rows(struct edit *e)
{
	const struct table *t;
	struct table *changed;

	if (!name_known(e->op->table)) {
		edit_doubt(e, "the table is not known");
		return;
	}
	t = edit_table(e);
	if (!t)
		return;
	switch (e->op->kind) {
	case OP_INSERT:
		insert(e, t);
		return;
	case OP_UPDATE:
		update(e);
		return;
	default: /* DELETE, TRUNCATE */
		changed = table_copy(e, t);
		changed->rows = token_new(e->r->arena, TOKEN_DELETED, e->op, &t->rows, 1);
		table_store(e, e->key, changed);
	}
}
