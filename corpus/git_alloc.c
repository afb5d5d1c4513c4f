#include "corpus/git_util.h"

#include "core/base/limits.h"

#include <git2/sys/alloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The place in libgit2 that asks. */
#define WHERE __attribute__((unused)) const char *file, __attribute__((unused)) int line

/*
 * A small object may be a delta of one that says it is gigabytes long, which no look at the small
 * one's header shows. libgit2 takes memory for each step of a chain in one piece, so a limit on
 * one piece is a limit on what a chain can hold: it fails, and that object is a skip.
 */
static bool too_much(size_t count, size_t size)
{
	return size && count > ((size_t)LIMIT_OBJECT_BYTES + 4096) / size;
}

/* An allocator is to say why there is no memory. */
static void *said(void *memory)
{
	if (!memory)
		git_error_set_oom();
	return memory;
}

static void *bounded_malloc(size_t size, WHERE)
{
	return said(too_much(1, size) ? NULL : malloc(size));
}

static void *bounded_calloc(size_t count, size_t size, WHERE)
{
	return said(too_much(count, size) ? NULL : calloc(count, size));
}

static void *bounded_realloc(void *ptr, size_t size, WHERE)
{
	return said(too_much(1, size) ? NULL : realloc(ptr, size));
}

static void *bounded_reallocarray(void *ptr, size_t count, size_t size, WHERE)
{
	return said(too_much(count, size) ? NULL : realloc(ptr, count * size));
}

static void *bounded_mallocarray(size_t count, size_t size, WHERE)
{
	return said(too_much(count, size) ? NULL : malloc(count * size));
}

static char *plain_strdup(const char *text, WHERE)
{
	return said(strdup(text));
}

static char *plain_strndup(const char *text, size_t len, WHERE)
{
	return said(strndup(text, len));
}

/* Exactly `len` bytes: they may hold a NUL, and end without one. */
static char *plain_substrdup(const char *text, size_t len, WHERE)
{
	char *copy = said(too_much(1, len) ? NULL : malloc(len + 1));

	if (!copy)
		return NULL;
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

int git_bound_memory(void)
{
	git_allocator allocator = {
		.gmalloc = bounded_malloc,
		.gcalloc = bounded_calloc,
		.gstrdup = plain_strdup,
		.gstrndup = plain_strndup,
		.gsubstrdup = plain_substrdup,
		.grealloc = bounded_realloc,
		.greallocarray = bounded_reallocarray,
		.gmallocarray = bounded_mallocarray,
		.gfree = free,
	};

	/* libgit2 copies it, and frees with the same free() as before */
	return git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &allocator);
}
