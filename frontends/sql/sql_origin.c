#include "core/base/limits.h"
#include "frontends/sql/sql_scope.h"

/*
 * The columns that an expression is made from.
 */

enum {
	ORIGIN_DEPTH = 24,
	ORIGINS_MAX = 32, /* of one value */
	ORIGIN_WORK = 16, /* looks at each token of a statement, besides the first */
};

/* Sub-queries are looked at for each of the names that they may have: not without a bound. */
static bool spend(struct sql_origin *o, struct sql_range query)
{
	struct sql_statement *s = o->s;

	s->origin_work += query.to - query.from + 1;
	if (s->origin_work <= (size_t)ORIGIN_WORK * s->count + 1000)
		return true;
	o->computed = true;
	return false;
}

static void add(struct sql_origin *o, struct str table, struct str name)
{
	struct str full = name;

	if (!name.len || o->names.count == ORIGINS_MAX)
		return;
	if (table.len)
		full = arena_printf(o->s->arena, STR_FMT "." STR_FMT, STR_ARG(table),
				    STR_ARG(name));
	for (uint32_t i = 0; i < o->names.count; i++)
		if (str_eq(o->names.items[i], full))
			return;
	*vec_push(o->s->arena, &o->names) = full;
}

static void column_of(struct sql_origin *o, const struct sql_scope *scope,
		      const struct sql_relation *relation, struct str name, unsigned depth);

/* A column of a sub-query: what its list has under that name. */
static void column_of_query(struct sql_origin *o, const struct sql_scope *outer,
			    struct sql_range query, struct str name, unsigned depth)
{
	struct sql_scope scope = {.outer = outer};
	struct sql_statement *s = o->s;
	struct sql_range list;
	bool several, all = false;

	if (!spend(o, query)) {
		add(o, STR("?"), name);
		return;
	}
	list = sql_scope_select(s, &scope, query, &several);
	o->computed |= several;
	for (uint32_t at = list.from; at < list.to; at++) {
		struct sql_range value = {at, sql_element_end(s, at, list.to)};

		at = value.to;
		all |= sql_selects_all(s, value);
		if (str_eq_nocase(sql_selected_name(s, &value), name)) {
			sql_origin_value(o, &scope, value, depth + 1);
			return;
		}
	}
	if (all && scope.relations.count == 1)
		column_of(o, &scope, &scope.relations.items[0], name, depth + 1);
	else
		add(o, STR("?"), name);
}

static void column_of(struct sql_origin *o, const struct sql_scope *scope,
		      const struct sql_relation *relation, struct str name, unsigned depth)
{
	if (depth > ORIGIN_DEPTH || !o->steps)
		return;
	o->steps--;
	if (relation->own)
		add(o, STR(""), name);
	else if (relation->table.len)
		add(o, relation->table, name);
	else if (relation->query.to > relation->query.from)
		column_of_query(o, scope, relation->query, name, depth + 1);
	else
		add(o, STR("?"), name);
}

static void resolve(struct sql_origin *o, const struct sql_scope *scope, struct str owner,
		    struct str name, unsigned depth)
{
	for (const struct sql_scope *sc = scope; sc; sc = sc->outer) {
		uint32_t count = sc->relations.count;

		for (uint32_t i = 0; owner.len && i < count; i++) {
			if (!str_eq_nocase(sc->relations.items[i].alias, owner))
				continue;
			column_of(o, sc, &sc->relations.items[i], name, depth);
			return;
		}
		if (owner.len || !count)
			continue;
		if (count == 1)
			column_of(o, sc, &sc->relations.items[0], name, depth);
		else
			add(o, STR("?"), name);
		return;
	}
	add(o, owner.len ? owner : STR("?"), name);
}

