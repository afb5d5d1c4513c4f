/*
 * What is behind struct corpus_source.
 */
#ifndef TIDEMARK_CORPUS_SOURCE_H
#define TIDEMARK_CORPUS_SOURCE_H

#include "core/base/map.h"
#include "corpus/listing.h"
#include "corpus/tree_walk.h"

struct corpus_source {
	struct arena arena; /* of everything here */
	bool git;
	struct str path; /* of the place, terminated */

	/* a repository */
	struct objects objects;
	struct oid commit_id, tree;
	struct str common;        /* its common folder, terminated */
	struct tree_walk *walked; /* by corpus_list(); may be NULL */
	struct str commit, origin;

	/* a plain folder */
	int folder;         /* open; or the folder of `only`; -1 */
	struct str only;    /* the place is this one file */
	struct map modules; /* path → struct folder_module, of all folders and .py files listed */
};

struct folder_module {
	enum module_kind kind;
	struct str blob; /* once it has been read */
};

int git_source_open(struct corpus_source *source, struct str ref, struct err *reterr);
/* The commit that a ref names, as for git_source_open(). */
int git_source_resolve(struct corpus_source *source, struct str ref, struct oid *ret_commit,
		       struct err *reterr);
int git_source_list(struct corpus_source *source, struct lister *lister, struct err *reterr);
int git_source_read(struct corpus_source *source, const struct candidate *candidate, uint64_t limit,
		    struct arena *arena, struct str *ret_content, struct err *reterr);

int folder_source_open(struct corpus_source *source, struct err *reterr);
int folder_source_list(struct corpus_source *source, struct lister *lister, struct err *reterr);
int folder_source_read(struct corpus_source *source, const struct candidate *candidate,
		       uint64_t limit, struct arena *arena, struct str *ret_content,
		       struct err *reterr);

enum module_kind git_source_look(struct corpus_source *source, struct str path,
				 struct str *ret_blob);
int git_source_read_module(struct corpus_source *source, struct str path, uint64_t limit,
			   struct arena *arena, struct str *ret_content, struct str *ret_blob,
			   struct err *reterr);
enum module_kind folder_source_look(struct corpus_source *source, struct str path,
				    struct str *ret_blob);
int folder_source_read_module(struct corpus_source *source, struct str path, uint64_t limit,
			      struct arena *arena, struct str *ret_content, struct str *ret_blob,
			      struct err *reterr);

/* Is a folder of this name passed over: other tools' caches and stores? */
bool folder_is_ours(struct str name);

#endif
