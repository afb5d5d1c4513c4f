#include "core/base/limits.h"
#include "frontends/alembic/alembic_host.h"
#include "frontends/sql/sql.h"

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

static void execute_sql(struct alembic *a, struct eval *e, const struct value *sql, uint32_t node)
{
	struct sql_ops ops = {0};

	a->sql_bytes += sql->text.len;
	if (a->sql_bytes > LIMIT_SQL_SUM_BYTES) {
		alembic_emit_opaque(a, e, node, STR("executes more SQL than is read"));
		return;
	}
	sql_read(unescape(a->arena, sql->text), sql->holes, eval_dialects(e), a->arena, &ops);
	for (uint32_t i = 0; i < ops.count; i++) {
		struct op *op = alembic_emit(a, e, ops.items[i].kind, node);
		struct op placed = ops.items[i];

		placed.at = op->at;
		placed.excerpt = op->excerpt;
		placed.guard = op->guard;
		placed.dialects = op->dialects;
		placed.flags |= op->flags;
		*op = placed;
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

static bool execute_core(struct alembic *a, struct eval *e, const struct value *what, uint32_t node)
{
	struct statement_parts p = alembic_take_apart(what);
	const struct value *target, *source;
	enum op_kind kind;
	struct op *op;

	if (!p.first || !verb_kind(p.verb, &kind))
		return false;
	op = alembic_emit(a, e, kind, node);
	op->text = str_sub(cst_text(eval_cst(e), what->at), 0, LIMIT_LINE_BYTES);
	target = kind == OP_SELECT ? alembic_find_table(e, what) : target_of(&p);
	if (kind == OP_SELECT) {
		op->table = target ? alembic_table_name(e, target, &op->schema) : STR("");
		return true;
	}
	op->table = target ? alembic_table_name(e, target, &op->schema) : STR("{?}");
	if (kind != OP_INSERT && !p.where && !has_clause(&p))
		op->flags |= OPF_NO_WHERE;
	source = p.from_select ? alembic_find_table(e, p.from_select) : NULL;
	if (source) {
		struct str schema;

		op->to = alembic_table_name(e, source, &schema);
	}
	return true;
}

void alembic_execute(struct alembic *a, struct eval *e, const struct value *what, uint32_t node)
{
	const struct value *sql = alembic_text(what);
	struct str name = value_last_name(what);

	if (sql) {
		execute_sql(a, e, sql, node);
		return;
	}
	if (what->kind == VALUE_CALL && execute_core(a, e, what, node))
		return;
	if (what->kind == VALUE_CALL && str_ends(name, STR("Sequence"))) {
		struct op *op = alembic_emit(
			a, e, str_starts(name, STR("Drop")) ? OP_DROP_SEQUENCE : OP_CREATE_SEQUENCE,
			node);

		if (what->count && what->items[0]->kind == VALUE_CALL && what->items[0]->count) {
			op->name = eval_name(e, what->items[0]->items[0]);
			op->schema = eval_name(e, value_keyword(what->items[0], STR("schema")));
		}
		return;
	}
	alembic_emit_opaque(a, e, node,
			    arena_printf(a->arena, "executes SQL that is not known: " STR_FMT,
					 STR_ARG(str_sub(eval_hole(e, what), 0, 80))));
}

/* Type(…).create(bind), .drop(bind); the same of Table, Index, Sequence. */
static bool create_or_drop(struct alembic *a, struct eval *e, const struct value *call, bool drop)
{
	const struct value *receiver = call->base->base;
	const struct coltype *type;
	struct str schema;
	struct op *op;

	if (alembic_is_enum(receiver)) {
		type = alembic_type(e, receiver);
		op = alembic_emit(a, e, drop ? OP_DROP_TYPE : OP_CREATE_TYPE, call->at);
		op->name = type->enum_name;
		op->type = type;
		if (alembic_true(call, STR("checkfirst")))
			op->flags |= drop ? OPF_IF_EXISTS : OPF_IF_NOT_EXISTS;
		return true;
	}
	if (alembic_is_table(receiver) && receiver->kind == VALUE_CALL && receiver->count) {
		if (!drop) {
			alembic_create_table(a, e, receiver, receiver->items[0]);
			return true;
		}
		op = alembic_emit(a, e, OP_DROP_TABLE, call->at);
		op->table = alembic_table_name(e, receiver, &schema);
		op->schema = schema;
		return true;
	}
	if (alembic_is_index(receiver) && receiver->count) {
		struct index *index = arena_new(a->arena, struct index);

		op = alembic_emit(a, e, drop ? OP_DROP_INDEX : OP_CREATE_INDEX, call->at);
		op->name = index->name = eval_name(e, receiver->items[0]);
		index->unique = alembic_true(receiver, STR("unique"));
		index->concurrently = alembic_true(receiver, STR("postgresql_concurrently"));
		op->index = index;
		op->table = STR("{?}");
		return true;
	}
	alembic_emit_opaque(a, e, call->at,
			    drop ? STR("drops an object that is not known")
				 : STR("creates an object that is not known"));
	return true;
}

enum effect {
	EFFECT_EXECUTE,
	EFFECT_READ_OR_EXECUTE, /* with an argument: connection.scalar(sql) */
	EFFECT_CREATE,
	EFFECT_DROP,
	EFFECT_UPDATE,
	EFFECT_DELETE,
	EFFECT_INSERT,
	EFFECT_COMMIT,
	EFFECT_METADATA,
};

static const struct {
	struct str name;
	enum effect effect;
} effects[] = {
	{STR_INIT("execute"), EFFECT_EXECUTE},
	{STR_INIT("exec"), EFFECT_EXECUTE}, /* sqlmodel's session */
	{STR_INIT("exec_driver_sql"), EFFECT_EXECUTE},
	{STR_INIT("executemany"), EFFECT_EXECUTE},
	{STR_INIT("scalar"), EFFECT_READ_OR_EXECUTE},
	{STR_INIT("scalars"), EFFECT_READ_OR_EXECUTE},
	{STR_INIT("create"), EFFECT_CREATE},
	{STR_INIT("drop"), EFFECT_DROP},
	{STR_INIT("update"), EFFECT_UPDATE},
	{STR_INIT("delete"), EFFECT_DELETE},
	{STR_INIT("add"), EFFECT_INSERT},
	{STR_INIT("add_all"), EFFECT_INSERT},
	{STR_INIT("merge"), EFFECT_INSERT},
	{STR_INIT("bulk_insert_mappings"), EFFECT_INSERT},
	{STR_INIT("bulk_save_objects"), EFFECT_INSERT},
	{STR_INIT("commit"), EFFECT_COMMIT},
	{STR_INIT("create_all"), EFFECT_METADATA},
	{STR_INIT("drop_all"), EFFECT_METADATA},
};

static bool effect_of(struct alembic *a, struct eval *e, const struct value *call,
		      enum effect effect)
{
	const struct value *base = call->base;

	switch (effect) {
	case EFFECT_READ_OR_EXECUTE:
	case EFFECT_EXECUTE:
		if (!call->count && effect == EFFECT_READ_OR_EXECUTE)
			return false;
		if (call->count)
			alembic_execute(a, e, call->items[0], call->at);
		else
			alembic_emit_opaque(a, e, call->at,
					    STR("executes a statement that is not known"));
		return true;
	case EFFECT_CREATE:
	case EFFECT_DROP:
		return base->kind == VALUE_ATTRIBUTE &&
		       create_or_drop(a, e, call, effect == EFFECT_DROP);
	case EFFECT_UPDATE:
	case EFFECT_DELETE:
		if (base->kind != VALUE_ATTRIBUTE)
			return false;
		if (alembic_query_change(a, e, call, effect == EFFECT_DELETE))
			return true;
		if (effect == EFFECT_UPDATE || !call->count || alembic_is_table(base->base))
			return false; /* table.update(), a dict's update(): values */
		alembic_delete_object(a, e, call);
		return true;
	case EFFECT_INSERT:
		if (base->kind != VALUE_ATTRIBUTE || !call->count)
			return false;
		alembic_add_objects(a, e, call);
		return true;
	case EFFECT_COMMIT:
		alembic_emit(a, e, OP_COMMIT, call->at);
		return true;
	case EFFECT_METADATA:
		alembic_emit_opaque(a, e, call->at,
				    STR("creates or drops the tables of a live metadata"));
		return true;
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
