#include "core/base/limits.h"
#include "frontends/alembic/alembic_values.h"

/* text() escapes a colon as "\:"; to the database it is a colon. */
static struct str unescape(struct arena *arena, struct str sql)
{
	struct str copy;
	char *to;

	if (!str_has(sql, STR("\\:")))
		return sql;
	copy = arena_str(arena, sql);
	to = (char *)copy.ptr;
	for (size_t i = 0; i < copy.len; i++)
		if (copy.ptr[i] != '\\' || i + 1 == copy.len || copy.ptr[i + 1] != ':')
			*to++ = copy.ptr[i];
	copy.len = (size_t)(to - copy.ptr);
	return copy;
}

/*
 * The body's guard for one in SQL (as op.guard has it), within the current one. `placed` holds those
 * that are there already.
 */
static uint32_t place_guard(struct eval *e, const struct sql_ops *ops, uint32_t *placed,
			    uint32_t number, struct span at)
{
	struct guard guard;
	uint32_t outer;

	if (!number)
		return eval_guard(e);
	if (placed[number - 1])
		return placed[number - 1];
	guard = ops->guards.items[number - 1];
	outer = place_guard(e, ops, placed, guard.outer, at);
	guard.outer = outer;
	guard.at = at;
	return placed[number - 1] = eval_add_guard(e, &guard);
}

/* ":name", "%(name)s": the parameter's name; "" if the text is something else. */
static struct str parameter_name(struct str text)
{
	if (str_starts(text, STR(":")))
		return str_sub(text, 1, text.len);
	if (str_starts(text, STR("%(")) && str_ends(text, STR(")s")))
		return str_sub(text, 2, text.len - 2);
	return STR("");
}

/* The values executed with a text: {"name": row.name} is what :name stands for. */
static void bind_values(struct alembic *a, struct eval *e, struct op *op,
			const struct value *parameters)
{
	struct alembic_values w = {.a = a, .e = e, .op = op};
	struct column *columns = arena_array(a->arena, op->column_count + 1, sizeof(*columns));

	alembic_value_rows(&w, parameters);
	for (uint32_t i = 0; i < op->column_count; i++) {
		struct str name = parameter_name(op->columns[i].server_default.text);

		columns[i] = op->columns[i];
		for (uint32_t n = 0; n < w.columns.count; n++) {
			if (!str_eq(name, w.columns.items[n].name))
				continue;
			columns[i] = w.columns.items[n];
			columns[i].name = op->columns[i].name;
		}
	}
	op->columns = columns;
}

/* A value that is put into the text: f"UPDATE t SET a = '{row.a}'". */
static void value_in_text(struct alembic_values *w, const struct value *sql, struct column *column)
{
	struct str text = column->server_default.text;

	for (uint32_t i = 0; i < sql->count && !column->source_count; i++) {
		struct str hole = eval_hole(w->e, sql->items[i]), table;
		bool whole = str_eq(text, hole) ||
			     (text.len == hole.len + 2 && text.ptr[0] == '\'');

		if (!str_has(text, hole))
			continue;
		table = alembic_sources(w, sql->items[i], column);
		column->copies &= whole;
		column->casts &= whole;
		if (!w->op->to.len)
			w->op->to = table;
	}
}

static void values_in_text(struct alembic *a, struct eval *e, struct op *op,
			   const struct value *sql)
{
	struct alembic_values w = {.a = a, .e = e, .op = op};
	struct column *columns = arena_array(a->arena, op->column_count + 1, sizeof(*columns));

	for (uint32_t i = 0; i < op->column_count; i++) {
		columns[i] = op->columns[i];
		if (columns[i].server_default.kind != DEFAULT_LITERAL && eval_spend(e, sql->count))
			value_in_text(&w, sql, &columns[i]);
	}
	op->columns = columns;
}

