#include "corpus/git_util.h"

#include <stdarg.h>
#include <stdio.h>

static int code_of(int git_code)
{
	switch (git_code) {
	case GIT_ENOTFOUND:
	case GIT_EUNBORNBRANCH:
		return ERR_NOT_FOUND;
	case GIT_EOWNER:
		return ERR_REFUSED;
	case GIT_EAMBIGUOUS:
	case GIT_EINVALIDSPEC:
		return ERR_USAGE;
	default:
		return ERR_CORRUPT;
	}
}

int git_failed(struct err *reterr, int git_code, const char *format, ...)
{
	const git_error *last = git_error_last();
	char about[sizeof(reterr->text)];
	va_list args;

	va_start(args, format);
	vsnprintf(about, sizeof(about), format, args);
	va_end(args);
	return err_set(reterr, code_of(git_code), "%s: %s", about,
		       last && last->message ? last->message : "libgit2 gives no reason");
}
