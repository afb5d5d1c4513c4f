#include "frontends/sql/sql_written.h"
#include "frontends/sql/words.h"

enum { TABLES_MAX = 16 }; /* of one UPDATE, whose values are looked for */

struct words_name words_source(const struct words *w, uint32_t to)
{
	struct words_name source = {STR(""), STR("")};

	for (uint32_t i = w->at; i < to; i++) {
		struct words from = {w->s, i + 1};

		if (!sql_is_any(w->s, i, "FROM JOIN"))
			continue;
		words_accept_any(&from, "ONLY LATERAL");
		/* FROM (SELECT … FROM …): the inner one follows; FROM f(x) is no table */
		if (words_name(&from, &source) && !sql_is_punct(w->s, from.at, '('))
			return source;
	}
	return (struct words_name){STR(""), STR("")};
}

static struct op *emit(struct words *w, enum op_kind kind, const struct words_name *table)
{
	struct op *op = sql_emit(w->s, kind);

	op->schema = table->schema;
	op->table = table->name;
	return op;
}

static void set_columns(struct words *w, const struct words_names *names, struct op *op)
{
	struct column *columns = arena_array(w->s->arena, names->count, sizeof(*columns));

	for (uint32_t i = 0; i < names->count; i++)
		columns[i].name = names->items[i];
	op->columns = columns;
	op->column_count = names->count;
	if (names->partial)
		op->flags |= OPF_PARTIAL;
}

/* An assigned value; a hole behind the last one may be more assignments, or a whole WHERE. */
static bool value(struct words *w, uint32_t to, struct words_names *names)
{
	uint32_t end = sql_element_end(w->s, w->at, to);
	bool more = end == w->s->count && end > w->at + 1 &&
		    (w->s->tokens[end - 1].flags & SQL_IS_HOLE) &&
		    sql_ends_operand(w->s->source, &w->s->tokens[end - 2]);

	names->partial |= more;
	if (!words_pass(w, more ? end - 1 : end))
		return false;
	w->at = end;
	return true;
}

static bool accept_assignment(struct words *w)
{
	struct str sign = sql_token_text(w->s, w->at);

	if (w->at >= w->s->count || w->s->tokens[w->at].kind != SQL_OPERATOR ||
	    sign.ptr[sign.len - 1] != '=' || sign.len > 2)
		return false;
	w->at++; /* SQL Server has +=, and so on */
	return true;
}

/*
 * The columns of a = …, t.b = … up to `to`; `ret_owners`, where it is not NULL, are what stands
 * before their dots. SQL Server's @x = a = … assigns a; @x = … is no column's.
 */
static bool assignments(struct words *w, uint32_t to, struct words_names *ret,
			struct words_names *ret_owners)
{
	*ret = (struct words_names){0};
	do {
		struct words_name name;

		/* SET {assignments} */
		if (sql_is_hole(w->s, w->at, sql_element_end(w->s, w->at, to))) {
			ret->partial = true;
			w->at++;
			continue;
		}
		if (!words_name(w, &name) || !accept_assignment(w))
			return false;
		if (name.name.ptr[0] == '@' && sql_is_punct(w->s, w->at + 1, '=') &&
		    (!words_name(w, &name) || !accept_assignment(w)))
			return false;
		if (name.name.ptr[0] != '@') {
			*vec_push(w->s->arena, ret) = name.name;
			if (ret_owners)
				*vec_push(w->s->arena, ret_owners) = name.schema;
		}
		if (!value(w, to, ret))
			return false;
	} while (w->at < to && words_accept_punct(w, ','));
	return w->at == to;
}

/* The first of `word` at the statement's own depth, or the end. */
static uint32_t clause(const struct words *w, const char *word)
{
	uint32_t at = sql_find(w->s, w->at, w->s->count, word);

	return at == SQL_NONE ? w->s->count : at;
}

/* The first of two clauses. */
static uint32_t first_of(const struct words *w, const char *a, const char *b)
{
	uint32_t first = clause(w, a), second = clause(w, b);

	return first < second ? first : second;
}

/* Where the assignments end: WHERE, or what else may follow them at their depth. */
static uint32_t assignments_end(const struct words *w)
{
	uint32_t i = w->at, depth = w->s->tokens[0].depth;

	while (i < w->s->count && !(w->s->tokens[i].depth == depth &&
				    sql_is_any(w->s, i, "WHERE FROM ORDER LIMIT RETURNING OUTPUT")))
		i++;
	return i;
}

static uint32_t upsert_at(const struct words *w)
{
	for (uint32_t i = w->at; i + 1 < w->s->count; i++)
		if (sql_is(w->s, i, "ON") && sql_is_any(w->s, i + 1, "DUPLICATE CONFLICT"))
			return i;
	return w->s->count;
}

