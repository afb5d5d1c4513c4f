#include "rules/context.h"

#include "core/base/limits.h"
#include "rules/judge.h"
#include "rules/pending.h"

/* Databases that undo DDL with its transaction, and for which Alembic opens one. */
enum { TRANSACTIONAL = DIALECT_POSTGRESQL | DIALECT_MSSQL };

/* ---- transactions ----------------------------------------------------------------------------- */

struct transactions {
	uint32_t current, count; /* current: 0 = none is open */
	bool stated;
};

static bool opens_transaction(const struct environment *env, dialect_set one)
{
	const struct env_setting *ddl = &env->settings[SETTING_TRANSACTIONAL_DDL];

	if (ddl->state == SETTING_SET && setting_tri(ddl) != TRI_UNKNOWN)
		return setting_tri(ddl) == TRI_YES;
	return (one & TRANSACTIONAL) != 0;
}

static void transactions_pass(struct transactions *t, const struct op *op)
{
	switch (op->kind) {
	case OP_COMMIT:
	case OP_ROLLBACK:
		if (!str_empty(op->name)) /* ROLLBACK TO a savepoint */
			return;
		/*
		 * The driver does not hear of a COMMIT that is SQL, and so begins nothing after it;
		 * a connection whose commit() is called does.
		 */
		t->current = op->flags & OPF_FROM_SQL ? 0 : ++t->count;
		break;
	case OP_AUTOCOMMIT_BEGIN:
		t->current = 0;
		break;
	case OP_BEGIN:
	case OP_AUTOCOMMIT_END:
		t->current = ++t->count;
		break;
	default:
		return;
	}
	t->stated = true;
}

/* ---- stepping through a body ------------------------------------------------------------------ */

static struct arena *context_arena(struct rule_run *run)
{
	return &run->engine->contexts_arena;
}

static const struct op_context *step_through(struct rule_run *run, const struct replay *replay,
					     enum direction direction)
{
	const struct migration *m = run->migration;
	const struct body *body = &m->body[direction];
	const struct replay_step *step = &replay->steps[run->node];
	struct arena *arena = context_arena(run);
	struct op_context *all = arena_array(arena, body->op_count + 1, sizeof(*all));
	struct replica replica = replay_replica(replay, arena, run->node,
						direction == UP ? &step->before : &step->after);
	struct transactions t = {0};
	struct scenarios scenarios;
	struct body_run steps;
	struct map objects = {0};

	replica.run = 1U + (uint32_t)direction; /* 0 made the states that the chain starts from */
	if (opens_transaction(run->env, replay->dialect))
		t.current = t.count = 1;
	scenarios_of(&scenarios, arena, m, replay->dialect);
	body_run_init(&steps, &replica, body, &scenarios, 0, &objects);
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct op *op = &body->ops[i];

		all[i].before = replica.now;
		all[i].reached = body_run_reaches(&steps, op);
		all[i].transaction = op->flags & OPF_AUTOCOMMIT ? 0 : t.current;
		all[i].stated = t.stated;
		if (!all[i].reached)
			continue;
		transactions_pass(&t, op);
		schema_apply(&replica, op);
	}
	return all;
}

static const struct replay *replay_of(struct rule_run *run, dialect_set one)
{
	for (uint32_t i = 0; i < run->proofs->replay_count; i++)
		if (run->proofs->replays[i].dialect == one)
			return &run->proofs->replays[i];
	return NULL;
}

static uint32_t dialect_index(dialect_set one)
{
	uint32_t index = 0;

	while (index < DIALECT_COUNT - 1 && !(one >> index & 1))
		index++;
	return index;
}

static enum direction direction_of(const struct migration *m, const struct op *op)
{
	const struct body *up = &m->body[UP];

	return body_holds(up, op) ? UP : DOWN;
}

