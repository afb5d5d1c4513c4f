#include "frontends/sql/sql_written.h"

#include "frontends/sql/sql_value.h"
#include "frontends/sql/words.h"

enum { COLUMNS_BY_NAME = 200 }; /* that are looked through for each assignment */

static const char *const after_assignments = "WHERE FROM ORDER LIMIT RETURNING OUTPUT";
static const char *const after_condition = "ORDER LIMIT RETURNING OUTPUT GROUP OPTION";

/* Where the statement, or the writing query in WITH (…), ends. */
static uint32_t end_of(const struct sql_statement *s, uint32_t i)
{
	uint32_t depth = i < s->count ? s->tokens[i].depth : 0;

	while (i < s->count && s->tokens[i].depth >= depth)
		i++;
	return i;
}

/* The queries of the whole statement's WITH. */
static void outermost(struct sql_statement *s, struct sql_scope *scope)
{
	sql_scope_with(s, scope, (struct sql_range){0, s->count});
}

/* The one relation whose row is changed: the first of the op's table. */
static void mark_own(struct sql_statement *s, struct sql_scope *scope, const struct op *op)
{
	for (uint32_t i = 0; i < scope->relations.count; i++) {
		struct sql_relation *relation = &scope->relations.items[i];

		if (!str_eq_nocase(relation->table, op->table))
			continue;
		relation->own = true;
		return;
	}
	sql_scope_add(s, scope, op->table, op->table, true);
}

/* SQL Server: UPDATE a … FROM users AS a: the first a is no table. */
static bool is_alias(const struct sql_scope *scope, struct str name)
{
	for (uint32_t i = 0; i < scope->relations.count; i++)
		if (str_eq_nocase(scope->relations.items[i].alias, name))
			return true;
	return false;
}

static void add_targets(struct sql_statement *s, struct sql_scope *scope, struct sql_range range)
{
	struct sql_scope targets = {.outer = scope->outer};

	sql_scope_tables(s, &targets, range);
	for (uint32_t i = 0; i < targets.relations.count; i++)
		if (!is_alias(scope, targets.relations.items[i].alias))
			*vec_push(s->scratch, &scope->relations) = targets.relations.items[i];
}

static struct sql_range tables_after(const struct sql_statement *s, struct sql_range range,
				     const char *word, const char *ends)
{
	struct sql_range tables = {sql_clause(s, range, word), range.to};

	if (tables.from + 1 >= range.to)
		return (struct sql_range){range.to, range.to};
	tables.from++;
	tables.to = sql_clause(s, tables, ends);
	return tables;
}

static struct sql_range where_on(struct sql_range range, struct sql_range where)
{
	return (struct sql_range){where.from - 1, range.to};
}

static void set_condition(struct sql_statement *s, struct op *op, struct sql_range range,
			  bool joined)
{
	struct sql_range where = tables_after(s, range, "WHERE", after_condition);

	if (where.from >= where.to || (op->flags & OPF_NO_WHERE))
		return;
	op->condition = sql_slice(s, where.from, where.to);
	/* not every row that fulfils it */
	if (joined || sql_clause(s, where_on(range, where), "LIMIT") < range.to ||
	    sql_is(s, 1, "TOP"))
		return;
	sql_null_columns(s, op, where);
}

/* The column that an assignment's left side, tokens up to `to`, names; its place among the op's. */
static struct column *assigned(struct op *op, struct column *columns, struct str name,
			       uint32_t place, bool by_place)
{
	if (by_place)
		return &columns[place];
	for (uint32_t i = 0; i < op->column_count && i < COLUMNS_BY_NAME; i++)
		if (str_eq_nocase(columns[i].name, name))
			return &columns[i];
	return NULL;
}

struct assignment {
	struct str name;
	struct sql_range value;  /* empty: not told */
	struct sql_scope *query; /* whose value it is; NULL: the statement's own */
};
struct assignments {
	struct assignment *items;
	uint32_t count, capacity;
};

/* (a, b) = (1, 2), (a, b) = ROW (1, 2), (a, b) = (SELECT x, y …) */
static void split_row(struct sql_statement *s, struct assignments *all,
		      const struct sql_scope *scope, struct sql_range names,
		      struct sql_range values)
{
	struct sql_scope *query = NULL;
	bool several;

