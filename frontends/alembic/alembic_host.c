#include "frontends/alembic/alembic_host.h"

#include "core/base/limits.h"

#define TABLES_MAX 1000 /* Table(…) objects of one file that are remembered */

static void opaque(void *self, struct eval *e, uint32_t node, struct str reason)
{
	alembic_emit_opaque(self, e, node, reason);
}

/* What a helper of another file checks before it begins is its own affair. */
static void raise(void *self, struct eval *e, const struct value *what, uint32_t node)
{
	uint32_t source = cst_first(eval_cst(e), node);
	struct op *op;

	(void)what;
	if (!cst_is_main(node) && !eval_certain(e))
		return;
	op = alembic_emit(self, e, OP_RAISE, node);
	op->text = source ? str_sub(cst_text(eval_cst(e), source), 0, LIMIT_LINE_BYTES) : STR("");
}

const struct value *alembic_batch(const struct value *v)
{
	struct str callee = value_callee(v);

	return str_eq(callee, STR("alembic.op.batch_alter_table")) ? v : NULL;
}

static bool is_autocommit(const struct value *v)
{
	return v->kind == VALUE_CALL && str_eq(value_last_name(v), STR("autocommit_block"));
}

static const struct value *enter(void *self, struct eval *e, const struct value *context)
{
	struct alembic *a = self;

	if (is_autocommit(context)) {
		alembic_emit(a, e, OP_AUTOCOMMIT_BEGIN, context->at);
		a->autocommit++;
	}
	return context;
}

static void leave(void *self, struct eval *e, const struct value *context)
{
	struct alembic *a = self;

	if (is_autocommit(context) && a->autocommit) {
		a->autocommit--;
		alembic_emit(a, e, OP_AUTOCOMMIT_END, context->at);
	}
}

/* The name of an operation that is called through `op`; "" when it is none. */
static struct str operation_name(const struct value *call)
{
	const struct value *callee = call->base, *receiver = callee->base;
	struct str name;

	if (callee->kind == VALUE_REF && str_starts(callee->text, STR("alembic.op."))) {
		name = str_sub(callee->text, 11, callee->text.len);
		return str_chr(name, '.') < 0 ? name : STR("");
	}
	if (callee->kind != VALUE_ATTRIBUTE || receiver->kind != VALUE_CALL)
		return STR("");
	/* Operations(context).drop_table("t"), with Operations.context(…) as op */
	name = value_callee(receiver);
	return str_starts(name, STR("alembic.operations.")) &&
			       (str_ends(name, STR(".Operations")) ||
				str_ends(name, STR(".Operations.context")))
		       ? callee->text
		       : STR("");
}

/* A Table(…) is remembered for its metadata's create_all(). */
static void remember_table(struct alembic *a, const struct value *call)
{
	if (a->tables.count < TABLES_MAX && call->count > 1 &&
	    str_eq(value_last_name(call), STR("Table")))
		*vec_push(a->arena, &a->tables) = call;
}

/* Calls whose value is known; NULL: it is not one of them. */
static const struct value *evaluated(const struct value *call)
{
	const struct value *callee = call->base;
	struct str name = value_last_name(call);

	if (callee->kind == VALUE_ATTRIBUTE && !call->count &&
	    (str_eq(name, STR("copy")) || str_eq(name, STR("_copy"))) &&
	    (alembic_is_column(callee->base) || alembic_is_constraint(callee->base)))
		return callee->base;
	if (call->count != 1)
		return NULL;
	if (str_eq(name, STR("f")) &&
	    (operation_name(call).len ||
	     (callee->kind == VALUE_ATTRIBUTE && alembic_batch(callee->base))))
		return call->items[0];
	if (str_eq(name, STR("dedent")) && value_is_str(call->items[0]) &&
	    callee->kind == VALUE_REF)
		return call->items[0];
	return NULL;
}

static void not_resolved(struct alembic *a, struct eval *e, const struct value *call)
{
	const struct cst *c = eval_cst(e);
	struct str callee = cst_text(c, cst_child(c, call->at, FIELD_FUNCTION));

	a->opaque_call = call->at;
	alembic_emit_opaque(a, e, call->at,
			    arena_printf(a->arena, "call of " STR_FMT " is not resolved",
					 STR_ARG(str_sub(callee, 0, 100))));
}

/* What the call does, as ops; `name` is the operation's, if it is one of op.*. */
static void effects(struct alembic *a, struct eval *e, const struct value *call, struct str name)
{
	const struct value *callee = call->base;

	if (name.len)
		alembic_operation(a, e, name, call, NULL);
	else if (callee->kind == VALUE_ATTRIBUTE && alembic_batch(callee->base))
		alembic_operation(a, e, callee->text, call, alembic_batch(callee->base));
	else if (callee->kind == VALUE_REF && str_eq(value_last_name(call), STR("text")) &&
		 call->count == 1 && value_is_str(call->items[0]))
		return;
	else if (!alembic_method(a, e, call) && !alembic_is_pure(e, call))
		not_resolved(a, e, call);
}

