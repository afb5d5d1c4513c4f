#include "scanner/since.h"

#include <stdlib.h>

int since_read(struct since *since, const struct corpus_place *place, struct str commit,
	       struct arena *arena, const volatile int *stop, struct err *reterr)
{
	struct corpus_source *source;
	struct corpus_listing listing = {0};
	int result;

	if (!place->git)
		return err_set(reterr, ERR_NOT_FOUND,
			       "a folder without git has no state of " STR_FMT, STR_ARG(commit));
	result = corpus_open(place, commit, &source, reterr);
	if (result)
		return result;
	result = corpus_list(source, arena, stop, &listing, reterr);
	for (uint32_t i = 0; i < listing.count && !result; i++) {
		struct candidate *c = &listing.items[i];

		c->blob = arena_str(arena, c->blob);
		c->path = arena_str(arena, c->path);
		*map_put(arena, &since->paths, c->path) = c;
		*map_put(arena, &since->blobs, c->blob) = c;
	}
	corpus_close(source);
	since->asked = !result;
	return result;
}

static int by_path(const void *path, const void *candidate)
{
	return str_cmp(*(const struct str *)path, ((const struct candidate *)candidate)->path);
}

/* Not a candidate, or of the same content somewhere at the earlier commit. */
static bool is_unchanged(const struct since *since, struct str path,
			 const struct corpus_listing *now)
{
	const struct candidate *c = now->count ? bsearch(&path, now->items, now->count,
							 sizeof(*now->items), by_path)
					       : NULL;

	return c ? map_get(&since->blobs, c->blob) != NULL : map_get(&since->paths, path) != NULL;
}

bool since_is_older(const struct since *since, const struct finding *finding,
		    const struct corpus_listing *now)
{
	if (!since->asked || !is_unchanged(since, finding->path, now))
		return false;
	for (uint32_t i = 0; i < finding->evidence_count; i++) {
		struct str path = finding->evidence[i].path;

		if (path.len && !is_unchanged(since, path, now))
			return false;
	}
	return true;
}
