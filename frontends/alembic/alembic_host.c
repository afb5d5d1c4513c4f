#include "frontends/alembic/alembic_host.h"

#include "core/base/limits.h"

static void opaque(void *self, struct eval *e, uint32_t node, struct str reason)
{
	alembic_emit_opaque(self, e, node, reason);
}

static void raise(void *self, struct eval *e, const struct value *what, uint32_t node)
{
	struct op *op = alembic_emit(self, e, OP_RAISE, node);

	op->text = what && what->at ? str_sub(cst_text(eval_cst(e), what->at), 0, LIMIT_LINE_BYTES)
				    : STR("");
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

static const struct value *call(void *self, struct eval *e, const struct value *call)
{
	struct alembic *a = self;
	const struct cst *c = eval_cst(e);
	const struct value *callee = call->base;
	struct str name = value_last_name(call);

	if (!eval_running(e))
		return NULL;
	if (callee->kind == VALUE_REF && str_starts(callee->text, STR("alembic.op."))) {
		struct str op = str_sub(callee->text, 11, callee->text.len);

		if (str_eq(op, STR("f")) && call->count == 1)
			return call->items[0];
		if (str_chr(op, '.') < 0) {
			alembic_operation(a, e, op, call, NULL);
			return NULL;
		}
	}
	if (callee->kind == VALUE_ATTRIBUTE && alembic_batch(callee->base)) {
		if (str_eq(name, STR("f")) && call->count == 1)
			return call->items[0];
		alembic_operation(a, e, name, call, alembic_batch(callee->base));
		return NULL;
	}
	if ((str_eq(name, STR("text")) || str_eq(name, STR("dedent"))) && call->count == 1 &&
	    value_is_str(call->items[0]) && callee->kind == VALUE_REF)
		return str_eq(name, STR("dedent")) ? call->items[0] : NULL;
	if (alembic_method(a, e, call) || alembic_is_pure(a, e, call))
		return NULL;
	alembic_emit_opaque(
		a, e, call->at,
		arena_printf(a->arena, "call of " STR_FMT " is not resolved",
			     STR_ARG(str_sub(cst_text(c, cst_child(c, call->at, FIELD_FUNCTION)), 0,
					     100))));
	return NULL;
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
	(void)name, (void)value;
	alembic_set_attribute(self, e, object, node);
}

void alembic_host_init(struct alembic *a, struct arena *arena)
{
	*a = (struct alembic){.arena = arena};
	a->host = (struct eval_host){
		.self = a,
		.call = call,
		.enter = enter,
		.leave = leave,
		.raise = raise,
		.opaque = opaque,
		.classify = alembic_classify,
		.exports = exports,
		.set = set,
	};
}
