/*
 * tidemark_scan(): from options to reports, top to bottom.
 */
#include "core/base/limits.h"
#include "core/base/vec.h"
#include "scanner/report_files.h"
#include "scanner/run.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	QUEUE_PER_WORKER = 4,
	PROGRESS_MILLISECONDS = 100,
};

volatile int scan_stop_signal;

void tidemark_stop(int signal)
{
	scan_stop_signal = signal;
}

void run_message(struct scan_run *run, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (!run->options->message)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	pthread_mutex_lock(&run->lock);
	run->options->message(run->options->self, text);
	pthread_mutex_unlock(&run->lock);
}

/* Repeated --select options add up. */
static struct str join_words(const char *const *words, size_t count, struct arena *arena)
{
	struct str all = STR("");

	for (size_t i = 0; i < count; i++)
		all = arena_printf(arena, STR_FMT "%s%s", STR_ARG(all), i ? "," : "", words[i]);
	return all;
}

int run_read_dialects(struct scan_run *run, struct err *reterr)
{
	const struct tidemark_scan *o = run->options;

	for (size_t i = 0; i < o->dialect_count; i++) {
		struct str text = str_from(o->dialects[i]);
		dialect_set one = dialect_parse(dialect_word(text));

		run->dialects |= one;
		if (!one)
			return err_set(reterr, ERR_USAGE, "no dialect is called '%s'",
				       o->dialects[i]);
		if (!dialect_version_parse(text, run->dialect_versions))
			return err_set(reterr, ERR_USAGE, "'%s' has no version like 10 or 8.4",
				       o->dialects[i]);
	}
	return 0;
}

/* Rules, severities, dialects. */
static int read_selection(struct scan_run *run, struct arena *arena, struct err *reterr)
{
	const struct tidemark_scan *o = run->options;
	struct rule_selection *s = &run->selection;
	int result = rule_selection_profile(s, str_from(o->profile ? o->profile : "rollback"),
					    reterr);

	if (o->select_count && !result)
		result = rule_selection_select(s, join_words(o->select, o->select_count, arena),
					       reterr);
	for (size_t i = 0; i < o->ignore_count && !result; i++)
		result = rule_selection_ignore(s, str_from(o->ignore[i]), reterr);
	for (size_t i = 0; i < o->severity_count && !result; i++)
		result = rule_selection_severity(s, str_from(o->severities[i]), reterr);
	if (!result)
		result = run_read_dialects(run, reterr);
	return result;
}

struct units {
	struct unit *items;
	uint32_t count, capacity;
};

static void add_unit(struct scan_run *run, struct arena *arena, struct units *units,
		     const struct corpus_place *place, struct str ref)
{
	struct unit *unit = vec_push(arena, units);

	*unit = (struct unit){.run = run, .number = units->count - 1, .place = *place, .ref = ref};
}

/* A plain folder has no refs and is one unit; a repository is one for each. */
static void add_place(struct scan_run *run, struct arena *arena, struct units *units,
		      const struct corpus_place *place)
{
	const struct tidemark_scan *o = run->options;

	uint32_t first = units->count;

	if (!o->ref_count || !place->git)
		add_unit(run, arena, units, place, STR("HEAD"));
	else
		for (size_t i = 0; i < o->ref_count; i++)
			add_unit(run, arena, units, place, str_from(o->refs[i]));
	/* one walk over all refs, told with the first */
	units->items[first].with_history = o->history && place->git;
}

/* A place that was asked for or met on the way, and cannot be scanned: a unit that says so. */
static void add_unread(struct scan_run *run, struct arena *arena, struct units *units,
		       struct str path, enum skip_reason reason, struct str detail)
{
	struct corpus_place place = {.path = path};
	struct record_skip *unread = arena_new(arena, struct record_skip);

	*unread = (struct record_skip){.reason = reason, .detail = arena_str(arena, detail)};
	add_unit(run, arena, units, &place, STR(""));
	units->items[units->count - 1].unread = unread;
}

static void find_below(struct scan_run *run, struct arena *arena, struct units *units,
		       struct str path)
{
	struct corpus_places places = {0};
	struct err err = {0};
	bool repositories = false;

	if (corpus_find(path, arena, &places, &err)) {
		add_unread(run, arena, units, path, SKIP_IO, str_from(err.text));
		return;
	}
	for (uint32_t i = 0; i < places.count; i++) {
		add_place(run, arena, units, &places.items[i]);
		repositories |= places.items[i].git;
	}
	/* below a plain folder the listing meets the same folders, and says the same of them */
	for (uint32_t i = 0; repositories && i < places.skip_count; i++)
		add_unread(run, arena, units, places.skips[i].path, places.skips[i].reason,
			   places.skips[i].detail);
}

/* Everything to scan, in input order. */
static void find_units(struct scan_run *run, struct arena *arena, struct units *units)
{
	for (size_t i = 0; i < run->options->path_count && !scan_stop_signal; i++)
		find_below(run, arena, units, str_from(run->options->paths[i]));
}

