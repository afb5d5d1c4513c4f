/*
 * A walk over the history of one repository: commits, their trees, and what became of every file in
 * a folder of migrations.
 *
 * Three passes, none of which recurses and each over what the one before it found:
 *   1. walk_commits  every commit is read once, and all are put in order
 *   2. walk_trees    every distinct tree is read once, newest first, and becomes a node: the state
 *                    of a commit is a number, equal where nothing of interest differs
 *   3. walk_trace    states are compared with those of the parents: versions, from when to when
 *
 * Which .py files are of interest, in every commit: those in a folder `versions`, or below one; in a
 * folder that holds script.py.mako in that commit; and in the folders that were *learnt*: those with
 * migrations at a tip (the caller knows them), and those that the configuration of any commit names
 * (the caller reads it). What is learnt holds for all commits, so that the result does not depend on
 * an order; passes 2 and 3 are done again, as far as a path leads there, when the history tells of
 * folders that were not known before. Contents are not searched here.
 */
#ifndef TIDEMARK_CORPUS_WALK_H
#define TIDEMARK_CORPUS_WALK_H

#include "corpus/history.h"
#include "corpus/walk_commits.h"
#include "corpus/walk_trace.h"
#include "corpus/walk_trees.h"

struct walk_input {
	struct objects *objects;
	const volatile int *stop; /* may be NULL */
	const struct oid *tips;   /* commits; the first is the one whose own listing exists */
	uint32_t tip_count;
	const struct str *folders; /* learnt at tips; paths as the tree has them */
	uint32_t folder_count;
	history_config_fn read_config; /* NULL: none is asked */
	void *self;
	struct lister *skips; /* what could not be read; not what is so at the first tip */
};

struct walk {
	struct walk_commits commits;
	struct walk_trees trees;
	struct walk_trace trace;
	struct arena arena;
	VEC(uint32_t) tips;
	struct oid_map configs; /* that were read: (blob, folder) */
	uint32_t rounds;
};

/* ERR_STOPPED. What went over a limit, or could not be read, is a skip. Release in any case. */
int walk_run(struct walk *walk, const struct walk_input *input, struct err *reterr);
void walk_release(struct walk *walk);

#endif
