#include "core/base/vec.h"
#include "frontends/alembic/alembic_model.h"
#include "frontends/alembic/alembic_sql.h"

/*
 * Indexes: Index("name", "a", "b", …) and op.create_index("name", "t", ["a", "b"], …) share their
 * keywords, which a dialect's name begins.
 */

/* Keyword without its dialect: "postgresql_where" is "where". */
static struct str option_of(struct str keyword)
{
	static const struct str dialects[] = {
		STR_INIT("postgresql_"),  STR_INIT("mysql_"), STR_INIT("mariadb_"),
		STR_INIT("sqlite_"),      STR_INIT("mssql_"), STR_INIT("oracle_"),
		STR_INIT("cockroachdb_"),
	};

	for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++)
		if (str_starts(keyword, dialects[i]))
			return str_sub(keyword, dialects[i].len, keyword.len);
	return STR("");
}

static void add_option(struct eval *e, struct index *index, struct str name, struct str key,
		       struct str value)
{
	if (index->options.len > 1000)
		return;
	index->options = arena_printf(eval_arena(e),
				      STR_FMT "%s" STR_FMT "%s" STR_FMT "%s%s" STR_FMT,
				      STR_ARG(index->options), index->options.len ? ", " : "",
				      STR_ARG(name), key.len ? "(" : "", STR_ARG(key),
				      key.len ? ")" : "", value.len ? "=" : "", STR_ARG(value));
}

/* {"a": 10}: an option of each column; anything else: one of the index. */
static void add_options(struct eval *e, struct index *index, struct str name, const struct value *v)
{
	if (v->kind != VALUE_DICT) {
		add_option(e, index, name, STR(""), alembic_sql(e, v));
		return;
	}
	for (uint32_t i = 0; i + 1 < v->count; i += 2)
		add_option(e, index, name, eval_name(e, v->items[i]),
			   alembic_sql(e, v->items[i + 1]));
}

/* {"name": "gin_trgm_ops"} */
static void operators(struct eval *e, struct index *index, const struct value *v)
{
	VEC(struct str) all = {0};

	for (uint32_t i = 0; v->kind == VALUE_DICT && i + 1 < v->count; i += 2)
		*vec_push(eval_arena(e), &all) = arena_printf(
			eval_arena(e), STR_FMT " " STR_FMT, STR_ARG(eval_name(e, v->items[i])),
			STR_ARG(eval_name(e, v->items[i + 1])));
	if (v->kind != VALUE_DICT)
		*vec_push(eval_arena(e), &all) = eval_hole(e, v);
	index->operators = all.items;
	index->operator_count = all.count;
}

/* WITH (fillfactor = 50): its keys are the options. */
static void storage(struct eval *e, struct index *index, const struct value *v)
{
	if (v->kind != VALUE_DICT)
		add_option(e, index, STR("with"), STR(""), eval_hole(e, v));
	for (uint32_t i = 0; v->kind == VALUE_DICT && i + 1 < v->count; i += 2)
		add_option(e, index, eval_name(e, v->items[i]), STR(""),
			   alembic_sql(e, v->items[i + 1]));
}

static void index_option(struct eval *e, struct index *index, struct str option,
			 const struct value *v)
{
	if (v->kind == VALUE_NONE || (v->kind == VALUE_BOOL && !v->number))
		return;
	if (str_eq(option, STR("where")))
		index->where = alembic_sql(e, v);
	else if (str_eq(option, STR("using")))
		index->method = eval_name(e, v);
	else if (str_eq(option, STR("concurrently")))
		index->concurrently |= value_truth(v) == TRUTH_YES;
	else if (str_eq(option, STR("nulls_not_distinct")))
		index->nulls_not_distinct |= value_truth(v) == TRUTH_YES;
	else if (str_eq(option, STR("include")))
		index->include = alembic_names(e, v, &index->include_count);
	else if (str_eq(option, STR("ops")))
		operators(e, index, v);
	else if (str_eq(option, STR("with")))
		storage(e, index, v);
	else if (v->kind == VALUE_BOOL)
		add_option(e, index, option, STR(""), STR(""));
	else
		add_options(e, index, option, v);
}

void alembic_index_options(struct eval *e, const struct value *call, struct index *index)
{
	for (uint32_t i = 0; i < call->keyword_count; i++) {
		struct str option = option_of(call->keywords[i].name);

		if (option.len)
			index_option(e, index, option, call->keywords[i].value);
	}
}

void alembic_index(struct eval *e, const struct value *v, struct index *ret_index)
{
	const struct value *name = value_keyword(v, STR("name"));
	uint32_t first = name ? 0 : 1;
	struct str *columns = arena_array(eval_arena(e), v->count + 1, sizeof(*columns));

	*ret_index = (struct index){.columns = columns};
	name = name ? name : v->count ? v->items[0] : NULL;
	if (name && name->kind != VALUE_NONE)
		ret_index->name = eval_name(e, name);
	for (uint32_t i = first; i < v->count; i++)
		columns[ret_index->column_count++] = alembic_name(e, v->items[i]);
	ret_index->unique = alembic_true(v, STR("unique"));
	alembic_index_options(e, v, ret_index);
}

const struct value *alembic_index_table(struct eval *e, const struct value *v)
{
	for (uint32_t i = 1; i < v->count; i++) {
		const struct value *table;

		if (alembic_column_name(e, v->items[i], &table).len && table)
			return table;
	}
	return NULL;
}

struct str alembic_index_name(struct eval *e, struct str schema, struct str table,
			      struct str column)
{
	return arena_printf(eval_arena(e), "ix_" STR_FMT "%s" STR_FMT "_" STR_FMT, STR_ARG(schema),
			    schema.len ? "_" : "", STR_ARG(table), STR_ARG(column));
}
