/*
 * Which commit brought each file of a history, and which took it away.
 *
 * A *version* is a content at a path. Commits are looked at in the order of walk_commits.h.
 *   introduced  by the first commit that has it while none of its parents does. It is not known
 *               when a parent is missing, or has a gap where the version would be.
 *   removed     nowhere, as long as one of the chosen refs has it. Else by the last commit that does
 *               not have it while all of its parents do; if there is none (a merge decided between
 *               its parents), by the last that does not have it while one of its parents does.
 * So a version that comes and goes several times has the first and the last of these commits, and a
 * branch that is merged long after its version was replaced elsewhere does not count as its removal.
 * Blob ids alone decide: the same content at another path is another version.
 */
#ifndef TIDEMARK_CORPUS_WALK_TRACE_H
#define TIDEMARK_CORPUS_WALK_TRACE_H

#include "corpus/walk_commits.h"
#include "corpus/walk_diff.h"

#define WALK_NEVER UINT32_MAX

struct walk_version {
	uint32_t folder, entry; /* the path and the content; gaps are versions too */
	uint32_t introduced;    /* index of a commit */
	uint32_t removed, removed_by_merge;
	bool introduction_unknown;
	bool at_tip, at_first_tip;
};

struct walk_trace {
	const struct walk_commits *commits;
	struct walk_paths paths;
	struct arena arena;
	VEC(struct walk_version)
	versions; /* in the order of being introduced, then of their paths */
	struct oid_map numbers;
	uint64_t states; /* how often a commit has another state than its first parent */
	bool cut;        /* over a limit: what comes later may take away what is here */
};

void walk_trace_init(struct walk_trace *trace, const struct walk_commits *commits,
		     struct walk_nodes *nodes);
void walk_trace_release(struct walk_trace *trace);

/* Only what one commit has, as if it had no parents: for a first look. */
int walk_trace_look(struct walk_trace *trace, uint32_t commit, struct err *reterr);

/*
 * Follows all commits; `tips` are indexes of those that the chosen refs point to. ERR_LIMIT: not to
 * the end, but what is there may be used. ERR_STOPPED.
 */
int walk_trace_run(struct walk_trace *trace, const uint32_t *tips, uint32_t tip_count,
		   struct err *reterr);

/* The commit that took it away, or WALK_NEVER: none, or not known. */
uint32_t walk_version_removed(const struct walk_trace *trace, const struct walk_version *version);

#endif
