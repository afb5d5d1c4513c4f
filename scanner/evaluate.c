#include "core/base/limits.h"
#include "core/base/vec.h"
#include "core/model/codec.h"
#include "corpus/listing.h"
#include "scanner/modules.h"
#include "scanner/run.h"

#include <stdlib.h>

enum {
	BATCH_FILES = 32,
	BATCH_BYTES = 512 * 1024,
	ENCODED_MAX = 1 << 30, /* of one batch; each file's is bounded by its evaluation */
};

/* One file of a batch: what went in, what came out. */
struct file_outcome {
	const struct candidate *candidate;
	struct str content;
	int result;
	struct str detail; /* of a failure */
	size_t start, end; /* of the encoded migration in the batch's bytes */
};

/* Files that one worker evaluates in one go. */
struct evaluate_batch {
	struct pool_part part;
	struct evaluate_batch *next;
	struct scan_run *run;
	struct modules *modules;
	struct arena arena; /* contents, then details */
	struct file_outcome files[BATCH_FILES];
	uint32_t count;
	uint64_t size;
	struct out bytes;
};

static struct evaluate_batch *new_batch(struct scan_run *run, struct modules *modules,
					struct pool_group *group)
{
	struct evaluate_batch *batch = calloc(1, sizeof(*batch));

	if (!batch)
		abort();
	batch->run = run;
	batch->modules = modules;
	batch->part.group = group;
	arena_init(&batch->arena);
	out_init_buffer(&batch->bytes, ENCODED_MAX);
	return batch;
}

static void evaluate_one(struct evaluate_batch *batch, struct file_outcome *file,
			 struct worker_tools *tools)
{
	const struct frontend *frontend = frontend_for(file->candidate->path, file->content);
	struct err err = {0};

	if (!frontend) {
		file->result = err_set(&err, ERR_NOT_FOUND, "no front end knows it");
	} else {
		struct frontend_input input = {file->candidate->path, file->content, NULL,
					       batch->run->trace};
		struct modules_view view;

		modules_view_init(&view, batch->modules, file->candidate->commit);
		input.loader = &view.loader;
		file->start = batch->bytes.len;
		file->result = frontend_encode(frontend, tools->frontend, &input, &tools->scratch,
					       &batch->bytes, &err);
		file->end = batch->bytes.len;
		if (batch->bytes.error)
			file->result = err_set(&err, ERR_LIMIT, "its batch is too large");
	}
	if (file->result)
		file->detail = arena_str(&batch->arena, str_from(err.text));
}

static void run_batch(void *self, unsigned worker)
{
	struct evaluate_batch *batch = self;
	struct worker_tools *tools = &batch->run->tools[worker];

	for (uint32_t i = 0; i < batch->count && !scan_stop_signal; i++) {
		struct arena_mark mark = arena_mark(&tools->scratch);

		evaluate_one(batch, &batch->files[i], tools);
		arena_rewind(&tools->scratch, mark);
	}
}

/* Skips for what corpus_read() refused. */
static enum skip_reason read_reason(int code)
{
	switch (code) {
	case ERR_LIMIT:
		return SKIP_TOO_LARGE;
	case ERR_NOT_FOUND:
		return SKIP_MISSING;
	case ERR_CORRUPT:
		return SKIP_CORRUPT;
	case ERR_REFUSED:
		return SKIP_REFUSED;
	default:
		return SKIP_IO;
	}
}

static void add_skip(struct evaluated *e, struct arena *arena, enum skip_reason reason,
		     struct str path, struct str detail, uint32_t line)
{
	struct record_skip *skip;

	e->skips = vec_grow(arena, e->skips, e->skip_count, &e->skip_capacity, sizeof(*e->skips));
	skip = &e->skips[e->skip_count++];
	*skip = (struct record_skip){reason, path, detail, line};
}

/* Hands the batch to whoever is free, or runs it here when there is enough under way. */
static void dispatch(struct scan_run *run, struct evaluate_batch *batch, bool split,
		     unsigned worker)
{
	batch->part.run = run_batch;
	batch->part.self = batch;
	if (!split || !pool_split(run->pool, &batch->part, 2 * pool_workers(run->pool)))
		run_batch(batch, worker);
}

static void decode_file(struct evaluate_batch *batch, const struct file_outcome *file,
			struct arena *arena, struct evaluated *ret)
{
	struct migration *m = arena_new(arena, struct migration);
	struct str bytes = str_sub(out_content(&batch->bytes), file->start, file->end);
	struct err err = {0};

