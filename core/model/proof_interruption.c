/*
 * What is committed when an upgrade stops at a statement, and whether it runs from there.
 */
#include "core/base/limits.h"
#include "core/model/proof_parts.h"

/* Databases that undo DDL with its transaction, and for which Alembic opens one. */
#define TRANSACTIONAL (DIALECT_POSTGRESQL | DIALECT_MSSQL)

static bool is_ddl(const struct op *op)
{
	switch (op_info(op->kind)->object) {
	case OBJECT_ROWS:
	case OBJECT_TRANSACTION:
		return false;
	default:
		return op_change(op) != CHANGE_NONE;
	}
}

/* transactional_ddl=True makes no database undo what it cannot undo; False leaves out the transaction. */
static bool transactional(const struct proving *p)
{
	const struct env_setting *ddl = &p->replay->env->settings[SETTING_TRANSACTIONAL_DDL];

	return (p->replay->dialect & TRANSACTIONAL) &&
	       !(ddl->state == SETTING_SET && setting_tri(ddl) == TRI_NO);
}

/* Is everything up to and with this op committed once it has run? */
static bool commits(const struct proving *p, const struct op *op)
{
	if (op->kind == OP_COMMIT)
		return str_empty(op->name);
	if (op->kind == OP_AUTOCOMMIT_BEGIN)
		return true;
	if (op->flags & OPF_AUTOCOMMIT)
		return op_change(op) != CHANGE_NONE;
	return !transactional(p) && is_ddl(op);
}

/* Building it fails half-way: the index stays, invalid, and a second run takes it for done. */
static bool leaves_invalid_index(const struct op *op)
{
	return op->kind == OP_CREATE_INDEX && op->index && op->index->concurrently;
}

/* DROP INDEX IF EXISTS before it takes what an earlier run left. */
static bool is_dropped_first(const struct body *up, const struct op *create)
{
	for (const struct op *op = up->ops; op < create; op++)
		if (op->kind == OP_DROP_INDEX && (op->flags & OPF_IF_EXISTS) &&
		    str_eq(op->name, create->name))
			return true;
	return false;
}

/*
 * Alembic's batch mode copies a table of SQLite's to _alembic_tmp_…, which Python's driver commits
 * at once: after a failure it is in the way of the next run.
 */
static bool stuck_on_copy(struct proving *p, const struct op *op, struct proof_outcome *ret)
{
	if (!op_recreates(op, p->replay->dialect))
		return false;
	*ret = (struct proof_outcome){
		OUTCOME_STUCK, op,
		proof_text(p, "the table _alembic_tmp_" STR_FMT " stays and is in the way",
			   STR_ARG(op->table))};
	return true;
}

static bool stuck_on_index(struct proving *p, const struct op *op, struct proof_outcome *ret)
{
	if (!leaves_invalid_index(op) || p->replay->dialect != DIALECT_POSTGRESQL ||
	    is_dropped_first(&p->m->body[UP], op))
		return false;
	*ret = (struct proof_outcome){
		OUTCOME_STUCK, op,
		op->flags & OPF_IF_NOT_EXISTS
			? STR("an index that fails to build stays, invalid, and IF NOT EXISTS "
			      "takes it for done")
			: STR("an index that fails to build stays, invalid, and exists already "
			      "at the next run")};
	return true;
}

/*
 * Runs the upgrade again from where it was interrupted after `done` ops. False: it is stuck. When a
 * condition that is not known may ask for what stops it, *ret_doubt says so.
 */
static bool runs_again(struct proving *p, uint32_t done, struct proof_outcome *ret,
		       struct proof_outcome *ret_doubt)
{
	struct arena_mark mark = arena_mark(p->work);
	struct proof_run first = {.direction = UP, .until = done};
	struct proof_run again = {.direction = UP, .until = UINT32_MAX, .stop = true};
	struct schema half = proof_run_body(p, &p->before, &first);

	proof_run_body(p, &half, &again);
	if (again.failed)
		*ret = (struct proof_outcome){OUTCOME_STUCK, again.failed,
					      arena_str(p->arena, again.why)};
	else if (again.doubtful && !first.doubtful && !ret_doubt->op)
		*ret_doubt = (struct proof_outcome){OUTCOME_UNKNOWN, again.doubtful,
						    arena_str(p->arena, again.doubt)};
	else if (again.refused && !first.refused && !ret_doubt->op)
		*ret_doubt = (struct proof_outcome){OUTCOME_UNKNOWN, again.refused,
						    arena_str(p->arena, again.refusal)};
	arena_rewind(p->work, mark);
	return !again.failed;
}

/* Is there anything after op `i` that can still fail? */
static bool last_effect(const struct proving *p, uint32_t i)
{
	const struct body *up = &p->m->body[UP];

	while (++i < up->op_count)
		if (p->reached[i] && op_change(&up->ops[i]) != CHANGE_NONE)
			return false;
	return true;
}

void proof_interruption(struct proving *p, struct proof_outcome *ret)
{
	const struct body *up = &p->m->body[UP];
	struct proof_outcome doubt = {.outcome = OUTCOME_UNKNOWN};
	uint32_t runs = 0;
	bool begun = false;

	*ret = (struct proof_outcome){.outcome = OUTCOME_ATOMIC};
	for (uint32_t i = 0; i < up->op_count; i++) {
		const struct op *op = &up->ops[i];

		if (!p->reached[i])
			continue;
		if (stuck_on_index(p, op, ret) || stuck_on_copy(p, op, ret))
			return;
		begun |= op_change(op) != CHANGE_NONE;
		if (!begun || !commits(p, op) || last_effect(p, i))
			continue;
		ret->outcome = OUTCOME_RERUNS;
		if (runs++ == LIMIT_PROOF_RUNS) {
			*ret = (struct proof_outcome){OUTCOME_UNKNOWN, op,
						      STR("too many statements to try each")};
			return;
		}
		if (!runs_again(p, i + 1, ret, &doubt))
			return;
	}
	if (ret->outcome == OUTCOME_RERUNS && p->doubt[UP])
		*ret = (struct proof_outcome){OUTCOME_UNKNOWN, p->doubt[UP],
					      arena_str(p->arena, p->doubt_text)};
	else if (ret->outcome == OUTCOME_RERUNS && doubt.op)
		*ret = doubt;
}
