/*
 * The commits of a history, in an order in which parents come first.
 *
 * Commits are read as they are stored: no grafts, no replaced objects, no commit-graph, and a
 * `shallow` file changes nothing but what is there. Of a commit that is not here, or is none, only
 * the fact remains that its children have a parent which is not known.
 *
 * The order depends on the commits alone: of all whose parents have come, the one that was
 * committed first is next, then by id. A date that lies moves a commit, but never before its parents.
 */
#ifndef TIDEMARK_CORPUS_WALK_COMMITS_H
#define TIDEMARK_CORPUS_WALK_COMMITS_H

#include "core/base/vec.h"
#include "corpus/listing.h"
#include "corpus/objects.h"
#include "corpus/oid_map.h"

/* A time that the commit does not tell, or that no calendar has. */
#define WALK_NO_TIME INT64_MIN

struct walk_commit {
	struct oid id, tree;
	int64_t author_time, time;      /* seconds; `time` is the committer's */
	uint32_t parents, parent_count; /* of walk_commits.parents: those that were read */
	uint32_t state;                 /* the node of its tree */
	bool read;
	bool first_parent_unread, some_parent_unread;
};

struct walk_commits {
	struct objects *objects;
	const volatile int *stop; /* may be NULL */
	struct arena arena;
	struct oid_map numbers; /* id → index */
	VEC(struct walk_commit) items;
	VEC(uint32_t) parents; /* indexes of commits */
	VEC(uint32_t) order;   /* those that were read, parents first */
	uint32_t missing;      /* that are named as parents, but are not here */
	uint32_t unread;       /* that are here, but could not be read or are in a circle */
	bool too_many;
};

void walk_commits_init(struct walk_commits *commits, struct objects *objects,
		       const volatile int *stop);
void walk_commits_release(struct walk_commits *commits);

/* A commit to begin with. */
void walk_commits_add(struct walk_commits *commits, const struct oid *id);
/*
 * Reads all that can be reached and puts it in order. What could not be read is told to `skips`,
 * those that are missing in one line. Only ERR_STOPPED is an error.
 */
int walk_commits_read(struct walk_commits *commits, struct lister *skips, struct err *reterr);

#endif