/* f"ALTER TABLE t DROP CONSTRAINT {fk['name']}" */
static void reflect_in_text(struct alembic *a, struct eval *e, struct op *op,
			    const struct value *sql)
{
	for (uint32_t i = 0; i < sql->count && !op->reflects && op->name.len; i++) {
		struct str text;

		if (!str_eq(op->name, eval_hole(e, sql->items[i])))
			continue;
		text = alembic_reflect(a, e, sql->items[i], op);
		if (text.len)
			op->name = text;
	}
}

const struct sql_ops *alembic_read_sql(struct alembic *a, struct eval *e, struct str text,
				       bool holes)
{
	const struct sql_ops *ops;
	size_t bytes;

	a->sql_bytes += text.len;
	if (a->sql_bytes > LIMIT_SQL_SUM_BYTES)
		return NULL;
	ops = sql_memo_read(a->sql, text, holes, eval_dialects(e), &bytes);
	eval_spend_bytes(e, bytes);
	return ops;
}

static void execute_sql(struct alembic *a, struct eval *e, const struct value *sql,
			const struct value *parameters, uint32_t node)
{
	const struct sql_ops *ops = alembic_read_sql(a, e, unescape(a->arena, sql->text),
						     sql->holes);
	uint32_t *guards;

	if (!ops) {
		alembic_emit_opaque(a, e, node, STR("executes more SQL than is read"));
		return;
	}
	guards = arena_array(a->arena, ops->guards.count, sizeof(*guards));
	for (uint32_t i = 0; i < ops->count; i++) {
		struct op *op = alembic_emit(a, e, ops->items[i].kind, node);
		struct op placed = ops->items[i];

		placed.at = op->at;
		placed.excerpt = op->excerpt;
		placed.via = op->via;
		placed.guard = place_guard(e, ops, guards, ops->items[i].guard, op->at);
		placed.dialects = op->dialects;
		placed.flags |= op->flags;
		*op = placed;
		if (alembic_sql_holds_secret(op, op->text)) {
			op->flags |= OPF_HOLDS_SECRET;
			a->facts |= FACT_HOLDS_SECRET;
		}
		if (sql->holes && (op->kind == OP_INSERT || op->kind == OP_UPDATE))
			values_in_text(a, e, op, sql);
		if (sql->holes)
			reflect_in_text(a, e, op, sql);
		if (parameters && (op->kind == OP_INSERT || op->kind == OP_UPDATE))
			bind_values(a, e, op, parameters);
	}
}

static bool verb_kind(struct str verb, enum op_kind *ret_kind)
{
	static const struct {
		struct str verb;
		enum op_kind kind;
	} verbs[] = {
		{STR_INIT("insert"), OP_INSERT}, {STR_INIT("update"), OP_UPDATE},
		{STR_INIT("delete"), OP_DELETE}, {STR_INIT("select"), OP_SELECT},
		{STR_INIT("query"), OP_SELECT},  {STR_INIT("exists"), OP_SELECT},
		{STR_INIT("Select"), OP_SELECT}, {STR_INIT("func"), OP_SELECT},
	};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (str_eq(verbs[i].verb, verb)) {
			*ret_kind = verbs[i].kind;
			return true;
		}
	}
	return false;
}

/* insert(t) or t.insert(): the table. */
static const struct value *target_of(const struct statement_parts *p)
{
	if (p->first->base->kind == VALUE_ATTRIBUTE)
		return p->root;
	return p->first->count ? p->first->items[0] : NULL;
}

/* delete(t, condition), t.delete(condition): as older releases have it. */
static bool has_clause(const struct statement_parts *p)
{
	uint32_t table = p->first->base->kind == VALUE_ATTRIBUTE ? 0 : 1;

	return p->first->count > table || value_keyword(p->first, STR("whereclause"));
}

/* insert(…).on_conflict_do_update(set_={…}): an update besides. */
static void upsert(struct alembic *a, struct eval *e, const struct value *what, struct str table,
		   struct str schema, uint32_t node)
{
	struct alembic_values w = {.a = a, .e = e};
	const struct value *set = NULL, *call = NULL;

