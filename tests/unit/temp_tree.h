/*
 * A temporary folder for a test: files by name, git commands, and what corpus/ sees there, as text.
 * Whatever goes wrong here ends the test.
 */
#ifndef TIDEMARK_TESTS_TEMP_TREE_H
#define TIDEMARK_TESTS_TEMP_TREE_H

#include "core/base/arena.h"

struct temp_tree {
	struct str path; /* terminated */
	struct arena arena;
};

void temp_tree_make(struct temp_tree *t);
/* Removes the folder and everything in it. */
void temp_tree_remove(struct temp_tree *t);

/* The path of a name in the folder, in its arena. */
const char *temp_path(struct temp_tree *t, const char *name);
/* Writes a file, making the folders it is in. */
void temp_file(struct temp_tree *t, const char *name, struct str content);
void temp_text(struct temp_tree *t, const char *name, const char *text);
void temp_folder(struct temp_tree *t, const char *name);

/*
 * Runs `git <arguments, split at spaces>` in the folder `name`, with no configuration but the
 * repository's; `input` (may be NULL) is its standard input. Its standard output.
 */
struct str temp_git(struct temp_tree *t, const char *name, const char *input,
		    const char *arguments);
/* The same; standard input is the file of this name. */
struct str temp_git_read(struct temp_tree *t, const char *name, const char *input_file,
			 const char *arguments);

/*
 * A listing as lines, sorted by path:
 *	python|env|config|template PATH
 *	skip REASON PATH
 * "open: TEXT" or "list: TEXT" when it fails. Every candidate is read: "unread PATH: TEXT" follows
 * its line when that fails. `git` false: a plain folder.
 */
struct str temp_list(struct temp_tree *t, const char *name, bool git, const char *ref);
/* The same with the detail of skips: "skip REASON PATH: DETAIL". */
struct str temp_list_details(struct temp_tree *t, const char *name, bool git, const char *ref);

/* assert_string_equal() on a slice of this arena, which is terminated. */
#define assert_text(actual, expected) assert_string_equal((actual).ptr, (expected))
#define assert_has(actual, expected)                                                               \
	do {                                                                                       \
		if (!strstr((actual).ptr, (expected)))                                             \
			assert_string_equal((actual).ptr, (expected));                             \
	} while (0)

#endif
