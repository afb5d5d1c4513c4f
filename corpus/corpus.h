/*
 * Repositories in, (path, bytes) out. Knows no Python and no SQL.
 *
 * A *source* is one repository at one ref, or one plain folder. Nothing of a repository is ever
 * executed or checked out; no name of theirs is used as a path on this machine, except below a
 * plain folder that the user named, where it is opened with O_NOFOLLOW relative to its folder.
 */
#ifndef TIDEMARK_CORPUS_CORPUS_H
#define TIDEMARK_CORPUS_CORPUS_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/loader.h"
#include "core/model/record.h"

struct corpus_options {
	bool trust_owner; /* open repositories of other users */
	bool histories;   /* will be read: map more of a pack at once, which costs memory */
};

/*
 * Once per process, before any thread; balanced by corpus_shutdown(). The options are the process's
 * because libgit2 has them so. No configuration but the repository's own is read: what git's
 * safe.directory allows is not known here, and trust_owner says it instead.
 */
int corpus_init(const struct corpus_options *options, struct err *reterr);
void corpus_shutdown(void);

/* Something found under a PATH. */
struct corpus_place {
	struct str path; /* as given, or joined to what was given */
	bool git;        /* a repository; else a plain folder without git */
	uint64_t
		size; /* a rough measure for "largest first": bytes of packs, or a guess at those of .py files */
};

/*
 * Every repository under a path: a work tree, a `.git` file (worktree, submodule), a bare
 * repository or mirror, a folder of any of these (searched, sorted by name, not into repositories,
 * symbolic links not followed below the given path itself). When there is none, the path is one
 * plain folder. A single file is a plain folder with one file. ERR_NOT_FOUND, ERR_IO name the path.
 */
struct corpus_places {
	struct corpus_place *items;
	uint32_t count, capacity;
	struct record_skip *skips; /* folders that could not be searched; path as in corpus_place */
	uint32_t skip_count, skip_capacity;
};
int corpus_find(struct str path, struct arena *arena, struct corpus_places *places,
		struct err *reterr);

struct corpus_source; /* one worker at a time */

/*
 * Opens a repository at `ref` (branch, tag, commit id; "HEAD"), or a plain folder (git = false).
 * ERR_REFUSED: another owner, an extension or a version that cannot be read; ERR_NOT_FOUND: the ref
 * does not resolve (empty repository, no HEAD, no such ref, or its commit is not here); ERR_CORRUPT.
 */
int corpus_open(const struct corpus_place *place, struct str ref, struct corpus_source **ret_source,
		struct err *reterr);
void corpus_close(struct corpus_source *source);

/* Commit of a git source (40 hex), "" for a folder. Borrowed from the source. */
struct str corpus_commit(const struct corpus_source *source);
/* remote.origin.url with user, password and query removed; "" if none. Borrowed. */
struct str corpus_origin(const struct corpus_source *source);

enum candidate_kind {
	CANDIDATE_PYTHON, /* a .py file whose bytes hold `down_revision` */
	CANDIDATE_ENV,    /* env.py */
	CANDIDATE_CONFIG, /* *.ini, setup.cfg, setup.py, pyproject.toml, Pipfile, *requirements*.txt */
	CANDIDATE_TEMPLATE, /* script.py.mako: its folder is a script_location */
	CANDIDATE_SETTINGS, /* .tidemark.yaml, at the root only */
};

struct candidate {
	enum candidate_kind kind;
	struct str path; /* relative, '/'-separated, valid UTF-8 or escaped with \xHH */
	struct str blob; /* 40 hex: git's id of the content, computed for plain folders too */
	uint64_t size;
	struct corpus_entry *entry; /* how to read it */
	uint32_t commit;            /* of a history: a commit that has it */
};

struct corpus_listing {
	struct candidate *items; /* sorted by path */
	uint32_t count, capacity;
	struct record_skip *skips; /* what could not be listed or searched, and why */
	uint32_t skip_count, skip_capacity;
	/* Searched for `down_revision`: each distinct content of a repository once. */
	uint64_t files, bytes;
};

/*
 * All candidates of the source, in `arena`. A part that cannot be read is a skip in the listing.
 * Fails only when the root itself cannot be read. `stop` (may be NULL) is polled: ERR_STOPPED.
 */
int corpus_list(struct corpus_source *source, struct arena *arena, const volatile int *stop,
		struct corpus_listing *ret_listing, struct err *reterr);

/*
 * The content, in `arena` (ptr[len] is a NUL). Sizes are known before content is read: over `limit`
 * is ERR_LIMIT. The id is computed again from the content: ERR_CORRUPT when it differs.
 * ERR_NOT_FOUND: the object is not here (partial clone).
 */
int corpus_read(struct corpus_source *source, const struct candidate *candidate, uint64_t limit,
		struct arena *arena, struct str *ret_content, struct err *reterr);

/*
 * Any .py file or folder of the tree that corpus_list() has gone through, candidate or not, for the
 * modules that migrations import. *ret_blob is as in struct loader. Of a single file given as a
 * place, what lies beside it.
 */
enum module_kind corpus_look(struct corpus_source *source, struct str path, struct str *ret_blob);

/* The content of such a file and its id (40 hex), in `arena`. Errors as corpus_read(). */
int corpus_read_module(struct corpus_source *source, struct str path, uint64_t limit,
		       struct arena *arena, struct str *ret_content, struct str *ret_blob,
		       struct err *reterr);

#endif
