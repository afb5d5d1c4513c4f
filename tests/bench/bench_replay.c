/*
 * What chain, replay and proofs cost:
 *
 *	bench_replay [--rounds N] [--verdicts] PATH …     over the migrations under the PATHs
 *	bench_replay [--rounds N] --generated N …         over a made chain of N migrations
 *
 * CPU time of one thread, the least of N rounds; memory is what the arenas held per operation.
 * --verdicts also prints what was proved of each migration, by file.
 */
#include "core/base/limits.h"
#include "core/base/vec.h"
#include "core/model/codec.h"
#include "core/model/proof.h"
#include "corpus/corpus.h"
#include "frontends/frontend.h"
#include "scanner/grouping.h"
#include "tests/bench/bench_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct chain_input {
	struct environment env;
	const struct migration *const *migrations;
	uint32_t count;
};

struct bench {
	struct arena arena;
	VEC(struct chain_input) chains;
	int rounds;
	bool verdicts;
	uint64_t migrations, operations;
	uint64_t histogram[VERDICT_COUNT];
	size_t bytes;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- real repositories ------------------------------------------------------------------------ */

static int read_config(void *self, const struct candidate *candidate, struct arena *arena,
		       struct str *ret_content, struct err *reterr)
{
	return corpus_read(self, candidate, LIMIT_CONFIG_BYTES, arena, ret_content, reterr);
}

static const struct migration *evaluate(struct bench *b, struct place *read,
					struct frontend_worker *worker,
					const struct candidate *candidate, struct str content)
{
	const struct frontend_input input = {candidate->path, content, &read->loader, false};
	struct migration *m = arena_new(&b->arena, struct migration);
	struct arena scratch;
	struct out encoded;

	arena_init(&scratch);
	out_init_buffer(&encoded, LIMIT_ENCODED_BYTES);
	if (frontend_encode(frontends[0], worker, &input, &scratch, &encoded, NULL) ||
	    migration_decode(arena_str(&b->arena, out_content(&encoded)), &b->arena, m, NULL))
		m = NULL;
	out_release(&encoded);
	arena_release(&scratch);
	if (m) {
		m->path = candidate->path;
		m->blob = candidate->blob;
	}
	return m;
}

static void load_place(struct bench *b, const struct corpus_place *at)
{
	struct place *read = arena_new(&b->arena, struct place);
	struct frontend_worker *worker = frontend_worker_new();
	struct corpus_listing listing = {0};
	struct corpus_source *source;
	struct environment_groups groups;
	struct environment_input input = {.read = read_config};
	struct arena scratch;
	VEC(const struct migration *) found = {0};

	if (corpus_open(at, STR("HEAD"), &source, NULL))
		return;
	modules_init(&read->modules, source, NULL);
	read->arena = &b->arena;
	read->loader = (struct loader){read, look, read_once};
	corpus_list(source, &b->arena, NULL, &listing, NULL);
	for (uint32_t i = 0; i < listing.count; i++) {
		const struct migration *m;
		struct str content;

		if (listing.items[i].kind != CANDIDATE_PYTHON ||
		    corpus_read(source, &listing.items[i], LIMIT_MIGRATION_BYTES, &b->arena,
				&content, NULL))
			continue;
		m = evaluate(b, read, worker, &listing.items[i], content);
		if (m)
			*vec_push(&b->arena, &found) = m;
	}
	input.candidates = listing.items;
	input.candidate_count = listing.count;
	input.migrations = found.items;
	input.migration_count = found.count;
	input.self = source;
	arena_init(&scratch);
	if (!environment_group(&input, &b->arena, &scratch, &groups, NULL))
		for (uint32_t i = 0; i < groups.count; i++)
			*vec_push(&b->arena, &b->chains) = (struct chain_input){
				groups.items[i].env, groups.items[i].migrations,
				groups.items[i].count};
	arena_release(&scratch);
	frontend_worker_free(worker);
	corpus_close(source);
	modules_release(&read->modules);
}

static void load(struct bench *b, const char *path)
{
	struct corpus_places places = {0};

	corpus_find(str_from(path), &b->arena, &places, NULL);
	for (uint32_t i = 0; i < places.count; i++)
		load_place(b, &places.items[i]);
}

/* ---- a made chain ----------------------------------------------------------------------------- */

/* Each migration makes a table, adds a column to one that is there, and relaxes another. */
static void generate(struct bench *b, unsigned count)
{
	struct arena *a = &b->arena;
	struct migration **all = arena_array(a, count, sizeof(*all));
	struct chain_input *input = vec_push(a, &b->chains);

	for (unsigned i = 0; i < count; i++) {
		struct migration *m = arena_new(a, struct migration);
		struct coltype *type = arena_new(a, struct coltype);
		struct column *columns = arena_array(a, 9, sizeof(*columns));
		struct op *ops = arena_array(a, 4, sizeof(*ops));
		struct str table = arena_printf(a, "t%05u", i), old;
		struct str *parent = arena_new(a, struct str);

		*type = (struct coltype){.name = STR("String"),
					 .text = STR("String(50)"),
					 .length = 50,
					 .scale = -1};
		for (unsigned c = 0; c < 9; c++)
			columns[c] = (struct column){.name = arena_printf(a, "c%u", c),
						     .type = type,
						     .nullable = TRI_NO};
		old = arena_printf(a, "t%05u", i / 2);
		columns[8].name = arena_printf(a, "n%u", i);
		columns[8].nullable = TRI_YES;
		ops[0] = (struct op){.kind = OP_CREATE_TABLE,
				     .table = table,
				     .columns = columns,
				     .column_count = 8};
		ops[1] = (struct op){.kind = OP_ADD_COLUMN,
				     .table = old,
				     .name = arena_printf(a, "n%u", i),
				     .column = &columns[8]};
		ops[2] = (struct op){.kind = OP_DROP_COLUMN, .table = old, .name = ops[1].name};
		ops[3] = (struct op){.kind = OP_DROP_TABLE, .table = table};
		m->framework = STR("alembic");
		m->revision = arena_printf(a, "%08u", i);
		if (i) {
			*parent = arena_printf(a, "%08u", i - 1);
			m->parents = parent;
			m->parent_count = 1;
		}
		m->body[UP] = (struct body){.shape = BODY_OPS, .ops = ops, .op_count = 2};
		m->body[DOWN] = (struct body){.shape = BODY_OPS, .ops = ops + 2, .op_count = 2};
		all[i] = m;
	}
	*input = (struct chain_input){.migrations = (const struct migration *const *)all,
				      .count = count};
	input->env.dialects = DIALECT_POSTGRESQL;
}

/* ---- the run ---------------------------------------------------------------------------------- */

static void print_proof(const struct migration *m, const struct proof *proof)
{
	printf(STR_FMT " " STR_FMT " [" STR_FMT "]: " STR_FMT " | " STR_FMT " | " STR_FMT "\n",
	       STR_ARG(m->path), STR_ARG(dialect_name(proof->dialect)), STR_ARG(proof->scenario),
	       STR_ARG(verdict_words(proof->rollback)),
	       STR_ARG(outcome_words(proof->reupgrade.outcome)),
	       STR_ARG(outcome_words(proof->interruption.outcome)));
	if (proof->upgrade.outcome == OUTCOME_FAILS)
		printf("    UPGRADE FAILS line %u: " STR_FMT "\n", proof->upgrade.op->at.line,
		       STR_ARG(proof->upgrade.text));
	if (proof->reupgrade.outcome == OUTCOME_FAILS)
		printf("    re-upgrade line %u: " STR_FMT "\n", proof->reupgrade.op->at.line,
		       STR_ARG(proof->reupgrade.text));
	if (proof->interruption.outcome == OUTCOME_STUCK)
		printf("    stuck line %u: " STR_FMT "\n", proof->interruption.op->at.line,
		       STR_ARG(proof->interruption.text));
	for (uint32_t i = 0; i < proof->item_count; i++)
		printf("    " STR_FMT " " STR_FMT "." STR_FMT STR_FMT " line %u: " STR_FMT "\n",
		       STR_ARG(verdict_words(proof->items[i].verdict)),
		       STR_ARG(proof->items[i].subject.table),
		       STR_ARG(proof->items[i].subject.column),
		       STR_ARG(proof->items[i].subject.object),
		       proof->items[i].op ? proof->items[i].op->at.line : 0,
		       STR_ARG(proof->items[i].text));
}

static void run_chain(struct bench *b, const struct chain_input *input, struct arena *state,
		      bool count)
{
	dialect_set dialects = replay_dialects(&input->env);
	struct replay_budget budget;
	struct arena scratch;
	struct chain chain;

	arena_init(&scratch);
	replay_budget_init(&budget);
	chain_build(&chain, state, input->migrations, input->count);
	for (dialect_set one = 1; one < DIALECT_ALL; one <<= 1) {
		struct replay replay;

		if (!(one & dialects))
			continue;
		replay_build(&replay, state, &input->env, &chain, one, &budget);
		for (uint32_t i = 0; i < chain.count; i++) {
			struct proof_list proofs;

			proof_build(&replay, i, state, &scratch, &proofs);
			if (!count)
				continue;
			b->histogram[proof_worst(&proofs)]++;
			for (uint32_t p = 0; b->verdicts && p < proofs.count; p++)
				print_proof(chain.nodes[i], &proofs.items[p]);
			b->operations += chain.nodes[i]->body[UP].op_count +
					 chain.nodes[i]->body[DOWN].op_count;
			b->migrations++;
		}
	}
	if (count && state->used > b->bytes)
		b->bytes = state->used;
	arena_release(&scratch);
}

static void measure(struct bench *b)
{
	struct arena state;
	double best = 0;

	arena_init(&state);
	for (int round = 0; round < b->rounds; round++) {
		double start = now(), took = 0;
		size_t bytes = 0;

		for (uint32_t i = 0; i < b->chains.count; i++) {
			run_chain(b, &b->chains.items[i], &state, round == 0);
			bytes += state.used;
			arena_reset(&state);
		}
		took = now() - start;
		if (!round || took < best)
			best = took;
		b->bytes = bytes;
	}
	printf("%llu steps (migrations by dialects), %llu operations: %.2f ms, %.2f us per step, "
	       "%.0f bytes per operation\n",
	       (unsigned long long)b->migrations, (unsigned long long)b->operations, best * 1e3,
	       best * 1e6 / (b->migrations ? (double)b->migrations : 1),
	       (double)b->bytes / (b->operations ? (double)b->operations : 1));
	for (int v = 0; v < VERDICT_COUNT; v++)
		if (b->histogram[v])
			printf("%8llu " STR_FMT "\n", (unsigned long long)b->histogram[v],
			       STR_ARG(verdict_words((enum verdict)v)));
	arena_release(&state);
}

int main(int argc, char **argv)
{
	struct bench b = {.rounds = 5};
	struct corpus_options options = {.trust_owner = true};

	if (corpus_init(&options, NULL))
		return 1;

	arena_init(&b.arena);
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--rounds") && i + 1 < argc)
			b.rounds = (int)strtol(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--verdicts"))
			b.verdicts = true;
		else if (!strcmp(argv[i], "--generated") && i + 1 < argc)
			generate(&b, (unsigned)strtol(argv[++i], NULL, 10));
		else
			load(&b, argv[i]);
	}
	measure(&b);
	arena_release(&b.arena);
	corpus_shutdown();
	return 0;
}
