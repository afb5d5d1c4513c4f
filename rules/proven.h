/*
 * What the proofs say of a migration, as rules need it: one cause once, over all dialects and
 * scenarios, with how sure it is.
 */
#ifndef TIDEMARK_RULES_PROVEN_H
#define TIDEMARK_RULES_PROVEN_H

#include "rules/judge.h"

/* For sets of verdicts: VERDICT_BIT(LOSES_DATA) | … */
#define VERDICT_BIT(kind) (1u << VERDICT_##kind)

/* An item of the proofs, and where it holds. */
struct proven {
	enum verdict verdict;
	struct subject subject;
	const struct op *op; /* of run->migration's; NULL: no line of it decides */
	enum direction direction;
	struct str text;
	dialect_set dialects;       /* whose proofs have it; 0 = not known what is targeted */
	struct str scenario;        /* empty: also in the usual one */
	enum confidence confidence; /* the op's own guards are not considered */
};

struct proven_list {
	const struct proven *items;
	uint32_t count;
};

/* The items of run->migration with a verdict of the set, in the order of the proofs. */
struct proven_list proven_list(struct rule_run *run, unsigned verdicts);

/* The outcome of re-upgrade, upgrade or interruption that is not well, once for each op. */
enum proven_part { PROVEN_UPGRADE, PROVEN_REUPGRADE, PROVEN_INTERRUPTION };
struct proven_list proven_outcomes(struct rule_run *run, enum proven_part part);

/*
 * Does the op run in every proof of the migration, and has each run to its end and found nothing
 * lost, changed or in doubt? Then a drop that looks like a loss is none.
 */
bool proven_keeps_all(struct rule_run *run, const struct op *op);

/* Does the downgrade stop at a statement? What it does not get to is no cause of its own. */
bool proven_stops(struct rule_run *run);
/* Is it that the rows there are have no value for what becomes NOT NULL? */
bool proven_wants_values(const struct proven *p);
/* Is it that rows refer to what a DELETE takes, though it deals with others that do? */
bool proven_refers_still(const struct proven *p);

/* A type that an ALTER changed and that does not come back: lossy-type-change tells it. */
bool proven_is_type(const struct proven *p);

/* The item of a loss that the op decides, or NULL. */
const struct proven *proven_loss_by(struct rule_run *run, const struct op *op);

/* PROVEN when the proofs are as sure of the loss, else what the rule found by itself. */
enum confidence proven_or(struct rule_run *run, const struct op *op, enum confidence otherwise);

/* Does an op of `kinds` in the body do something to the subject's table, and column if it has one? */
const struct op *body_touches(const struct body *body, const struct subject *subject,
			      uint64_t kinds);

/* What all reports of an item have in common; message and outcome are the rule's. */
struct rule_report proven_report(const struct rule_run *run, const struct proven *p);

/* "users.phone", "uq_users_mail on users", "users". */
struct str subject_text(struct rule_run *run, const struct subject *s);

#endif