const struct op_context *rule_context(struct rule_run *run, const struct op *op, dialect_set one)
{
	enum direction direction = direction_of(run->migration, op);
	const struct op_context **body =
		&run->engine->contexts.bodies[direction][dialect_index(one)];

	if (!*body) {
		const struct replay *replay = run->proofs ? replay_of(run, one) : NULL;

		if (!replay || replay->steps[run->node].unknown)
			return NULL;
		*body = step_through(run, replay, direction);
	}
	return *body + (op - run->migration->body[direction].ops);
}

/* ---- questions -------------------------------------------------------------------------------- */

const struct table *rule_other_table_before(struct rule_run *run, const struct op *op,
					    dialect_set one, struct str schema, struct str name)
{
	const struct op_context *context = rule_context(run, op, one);

	if (!context || !name_known(name))
		return NULL;
	return schema_table(&context->before, schema_key(run->scratch, one, schema, name));
}

const struct table *rule_table_before(struct rule_run *run, const struct op *op, dialect_set one)
{
	return rule_other_table_before(run, op, one, op->schema, op->table);
}

const struct table_column *rule_column_before(struct rule_run *run, const struct op *op,
					      dialect_set one)
{
	const struct table *t = rule_table_before(run, op, one);

	return t && name_known(op->name) ? table_column(t, op->name) : NULL;
}

static const struct body *body_of(const struct migration *m, const struct op *op)
{
	return &m->body[direction_of(m, op)];
}

/* Could the table be one that the body made under a name that was not resolved? */
static bool may_be_made(const struct body *body, const struct op *op)
{
	for (const struct op *at = body->ops; at < op; at++)
		if ((at->kind == OP_CREATE_TABLE && names_equal(at->table, op->table) != TRI_NO) ||
		    (at->kind == OP_RENAME_TABLE && names_equal(at->to, op->table) != TRI_NO) ||
		    (at->kind == OP_OPAQUE && !name_known(at->table)))
			return true;
	return false;
}

static bool is_made_by(struct rule_run *run, const struct op *op, const struct origin *origin)
{
	return origin && origin->op && origin->node == run->node &&
	       origin->run == 1U + (uint32_t)direction_of(run->migration, op);
}

enum tri rule_table_existed(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct body *body = body_of(run->migration, op);
	const struct table *t;

	if (body_creates_table_before(body, op) || op->flags & OPF_TEMPORARY)
		return TRI_NO;
	t = rule_table_before(run, op, one);
	if (t)
		return is_made_by(run, op, t->origin) ? TRI_NO : TRI_YES;
	return !name_known(op->table) || may_be_made(body, op) ? TRI_UNKNOWN : TRI_YES;
}

enum tri rule_table_has_rows(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct body *body = body_of(run->migration, op);
	const struct table *t = rule_table_before(run, op, one);

	if (t && t->rows && t->rows->kind == TOKEN_EMPTY && is_made_by(run, op, t->origin))
		return TRI_NO;
	for (const struct op *at = body->ops; at < op; at++)
		if ((at->kind == OP_TRUNCATE ||
		     (at->kind == OP_DELETE && at->flags & OPF_NO_WHERE)) &&
		    !str_empty(at->table) && str_eq(at->table, op->table))
			return TRI_NO;
	return rule_table_existed(run, op, one) == TRI_UNKNOWN ? TRI_UNKNOWN : TRI_YES;
}

enum tri rule_column_existed(struct rule_run *run, const struct op *op, dialect_set one)
{
	const struct body *body = body_of(run->migration, op);
	const struct table_column *c = rule_column_before(run, op, one);

	if (body_creates_column_before(body, op))
		return TRI_NO;
	if (c)
		return is_made_by(run, op, c->origin) ? TRI_NO : TRI_YES;
	return rule_table_existed(run, op, one);
}

enum tri rule_same_transaction(struct rule_run *run, const struct op *a, const struct op *b,
			       dialect_set one)
{
	const struct op_context *x = rule_context(run, a, one), *y = rule_context(run, b, one);

	if ((a->flags | b->flags) & OPF_AUTOCOMMIT)
		return TRI_NO;
	if (!x || !y)
		return TRI_UNKNOWN;
	return x->transaction && x->transaction == y->transaction ? TRI_YES : TRI_NO;
}
