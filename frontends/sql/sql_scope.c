#include "frontends/sql/sql_scope.h"

#include "frontends/sql/words.h"

enum {
	RELATIONS_MAX = 64, /* of one scope */
	RELATIONS_DEPTH = 16,
};

uint32_t sql_clause(const struct sql_statement *s, struct sql_range range, const char *words)
{
	uint32_t depth = range.from < s->count ? s->tokens[range.from].depth : 0;

	for (uint32_t i = range.from; i < range.to && i < s->count; i++)
		if (s->tokens[i].depth == depth && s->tokens[i].kind == SQL_WORD &&
		    sql_is_any(s, i, words))
			return i;
	return range.to;
}

void sql_scope_add(struct sql_statement *s, struct sql_scope *scope, struct str table,
		   struct str alias, bool own)
{
	if (scope->relations.count < RELATIONS_MAX)
		*vec_push(s->scratch, &scope->relations) = (struct sql_relation){
			.alias = alias.len ? alias : table, .table = table, .own = own};
}

static const struct sql_relation *find_with(const struct sql_scope *scope, struct str name)
{
	for (; scope; scope = scope->outer)
		for (uint32_t i = 0; i < scope->with.count; i++)
			if (str_eq_nocase(scope->with.items[i].alias, name))
				return &scope->with.items[i];
	return NULL;
}

uint32_t sql_scope_with(struct sql_statement *s, struct sql_scope *scope, struct sql_range range)
{
	struct words w = {s, range.from};

	if (!words_accept(&w, "WITH"))
		return range.from;
	words_accept(&w, "RECURSIVE");
	do {
		struct sql_relation relation = {0};
		uint32_t close;

		if (w.at >= range.to || !words_identifier(&w, &relation.alias))
			break;
		/* names for the columns: what is asked for by them is not followed */
		if (sql_is_punct(s, w.at, '(')) {
			relation.query = (struct sql_range){range.to, range.to};
			close = sql_closing(s, w.at);
			w.at = close == SQL_NONE ? range.to : close + 1;
		}
		words_accept(&w, "AS");
		words_accept(&w, "NOT");
		words_accept(&w, "MATERIALIZED");
		close = sql_is_punct(s, w.at, '(') ? sql_closing(s, w.at) : SQL_NONE;
		if (close == SQL_NONE)
			break;
		if (!relation.query.to)
			relation.query = (struct sql_range){w.at + 1, close};
		w.at = close + 1;
		if (scope->with.count < RELATIONS_MAX)
			*vec_push(s->scratch, &scope->with) = relation;
	} while (words_accept_punct(&w, ','));
	return w.at;
}

static const char *const after_table =
	"JOIN INNER LEFT RIGHT CROSS FULL NATURAL OUTER STRAIGHT_JOIN ON USING WHERE FROM GROUP ORDER "
	"HAVING LIMIT OFFSET FETCH FOR UNION EXCEPT INTERSECT MINUS WINDOW RETURNING OUTPUT SET WITH "
	"FORCE USE IGNORE PARTITION TABLESAMPLE VALUES VALUE SELECT DEFAULT OVERRIDING";

/* One element of a list of tables; returns the token after it. */
static uint32_t table_at(struct sql_statement *s, struct sql_scope *scope, struct sql_range range)
{
	struct sql_relation relation = {0};
	const struct sql_relation *with;
	struct words w = {s, range.from};
	struct words_name name;

	words_accept_any(&w, "ONLY LATERAL");
	if (sql_is_punct(s, w.at, '(')) {
		uint32_t close = sql_closing(s, w.at);

		if (close == SQL_NONE)
			return range.to;
		relation.query = (struct sql_range){w.at + 1, close};
		w.at = close + 1;
		if (!sql_is_any(s, relation.query.from, "SELECT WITH VALUES") &&
		    !sql_is_punct(s, relation.query.from, '(')) {
			sql_scope_tables(s, scope, relation.query); /* (a JOIN b ON …) */
			return w.at;
		}
	} else if (!words_name(&w, &name)) {
		return range.from + 1;
	} else if (sql_is_punct(s, w.at, '(')) { /* generate_series(1, 2) AS n */
		uint32_t close = sql_closing(s, w.at);

		w.at = close == SQL_NONE ? range.to : close + 1;
	} else {
		with = name.schema.len ? NULL : find_with(scope, name.name);
		relation.alias = name.name;
		if (with)
			relation.query = with->query;
		else
			relation.table = name.name;
	}
	words_accept(&w, "AS");
	if (w.at < range.to && !sql_is_any(s, w.at, after_table))
		words_identifier(&w, &relation.alias);
	if (scope->relations.count < RELATIONS_MAX)
		*vec_push(s->scratch, &scope->relations) = relation;
	return w.at;
}

void sql_scope_tables(struct sql_statement *s, struct sql_scope *scope, struct sql_range range)
{
	uint32_t depth = range.from < s->count ? s->tokens[range.from].depth : 0;
	bool expected = true;

	for (uint32_t i = range.from; i < range.to && i < s->count;) {
		bool here = s->tokens[i].depth == depth;

		if (expected && here) {
			uint32_t next = table_at(s, scope, (struct sql_range){i, range.to});

			expected = false;
			i = next > i ? next : i + 1;
			continue;
		}
		expected |= here && (sql_is_punct(s, i, ',') ||
				     sql_is_any(s, i, "JOIN STRAIGHT_JOIN APPLY"));
		i++;
	}
}

