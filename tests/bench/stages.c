/*
 * ./run bench: what each stage costs, next to its floor in the same run.
 *
 *	bench_stages [--rounds N] PATH …
 *
 * Stages are CPU time of one thread over the migrations found under the PATHs, the least of N
 * rounds, the stages of a round one after the other. The floor of parse, evaluate and rules is
 * tree-sitter's bare parse of the same bytes. Memory is what one file's parse and evaluation take from
 * their arena (not what tree-sitter asks for meanwhile, nor what a worker keeps). The whole program is measured in wall time and peak
 * memory as a process of its own; its floor is a byte search of all .py files under the PATHs plus
 * that bare parse.
 */
#include "core/base/limits.h"
#include "core/base/map.h"
#include "core/base/pool.h"
#include "core/base/vec.h"
#include "core/model/codec.h"
#include "corpus/corpus.h"
#include "frontends/frontend.h"
#include "frontends/python/cst.h"
#include "rules/engine.h"
#include "tests/bench/bench_place.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <tree_sitter/api.h>
#include <unistd.h>

const TSLanguage *tree_sitter_python(void);

enum stage { BARE_PARSE, TREE, EVALUATE, DECODE, PROOFS, RULES, STAGE_COUNT };

static const char *const stage_names[] = {
	"bare ts_parser_parse", "parse + flat tree",       "parse + evaluate + encode",
	"decode + chain",       "decode + chain + proofs", "decode + chain + proofs + rules"};

struct file {
	struct str path, blob, content;
	uint32_t place;
	struct place *source; /* its place's */
	size_t memory;        /* of its evaluation */
};

struct bench {
	char **paths;
	int path_count, rounds;
	struct arena arena;
	VEC(struct file) files;
	VEC(struct place *) places;
	VEC(struct str) modules; /* contents of the modules that migrations take from, each once */
	uint64_t bytes;
	double best[STAGE_COUNT];
};

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- loading ---------------------------------------------------------------------------- */

static void load_place(struct bench *b, const struct corpus_place *place, uint32_t number)
{
	struct place *read = arena_new(&b->arena, struct place);
	struct corpus_source *source;
	struct corpus_listing listing = {0};

	if (corpus_open(place, STR("HEAD"), &source, NULL))
		return;
	if (!corpus_list(source, &b->arena, NULL, &listing, NULL)) {
		for (uint32_t i = 0; i < listing.count; i++) {
			struct candidate *c = &listing.items[i];
			struct str content;

			if (c->kind != CANDIDATE_PYTHON ||
			    corpus_read(source, c, LIMIT_MIGRATION_BYTES, &b->arena, &content,
					NULL))
				continue;
			*vec_push(&b->arena, &b->files) = (struct file){c->path, c->blob, content,
									number,  read,    0};
			b->bytes += content.len;
		}
	}
	modules_init(&read->modules, source, NULL);
	read->arena = &b->arena;
	read->loader = (struct loader){read, look, read_once};
	*vec_push(&b->arena, &b->places) = read;
}

static void unload(struct bench *b)
{
	for (uint32_t i = 0; i < b->places.count; i++) {
		corpus_close(b->places.items[i]->modules.source);
		modules_release(&b->places.items[i]->modules);
	}
}

static void load(struct bench *b)
{
	struct corpus_places places = {0};

	for (int i = 0; i < b->path_count; i++)
		corpus_find(str_from(b->paths[i]), &b->arena, &places, NULL);
	for (uint32_t i = 0; i < places.count; i++)
		load_place(b, &places.items[i], i);
}

/* ---- stages ------------------------------------------------------------------------------ */

struct tools {
	struct cst_parser *parser;
	struct frontend_worker *worker;
	struct arena scratch, state;
	struct out *encoded; /* by file */
	struct rule_selection selection;
};

/*
 * The floor: tree-sitter as it comes, with the C library's allocator, no budget and the whole text
 * in one piece. Making a cst_parser puts ours back.
 */
