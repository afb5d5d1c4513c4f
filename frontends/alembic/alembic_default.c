#include "frontends/alembic/alembic_sql.h"

#include "core/base/vec.h"
#include "frontends/alembic/alembic_model.h"

/*
 * Server defaults, identities and computed columns.
 */

static struct str source(struct eval *e, const struct value *v)
{
	return v->at ? str_sub(cst_text(eval_cst(e), v->at), 0, 200) : STR("");
}

static struct column_default with_needs(struct eval *e, struct column_default d)
{
	d.refers = alembic_needs(eval_arena(e), d.text, &d.refer_count);
	return d;
}

/* Options of Identity(…) or Sequence(…) as SQL has them: "START WITH 5 INCREMENT BY 2". */
static struct str sequence_options(struct eval *e, const struct value *v, uint32_t first)
{
	static const struct {
		struct str keyword;
		const char *sql;
		bool flag;
	} options[] = {
		{STR_INIT("start"), "START WITH", false},
		{STR_INIT("increment"), "INCREMENT BY", false},
		{STR_INIT("minvalue"), "MINVALUE", false},
		{STR_INIT("maxvalue"), "MAXVALUE", false},
		{STR_INIT("nominvalue"), "NO MINVALUE", true},
		{STR_INIT("nomaxvalue"), "NO MAXVALUE", true},
		{STR_INIT("cycle"), "CYCLE", true},
		{STR_INIT("cache"), "CACHE", false},
		{STR_INIT("order"), "ORDER", true},
	};
	struct str text = STR("");

	for (uint32_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		const struct value *given = value_keyword(v, options[i].keyword);

		if (!given && first + i < v->count)
			given = v->items[first + i];
		if (!given || given->kind == VALUE_NONE ||
		    (options[i].flag && value_truth(given) == TRUTH_NO))
			continue;
		text = arena_printf(eval_arena(e), STR_FMT "%s%s", STR_ARG(text),
				    text.len ? " " : "", options[i].sql);
		if (!options[i].flag)
			text = arena_printf(eval_arena(e), STR_FMT " " STR_FMT, STR_ARG(text),
					    STR_ARG(alembic_sql(e, given)));
	}
	return text;
}

/* Identity(always, on_null, start, increment …) */
static struct column_default identity(struct eval *e, const struct value *v)
{
	const struct value *always = value_keyword(v, STR("always"));

	if (!always && v->count)
		always = v->items[0];
	return (struct column_default){
		.kind = DEFAULT_IDENTITY,
		.always = always ? alembic_tri(always) : TRI_NO,
		.text = sequence_options(e, v, 2),
	};
}

/* Computed(sqltext, persisted) */
static struct column_default computed(struct eval *e, const struct value *v)
{
	const struct value *text = value_keyword(v, STR("sqltext"));
	const struct value *stored = value_keyword(v, STR("persisted"));

	text = text ? text : v->count ? v->items[0] : NULL;
	stored = stored ? stored : v->count > 1 ? v->items[1] : NULL;
	return with_needs(e, (struct column_default){
				     .kind = DEFAULT_COMPUTED,
				     .stored = alembic_tri(stored),
				     .text = alembic_sql(e, text),
			     });
}

struct column_default alembic_default(struct eval *e, const struct value *v)
{
	struct str name = v ? value_last_name(v) : STR(""), sql;

	if (!v || v->kind == VALUE_NONE)
		return (struct column_default){.kind = DEFAULT_NONE};
	if (v->kind == VALUE_CALL && str_eq(name, STR("DefaultClause")) && v->count)
		v = v->items[0];
	if (value_is_str(v))
		return (struct column_default){.kind = DEFAULT_LITERAL, .text = v->text};
	if (v->kind == VALUE_CALL && str_eq(name, STR("Identity")))
		return identity(e, v);
	if (v->kind == VALUE_CALL && str_eq(name, STR("Computed")))
		return computed(e, v);
	if (str_eq(name, STR("FetchedValue"))) /* made by a trigger, say: emits no DDL */
		return (struct column_default){.kind = DEFAULT_NONE};
	if (eval_is_constant(e, v))
		return (struct column_default){.kind = DEFAULT_LITERAL, .text = source(e, v)};
	if (!alembic_write_sql(e, v, &sql))
		return (struct column_default){.kind = DEFAULT_UNKNOWN, .text = source(e, v)};
	return with_needs(e, (struct column_default){.kind = DEFAULT_EXPRESSION, .text = sql});
}
