#include "core/base/cleanup.h"
#include "corpus/git_util.h"
#include "corpus/gitdir.h"
#include "corpus/origin.h"
#include "corpus/refs.h"
#include "corpus/source.h"
#include "corpus/tree_walk.h"

CLEANUP_DEFINE(free_repository, git_repository *, git_repository_free)
CLEANUP_DEFINE(free_config, git_config *, git_config_free)

static bool says(const git_error *error, const char *words)
{
	return error && error->message && strstr(error->message, words);
}

/* libgit2 looks at owner, format version, extensions and configuration. */
static int open_checked(const char *path, git_repository **ret_repository, struct err *reterr)
{
	int failed = git_repository_open_ext(ret_repository, path, GIT_REPOSITORY_OPEN_NO_SEARCH,
					     NULL);
	const git_error *last = git_error_last();

	if (!failed)
		return 0;
	/*
	 * When the owner is another one, libgit2 looks for safe.directory. It is never set here
	 * (corpus_init), and 1.5.1 says that it is missing rather than what it means.
	 */
	if (failed == GIT_EOWNER || (failed == GIT_ENOTFOUND && says(last, "safe.directory")))
		return err_set(reterr, ERR_REFUSED,
			       "it belongs to another user (--trust-owner reads it all the same)");
	if (says(last, "unsupported "))
		return err_set(reterr, ERR_REFUSED, "%s", last->message);
	return git_failed(reterr, failed, STR("not a repository that can be read"));
}

static void read_origin(struct corpus_source *source, git_repository *repository)
{
	CLEANUP(free_config) git_config *config = NULL;
	const char *url;

	/* without a configuration there is no origin, which is well */
	if (git_repository_config_snapshot(&config, repository) == 0 &&
	    git_config_get_string(&url, config, "remote.origin.url") == 0)
		source->origin = origin_clean(&source->arena, str_from(url));
}

int git_source_open(struct corpus_source *source, struct str ref, struct err *reterr)
{
	CLEANUP(free_repository) git_repository *repository = NULL;
	struct gitdir gitdir;
	struct oid commit;
	struct str objects;
	int result;

	if (!gitdir_find(source->path.ptr, &source->arena, &gitdir))
		return err_set(reterr, ERR_NOT_FOUND, "not a repository");
	result = gitdir_check(&gitdir, &source->arena, reterr);
	if (!result)
		result = open_checked(source->path.ptr, &repository, reterr);
	if (result)
		return result;
	source->common = arena_str(&source->arena, str_from(git_repository_commondir(repository)));
	objects = arena_printf(&source->arena, "%sobjects", source->common.ptr);
	result = objects_open(&source->objects, objects.ptr, &source->arena, reterr);
	if (!result)
		result = refs_resolve(repository, &source->objects, ref, &source->arena, &commit,
				      &source->tree, reterr);
	if (result)
		return result;
	source->commit_id = commit;
	source->commit = oid_hex(&source->arena, &commit);
	read_origin(source, repository);
	return 0;
}

int git_source_resolve(struct corpus_source *source, struct str ref, struct oid *ret_commit,
		       struct err *reterr)
{
	CLEANUP(free_repository) git_repository *repository = NULL;
	struct oid tree;
	int result = open_checked(source->path.ptr, &repository, reterr);

	return result ? result
		      : refs_resolve(repository, &source->objects, ref, &source->arena, ret_commit,
				     &tree, reterr);
}

int git_source_list(struct corpus_source *source, struct lister *lister, struct err *reterr)
{
	tree_walk_free(source->walked);
	source->walked = NULL;
	return tree_walk(&source->objects, &source->tree, lister, &source->walked, reterr);
}

int git_source_read(struct corpus_source *source, const struct candidate *candidate, uint64_t limit,
		    struct arena *arena, struct str *ret_content, struct err *reterr)
{
	struct str content;
	int result = objects_read(&source->objects, &candidate->entry->id, OBJECT_BLOB, limit, true,
				  &content, reterr);

	if (!result)
		*ret_content = arena_str(arena, content);
	return result;
}

enum module_kind git_source_look(struct corpus_source *source, struct str path,
				 struct str *ret_blob)
{
	struct oid id;

	return source->walked ? tree_walk_find(source->walked, path, &id, ret_blob) : MODULE_ABSENT;
}

int git_source_read_module(struct corpus_source *source, struct str path, uint64_t limit,
			   struct arena *arena, struct str *ret_content, struct str *ret_blob,
			   struct err *reterr)
{
	struct str content;
	struct oid id;
	int result;

	if (!source->walked || tree_walk_find(source->walked, path, &id, ret_blob) != MODULE_FILE)
		return err_set(reterr, ERR_NOT_FOUND, STR_FMT ": not there", STR_ARG(path));
	result = objects_read(&source->objects, &id, OBJECT_BLOB, limit, true, &content, reterr);
	if (!result)
		*ret_content = arena_str(arena, content);
	return result;
}
