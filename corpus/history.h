/*
 * The history of a repository, for those who read migrations: which contents were ever at which
 * path, since which commit and until which. See walk.h for what is looked at, and walk_trace.h for
 * what "introduced" and "removed" mean.
 *
 * What is scanned is (path, blob) pairs, so a file that was changed has as many entries as it had
 * contents. Commits are numbers here, in an order in which parents come before their children.
 */
#ifndef TIDEMARK_CORPUS_HISTORY_H
#define TIDEMARK_CORPUS_HISTORY_H

#include "corpus/corpus.h"

#define HISTORY_NONE UINT32_MAX

/* A folder whose .py files count; those of the folders in it too? */
struct history_folder {
	struct str path;
	bool below;
};
/* The folders with migrations that a configuration at `path` names, in `arena`. */
typedef void (*history_config_fn)(void *self, struct str path, struct str content,
				  struct arena *arena, struct history_folder **ret_folders,
				  uint32_t *ret_count);

struct history_options {
	bool all_refs; /* besides the source's own: HEAD, and everything under refs/ */
	const struct str *refs;
	uint32_t ref_count;        /* or these */
	const struct str *folders; /* with migrations at the source's own ref, as a listing says */
	uint32_t folder_count;
	history_config_fn read_config; /* NULL: none is asked */
	void *self;
	const volatile int *stop; /* may be NULL */
};

/* A content at a path: a .py file of a folder of migrations, or what configures. */
struct history_file {
	struct candidate file; /* for corpus_read(); its size is not known: 0 */
	uint32_t introduced;   /* by this commit; HISTORY_NONE: not known */
	uint32_t removed; /* by this commit; HISTORY_NONE: one of the refs has it, or not known */
	uint32_t seen;    /* the first commit that has it */
	bool at_ref;      /* the source's own ref has it */
};

struct history_commit {
	struct str id; /* 40 hex */
	int64_t time, author_time;
	bool has_time, has_author_time;
};

struct corpus_history {
	struct history_file *items; /* sorted by path, then in the order of being introduced */
	uint32_t count, capacity;
	const struct record_skip *skips; /* what the listing of the source does not say */
	uint32_t skip_count;
	uint64_t refs, commits, commits_missing, trees, states;
	struct history_walk *walk;
};

/*
 * The source must be a repository's, and have been listed. All is in `arena`, and in what
 * history_release() frees. ERR_STOPPED; ERR_NOT_FOUND: one of `refs` does not resolve.
 */
int history_read(struct corpus_source *source, const struct history_options *options,
		 struct arena *arena, struct corpus_history *ret_history, struct err *reterr);
void history_release(struct corpus_history *history);

struct history_commit history_commit_of(const struct corpus_history *history, uint32_t number,
					struct arena *arena);

/*
 * corpus_look() and corpus_read_module() in the tree of a commit. Trees that were read are kept, up
 * to LIMIT_HISTORY_CACHE_BYTES.
 */
enum module_kind history_look(struct corpus_history *history, uint32_t commit, struct str path,
			      struct str *ret_blob);
int history_read_module(struct corpus_history *history, uint32_t commit, struct str path,
			uint64_t limit, struct arena *arena, struct str *ret_content,
			struct str *ret_blob, struct err *reterr);

#endif