	if (migration_decode(bytes, arena, m, &err)) {
		add_skip(ret, arena, SKIP_CRASHED, file->candidate->path,
			 arena_str(arena, str_from(err.text)), 0);
		return;
	}
	m->path = file->candidate->path;
	m->blob = file->candidate->blob;
	if (m->status == MIGRATION_UNPARSABLE)
		add_skip(ret, arena, SKIP_UNPARSABLE, m->path, m->problem_text, m->problem.line);
	ret->migrations = vec_grow(arena, ret->migrations, ret->count, &ret->capacity,
				   sizeof(const struct migration *));
	ret->migrations[ret->count++] = m;
}

static void collect(struct evaluate_batch *batch, struct arena *arena, struct evaluated *ret)
{
	for (uint32_t i = 0; i < batch->count; i++) {
		const struct file_outcome *file = &batch->files[i];

		switch (file->result) {
		case 0:
			decode_file(batch, file, arena, ret);
			break;
		case ERR_NOT_FOUND:
			add_skip(ret, arena, SKIP_NOT_A_MIGRATION, file->candidate->path,
				 arena_str(arena, file->detail), 0);
			break;
		case ERR_CORRUPT:
			add_skip(ret, arena, SKIP_NOT_UTF8, file->candidate->path,
				 arena_str(arena, file->detail), 0);
			break;
		default:
			add_skip(ret, arena, SKIP_TOO_LARGE, file->candidate->path,
				 arena_str(arena, file->detail), 0);
		}
	}
}

static void read_into(struct evaluate_batch *batch, struct corpus_source *source,
		      const struct candidate *candidate, struct arena *arena, struct evaluated *ret)
{
	struct err err = {0};
	struct str content;
	int result;

	/* batches that are being evaluated read modules of the same source */
	pthread_mutex_lock(&batch->modules->lock);
	result = corpus_read(source, candidate, LIMIT_MIGRATION_BYTES, &batch->arena, &content,
			     &err);
	pthread_mutex_unlock(&batch->modules->lock);
	if (result) {
		add_skip(ret, arena, read_reason(result), candidate->path,
			 arena_str(arena, str_from(err.text)), 0);
		return;
	}
	if (batch->modules->history) {
		ret->files++;
		ret->bytes += content.len;
		if (!listing_matches(content))
			return;
	}
	batch->files[batch->count++] = (struct file_outcome){candidate, content, 0,
							     {NULL, 0}, 0,       0};
	batch->size += content.len;
}

int evaluate_all(struct scan_run *run, struct corpus_source *source,
		 const struct corpus_listing *listing, struct arena *arena, unsigned worker,
		 struct evaluated *ret)
{
	return evaluate_history(run, source, NULL, listing->items, listing->count, arena, worker,
				ret);
}

int evaluate_history(struct scan_run *run, struct corpus_source *source,
		     struct corpus_history *history, const struct candidate *candidates,
		     uint32_t count, struct arena *arena, unsigned worker, struct evaluated *ret)
{
	struct pool_group group = {0};
	struct evaluate_batch **last = &ret->batches, *batch = NULL;
	struct modules modules;
	bool split = pool_workers(run->pool) > 1 && count > BATCH_FILES;

	modules_init(&modules, source, history);
	for (uint32_t i = 0; i < count && !scan_stop_signal; i++) {
		if (candidates[i].kind != CANDIDATE_PYTHON)
			continue;
		if (!batch) {
			batch = new_batch(run, &modules, &group);
			*last = batch;
			last = &batch->next;
		}
		read_into(batch, source, &candidates[i], arena, ret);
		if (batch->count < BATCH_FILES && batch->size < BATCH_BYTES)
			continue;
		dispatch(run, batch, split, worker);
		batch = NULL;
	}
	if (batch)
		dispatch(run, batch, split, worker);
	pool_join(run->pool, &group, worker);
	modules_release(&modules);
	if (scan_stop_signal)
		return ERR_STOPPED;
	for (batch = ret->batches; batch; batch = batch->next)
		collect(batch, arena, ret);
	return 0;
}

void evaluated_release(struct evaluated *e)
{
	while (e->batches) {
		struct evaluate_batch *batch = e->batches;

		e->batches = batch->next;
		arena_release(&batch->arena);
		out_release(&batch->bytes);
		free(batch);
	}
}