static void bare_parse(struct bench *b)
{
	TSParser *parser;

	ts_set_allocator(NULL, NULL, NULL, NULL);
	parser = ts_parser_new();
	ts_parser_set_language(parser, tree_sitter_python());
	for (uint32_t i = 0; i < b->files.count; i++) {
		struct str content = b->files.items[i].content;

		ts_tree_delete(
			ts_parser_parse_string(parser, NULL, content.ptr, (uint32_t)content.len));
	}
	for (uint32_t i = 0; i < b->modules.count; i++)
		ts_tree_delete(ts_parser_parse_string(parser, NULL, b->modules.items[i].ptr,
						      (uint32_t)b->modules.items[i].len));
	ts_parser_delete(parser);
	cst_parser_free(cst_parser_new());
}

/* What the files take from other files of their trees is parsed as well, once. */
static void find_modules(struct bench *b, struct tools *t)
{
	struct map seen = {0};

	for (uint32_t i = 0; i < b->files.count; i++) {
		const struct loader *loader = &b->files.items[i].source->loader;
		struct str content, blob;
		struct migration m;

		if (migration_decode(out_content(&t->encoded[i]), &b->arena, &m, NULL))
			continue;
		for (uint32_t k = 0; k < m.lookup_count; k++) {
			const struct lookup *lookup = &m.lookups[k];
			void **place;

			if (!lookup->blob.len)
				continue;
			place = map_put(&b->arena, &seen, arena_str(&b->arena, lookup->blob));
			if (*place || loader->read(loader->self, lookup->path, &b->arena, &content,
						   &blob, NULL))
				continue;
			*place = b;
			*vec_push(&b->arena, &b->modules) = content;
			b->bytes += content.len;
		}
	}
}

static void flat_tree(struct bench *b, struct tools *t)
{
	struct cst_file cst;

	for (uint32_t i = 0; i < b->files.count; i++) {
		cst_parse(t->parser, b->files.items[i].content, &t->scratch, &cst, NULL);
		arena_reset(&t->scratch);
	}
	for (uint32_t i = 0; i < b->modules.count; i++) {
		cst_parse(t->parser, b->modules.items[i], &t->scratch, &cst, NULL);
		arena_reset(&t->scratch);
	}
}

/* With a new worker: one that has parsed the modules before would not pay for them. */
static void evaluate(struct bench *b, struct tools *t)
{
	frontend_worker_free(t->worker);
	t->worker = frontend_worker_new();
	for (uint32_t i = 0; i < b->files.count; i++) {
		struct file *file = &b->files.items[i];
		const struct frontend_input input = {file->path, file->content,
						     &file->source->loader, false};

		out_clear(&t->encoded[i]);
		frontend_encode(frontends[0], t->worker, &input, &t->scratch, &t->encoded[i], NULL);
		file->memory = t->scratch.used;
		arena_reset(&t->scratch);
	}
}

/* One environment for each place: near enough to what a scan groups to time the rules. */
static void decode_place(struct bench *b, struct tools *t, uint32_t from, uint32_t to,
			 enum stage stage)
{
	const struct migration **all = arena_array(&t->state, to - from, sizeof(*all));
	struct environment env = {.name = STR("bench"), .framework = STR("alembic")};
	struct finding_list findings = {0};
	struct chain chain;
	struct replay_budget budget;
	struct chain_proofs proofs;
	struct rule_input input = {.env = &env,
				   .chain = &chain,
				   .proofs = &proofs,
				   .selection = &t->selection,
				   .repo_suppressions = true};
	uint32_t count = 0;

	for (uint32_t i = from; i < to; i++) {
		struct migration *m = arena_new(&t->state, struct migration);

		if (migration_decode(out_content(&t->encoded[i]), &t->state, m, NULL))
			continue;
		m->path = b->files.items[i].path;
		m->blob = b->files.items[i].blob;
		all[count++] = m;
	}
	chain_build(&chain, &t->state, all, count);
	replay_budget_init(&budget);
	if (stage >= PROOFS)
		chain_prove(&proofs, &t->state, &t->scratch, &env, &chain, &budget);
	if (stage == RULES)
		rules_run(&input, &t->state, &findings);
	arena_reset(&t->state);
}