	if (sql_is(s, values.from, "ROW"))
		values.from++;
	if (!sql_is_punct(s, values.from, '(') || sql_closing(s, values.from) != values.to - 1) {
		values.to = values.from;
	} else {
		values = (struct sql_range){values.from + 1, values.to - 1};
		if (sql_is_any(s, values.from, "SELECT WITH")) {
			query = arena_new(s->scratch, struct sql_scope);
			query->outer = scope;
			values = sql_scope_select(s, query, values, &several);
			if (several || sql_selects_all(s, values))
				values.to = values.from;
		}
	}
	while (names.from < names.to) {
		struct sql_range value = {values.from, sql_element_end(s, values.from, values.to)};

		if (query)
			sql_selected_name(s, &value);
		*vec_push(s->scratch, all) = (struct assignment){sql_identifier(s, names.from),
								 value, query};
		values.from = sql_element_end(s, values.from, values.to) + 1;
		if (values.from > values.to)
			values.from = values.to;
		names.from = sql_element_end(s, names.from, names.to) + 1;
	}
}

static void split_assignments(struct sql_statement *s, const struct sql_scope *scope,
			      struct sql_range range, struct assignments *ret)
{
	while (range.from < range.to) {
		uint32_t end = sql_element_end(s, range.from, range.to), sign = range.from, last;
		bool row = sql_is_punct(s, range.from, '(');

		while (sign < end && (s->tokens[sign].depth != s->tokens[range.from].depth ||
				      s->tokens[sign].kind != SQL_OPERATOR))
			sign++;
		last = sign;
		/* @x = a = 1 */
		if (sign + 2 < end && s->tokens[range.from].kind == SQL_WORD &&
		    sql_token_text(s, range.from).ptr[0] == '@' && sql_is_punct(s, sign + 2, '='))
			last = sign = sign + 2;
		if (sign < end && row) {
			split_row(s, ret, scope,
				  (struct sql_range){range.from + 1, sql_closing(s, range.from)},
				  (struct sql_range){sign + 1, end});
		} else if (sign < end && last > range.from &&
			   sql_token_text(s, range.from).ptr[0] != '@') {
			struct assignment *a = vec_push(s->scratch, ret);

			a->name = sql_identifier(s, last - 1);
			if (sql_is_punct(s, sign, '=')) /* not += */
				a->value = (struct sql_range){sign + 1, end};
		}
		range.from = end + 1;
	}
}

static void set_assignments(struct sql_statement *s, struct op *op, const struct sql_scope *scope,
			    struct sql_range range, const struct op *insert)
{
	struct column *columns = arena_array(s->arena, op->column_count, sizeof(*columns));
	struct assignments all = {0};

	split_assignments(s, scope, range, &all);
	for (uint32_t i = 0; i < op->column_count; i++)
		columns[i] = op->columns[i];
	for (uint32_t i = 0; i < all.count; i++) {
		struct column *column = assigned(op, columns, all.items[i].name, i,
						 all.count == op->column_count);

		if (column)
			sql_value(s, all.items[i].query ? all.items[i].query : scope,
				  all.items[i].value, insert, column);
	}
	op->columns = columns;
}

void sql_written_update(struct sql_statement *s, struct op *op, uint32_t table)
{
	struct sql_range all = {table, end_of(s, table)}, rest, from;
	struct sql_scope outer = {0}, scope = {.outer = &outer};
	uint32_t set = sql_clause(s, all, "SET");

	if (set + 1 >= all.to)
		return;
	outermost(s, &outer);
	rest = (struct sql_range){set + 1, all.to};
	from = tables_after(s, rest, "FROM", "WHERE RETURNING OPTION");
	if (from.from < from.to)
		sql_scope_tables(s, &scope, from);
	add_targets(s, &scope, (struct sql_range){table, set});
	mark_own(s, &scope, op);
	set_assignments(s, op, &scope,
			(struct sql_range){rest.from, sql_clause(s, rest, after_assignments)},
			NULL);
	set_condition(s, op, rest, scope.relations.count > 1);
}

void sql_written_delete(struct sql_statement *s, struct op *op, uint32_t table)
{
	struct sql_range all = {table, end_of(s, table)};
	struct sql_range tables = {table, sql_clause(s, all, "WHERE")};
	bool joined = false;

	for (uint32_t i = tables.from; i < tables.to; i++)
		joined |= sql_is_any(s, i, "USING JOIN STRAIGHT_JOIN FROM") ||
			  sql_is_punct(s, i, ',');
	set_condition(s, op, all, joined);
}

