/*
 * The parts of a proof: shared by its files, of no use to others.
 */
#ifndef TIDEMARK_CORE_MODEL_PROOF_PARTS_H
#define TIDEMARK_CORE_MODEL_PROOF_PARTS_H

#include "core/base/vec.h"
#include "core/model/proof.h"

/* A proof being made. Schemas are in `work`, what the proof keeps in `arena`. */
struct proving {
	const struct replay *replay;
	uint32_t node;
	const struct migration *m;
	struct arena *arena, *work;
	struct scenarios scenarios;
	unsigned scenario;
	struct schema before; /* S; what the bodies show to have been there is added */
	struct schema after;  /* up(S) */
	struct schema back;   /* S′ */
	VEC(struct proof_item) items;
	uint32_t runs;    /* of bodies, so far */
	bool clears;      /* the downgrade deletes or changes rows that were written since */
	bool losses_only; /* no downgrade runs: that all else stays needs no word */
	const struct op *doubt[DIRECTION_COUNT]; /* the first op that was not understood */
	const struct op *refused;                /* by the first upgrade: see struct proof_run */
	const uint8_t *reached; /* per op of the upgrade: does it run in this scenario? */
	struct str doubt_text;
};

/* Adds an item; the text is copied. Beyond LIMIT_PROOF_ITEMS only the worst is kept. */
void proof_say(struct proving *p, const struct proof_item *item);
struct str proof_text(struct proving *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The table of an origin, under whatever name; most likely under `key`. NULL: there is none. */
const struct table *table_of_origin(struct pmap tables, struct str key,
				    const struct origin *origin);

/* What is different between `before` and `back`. */
void proof_compare(struct proving *p);

/*
 * What can stop a downgrade that runs on old data: called for each of its ops that is reached,
 * before it is applied to `now`.
 */
struct new_rows;
struct new_rows *new_rows_new(struct proving *p);
void new_rows_meet(struct new_rows *n, const struct schema *now, const struct op *op);
/* A DELETE from the table of that key: do others refer to rows that it takes? */
void deleted_rows_meet(struct proving *p, const struct schema *now, struct str key,
		       const struct op *op);

void proof_interruption(struct proving *p, struct proof_outcome *ret);

/*
 * Runs a body from a state. Stops at `until` (an index) or at the end; *ret_failed is the first
 * statement that is refused, which is passed over unless `stop`.
 */
struct proof_run {
	enum direction direction;
	struct schema *before; /* see struct replica */
	struct new_rows *rows;
	uint32_t until;
	bool stop;
	const struct op *failed;
	struct str why;
	/* The first that is refused under a condition that may ask for just that. */
	const struct op *refused;
	struct str refusal;
	uint8_t *reached;          /* if not NULL: per op, set where it runs */
	const struct op *doubtful; /* the first of which it is not known */
	struct str doubt;
	uint32_t changes; /* statements that did something to schema or rows */
};
struct schema proof_run_body(struct proving *p, const struct schema *state, struct proof_run *run);

#endif
