#include "corpus/git_util.h"

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

int git_failed(struct err *reterr, int git_code, struct str about)
{
	const git_error *last = git_error_last();

	return err_set(reterr, code_of(git_code), STR_FMT ": %s", STR_ARG(about),
		       last && last->message ? last->message : "libgit2 gives no reason");
}
