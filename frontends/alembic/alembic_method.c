#include "frontends/alembic/alembic_host.h"

/*
 * Methods of connections, sessions, queries, types and tables, whoever holds them.
 */

enum effect {
	EFFECT_EXECUTE,
	EFFECT_READ_OR_EXECUTE, /* with an argument: connection.scalar(sql) */
	EFFECT_EXECUTE_SECOND,  /* execute_values(cursor, sql, rows) */
	EFFECT_CREATE,
	EFFECT_DROP,
	EFFECT_UPDATE,
	EFFECT_DELETE,
	EFFECT_INSERT,
	EFFECT_INSERT_ROWS, /* (Model, rows) */
	EFFECT_UPDATE_ROWS,
	EFFECT_COMMIT,
	EFFECT_CREATE_ALL,
	EFFECT_DROP_ALL,
	EFFECT_OPTIONS, /* execution_options(isolation_level=…) */
	EFFECT_ISOLATION,
};

static const struct {
	struct str name;
	enum effect effect;
} effects[] = {
	{STR_INIT("execute"), EFFECT_EXECUTE},
	{STR_INIT("exec"), EFFECT_EXECUTE}, /* sqlmodel's session */
	{STR_INIT("exec_driver_sql"), EFFECT_EXECUTE},
	{STR_INIT("executemany"), EFFECT_EXECUTE},
	{STR_INIT("copy_expert"), EFFECT_EXECUTE},
	{STR_INIT("execute_values"), EFFECT_EXECUTE_SECOND}, /* psycopg2.extras */
	{STR_INIT("execute_batch"), EFFECT_EXECUTE_SECOND},
	{STR_INIT("scalar"), EFFECT_READ_OR_EXECUTE},
	{STR_INIT("scalars"), EFFECT_READ_OR_EXECUTE},
	{STR_INIT("create"), EFFECT_CREATE},
	{STR_INIT("drop"), EFFECT_DROP},
	{STR_INIT("update"), EFFECT_UPDATE},
	{STR_INIT("delete"), EFFECT_DELETE},
	{STR_INIT("add"), EFFECT_INSERT},
	{STR_INIT("add_all"), EFFECT_INSERT},
	{STR_INIT("merge"), EFFECT_INSERT},
	{STR_INIT("bulk_save_objects"), EFFECT_INSERT},
	{STR_INIT("bulk_insert_mappings"), EFFECT_INSERT_ROWS},
	{STR_INIT("bulk_update_mappings"), EFFECT_UPDATE_ROWS},
	{STR_INIT("commit"), EFFECT_COMMIT},
	{STR_INIT("create_all"), EFFECT_CREATE_ALL},
	{STR_INIT("drop_all"), EFFECT_DROP_ALL},
	{STR_INIT("execution_options"), EFFECT_OPTIONS},
	{STR_INIT("set_isolation_level"), EFFECT_ISOLATION},
};

static bool execute(struct alembic *a, struct eval *e, const struct value *call, uint32_t position)
{
	static const struct str keywords[] = {STR_INIT("statement"), STR_INIT("clause"),
					      STR_INIT("clauseelement"), STR_INIT("sqltext")};
	const struct value *what = position < call->count ? call->items[position] : NULL;

	for (size_t i = 0; !what && i < sizeof(keywords) / sizeof(keywords[0]); i++)
		what = value_keyword(call, keywords[i]);
	if (what)
		alembic_execute(a, e, what, call, call->at);
	else
		alembic_emit_opaque(a, e, call->at, STR("executes a statement that is not known"));
	return true;
}

void alembic_isolation(struct alembic *a, struct eval *e, const struct value *level, uint32_t node)
{
	struct str name = eval_name(e, level);
	bool automatic = str_eq_nocase(name, STR("AUTOCOMMIT")) || str_eq(name, STR("0")) ||
			 str_ends(name, STR("AUTOCOMMIT}")) || str_eq(name, STR("True"));

	if (automatic && !a->autocommit) {
		alembic_emit(a, e, OP_AUTOCOMMIT_BEGIN, node);
		a->autocommit++;
		a->isolation = true;
	} else if (!automatic && a->isolation && a->autocommit) {
		a->autocommit--;
		a->isolation = false;
		alembic_emit(a, e, OP_AUTOCOMMIT_END, node);
	} else if (!automatic) {
		struct op *op = alembic_emit(a, e, OP_SET_VARIABLE, node);

		op->name = STR("isolation_level");
		op->to = name;
	}
}

