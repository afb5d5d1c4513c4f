#include "corpus/corpus.h"

#include "corpus/file.h"
#include "corpus/git_util.h"
#include "corpus/source.h"

#include <stdlib.h>

enum {
	/*
	 * Packs are mapped piece by piece: what is mapped counts as this process's memory, and
	 * whole packs would be hundreds of megabytes.
	 */
	MAPPED_WINDOW = 1024 * 1024,
	MAPPED_BYTES = 32 * 1024 * 1024,
	/* The trees of a history lie all over a pack; only what is touched takes memory. */
	HISTORY_WINDOW = 512 * 1024 * 1024,
	HISTORY_BYTES = 1024 * 1024 * 1024,
};

static int set_options(const struct corpus_options *options)
{
	/* libgit2 1.5.1 can read these, but says so only when asked to */
	const char *extensions[] = {"partialclone", "worktreeconfig"};
	const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
			      GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL};
	const size_t window = options->histories ? HISTORY_WINDOW : MAPPED_WINDOW;
	const size_t mapped = options->histories ? HISTORY_BYTES : MAPPED_BYTES;
	int failed = git_bound_memory();

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]) && !failed; i++)
		failed = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	if (!failed)
		failed = git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
					  sizeof(extensions) / sizeof(extensions[0]));
	if (!failed)
		failed = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION,
					  options->trust_owner ? 0 : 1);
	/* each object is read once */
	if (!failed)
		failed = git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	/* objects_read() checks what is handed on; what is only searched need not be hashed */
	if (!failed)
		failed = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	if (!failed)
		failed = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, window);
	if (!failed)
		failed = git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, mapped);
	return failed;
}

int corpus_init(const struct corpus_options *options, struct err *reterr)
{
	int failed = git_libgit2_init();

	if (failed < 0)
		return git_failed(reterr, failed, STR("libgit2 cannot be started"));
	failed = set_options(options);
	if (failed) {
		git_failed(reterr, failed, STR("libgit2 does not take an option"));
		git_libgit2_shutdown();
		return ERR_REFUSED;
	}
	return 0;
}

void corpus_shutdown(void)
{
	git_libgit2_shutdown();
}

int corpus_open(const struct corpus_place *place, struct str ref, struct corpus_source **ret_source,
		struct err *reterr)
{
	struct corpus_source *source = calloc(1, sizeof(*source));
	int result;

	if (!source)
		return err_set(reterr, ERR_IO, "no memory");
	arena_init(&source->arena);
	source->folder = -1;
	source->git = place->git;
	source->path = arena_str(&source->arena, place->path);
	result = source->git ? git_source_open(source, ref, reterr)
			     : folder_source_open(source, reterr);
	if (result)
		corpus_close(source);
	else
		*ret_source = source;
	return result;
}

void corpus_close(struct corpus_source *source)
{
	if (!source)
		return;
	tree_walk_free(source->walked);
	objects_release(&source->objects);
	fd_close(&source->folder);
	arena_release(&source->arena);
	free(source);
}

struct str corpus_commit(const struct corpus_source *source)
{
	return source->commit;
}

struct str corpus_origin(const struct corpus_source *source)
{
	return source->origin;
}

int corpus_list(struct corpus_source *source, struct arena *arena, const volatile int *stop,
		struct corpus_listing *ret_listing, struct err *reterr)
{
	struct lister lister = {.arena = arena, .stop = stop};
	int result = source->git ? git_source_list(source, &lister, reterr)
				 : folder_source_list(source, &lister, reterr);

	if (result)
		return result;
	listing_finish(&lister);
	*ret_listing = lister.listing;
	return 0;
}

int corpus_read(struct corpus_source *source, const struct candidate *candidate, uint64_t limit,
		struct arena *arena, struct str *ret_content, struct err *reterr)
{
	return source->git
		       ? git_source_read(source, candidate, limit, arena, ret_content, reterr)
		       : folder_source_read(source, candidate, limit, arena, ret_content, reterr);
}

enum module_kind corpus_look(struct corpus_source *source, struct str path, struct str *ret_blob)
{
	return source->git ? git_source_look(source, path, ret_blob)
			   : folder_source_look(source, path, ret_blob);
}

int corpus_read_module(struct corpus_source *source, struct str path, uint64_t limit,
		       struct arena *arena, struct str *ret_content, struct str *ret_blob,
		       struct err *reterr)
{
	return source->git ? git_source_read_module(source, path, limit, arena, ret_content,
						    ret_blob, reterr)
			   : folder_source_read_module(source, path, limit, arena, ret_content,
						       ret_blob, reterr);
}