	for (const struct value *v = what; v->kind == VALUE_CALL; v = v->base->base) {
		struct str name = value_last_name(v);

		if (str_eq(name, STR("on_conflict_do_update")))
			call = v, set = value_keyword(v, STR("set_"));
		else if (str_eq(name, STR("on_duplicate_key_update")))
			call = v, set = v->count ? v->items[0] : NULL;
		if (v->base->kind != VALUE_ATTRIBUTE)
			break;
	}
	if (!call)
		return;
	w.op = alembic_emit(a, e, OP_UPDATE, node);
	w.op->table = table;
	w.op->schema = schema;
	alembic_source(e, w.op, what->at, what);
	if (set)
		alembic_value_rows(&w, set);
	else
		alembic_value_keywords(&w, call);
	alembic_values_finish(&w);
}

static bool execute_core(struct alembic *a, struct eval *e, const struct value *what,
			 const struct value *parameters, uint32_t node)
{
	struct statement_parts p = alembic_take_apart(what);
	struct alembic_values w = {.a = a, .e = e};
	const struct value *target, *source;
	struct str schema;
	enum op_kind kind;
	struct op *op;

	if (!p.first || !verb_kind(p.verb, &kind))
		return false;
	op = w.op = alembic_emit(a, e, kind, node);
	alembic_source(e, op, what->at, what);
	target = kind == OP_SELECT ? alembic_find_table(e, what) : target_of(&p);
	if (kind == OP_SELECT) {
		op->table = target ? alembic_table_name(e, target, &op->schema) : STR("");
		return true;
	}
	op->table = target ? alembic_table_name(e, target, &op->schema) : STR("{?}");
	if (kind != OP_INSERT && !p.where && !has_clause(&p))
		op->flags |= OPF_NO_WHERE;
	source = p.from_select ? alembic_find_table(e, p.from_select) : NULL;
	if (source)
		op->to = alembic_table_name(e, source, &schema);
	if (kind != OP_INSERT)
		alembic_condition(&w, what);
	else if (p.from_select)
		alembic_rows_read(&w, p.from_select);
	if (kind == OP_DELETE)
		return true;
	alembic_value_statement(&w, what, parameters);
	alembic_values_finish(&w);
	if (kind == OP_INSERT)
		upsert(a, e, what, op->table, op->schema, node);
	return true;
}

/* What is executed with a statement: a dict, a list of them, or, as older releases have it, the
 * call's own keywords. */
static const struct value *parameters_of(struct alembic *a, const struct value *call,
					 const struct value *what)
{
	const struct value *given = NULL;
	struct value *dict;

	if (!call)
		return NULL;
	for (uint32_t i = 0; i + 1 < call->count; i++)
		if (call->items[i] == what)
			given = call->items[i + 1];
	given = given ? given : value_keyword(call, STR("parameters"));
	given = given ? given : value_keyword(call, STR("params"));
	if (given || !call->keyword_count || value_keyword(call, STR("execution_options")))
		return given;
	dict = value_new(a->arena, VALUE_DICT, call->at);
	for (uint32_t i = 0; i < call->keyword_count; i++) {
		value_push(a->arena, dict,
			   value_str(a->arena, call->keywords[i].name, false, call->at));
		value_push(a->arena, dict, call->keywords[i].value);
	}
	return dict;
}

void alembic_execute(struct alembic *a, struct eval *e, const struct value *what,
		     const struct value *call, uint32_t node)
{
	const struct value *sql = alembic_text(what), *parameters = parameters_of(a, call, what);

	if (sql)
		execute_sql(a, e, sql, parameters, node);
	else if (what->kind == VALUE_CALL && (execute_core(a, e, what, parameters, node) ||
					      alembic_construct(a, e, what, node)))
		return;
	else if (!a->opaque_call || a->opaque_call != what->at) /* told once already */
		alembic_emit_opaque(a, e, node,
				    arena_printf(a->arena,
						 "executes SQL that is not known: " STR_FMT,
						 STR_ARG(str_sub(eval_hole(e, what), 0, 80))));
}