/* ON DUPLICATE KEY UPDATE, ON CONFLICT … DO UPDATE SET: rows that are there are rewritten. */
static bool upsert(struct words *w, const struct words_name *table, uint32_t insert, uint32_t at)
{
	struct words_names names;
	struct op *op;

	if (words_accept_all(w, "ON DUPLICATE KEY UPDATE")) {
		words_hint(w, DIALECT_MYSQL | DIALECT_MARIADB);
	} else {
		uint32_t set = clause(w, "DO");

		if (set == w->s->count || !sql_is(w->s, set + 1, "UPDATE"))
			return words_pass(w, w->s->count);
		if (!words_pass(w, set) || !words_accept_all(w, "DO UPDATE SET"))
			return false;
	}
	if (!assignments(w, assignments_end(w), &names, NULL))
		return false;
	op = emit(w, OP_UPDATE, table);
	set_columns(w, &names, op);
	sql_written_upsert(w->s, op, &w->s->ops->items[insert], at);
	return words_pass(w, w->s->count);
}

bool words_insert(struct words *w, bool replaces)
{
	struct words_names columns = {0};
	struct words_name table;
	uint32_t before = w->s->ops->count, end, at;
	struct op *op;

	if (words_accept(w, "OR")) {
		words_hint(w, DIALECT_SQLITE);
		replaces |= sql_is(w->s, w->at++, "REPLACE");
	}
	words_accept_any(w, "LOW_PRIORITY DELAYED HIGH_PRIORITY");
	if (words_accept(w, "IGNORE"))
		words_hint(w, DIALECT_MYSQL | DIALECT_MARIADB);
	words_accept(w, "INTO");
	at = w->at;
	if (!words_name(w, &table))
		return false;
	if (sql_is_punct(w->s, w->at, '(') && !sql_is_any(w->s, w->at + 1, "SELECT WITH") &&
	    !words_columns(w, &columns))
		return false;
	op = emit(w, OP_INSERT, &table);
	end = upsert_at(w);
	if (words_accept(w, "SET")) {
		if (!assignments(w, end, &columns, NULL))
			return false;
	} else if (sql_is_any(w->s, w->at, "SELECT WITH") || sql_is_punct(w->s, w->at, '(')) {
		op->to = words_source(w, end).name;
	} else if (!words_accept_any(w, "VALUES VALUE DEFAULT") &&
		   !sql_is_any(w->s, w->at, "OUTPUT OVERRIDING")) {
		return false;
	}
	if (!words_pass(w, end))
		return false;
	op = &w->s->ops->items[before];
	set_columns(w, &columns, op);
	sql_written_insert(w->s, op, at);
	/* REPLACE deletes the row that is in the way */
	if (replaces) {
		op = emit(w, OP_UPDATE, &table);
		op->columns = (op - 1)->columns;
		op->column_count = (op - 1)->column_count;
		op->flags |= (op - 1)->flags;
	}
	return upsert(w, &table, before, at);
}

/* Names of tables in a list of joins, by which statements may call them. */
struct aliases {
	struct alias {
		struct words_name table; /* empty for (SELECT …) */
		struct str alias;
		struct str source; /* the table, or what the SELECT reads */
	} * items;
	uint32_t count, capacity;
};

static bool table_reference(struct words *w, struct aliases *aliases)
{
	struct alias alias = {{STR(""), STR("")}, STR(""), STR("")};

	words_accept_any(w, "ONLY LATERAL");
	if (sql_is_punct(w->s, w->at, '(')) {
		struct words group = *w;

		if (!words_skip_group(w))
			return false;
		alias.source = words_source(&group, w->at).name;
	} else if (!words_name(w, &alias.table)) {
		return false;
	}
	words_accept(w, "AS");
	alias.alias = alias.table.name;
	if (!alias.source.len)
		alias.source = alias.table.name;
	if (!words_end(w) &&
	    !sql_is_any(
		    w->s, w->at,
		    "SET JOIN INNER LEFT RIGHT CROSS FULL NATURAL ON USING WHERE FROM ORDER LIMIT "
		    "OUTER STRAIGHT_JOIN WITH FORCE USE IGNORE OUTPUT RETURNING PARTITION")) {
		if (w->s->tokens[w->at].flags & SQL_IS_HOLE)
			return false; /* an alias, or a whole WHERE */
		words_identifier(w, &alias.alias);
	}
	*vec_push(w->s->arena, aliases) = alias;
	return true;
}

