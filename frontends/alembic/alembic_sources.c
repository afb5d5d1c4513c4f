#include "core/base/vec.h"
#include "frontends/alembic/alembic_sql.h"
#include "frontends/alembic/alembic_values.h"

/*
 * What a value is read from: columns in an expression, and rows that were selected before.
 */

enum {
	SOURCES_MAX = 32,
	SOURCE_NODES = 400, /* values looked at for one column */
	SOURCE_DEPTH = 40,
};

struct collector {
	struct alembic_values *w;
	VEC(struct str) names;
	struct str other; /* the first table that is not the op's */
	uint32_t left;
	bool computed; /* more is done with a column than to copy it */
	bool cast;
};

static bool is_read_name(struct str name)
{
	static const struct str names[] = {
		STR_INIT("select"), STR_INIT("query"),           STR_INIT("execute"),
		STR_INIT("exec"),   STR_INIT("exec_driver_sql"),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}

static bool reads(const struct value *v, void *self)
{
	(void)self;
	return v->kind == VALUE_CALL && is_read_name(value_last_name(v));
}

const struct value *alembic_read(struct eval *e, const struct value *v)
{
	const struct value *read = eval_search(e, v, reads, NULL), *inner;

	/* execute(select(…)): what is executed, if it says more than execute() does */
	if (read && read->count && !str_eq(value_last_name(read), STR("select")) &&
	    !str_eq(value_last_name(read), STR("query"))) {
		inner = eval_search(e, read->items[0], reads, NULL);
		return inner ? inner : read;
	}
	return read;
}

static void add(struct collector *c, struct str table, struct str name)
{
	struct str own = c->w->op->table;
	/* a new row has no columns that are older than itself */
	bool other = table.len && (!str_eq(table, own) || c->w->op->kind == OP_INSERT);

	if (!name.len || c->names.count == SOURCES_MAX)
		return;
	if (other) {
		name = arena_printf(c->w->a->arena, STR_FMT "." STR_FMT, STR_ARG(table),
				    STR_ARG(name));
		if (!c->other.len)
			c->other = table;
	}
	for (uint32_t i = 0; i < c->names.count; i++)
		if (str_eq(c->names.items[i], name))
			return;
	*vec_push(c->w->a->arena, &c->names) = name;
}

static struct str table_name(struct collector *c, const struct value *table)
{
	struct str schema;

	return table ? alembic_table_name(c->w->e, table, &schema) : STR("");
}

/* The table that a text reads: the SQL is known, or the part of it that names the table is. */
static struct str sql_table(struct collector *c, const struct value *sql)
{
	const struct sql_ops *ops = alembic_read_sql(c->w->a, c->w->e, sql->text, sql->holes);

	for (uint32_t i = 0; ops && i < ops->count; i++)
		if (ops->items[i].kind == OP_SELECT)
			return ops->items[i].table;
	return STR("");
}

/* The table whose rows a read gives; "" when it is not known. */
static struct str read_table(struct collector *c, const struct value *read)
{
	const struct value *table = alembic_find_table(c->w->e, read), *sql;

	if (table)
		return table_name(c, table);
	sql = read->count ? alembic_text(read->items[0]) : NULL;
	if (sql)
		return sql_table(c, sql);
	return read->count && str_eq(value_last_name(read), STR("query"))
		       ? eval_hole(c->w->e, read->items[0])
		       : STR("");
}

/* The columns of a select(…), as a call's or an old-style list's items. */
static const struct value *selected(const struct value *read)
{
	if (!read->count || str_starts(value_last_name(read), STR("exec")))
		return NULL;
	return read->count == 1 && value_is_sequence(read->items[0]) ? read->items[0] : read;
}

/* The name of a Table's column at a place; "" when it is not told. */
static struct str column_at(const struct value *table, int64_t at)
{
	for (uint32_t i = 1; i < table->count; i++) {
		const struct value *v = table->items[i];

		if (v->kind == VALUE_STAR)
			return STR("");
		if (v->kind != VALUE_CALL || !str_eq_nocase(value_last_name(v), STR("Column")))
			continue;
		if (!at--)
			return v->count && value_is_str(v->items[0]) ? v->items[0]->text : STR("");
	}
	return STR("");
}

/* row[2]: the column that stands there in the select, or in its only table. */
static void add_position(struct collector *c, const struct value *read, int64_t at)
{
	const struct value *columns = selected(read), *table = NULL;
	struct str name = STR("");

	if (columns && at >= 0 && at < columns->count)
		name = alembic_column_name(c->w->e, columns->items[at], &table);
	if (!name.len && columns && at >= 0 && columns->count == 1 &&
	    columns->items[0]->kind == VALUE_CALL && alembic_is_table(columns->items[0])) {
		name = column_at(columns->items[0], at);
		table = NULL;
	}
	if (name.len)
		add(c, table ? table_name(c, table) : read_table(c, read), name);
	else
		add(c, read_table(c, read), STR("*"));
}

/* All that a read gives. */
static void add_all(struct collector *c, const struct value *read)
{
	const struct value *columns = selected(read), *table;
	uint32_t before = c->names.count;

	for (uint32_t i = 0; columns && i < columns->count; i++) {
		struct str name = alembic_column_name(c->w->e, columns->items[i], &table);

		if (name.len)
			add(c, table_name(c, table), name);
	}
	if (c->names.count == before)
		add(c, read_table(c, read), STR("*"));
}

/* select(…).where(…).scalar_subquery(), connection.execute(…).scalar(): the read it starts from. */
static const struct value *chain_read(struct eval *e, const struct value *v)
{
	for (int depth = 0; v->kind == VALUE_CALL && depth < SOURCE_DEPTH; depth++) {
		if (reads(v, NULL))
			return alembic_read(e, v);
		if (v->base->kind != VALUE_ATTRIBUTE)
			return NULL;
		v = v->base->base;
	}
	return v->kind == VALUE_UNKNOWN ? alembic_read(e, v) : NULL;
}

/* row.name, row["name"], row[0] of a row that was read. */
static bool row_value(struct collector *c, const struct value *v)
{
	const struct value *row = v->base, *read = NULL;

	if (row->kind == VALUE_ATTRIBUTE && str_eq(row->text, STR("_mapping")))
		row = row->base;
	if (row->kind == VALUE_CALL)
		read = chain_read(c->w->e, row); /* first(), one() …, and not row.name.split(",") */
	else if (row->kind == VALUE_UNKNOWN ||
		 (row->kind == VALUE_ITEM && v->kind == VALUE_ATTRIBUTE))
		read = alembic_read(c->w->e, row);
	if (!read)
		return false;
	if (v->kind == VALUE_ATTRIBUTE)
		add(c, read_table(c, read), v->text);
	else if (value_is_str(v->items[0]))
		add(c, read_table(c, read), v->items[0]->text);
	else if (v->items[0]->kind == VALUE_INT)
		add_position(c, read, v->items[0]->number);
	else
		add(c, read_table(c, read), STR("*"));
	return true;
}

/* The only column of a select(…) that serves as a value. */
static const struct value *only_selected(const struct value *read)
{
	const struct value *columns = selected(read);

	return columns && columns->count == 1 && !alembic_text(columns->items[0])
		       ? columns->items[0]
		       : NULL;
}

/* What cast(x, T), x.cast(T), x.label(name) … is made of; NULL: it is none of these. */
static const struct value *wrapped(struct collector *c, const struct value *v)
{
	struct str name = v->kind == VALUE_CALL ? value_last_name(v) : STR("");
	bool method = v->kind == VALUE_CALL && v->base->kind == VALUE_ATTRIBUTE;

	if (method && str_eq(name, STR("label")))
		return v->base->base;
	if (!str_eq(name, STR("cast")) && !str_eq(name, STR("type_coerce")))
		return NULL;
	c->cast = true;
	return method ? v->base->base : v->count ? v->items[0] : NULL;
}

static void collect(struct collector *c, const struct value *v, int depth)
{
	const struct value *table, *read, *inner;
	struct str name;

	if (!v || !c->left || depth > SOURCE_DEPTH)
		return;
	c->left--;
	name = v->kind == VALUE_STR ? STR("") : alembic_column_name(c->w->e, v, &table);
	if (name.len) {
		add(c, table_name(c, table), name);
		return;
	}
	if ((v->kind == VALUE_ATTRIBUTE || v->kind == VALUE_ITEM) && row_value(c, v)) {
		c->computed |= value_is_container(v->base); /* looked up in what was read */
		return;
	}
	if (alembic_is_table(v)) {
		add(c, table_name(c, v), STR("*"));
		return;
	}
	inner = wrapped(c, v);
	if (inner) {
		collect(c, inner, depth + 1);
		return;
	}
	read = chain_read(c->w->e, v);
	if (read) {
		inner = only_selected(read);
		c->computed |= !inner || alembic_column_name(c->w->e, inner, &table).len == 0;
		add_all(c, read);
		return;
	}
	c->computed = true;
	if (v->kind == VALUE_CALL && v->base->kind == VALUE_ATTRIBUTE)
		collect(c, v->base->base, depth + 1); /* the method is no column */
	else
		collect(c, v->base, depth + 1);
	for (uint32_t i = 0; i < v->count; i++)
		collect(c, v->items[i], depth + 1);
	for (uint32_t i = 0; i < v->keyword_count; i++)
		collect(c, v->keywords[i].value, depth + 1);
}

struct str alembic_sources(struct alembic_values *w, const struct value *value,
			   struct column *column)
{
	struct collector c = {.w = w, .left = SOURCE_NODES};
	bool one;

	collect(&c, value, 0);
	eval_spend(w->e, SOURCE_NODES - c.left);
	column->sources = c.names.items;
	column->source_count = c.names.count;
	one = c.names.count == 1 && !c.computed && !str_ends(c.names.items[0], STR("*"));
	column->copies = one && !c.cast;
	column->casts = one && c.cast;
	return c.other;
}
