/*
 * Release of foreign handles at the end of a scope.
 *
 *	CLEANUP(git_tree_release) git_tree *tree = NULL;
 *
 * where git_tree_release takes a pointer to the variable. For handles of libraries only: our own
 * memory lives in arenas. CLEANUP_DEFINE(git_tree_release, git_tree *, git_tree_free) makes such a
 * function from a library's NULL-safe `free`.
 */
#ifndef TIDEMARK_CORE_BASE_CLEANUP_H
#define TIDEMARK_CORE_BASE_CLEANUP_H

#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define CLEANUP_DEFINE(name, type, free_fn)                                                        \
	static inline void name(type *handle) /* NOLINT(bugprone-macro-parentheses) */             \
	{                                                                                          \
		free_fn(*handle);                                                                  \
	}

#endif