/* a x JOIN b ON … , c … up to `to` */
static bool table_references(struct words *w, uint32_t to, struct aliases *aliases)
{
	if (!table_reference(w, aliases))
		return false;
	while (w->at < to) {
		bool next = w->s->tokens[w->at].depth == w->s->tokens[0].depth &&
			    (sql_is_any(w->s, w->at, "JOIN STRAIGHT_JOIN") ||
			     sql_is_punct(w->s, w->at, ','));

		if (!words_pass(w, w->at + 1))
			return false;
		if (next && !table_reference(w, aliases))
			return false;
	}
	return w->at == to;
}

/* The table that is meant by a name: an alias, a table, or itself. */
static struct words_name resolve(const struct aliases *aliases, struct str name)
{
	/* the last: SQL Server names the alias first, and FROM says whose it is */
	for (uint32_t i = aliases->count; i-- > 0;)
		if (str_eq_nocase(aliases->items[i].alias, name) &&
		    aliases->items[i].table.name.len)
			return aliases->items[i].table;
	return (struct words_name){STR(""), name};
}

/* The first other table: where the new values come from. */
static struct str other_than(const struct aliases *aliases, struct str table)
{
	for (uint32_t i = 0; i < aliases->count; i++) {
		struct str name = aliases->items[i].source;

		if (name.len && !str_eq(name, table) && str_eq(resolve(aliases, name).name, name))
			return name;
	}
	return STR("");
}

static bool has_condition(const struct words *w, uint32_t from)
{
	struct words at = {w->s, from};
	uint32_t where = clause(&at, "WHERE");

	/* WHERE 1 = 1 */
	return where < w->s->count &&
	       !(where + 4 >= w->s->count && sql_is_punct(w->s, where + 2, '=') &&
		 str_eq(sql_token_text(w->s, where + 1), sql_token_text(w->s, where + 3)) &&
		 w->s->tokens[where + 1].kind == SQL_NUMBER);
}

/* One op for each table whose columns are assigned, in order of appearance. */
static bool emit_updates(struct words *w, const struct aliases *aliases,
			 const struct words_names *columns, const struct words_names *owners)
{
	struct words_name first = aliases->items[0].table;

	if (aliases->count > 1)
		first = resolve(aliases, first.name);
	for (uint32_t i = 0; i < columns->count || i == 0; i++) {
		struct str owner = i < owners->count ? owners->items[i] : STR("");
		struct words_name table = owner.len ? resolve(aliases, owner) : first;
		struct words_names own = {.partial = columns->partial};
		bool seen = false;

		for (uint32_t j = 0; j < columns->count; j++) {
			if (!str_eq(owners->items[j], owner))
				continue;
			seen |= j < i;
			*vec_push(w->s->arena, &own) = columns->items[j];
		}
		if (seen)
			continue;
		if (!table.name.len)
			return false;
		set_columns(w, &own, emit(w, OP_UPDATE, &table));
	}
	return true;
}

/* [TOP (n)] tables SET assignments [OUTPUT …] [FROM tables] [WHERE …] */
bool words_update(struct words *w)
{
	struct words_names columns, owners = {0};
	uint32_t before = w->s->ops->count, set, end, at;
	struct words_name statistics;
	struct aliases aliases = {0};

	if (words_accept(w, "OR")) {
		words_hint(w, DIALECT_SQLITE);
		w->at++;
	}
	words_accept(w, "LOW_PRIORITY");
	words_accept(w, "IGNORE");
	if (words_accept(w, "TOP") && words_skip_group(w))
		words_accept(w, "PERCENT");
	if (words_accept(w, "STATISTICS") && !words_are(w, "SET"))
		return words_name(w, &statistics) && words_pass(w, w->s->count) &&
		       emit(w, OP_MAINTAIN, &statistics);
	at = w->at;
	set = clause(w, "SET");
	if (set == w->s->count || !table_references(w, set, &aliases))
		return false;
	w->at = set + 1;
	end = assignments_end(w);
	if (!assignments(w, end, &columns, &owners))
		return false;
	if (words_are(w, "OUTPUT") && !words_pass(w, first_of(w, "FROM", "WHERE")))
		return false;
	/* SQL Server: UPDATE a SET … FROM users AS a JOIN … */
	if (words_accept(w, "FROM") && !table_references(w, clause(w, "WHERE"), &aliases))
		return false;
	if (!emit_updates(w, &aliases, &columns, &owners))
		return false;
	for (uint32_t i = before; i < w->s->ops->count; i++) {
		struct op *op = &w->s->ops->items[i];

		op->to = other_than(&aliases, op->table);
		if (!op->to.len)
			op->to = words_source(&(struct words){w->s, set}, end).name;
		if (!has_condition(w, set) && aliases.count < 2 && !sql_may_go_on(w->s) &&
		    !columns.partial)
			op->flags |= OPF_NO_WHERE;
		if (i < before + TABLES_MAX)
			sql_written_update(w->s, op, at);
	}
	return words_pass(w, w->s->count);
}

