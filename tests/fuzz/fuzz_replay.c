/*
 * Chain, replay and proofs on migrations of any kind. The first byte says for which dialects, the
 * second how the graph is shaped; the rest is SQL, in which a line "--" ends a body: the upgrade of
 * the first migration, its downgrade, the upgrade of the second …
 *
 * What no SQL says is made by chance, which follows from the input: ops of a kind get the fields of
 * another, flags and guards.
 *
 * Checked beyond not crashing: a second time gives the same verdicts, each of which has its place in
 * verdict.def, and no proof is left out.
 */
#include "core/base/limits.h"
#include "core/model/proof_chain.h"
#include "frontends/sql/sql.h"

#include <pthread.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MIGRATIONS = 6, GUARDS = 5 };

struct fuzz {
	struct str text;
	dialect_set dialects;
	unsigned shape;
	uint64_t chance;
	struct arena arena, scratch;
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static uint32_t below(struct fuzz *f, uint32_t limit)
{
	f->chance = f->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(f->chance >> 33) % limit;
}

/* ---- migrations ------------------------------------------------------------------------------- */

static void disturb(struct fuzz *f, struct op *ops, uint32_t count, uint32_t guards)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct op *other = &ops[below(f, count)];

		switch (below(f, 24)) {
		case 0:
			ops[i].kind = (enum op_kind)below(f, OP_KIND_COUNT);
			break;
		case 1:
			ops[i].flags ^= 1u << below(f, 16);
			break;
		case 2:
			ops[i].table = other->table;
			break;
		case 3:
			ops[i].name = other->name;
			break;
		case 4:
			ops[i].column = other->column;
			break;
		case 5:
			ops[i].constraint = other->constraint;
			break;
		case 6:
			ops[i].index = other->index;
			break;
		case 7:
			ops[i].columns = other->columns;
			ops[i].column_count = other->column_count;
			break;
		case 8:
			ops[i].to = other->name;
			break;
		case 9:
			ops[i].guard = below(f, guards + 1);
			break;
		default:
			break;
		}
	}
}

static const struct guard *guards_of(struct fuzz *f, struct str object)
{
	struct guard *guards = arena_array(&f->arena, GUARDS, sizeof(*guards));

	for (uint32_t i = 0; i < GUARDS; i++)
		guards[i] = (struct guard){
			.kind = (enum guard_kind)below(f, GUARD_DATA + 1),
			.negated = below(f, 2),
			.absent = below(f, 2),
			.meaning = below(f, 4),
			.outer = below(f, i + 1),
			.dialects = below(f, DIALECT_ALL + 1),
			.object = arena_join(&f->arena,
					     below(f, 2) ? STR("table ") : STR("column "), object),
			.at = {.start = below(f, 3)},
		};
	return guards;
}

static struct body body_of(struct fuzz *f, struct str sql)
{
	struct sql_ops ops = {0};
	struct body body = {.shape = BODY_OPS, .guard_count = GUARDS};

	sql_read(sql, true, f->dialects, &f->arena, &ops);
	for (uint32_t i = 0; i < ops.count; i++)
		ops.items[i].guard = 0;
	if (below(f, 2))
		disturb(f, ops.items, ops.count, GUARDS);
	body.ops = ops.items;
	body.op_count = ops.count;
	body.guards = guards_of(f, ops.count ? ops.items[0].table : STR("t"));
	if (!ops.count)
		body.shape = (enum body_shape)below(f, BODY_OPS + 1);
	return body;
}

/* The part before a line "--", which is removed from *rest. */
static struct str part(struct str *rest)
{
	ptrdiff_t at = str_find(*rest, STR("\n--\n"));
	struct str first = at < 0 ? *rest : str_sub(*rest, 0, (size_t)at);

	*rest = at < 0 ? (struct str){NULL, 0} : str_sub(*rest, (size_t)at + 4, rest->len);
	return first;
}

/* In a line, but for the bits of `shape`: another parent, a second one, one that is itself. */
static void link_parents(struct fuzz *f, struct migration *m, uint32_t i)
{
	struct str *parents = arena_array(&f->arena, 2, sizeof(*parents));

	m->revision = arena_printf(&f->arena, "r%u", i);
	m->parents = parents;
	m->parent_count = i ? 1 : 0;
	parents[0] = arena_printf(&f->arena, "r%u", i ? i - 1 : 0);
	if (f->shape >> i & 1) {
		parents[m->parent_count++] = arena_printf(&f->arena, "r%u", below(f, MIGRATIONS));
		if (below(f, 2))
			m->depends_on = parents;
		m->depends_count = m->depends_on ? 1 : 0;
	}
}

static void make(struct fuzz *f, const struct migration **nodes)
{
	struct str rest = f->text;

	f->chance = str_hash(f->text, STR_HASH_SEED) ^ f->shape;
	for (uint32_t i = 0; i < MIGRATIONS; i++) {
		struct migration *m = arena_new(&f->arena, struct migration);

		for (int d = 0; d < DIRECTION_COUNT; d++)
			m->body[d] = body_of(f, part(&rest));
		link_parents(f, m, i);
		nodes[i] = m;
	}
}

/* ---- proofs ----------------------------------------------------------------------------------- */

static uint64_t prove(struct fuzz *f)
{
	const struct migration *nodes[MIGRATIONS];
	const struct environment env = {.dialects = f->dialects};
	struct chain chain;
	struct chain_proofs proofs;
	struct replay_budget budget;
	uint64_t hash = STR_HASH_SEED;

	make(f, nodes);
	replay_budget_init(&budget);
	chain_build(&chain, &f->arena, nodes, MIGRATIONS);
	chain_prove(&proofs, &f->arena, &f->scratch, &env, &chain, &budget);
	for (uint32_t i = 0; i < MIGRATIONS; i++) {
		check(proofs.nodes[i].count > 0);
		check(proofs.worst[i] < VERDICT_COUNT);
		for (uint32_t k = 0; k < proofs.nodes[i].count; k++) {
			const struct proof *proof = &proofs.nodes[i].items[k];

			/* what cannot be upgraded does not decide, where something can */
			check(proof->rollback >= proofs.worst[i] ||
			      proof->upgrade.outcome == OUTCOME_FAILS);
			check(proof->rollback < VERDICT_COUNT);
			hash = hash * 31 + proof->rollback;
			hash = hash * 31 + proof->reupgrade.outcome;
			hash = hash * 31 + proof->interruption.outcome;
			for (uint32_t n = 0; n < proof->item_count; n++)
				hash = str_hash(proof->items[n].text, hash);
		}
	}
	return hash;
}

static void *run(void *self)
{
	struct fuzz *f = self;
	uint64_t first;

	arena_init(&f->arena);
	arena_init(&f->scratch);
	first = prove(f);
	arena_reset(&f->arena);
	check(prove(f) == first);
	arena_release(&f->arena);
	arena_release(&f->scratch);
	return NULL;
}

/* On a thread, for its stack. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz f = {.shape = 0};
	pthread_attr_t attributes;
	pthread_t thread;

	if (size < 2 || size > 16384)
		return 0;
	f.dialects = data[0] & DIALECT_ALL;
	f.shape = data[1];
	f.text = (struct str){(const char *)data + 2, size - 2};
	check(pthread_attr_init(&attributes) == 0);
	check(pthread_attr_setstacksize(&attributes, LIMIT_STACK_BYTES) == 0);
	check(pthread_create(&thread, &attributes, run, &f) == 0);
	pthread_attr_destroy(&attributes);
	pthread_join(thread, NULL);
	return 0;
}