/* Columns without a name, for the values of an INSERT that names none. */
static struct column *columns_for(struct sql_statement *s, struct op *op, uint32_t count)
{
	uint32_t named = op->column_count;
	struct column *columns;

	if (!named)
		op->column_count = count;
	columns = arena_array(s->arena, op->column_count, sizeof(*columns));
	for (uint32_t i = 0; i < named; i++)
		columns[i] = op->columns[i];
	op->columns = columns;
	return columns;
}

static uint32_t elements(const struct sql_statement *s, struct sql_range list)
{
	uint32_t count = 0;

	for (uint32_t i = list.from; i < list.to; count++)
		i = sql_element_end(s, i, list.to) + 1;
	return count;
}

/* (1, 'x'), (2, NULL) … */
static void set_rows(struct sql_statement *s, struct op *op, const struct sql_scope *scope,
		     struct sql_range rows)
{
	struct column *columns = NULL;
	uint32_t close;

	for (uint32_t i = rows.from; i < rows.to && sql_is_punct(s, i, '('); i = close + 2) {
		struct sql_range row = {i + 1, 0};
		uint32_t at = 0;

		close = sql_closing(s, i);
		if (close == SQL_NONE || close > rows.to)
			return;
		row.to = close;
		if (!columns)
			columns = columns_for(s, op, elements(s, row));
		while (row.from < row.to) {
			struct sql_range value = {row.from, sql_element_end(s, row.from, row.to)};

			if (at < op->column_count)
				sql_value(s, scope, value, NULL, &columns[at++]);
			row.from = value.to + 1;
		}
		if (!sql_is_punct(s, close + 1, ','))
			return;
	}
}

/* Which of the source's rows: WHERE, or the whole query where more decides. */
static void set_rows_read(struct sql_statement *s, struct op *op, const struct sql_scope *scope,
			  struct sql_range query)
{
	struct sql_range where = tables_after(s, query, "WHERE", "ORDER FOR INTO");

	if (op->condition.len || scope->relations.count != 1 ||
	    !scope->relations.items[0].table.len || sql_is_any(s, query.from + 1, "DISTINCT TOP") ||
	    sql_clause(s, query, "GROUP HAVING LIMIT OFFSET FETCH") < query.to)
		where = query;
	if (where.from < where.to && scope->relations.count)
		op->condition = sql_slice(s, where.from, where.to);
}

/* Values that are those of a *: of one table, or of what is not known. */
static void set_all(struct sql_statement *s, struct op *op, bool whole)
{
	struct column *columns = columns_for(s, op, 0);

	op->flags |= whole ? OPF_ALL_COLUMNS : OPF_PARTIAL;
	for (uint32_t i = 0; i < op->column_count; i++)
		sql_value_unknown(s, op->to, &columns[i]);
}

/* One SELECT of an INSERT. */
static void set_selected(struct sql_statement *s, struct op *op, const struct sql_scope *outer,
			 struct sql_range query, bool single)
{
	struct sql_scope scope = {.outer = outer};
	bool several, all = false;
	struct sql_range list = sql_scope_select(s, &scope, query, &several);
	uint32_t count = elements(s, list), at = 0;
	struct column *columns;

	if (list.from >= list.to)
		return;
	set_rows_read(s, op, &scope, query);
	for (uint32_t i = list.from; i < list.to; i++) {
		struct sql_range value = {i, sql_element_end(s, i, list.to)};

		all |= sql_selects_all(s, value);
		i = value.to;
	}
	if (all) {
		set_all(s, op, single && count == 1 && sql_scope_is_table(s, &scope, 0));
		return;
	}
	columns = columns_for(s, op, count);
	while (list.from < list.to) {
		struct sql_range value = {list.from, sql_element_end(s, list.from, list.to)};

		list.from = value.to + 1;
		sql_selected_name(s, &value);
		if (at < op->column_count)
			sql_value(s, &scope, value, NULL, &columns[at++]);
	}
}

/* SELECT …, or several with UNION between them. */
static void set_query(struct sql_statement *s, struct op *op, const struct sql_scope *outer,
		      struct sql_range query)
{
	static const char *const between = "UNION EXCEPT INTERSECT MINUS";
	struct sql_scope scope = {.outer = outer};
	bool single;

