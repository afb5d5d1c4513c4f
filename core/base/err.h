/*
 * Errors.
 *
 * A function that can fail returns 0 or a negative `enum err_code`, writes its outputs only on
 * success, and its text into a `struct err` of the caller's (NULL = not wanted). The text names the
 * thing (file, repository, object) and the reason, in one line without a final full stop.
 */
#ifndef TIDEMARK_CORE_BASE_ERR_H
#define TIDEMARK_CORE_BASE_ERR_H

enum err_code {
	ERR_NOT_FOUND = -1, /* no such path, ref or object */
	ERR_IO = -2,        /* the operating system refused */
	ERR_CORRUPT = -3,   /* read, but not what it should be */
	ERR_LIMIT = -4,     /* larger than limits.h allows */
	ERR_REFUSED = -5,   /* readable, but not to be trusted (another owner, an extension) */
	ERR_USAGE = -6,     /* the caller's or the user's mistake */
	ERR_STOPPED = -7,   /* a signal asked to stop */
};

struct err {
	int code;
	char text[512];
};

/* Fills *reterr (if any) and returns `code`, so that `return err_set(…)` reads well. */
int err_set(struct err *reterr, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