/* Words of expressions that are no columns. */
static bool is_keyword(const struct sql_statement *s, uint32_t i)
{
	return sql_is_any(
		s, i,
		"AND OR NOT XOR NULL IS IN CASE WHEN THEN ELSE END LIKE ILIKE SIMILAR TO BETWEEN "
		"SYMMETRIC TRUE FALSE UNKNOWN DISTINCT FROM AS AT TIME ZONE INTERVAL ESCAPE COLLATE ANY "
		"ALL SOME EXISTS ARRAY ROW CURRENT_TIMESTAMP CURRENT_DATE CURRENT_TIME CURRENT_USER "
		"SESSION_USER USER LOCALTIME LOCALTIMESTAMP SYSDATE SYSTIMESTAMP UTC_TIMESTAMP DEFAULT "
		"ORDER BY ASC DESC NULLS FIRST LAST OVER PARTITION FILTER WITHIN GROUP WHERE LIMIT "
		"OFFSET SELECT ISNULL NOTNULL OVERLAPS USING BINARY DIV MOD REGEXP RLIKE BOTH LEADING "
		"TRAILING RETURNING SEPARATOR NEXTVAL CURRVAL");
}

/* a.b.c: the last is the column, the one before its table. Returns the token after it. */
static uint32_t dotted(const struct sql_statement *s, struct sql_range range, struct str *ret_owner,
		       struct str *ret_name)
{
	uint32_t i = range.from;

	*ret_owner = STR("");
	*ret_name = sql_identifier(s, i++);
	while (i + 1 < range.to && sql_is_punct(s, i, '.')) {
		if (sql_is_any(s, i + 1, "NEXTVAL CURRVAL")) { /* Oracle's sequences */
			*ret_name = *ret_owner = STR("");
			return i + 2;
		}
		*ret_owner = *ret_name;
		*ret_name = sql_identifier(s, i + 1);
		i += 2;
	}
	return i;
}

static bool is_column(const struct sql_statement *s, uint32_t i, uint32_t end)
{
	const struct sql_token *t = &s->tokens[i];

	if (t->kind == SQL_QUOTED)
		return true;
	if (t->kind != SQL_WORD || (t->flags & SQL_IS_HOLE) || is_keyword(s, i) ||
	    sql_token_text(s, i).ptr[0] == '@')
		return false;
	/* DATE '2020-01-01'; INTERVAL 1 DAY */
	return !(i + 1 < end && s->tokens[i + 1].kind == SQL_STRING) &&
	       !(i >= 2 && sql_is(s, i - 2, "INTERVAL"));
}

static bool is_call(const struct sql_statement *s, uint32_t i, uint32_t end)
{
	return i < end && sql_is_punct(s, i, '(');
}

static bool is_query(const struct sql_statement *s, uint32_t open)
{
	return sql_is_punct(s, open, '(') && sql_is_any(s, open + 1, "SELECT WITH") &&
	       sql_closing(s, open) != SQL_NONE;
}

/* What a scalar sub-query gives. */
static void query_value(struct sql_origin *o, const struct sql_scope *outer, struct sql_range query,
			unsigned depth)
{
	struct sql_scope scope = {.outer = outer};
	struct sql_range list;
	bool several;

	if (!spend(o, query))
		return;
	list = sql_scope_select(o->s, &scope, query, &several);
	o->computed |= several;
	if (list.from < list.to && sql_selects_all(o->s, list)) {
		o->computed = true; /* EXISTS (SELECT * …) */
		return;
	}
	sql_selected_name(o->s, &list);
	sql_origin_value(o, &scope, list, depth + 1);
}

/* Passes over a type's name: character varying(10)[] */
static uint32_t after_type(const struct sql_statement *s, struct sql_range range)
{
	uint32_t i = range.from;

	while (i < range.to &&
	       (s->tokens[i].kind == SQL_QUOTED ||
		(s->tokens[i].kind == SQL_WORD && !is_keyword(s, i)) || sql_is_punct(s, i, '.')))
		i++;
	while (i < range.to && (sql_is_punct(s, i, '(') || sql_is_punct(s, i, '[')) &&
	       sql_closing(s, i) != SQL_NONE)
		i = sql_closing(s, i) + 1;
	if (i + 2 < range.to && sql_is_any(s, i, "WITH WITHOUT") && sql_is(s, i + 1, "TIME"))
		i += 3;
	return i;
}