	query.from = sql_scope_with(s, &scope, query);
	if (query.from >= query.to)
		return;
	single = sql_clause(s, query, between) == query.to;
	while (query.from < query.to) {
		struct sql_range arm = {query.from, sql_clause(s, query, between)};

		query.from = arm.to + 1;
		if (sql_is_any(s, query.from, "ALL DISTINCT"))
			query.from++;
		while (arm.from < arm.to && sql_is_punct(s, arm.from, '(') &&
		       sql_closing(s, arm.from) == arm.to - 1) {
			arm.from++;
			arm.to--;
		}
		set_selected(s, op, &scope, arm, single);
	}
}

/* Where ON CONFLICT, ON DUPLICATE KEY or RETURNING starts. */
static uint32_t after_rows(const struct sql_statement *s, struct sql_range range)
{
	uint32_t depth = s->tokens[range.from].depth;

	for (uint32_t i = range.from; i < range.to; i++)
		if (s->tokens[i].depth == depth &&
		    (sql_is_any(s, i, "RETURNING") ||
		     (sql_is(s, i, "ON") && sql_is_any(s, i + 1, "DUPLICATE CONFLICT"))))
			return i;
	return range.to;
}

void sql_written_insert(struct sql_statement *s, struct op *op, uint32_t table)
{
	struct sql_range all = {table, end_of(s, table)}, rest;
	struct sql_scope outer = {0};
	uint32_t start;

	outermost(s, &outer);
	start = sql_clause(s, all, "VALUES VALUE SELECT WITH SET");
	/* INSERT INTO t (SELECT …) */
	for (uint32_t i = table; start == all.to && i + 1 < all.to; i++)
		if (sql_is_punct(s, i, '(') && sql_is_any(s, i + 1, "SELECT WITH"))
			start = i;
	if (start + 1 >= all.to)
		return;
	rest = (struct sql_range){start, after_rows(s, (struct sql_range){start, all.to})};
	if (sql_is(s, start, "SET")) {
		rest.from++;
		set_assignments(s, op, &outer, rest, NULL);
	} else if (sql_is_any(s, start, "VALUES VALUE")) {
		rest.from++;
		set_rows(s, op, &outer, rest);
	} else {
		set_query(s, op, &outer, rest);
	}
}

void sql_written_upsert(struct sql_statement *s, struct op *op, const struct op *insert,
			uint32_t table)
{
	struct sql_range all = {table, end_of(s, table)}, rest;
	struct sql_scope outer = {0}, scope = {.outer = &outer};
	uint32_t at = after_rows(s, all);

	while (at < all.to && !sql_is_any(s, at, "SET UPDATE"))
		at++;
	if (sql_is(s, at, "UPDATE") && sql_is(s, at + 1, "SET"))
		at++;
	rest = (struct sql_range){at + 1, all.to};
	if (rest.from >= rest.to)
		return;
	outermost(s, &outer);
	mark_own(s, &scope, op);
	set_assignments(s, op, &scope,
			(struct sql_range){rest.from, sql_clause(s, rest, after_assignments)},
			insert);
	set_condition(s, op, rest, true);
}

/* The columns' names, as far as the list tells them; none when it has a *. */
static struct column *selected_names(struct sql_statement *s, struct sql_range list,
				     uint32_t *ret_count)
{
	struct column *columns = arena_array(s->arena, elements(s, list), sizeof(*columns));
	uint32_t count = 0;

	while (list.from < list.to) {
		struct sql_range value = {list.from, sql_element_end(s, list.from, list.to)};

		list.from = value.to + 1;
		if (sql_selects_all(s, value))
			return NULL;
		columns[count++].name = sql_selected_name(s, &value);
	}
	*ret_count = count;
	return columns;
}

void sql_written_table_as(struct sql_statement *s, struct op *create, struct op *insert,
			  uint32_t query)
{
	struct sql_range all = {query, end_of(s, query)}, list;
	struct sql_scope outer = {0}, scope = {.outer = &outer};
	/* CREATE TABLE t (a, b) AS; MySQL's, with types, adds the query's columns to them */
	bool named = create->column_count && !create->columns[0].type, several;
	const struct column *names = create->columns;
	uint32_t count = named ? create->column_count : 0;

	outermost(s, &outer);
	list = sql_scope_select(s, &scope, all, &several);
	if (!named)
		names = selected_names(s, list, &count);
	if (!names && !several && elements(s, list) == 1 && sql_scope_is_table(s, &scope, 0))
		create->flags |= OPF_ALL_COLUMNS;
	if (!create->column_count) {
		create->columns = names;
		create->column_count = count;
	}
	if (!insert)
		return;
	insert->columns = names;
	insert->column_count = count;
	set_query(s, insert, &outer, all);
}