/* What is deleted from, and the tables that FROM joins. */
static bool delete_tables(struct words *w, struct aliases *targets, struct aliases *joined)
{
	uint32_t from = clause(w, "FROM"), end = clause(w, "WHERE"), using;

	/* SQL Server: DELETE users WHERE … */
	if (from >= end)
		return table_reference(w, targets);
	/* MySQL: DELETE FROM a, b USING a JOIN b */
	using = clause(w, "USING");
	if (w->at == from && using < end) {
		w->at++;
		if (!table_references(w, using, targets))
			return false;
		w->at = from = using;
	}
	if (w->at < from && !table_references(w, from, targets))
		return false;
	w->at = from + 1;
	for (uint32_t i = w->at; i < end; i++)
		if (sql_is_any(w->s, i, "ORDER LIMIT RETURNING OUTPUT") &&
		    w->s->tokens[i].depth == w->s->tokens[0].depth)
			end = i;
	return table_references(w, end, joined);
}

bool words_delete(struct words *w)
{
	struct aliases targets = {0}, joined = {0};
	uint32_t at;

	words_accept(w, "LOW_PRIORITY");
	words_accept(w, "QUICK");
	words_accept(w, "IGNORE");
	if (words_accept(w, "TOP") && words_skip_group(w))
		words_accept(w, "PERCENT");
	at = w->at + sql_is(w->s, w->at, "FROM");
	if (!delete_tables(w, &targets, &joined))
		return false;
	if (!targets.count && joined.count) {
		targets = joined;
		targets.count = 1;
	}
	for (uint32_t i = 0; i < targets.count; i++) {
		struct words_name table = resolve(&joined, targets.items[i].table.name);
		struct op *op;

		if (!table.name.len)
			return false;
		op = emit(w, OP_DELETE, &table);
		if (!has_condition(w, 0) && joined.count < 2 && !sql_may_go_on(w->s))
			op->flags |= OPF_NO_WHERE;
		sql_written_delete(w->s, op, at);
	}
	return words_pass(w, w->s->count);
}

/* Words that stand before a parenthesis and call nothing. */
static const char *const not_calls =
	"IN VALUES AND OR NOT EXISTS ANY ALL SOME AS ON USING OVER FROM JOIN SELECT WHERE BY THEN ELSE "
	"WHEN CASE UNION EXCEPT INTERSECT DISTINCT LIMIT OFFSET BETWEEN LIKE IS HAVING TOP FILTER "
	"WITHIN GROUP PARTITION ORDER LATERAL RETURNING SET INTO WITH MATCH AGAINST XOR REGEXP RLIKE "
	"VARCHAR CHAR NVARCHAR DECIMAL NUMERIC INT INTEGER FLOAT DATETIME2 VARBINARY BINARY";

bool words_is_impure(const struct words *w)
{
	for (uint32_t i = 0; i + 1 < w->s->count; i++) {
		uint32_t close;

		if (!sql_is_punct(w->s, i + 1, '(') || w->s->tokens[i].kind > SQL_QUOTED ||
		    sql_is_any(w->s, i, not_calls))
			continue;
		close = sql_closing(w->s, i + 1);
		if (close != SQL_NONE && sql_is(w->s, close + 1, "AS") &&
		    sql_is_punct(w->s, close + 2, '('))
			continue;
		if (w->s->tokens[i].kind == SQL_QUOTED || (i && sql_is_punct(w->s, i - 1, '.')) ||
		    !sql_is_pure_function(sql_token_text(w->s, i)))
			return true;
	}
	return false;
}

bool words_select(struct words *w)
{
	uint32_t into = clause(w, "INTO");
	struct words_name source = words_source(w, w->s->count), table;
	struct op *op;

	if (words_is_impure(w))
		return false;
	w->at = into + 1;
	if (into < w->s->count && !w->s->in_block && !sql_is_any(w->s, w->at, "OUTFILE DUMPFILE") &&
	    words_name(w, &table) && table.name.ptr[0] != '@') {
		op = emit(w, OP_CREATE_TABLE, &table);
		op->flags |= OPF_PARTIAL;
		op->to = source.name;
		op = emit(w, OP_INSERT, &table);
		op->to = source.name;
		sql_written_table_as(w->s, op - 1, op, 0);
	} else {
		emit(w, OP_SELECT, &source);
	}
	w->at = 1;
	return source.name.len ? words_pass_query(w) : words_pass(w, w->s->count);
}