static void decode(struct bench *b, struct tools *t, enum stage stage)
{
	for (uint32_t from = 0, to; from < b->files.count; from = to) {
		for (to = from; to < b->files.count; to++)
			if (b->files.items[to].place != b->files.items[from].place)
				break;
		decode_place(b, t, from, to, stage);
	}
}

static void run_stage(struct bench *b, struct tools *t, enum stage stage)
{
	switch (stage) {
	case BARE_PARSE:
		bare_parse(b);
		return;
	case TREE:
		flat_tree(b, t);
		return;
	case EVALUATE:
		evaluate(b, t);
		return;
	default:
		decode(b, t, stage);
	}
}

/* On a worker of a pool, for its stack. */
static void run_stages(void *self, unsigned worker)
{
	struct bench *b = self;
	struct tools t = {
		.parser = cst_parser_new(),
		.worker = frontend_worker_new(),
	};

	(void)worker;
	load(b);
	rule_selection_profile(&t.selection, STR("all"), NULL);
	t.encoded = calloc(b->files.count + 1, sizeof(*t.encoded));
	for (uint32_t i = 0; i < b->files.count; i++)
		out_init_buffer(&t.encoded[i], 1U << 28);
	evaluate(b, &t);
	find_modules(b, &t);
	for (int round = 0; round < b->rounds; round++) {
		for (enum stage s = 0; s < STAGE_COUNT; s++) {
			double start = now(CLOCK_THREAD_CPUTIME_ID), seconds;

			run_stage(b, &t, s);
			seconds = now(CLOCK_THREAD_CPUTIME_ID) - start;
			if (!round || seconds < b->best[s])
				b->best[s] = seconds;
		}
	}
	for (uint32_t i = 0; i < b->files.count; i++)
		out_release(&t.encoded[i]);
	free(t.encoded);
	arena_release(&t.scratch);
	arena_release(&t.state);
	cst_parser_free(t.parser);
	frontend_worker_free(t.worker);
	unload(b);
}

/* ---- the floor of a scan: a byte search of every .py file --------------------------------- */

static int search_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	static char *buffer;
	static size_t capacity;
	size_t size = (size_t)st->st_size;
	int fd;

	(void)ftw;
	if (type != FTW_F || !str_ends(str_from(path), STR(".py")))
		return 0;
	if (size > capacity) {
		capacity = 2 * size;
		buffer = realloc(buffer, capacity);
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && buffer) {
		ssize_t got = read(fd, buffer, size);

		if (got > 0 && memmem(buffer, (size_t)got, "down_revision", 13) == NULL)
			errno = 0;
	}
	if (fd >= 0)
		close(fd);
	return 0;
}

static double search_all(const struct bench *b)
{
	double start = now(CLOCK_MONOTONIC);

	for (int i = 0; i < b->path_count; i++)
		nftw(b->paths[i], search_file, 64, FTW_PHYS);
	return now(CLOCK_MONOTONIC) - start;
}

/* ---- the whole program ------------------------------------------------------------------- */

/* The tidemark beside this program: <build>/bench/bench_stages -> <build>/tidemark. */
static bool find_program(char *path, size_t size)
{
	ssize_t len = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	if (len < 0)
		return false;
	path[len] = '\0';
	for (int i = 0; i < 2; i++) {
		slash = strrchr(path, '/');
		if (!slash)
			return false;
		*slash = '\0';
	}
	if (strlen(path) + 10 > size)
		return false;
	strcat(path, "/tidemark");
	return access(path, X_OK) == 0;
}

static double run_program(const struct bench *b, const char *program, const char *jobs,
			  long *ret_kib)
{
	const char **args = calloc((size_t)b->path_count + 8, sizeof(*args));
	struct rusage usage;
	double start = now(CLOCK_MONOTONIC);
	int n = 0, status;
	pid_t child;

	args[n++] = program;
	args[n++] = "scan";
	args[n++] = "--no-progress";
	args[n++] = "--format";
	args[n++] = "text=/dev/null";
	args[n++] = jobs;
	for (int i = 0; i < b->path_count; i++)
		args[n++] = b->paths[i];
	child = fork();
	if (child == 0) {
		execv(program, (char *const *)args);
		_exit(127);
	}
	free(args);
	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		return 0;
	*ret_kib = usage.ru_maxrss;
	return now(CLOCK_MONOTONIC) - start;
}

