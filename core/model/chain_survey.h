/*
 * What is to be said of a revision graph besides its nodes and edges: forks, merges, parents that
 * it lacks and where they may be, bases that exclude one another. Costs O(nodes + edges + ops).
 */
#ifndef TIDEMARK_CORE_MODEL_CHAIN_SURVEY_H
#define TIDEMARK_CORE_MODEL_CHAIN_SURVEY_H

#include "core/model/chain.h"
#include "core/model/chain_index.h"

enum absence {
	ABSENT_MISSING,   /* nothing says where it could be */
	ABSENT_ELSEWHERE, /* another scanned environment has it */
	ABSENT_EXTERNAL,  /* not scanned: the environment of another package runs these files */
	ABSENT_AMBIGUOUS, /* several revisions begin with it */
	ABSENT_UNKNOWN,   /* its name holds a {hole} */
	ABSENT_UNREAD,    /* a file that could not be read may hold it */
};
/* "missing", "elsewhere", … */
struct str absence_name(enum absence absence);

/* A name of a parent that no node answers to. */
struct absent_parent {
	struct str name;
	enum absence absence;
	uint32_t child;                   /* the first in chain order that names it */
	uint32_t children;                /* how many do */
	bool depends_on;                  /* all of them by depends_on */
	const struct revision_home *home; /* ELSEWHERE */
	struct str path; /* UNREAD: the file named after it, else the first that was not read */
};

enum { ALTERNATIVE_TABLES_SHOWN = 10 };

/*
 * Bases (directly or through others of the group) that create the same tables, without condition
 * and for a common database. Running more than one of them fails, so they are alternatives, such
 * as a squashed history beside the old one; unless a later revision descends from several of them.
 */
struct base_group {
	const uint32_t *bases; /* ascending */
	uint32_t count;
	const struct str *tables; /* sorted; at most ALTERNATIVE_TABLES_SHOWN */
	uint32_t tables_shown, table_count;
	bool joined; /* some revision has several of them among its ancestors: a conflict */
};

struct chain_survey {
	const uint32_t *forks,
		*merges; /* several children or parents by down_revision; chain order */
	uint32_t fork_count, merge_count;
	const uint32_t *cuts; /* all their parents are absent: the history begins elsewhere */
	uint32_t cut_count;
	const uint32_t
		*cycle; /* nodes in cycles or between two, without those behind; chain order */
	uint32_t cycle_count;
	const struct absent_parent *absent; /* sorted by name */
	uint32_t absent_count;
	const struct base_group *alternatives;
	uint32_t alternative_count;
	const struct str *unread; /* the context's: heads and bases may be others with them */
	uint32_t unread_count;
	const uint32_t *children; /* per node: how many by down_revision */
};

/* What is known besides the chain. */
struct survey_context {
	const struct chain_index *index; /* NULL: no other chains were read */
	uint32_t number;                 /* the chain's own in it */
	bool plugged_in; /* no configuration and no env.py: another environment runs the files */
	const struct str *unread; /* paths in its folders that could not be read */
	uint32_t unread_count;
};

/* The result is in `arena`; `scratch`, which is another one, is rewound. */
void chain_survey(const struct chain *c, const struct survey_context *context, struct arena *arena,
		  struct arena *scratch, struct chain_survey *ret);

/* Does the author say that the migration replaces older ones ("squash" in its message or name)? */
bool migration_says_squashed(const struct migration *m);

/* For chain_survey(): the groups of alternative bases. */
void chain_survey_bases(const struct chain *c, struct arena *arena, struct arena *scratch,
			struct chain_survey *survey);

#endif