static bool is_cast_operator(const struct sql_statement *s, uint32_t i)
{
	return s->tokens[i].kind == SQL_OPERATOR && str_eq(sql_token_text(s, i), STR("::"));
}

static void collect(struct sql_origin *o, const struct sql_scope *scope, struct sql_range range,
		    unsigned depth)
{
	const struct sql_statement *s = o->s;
	struct str owner, name;

	for (uint32_t i = range.from; i < range.to && o->steps; o->steps--) {
		if (is_query(s, i)) {
			uint32_t close = sql_closing(s, i);

			query_value(o, scope, (struct sql_range){i + 1, close}, depth + 1);
			i = close + 1;
		} else if (is_cast_operator(s, i) || sql_is(s, i, "AS")) {
			i = after_type(s, (struct sql_range){i + 1, range.to});
		} else if (sql_is(s, i, "COLLATE")) {
			i += 2;
		} else if (!is_column(s, i, range.to)) {
			i++;
		} else {
			uint32_t first = i;

			i = dotted(s, (struct sql_range){i, range.to}, &owner, &name);
			/* EXTRACT(year FROM a) */
			if (!is_call(s, i, range.to) &&
			    !(sql_is(s, i, "FROM") && first && sql_is_punct(s, first - 1, '(')))
				resolve(o, scope, owner, name, depth);
		}
	}
}

/* Is all of it CAST(x AS type), or x::type? Then *ret is x. */
static bool is_cast(const struct sql_statement *s, struct sql_range range, struct sql_range *ret)
{
	uint32_t depth = s->tokens[range.from].depth, close, as;

	if (sql_is(s, range.from, "CAST") && sql_is_punct(s, range.from + 1, '(')) {
		close = sql_closing(s, range.from + 1);
		if (close == SQL_NONE || close + 1 != range.to || close == range.from + 2)
			return false;
		as = sql_find(s, range.from + 2, close, "AS");
		*ret = (struct sql_range){range.from + 2, as};
		return as != SQL_NONE;
	}
	for (uint32_t i = range.to; i-- > range.from + 1;) {
		if (s->tokens[i].depth != depth || !is_cast_operator(s, i))
			continue;
		*ret = (struct sql_range){range.from, i};
		return after_type(s, (struct sql_range){i + 1, range.to}) == range.to;
	}
	return false;
}

/* The range without parentheses around all of it. */
static struct sql_range strip(const struct sql_statement *s, struct sql_range range)
{
	while (range.from + 1 < range.to && sql_is_punct(s, range.from, '(') &&
	       sql_closing(s, range.from) == range.to - 1 && !is_query(s, range.from)) {
		range.from++;
		range.to--;
	}
	return range;
}

void sql_origin_value(struct sql_origin *o, const struct sql_scope *scope, struct sql_range range,
		      unsigned depth)
{
	const struct sql_statement *s = o->s;
	struct str owner, name;
	struct sql_range inner;

	if (range.from >= range.to)
		return;
	if (depth > ORIGIN_DEPTH || !o->steps) {
		o->computed = true;
		return;
	}
	o->steps--;
	range = strip(s, range);
	if (range.from >= range.to)
		return;
	if (is_query(s, range.from) && sql_closing(s, range.from) == range.to - 1) {
		query_value(o, scope, (struct sql_range){range.from + 1, range.to - 1}, depth + 1);
	} else if (is_cast(s, range, &inner)) {
		o->cast = true;
		sql_origin_value(o, scope, inner, depth + 1);
	} else if (is_column(s, range.from, range.to) &&
		   dotted(s, range, &owner, &name) == range.to) {
		resolve(o, scope, owner, name, depth);
	} else {
		o->computed = true;
		collect(o, scope, range, depth + 1);
	}
}