static void print_stages(const struct bench *b)
{
	double floor = b->best[BARE_PARSE], total = b->best[EVALUATE] + b->best[RULES];

	printf("%u migrations and %u modules, %.2f MB; CPU of one thread, least of %d rounds\n\n",
	       b->files.count, b->modules.count, (double)b->bytes / 1e6, b->rounds);
	printf("%-28s %9s %10s %8s %8s\n", "stage", "ms", "files/s", "MB/s", "x floor");
	for (int s = 0; s < STAGE_COUNT; s++)
		printf("%-28s %9.2f %10.0f %8.2f %8.2f\n", stage_names[s], b->best[s] * 1e3,
		       b->files.count / b->best[s], (double)b->bytes / 1e6 / b->best[s],
		       b->best[s] / floor);
	printf("%-28s %9.2f %10.0f %8.2f %8.2f\n", "total", total * 1e3, b->files.count / total,
	       (double)b->bytes / 1e6 / total, total / floor);
	/* a scan does more besides: finds, reads, reports */
	printf("rules, of the total: %.1f %%\n\n",
	       100 * (b->best[RULES] - b->best[PROOFS]) / total);
}

static int by_memory(const void *a, const void *b)
{
	size_t first = ((const struct file *)a)->memory, second = ((const struct file *)b)->memory;

	return (first > second) - (first < second);
}

static void print_memory(struct bench *b)
{
	uint32_t count = b->files.count;

	qsort(b->files.items, count, sizeof(*b->files.items), by_memory);
	printf("memory of an evaluation, KB: median %zu, 99%% %zu, 99.9%% %zu, most %zu\n\n",
	       b->files.items[count / 2].memory / 1000,
	       b->files.items[(uint64_t)count * 99 / 100].memory / 1000,
	       b->files.items[(uint64_t)count * 999 / 1000].memory / 1000,
	       b->files.items[count - 1].memory / 1000);
}

static void print_program(const struct bench *b)
{
	static const char *const jobs[] = {"-j1", "-j2"};
	char program[4096];
	double floor = 0, best[2] = {0};
	long kib[2] = {0};

	if (!find_program(program, sizeof(program))) {
		puts("the program is not built: no figures for a whole scan");
		return;
	}
	for (int round = 0; round < b->rounds; round++) {
		double search = search_all(b);

		if (!round || search < floor)
			floor = search;
		for (int j = 0; j < 2; j++) {
			double seconds = run_program(b, program, jobs[j], &kib[j]);

			if (!round || seconds < best[j])
				best[j] = seconds;
		}
	}
	printf("byte search of the .py files %9.2f ms\n+ bare parse of migrations   %9.2f ms\n",
	       floor * 1e3, b->best[BARE_PARSE] * 1e3);
	floor += b->best[BARE_PARSE];
	for (int j = 0; j < 2; j++)
		printf("tidemark scan %-14s %9.2f ms %8.2f x floor, peak %.1f MB\n", jobs[j],
		       best[j] * 1e3, best[j] / floor, (double)kib[j] / 1024);
}

int main(int count, char **args)
{
	struct corpus_options options = {.trust_owner = true};
	struct bench b = {.paths = args + 1, .path_count = count - 1, .rounds = 5};
	struct pool *pool;

	if (count > 2 && strcmp(args[1], "--rounds") == 0) {
		b.rounds = atoi(args[2]);
		b.paths += 2;
		b.path_count -= 2;
	}
	if (b.path_count < 1 || b.rounds < 1) {
		fputs("usage: bench_stages [--rounds N] PATH ...\n", stderr);
		return 2;
	}
	if (corpus_init(&options, NULL) || pool_start(1, 1, &pool, NULL))
		return 1;
	pool_submit(pool, run_stages, &b);
	pool_finish(pool);
	if (b.files.count) {
		print_stages(&b);
		print_memory(&b);
		print_program(&b);
	} else {
		puts("no migrations there");
	}
	arena_release(&b.arena);
	corpus_shutdown();
	return 0;
}