static const char *const after_tables =
	"WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH FOR UNION EXCEPT INTERSECT MINUS WINDOW RETURNING";

/* DELETE FROM t … RETURNING list, and the like */
static struct sql_range returning(struct sql_statement *s, struct sql_scope *scope,
				  struct sql_range query)
{
	struct sql_range list = {sql_clause(s, query, "RETURNING") + 1, query.to}, table = query;

	if (list.from >= list.to)
		return (struct sql_range){query.to, query.to};
	table.from += sql_is(s, query.from, "UPDATE") ? 1 : 2;
	table.to = sql_clause(s, table, "SET WHERE USING RETURNING VALUES SELECT");
	if (sql_is(s, query.from, "INSERT") && table.to > table.from + 1)
		table.to = table.from + 1;
	if (table.from < table.to)
		sql_scope_tables(s, scope, table);
	return list;
}

/* The range behind SELECT DISTINCT ON (…) TOP n. */
static struct sql_range behind_select(const struct sql_statement *s, struct sql_range list)
{
	list.from++;
	while (sql_is_any(s, list.from, "ALL DISTINCT SQL_NO_CACHE STRAIGHT_JOIN"))
		list.from++;
	if (sql_is(s, list.from, "ON") && sql_is_punct(s, list.from + 1, '(') &&
	    sql_closing(s, list.from + 1) != SQL_NONE)
		list.from = sql_closing(s, list.from + 1) + 1;
	if (sql_is(s, list.from, "TOP"))
		list.from += 2;
	return list;
}

struct sql_range sql_scope_select(struct sql_statement *s, struct sql_scope *scope,
				  struct sql_range query, bool *ret_several)
{
	struct sql_range list = query, tables;

	*ret_several = false;
	list.from = sql_scope_with(s, scope, query);
	if (list.from < list.to && sql_is_any(s, list.from, "DELETE UPDATE INSERT"))
		return returning(s, scope, list);
	while (list.from < list.to && sql_is_punct(s, list.from, '(') &&
	       sql_closing(s, list.from) != SQL_NONE) { /* (SELECT …) UNION … */
		*ret_several |= sql_closing(s, list.from) + 1 != list.to;
		list.to = sql_closing(s, list.from);
		list.from++;
	}
	if (list.from < list.to && sql_is(s, list.from, "SELECT"))
		list = behind_select(s, list);
	else
		list.to = list.from;
	if (list.from >= list.to)
		return (struct sql_range){query.to, query.to};
	*ret_several |= sql_clause(s, list, "UNION EXCEPT INTERSECT MINUS") < list.to;
	tables = (struct sql_range){sql_clause(s, list, "FROM") + 1, list.to};
	if (tables.from < tables.to) {
		tables.to = sql_clause(s, tables, after_tables);
		sql_scope_tables(s, scope, tables);
	}
	list.to = sql_clause(s, list,
			     "FROM WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH FOR UNION EXCEPT "
			     "INTERSECT MINUS WINDOW INTO ON");
	return list;
}

bool sql_scope_is_table(struct sql_statement *s, const struct sql_scope *scope, unsigned depth)
{
	struct sql_scope inner = {.outer = scope};
	struct sql_range list, query;
	bool several;

	if (scope->relations.count != 1 || depth > RELATIONS_DEPTH)
		return false;
	if (scope->relations.items[0].table.len)
		return true;
	query = scope->relations.items[0].query;
	if (query.from >= query.to)
		return false;
	list = sql_scope_select(s, &inner, query, &several);
	return !several && list.to > list.from &&
	       sql_element_end(s, list.from, list.to) == list.to && sql_selects_all(s, list) &&
	       sql_scope_is_table(s, &inner, depth + 1);
}

bool sql_selects_all(const struct sql_statement *s, struct sql_range value)
{
	struct str text = value.to > value.from ? sql_token_text(s, value.to - 1) : STR("");

	return str_eq(text, STR("*")) &&
	       (value.to == value.from + 1 || sql_is_punct(s, value.to - 2, '.'));
}

struct str sql_selected_name(const struct sql_statement *s, struct sql_range *value)
{
	uint32_t last = value->to - 1, depth;
	bool is_name;

	if (value->to <= value->from || sql_selects_all(s, *value))
		return STR("");
	depth = s->tokens[value->from].depth;
	is_name = s->tokens[last].depth == depth &&
		  (s->tokens[last].kind == SQL_WORD || s->tokens[last].kind == SQL_QUOTED);
	if (!is_name)
		return STR("");
	if (last > value->from && sql_is(s, last - 1, "AS") && last - 1 > value->from) {
		value->to = last - 1;
		return sql_identifier(s, last);
	}
	if (last == value->from || sql_is_punct(s, last - 1, '.'))
		return sql_identifier(s, last);
	/* a b: an alias without AS */
	if (sql_ends_operand(s->source, &s->tokens[last - 1]) &&
	    !sql_is_any(s, last, "END NULL TRUE FALSE ZONE UNKNOWN") &&
	    !sql_is_any(s, last - 1, "NOT CASE")) {
		value->to = last;
		return sql_identifier(s, last);
	}
	return STR("");
}