static const struct value *call(void *self, struct eval *e, const struct value *call)
{
	struct alembic *a = self;
	const struct value *value;
	struct str name = operation_name(call);
	uint32_t first = a->ops.count;

	remember_table(a, call);
	value = evaluated(call);
	if (value || !eval_running(e))
		return value;
	effects(a, e, call, name);
	alembic_meaning(a, e, call, first);
	alembic_trace(a, e, call, first);
	return NULL;
}

static uint32_t mark(void *self)
{
	const struct alembic *a = self;

	return a->ops.count;
}

/* Does it say no more than that something is done? */
static bool says_nothing(const struct op *op)
{
	switch (op->kind) {
	case OP_OPAQUE:
		return true;
	case OP_INSERT:
	case OP_UPDATE:
	case OP_DELETE:
		return !name_known(op->table) && !(op->flags & OPF_FROM_SQL);
	default:
		return false;
	}
}

/*
 * A helper of another file of which only that is known that not all of it is: one opaque operation,
 * for the first reason, says as much as a hundred. An application's code has many methods called
 * add() and delete() that have nothing to do with rows.
 */
static void returned(void *self, struct eval *e, uint32_t node, uint32_t mark)
{
	struct alembic *a = self;
	const struct op *first = NULL;
	struct str text, via;

	for (uint32_t i = mark; i < a->ops.count; i++) {
		const struct op *op = &a->ops.items[i];

		if (says_nothing(op))
			first = first ? first : op;
		else if (op->kind != OP_SELECT && op->kind != OP_COMMIT)
			return;
	}
	if (!first || a->ops.count == LIMIT_OPS)
		return;
	text = first->kind == OP_OPAQUE ? first->text
					: STR("changes rows of a table that is not known");
	via = first->via;
	memset(&a->ops.items[mark], 0, (a->ops.count - mark) * sizeof(*a->ops.items));
	a->ops.count = mark;
	alembic_emit_opaque(a, e, node, text);
	if (a->ops.count > mark)
		a->ops.items[mark].via = via;
}

static enum tri exports(void *self, struct str module, struct str name)
{
	(void)self;
	if (!str_eq(module, STR("alembic.op")))
		return TRI_UNKNOWN;
	return alembic_is_operation(name) ? TRI_YES : TRI_NO;
}

static void set(void *self, struct eval *e, const struct value *object, struct str name,
		const struct value *value, uint32_t node)
{
	if (str_eq(name, STR("autocommit")) || str_eq(name, STR("isolation_level")))
		alembic_isolation(self, e, value, node);
	else
		alembic_set_attribute(self, e, object, name, value, node);
}

/* Without a dot before it, these names are Alembic's, SQLAlchemy's and Python's whatever lies around. */
static bool external(void *self, struct str module)
{
	ptrdiff_t dot = str_chr(module, '.');

	(void)self;
	if (dot == 0)
		return false;
	if (dot > 0)
		module = str_sub(module, 0, (size_t)dot);
	return str_eq(module, STR("alembic")) || alembic_is_pure_module(module);
}

/* The labels of an Enum, as its `enums`; NULL: one is not a text. */
static const struct value *labels(struct eval *e, const struct value *type, uint32_t node)
{
	struct value *list = value_new(eval_arena(e), VALUE_LIST, node);

	if (!eval_spend(e, type->count))
		return NULL;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct value *label = type->items[i];

		if (!value_is_str(label) && label->kind != VALUE_REF)
			return NULL;
		value_push(eval_arena(e), list,
			   value_is_str(label)
				   ? label
				   : value_str(eval_arena(e), eval_hole(e, label), true, node));
	}
	return list->count ? list : NULL;
}

/* Enum(…, name="kind").name, .enums */
static const struct value *attribute(void *self, struct eval *e, const struct value *object,
				     struct str name, uint32_t node)
{
	const struct value *found;

	(void)self;
	if (!str_eq_nocase(value_last_name(object), STR("enum")))
		return NULL;
	if (str_eq(name, STR("enums")))
		return labels(e, object, node);
	found = str_eq(name, STR("name")) ? value_keyword(object, STR("name")) : NULL;
	return found && value_is_str(found) ? found : NULL;
}

void alembic_host_init(struct alembic *a, struct arena *arena, struct sql_memo *sql)
{
	*a = (struct alembic){.arena = arena, .sql = sql};
	a->host = (struct eval_host){
		.self = a,
		.call = call,
		.enter = enter,
		.leave = leave,
		.raise = raise,
		.attribute = attribute,
		.opaque = opaque,
		.classify = alembic_classify,
		.exports = exports,
		.external = external,
		.mark = mark,
		.returned = returned,
		.set = set,
	};
}