static int larger_first(const void *a, const void *b)
{
	const struct unit *x = *(const struct unit *const *)a, *y = *(const struct unit *const *)b;

	if (x->place.size != y->place.size)
		return x->place.size < y->place.size ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void tell_progress(struct scan_run *run, uint32_t units, const struct timespec *start)
{
	struct tidemark_progress progress = {
		.repositories = units,
		.repositories_done = run->units_done,
		.migrations = run->migrations,
		.findings = run->findings,
		.seconds = seconds_since(start),
	};

	if (run->options->progress)
		run->options->progress(run->options->self, &progress);
}

/* Largest first, so that no long unit is left for the end. */
static void scan_units(struct scan_run *run, struct arena *arena, const struct units *units)
{
	struct unit **order = arena_array(arena, units->count, sizeof(*order));
	struct timespec start;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (uint32_t i = 0; i < units->count; i++)
		order[i] = &units->items[i];
	if (units->count)
		qsort(order, units->count, sizeof(struct unit *), larger_first);
	for (uint32_t i = 0; i < units->count && !scan_stop_signal; i++) {
		while (!pool_submit(run->pool, unit_scan, order[i])) {
			pool_wait(run->pool, PROGRESS_MILLISECONDS);
			tell_progress(run, units->count, &start);
		}
	}
	while (pool_wait(run->pool, PROGRESS_MILLISECONDS))
		tell_progress(run, units->count, &start);
	if (run->options->progress)
		run->options->progress(run->options->self, NULL);
}

static unsigned processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return (unsigned)CPU_COUNT(&set);
}

int run_start_workers(struct scan_run *run, struct err *reterr)
{
	unsigned count = run->options->jobs ? run->options->jobs : processors();
	int result;

	result = pool_start(count, count * QUEUE_PER_WORKER, &run->pool, reterr);
	if (result)
		return result;
	run->tools = calloc(count, sizeof(*run->tools));
	if (!run->tools)
		abort();
	for (unsigned i = 0; i < count; i++)
		run->tools[i].frontend = frontend_worker_new();
	return 0;
}

void run_stop_workers(struct scan_run *run)
{
	unsigned count = pool_workers(run->pool);

	pool_finish(run->pool);
	for (unsigned i = 0; i < count; i++) {
		frontend_worker_free(run->tools[i].frontend);
		arena_release(&run->tools[i].unit);
		arena_release(&run->tools[i].scratch);
	}
	free(run->tools);
}

/* Units that a signal kept from being scanned are unread, and the coverage says so. */
static void count_stopped(struct scan_run *run, uint32_t units)
{
	uint64_t left = units - run->units_done;

	if (!scan_stop_signal || !left)
		return;
	run->total.repositories_unread += left;
	run->total.skips[SKIP_STOPPED] += left;
}

static int scan(struct scan_run *run, struct arena *arena, struct tidemark_result *ret_result,
		struct err *reterr)
{
	struct units units = {0};
	int result;

	find_units(run, arena, &units);
	known_init(&run->known, arena, run->options->known, run->options->known_count);
	result = run_start_workers(run, reterr);
	if (result)
		return result;
	scan_units(run, arena, &units);
	run_stop_workers(run);
	if (run->error.code)
		return err_set(reterr, run->error.code, "%s", run->error.text);
	count_stopped(run, units.count);
	result = write_reports(run, units.count, reterr);
	if (result)
		return result;
	*ret_result = (struct tidemark_result){
		.notes = run->total.findings[SEVERITY_NOTE],
		.warnings = run->total.findings[SEVERITY_WARNING],
		.errors = run->total.findings[SEVERITY_ERROR],
		.incomplete = coverage_incomplete(&run->total),
		.stopped_by = scan_stop_signal,
	};
	return 0;
}

int tidemark_scan(const struct tidemark_scan *options, struct tidemark_result *ret_result,
		  struct tidemark_error *reterr)
{
	struct corpus_options corpus = {.trust_owner = options->trust_owner,
					.histories = options->history};
	struct scan_run run = {.options = options};
	struct arena arena;
	struct err err = {0};
	int result;

	arena_init(&arena);
	pthread_mutex_init(&run.lock, NULL);
	result = read_selection(&run, &arena, &err);
	if (!result)
		result = check_outputs(options, &err);
	if (!result)
		result = spool_open(&run.spool, &err);
	else
		run.spool.fd = -1;
	if (!result)
		result = corpus_init(&corpus, &err);
	if (!result) {
		result = scan(&run, &arena, ret_result, &err);
		corpus_shutdown();
	}
	spool_release(&run.spool);
	pthread_mutex_destroy(&run.lock);
	arena_release(&arena);
	if (result && reterr) {
		reterr->code = result;
		snprintf(reterr->text, sizeof(reterr->text), "%s", err.text);
	}
	return result;
}
