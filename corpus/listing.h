/*
 * What the listings of a repository and of a plain folder have in common.
 */
#ifndef TIDEMARK_CORPUS_LISTING_H
#define TIDEMARK_CORPUS_LISTING_H

#include "corpus/corpus.h"
#include "corpus/oid.h"

/* How to read a candidate. */
struct corpus_entry {
	struct oid id;
	struct str
		path; /* of a plain folder's file: relative to it, as the disk has it, terminated */
};

/* Paths of the listing are escaped here; those given in are as the tree or the disk has them. */
struct lister {
	struct arena *arena;      /* of the result */
	const volatile int *stop; /* may be NULL */
	struct corpus_listing listing;
	uint32_t unnamed[SKIP_REASON_COUNT]; /* skips over LIMIT_SKIPS */
};

/* What a file of this name is looked at for. False when it is not. */
bool listing_wants(struct str name, enum candidate_kind *ret_kind);
/* Of those wanted by their name: also at this path? "prod.txt" only in a folder "requirements". */
bool listing_wants_at(struct str path);
/* May there be migrations behind a symbolic link of this name? */
bool listing_wants_link(struct str name);
/* How large a file of this kind may be. */
uint64_t listing_limit(enum candidate_kind kind);
/* Does a .py file speak of down_revision? */
bool listing_matches(struct str content);

/* A path as a listing shows it: valid UTF-8, or with \xHH. */
struct str listing_escape(struct arena *arena, struct str raw);
/* The reason that a result of reading an object or a file is a skip for. */
enum skip_reason listing_reason(int code);
void listing_skip(struct lister *l, enum skip_reason reason, struct str path, struct str detail);
/* False when there are LIMIT_CANDIDATES already. */
bool listing_add(struct lister *l, enum candidate_kind kind, struct str path, struct str blob,
		 uint64_t size, struct corpus_entry *entry);
static inline bool listing_stopped(const struct lister *l)
{
	return l->stop && *l->stop;
}

/* Sorts both lists, and counts the skips that were not named. */
void listing_finish(struct lister *l);

#endif