static bool change_rows(struct alembic *a, struct eval *e, const struct value *call, bool deletes)
{
	if (call->base->kind != VALUE_ATTRIBUTE)
		return false;
	if (alembic_query_change(a, e, call, deletes))
		return true;
	if (!deletes || !call->count || alembic_is_table(call->base->base))
		return false; /* table.update(), a dict's update(): values */
	alembic_delete_object(a, e, call);
	return true;
}

static bool isolate(struct alembic *a, struct eval *e, const struct value *call, bool option)
{
	const struct value *level = option        ? value_keyword(call, STR("isolation_level"))
				    : call->count ? call->items[0]
						  : NULL;

	if (level)
		alembic_isolation(a, e, level, call->at);
	return level != NULL;
}

/* Session(…), sessionmaker(…)(), db.session: not the connection that Alembic has opened. */
static bool is_session(const struct value *v)
{
	struct str name = value_last_name(v);

	if (v->kind == VALUE_CALL && v->base->kind == VALUE_CALL)
		name = value_last_name(v->base);
	return str_eq(name, STR("Session")) || str_eq(name, STR("sessionmaker")) ||
	       str_eq(name, STR("scoped_session")) || str_eq(name, STR("session"));
}

static void commit(struct alembic *a, struct eval *e, const struct value *call)
{
	struct op *op = alembic_emit(a, e, OP_COMMIT, call->at);

	if (call->base->kind == VALUE_ATTRIBUTE && is_session(call->base->base))
		op->name = STR("session");
}

static bool effect_of(struct alembic *a, struct eval *e, const struct value *call,
		      enum effect effect)
{
	bool method = call->base->kind == VALUE_ATTRIBUTE;

	switch (effect) {
	case EFFECT_READ_OR_EXECUTE:
		return call->count && execute(a, e, call, 0);
	case EFFECT_EXECUTE:
		return execute(a, e, call, 0);
	case EFFECT_EXECUTE_SECOND:
		return execute(a, e, call, 1);
	case EFFECT_CREATE:
	case EFFECT_DROP:
		return method && alembic_create_or_drop(a, e, call, effect == EFFECT_DROP);
	case EFFECT_UPDATE:
	case EFFECT_DELETE:
		return change_rows(a, e, call, effect == EFFECT_DELETE);
	case EFFECT_INSERT:
		if (!method || !call->count)
			return false;
		alembic_add_objects(a, e, call);
		return true;
	case EFFECT_INSERT_ROWS:
	case EFFECT_UPDATE_ROWS:
		return method && call->count &&
		       alembic_bulk_rows(a, e, call, effect == EFFECT_UPDATE_ROWS);
	case EFFECT_COMMIT:
		commit(a, e, call);
		return true;
	case EFFECT_CREATE_ALL:
	case EFFECT_DROP_ALL:
		return alembic_create_or_drop_all(a, e, call, effect == EFFECT_DROP_ALL);
	case EFFECT_OPTIONS:
	case EFFECT_ISOLATION:
		return isolate(a, e, call, effect == EFFECT_OPTIONS);
	}
	return false;
}

bool alembic_method(struct alembic *a, struct eval *e, const struct value *call)
{
	struct str name = value_last_name(call);
	bool imported = call->base->kind == VALUE_REF;

	/* a function of that name is not a method: sqlalchemy.update(t), exec(code) */
	if (imported && (str_starts(call->base->text, STR("sqlalchemy.")) ||
			 str_starts(call->base->text, STR("builtins."))))
		return false;
	if (call->base->kind != VALUE_ATTRIBUTE && !imported)
		return false;
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (str_eq(effects[i].name, name))
			return effect_of(a, e, call, effects[i].effect);
	return false;
}
