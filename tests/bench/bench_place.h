/*
 * A place whose modules are read once, for benchmarks.
 */
#ifndef TIDEMARK_TESTS_BENCH_BENCH_PLACE_H
#define TIDEMARK_TESTS_BENCH_BENCH_PLACE_H

#include "core/base/map.h"
#include "scanner/modules.h"

/* A place, and what has been read of it: reading is not what is measured. */
struct place {
	struct modules modules;
	struct loader loader;
	struct arena *arena;
	struct map read; /* path → struct module_file */
};

struct module_file {
	struct str content, blob;
};

static enum module_kind look(void *self, struct str path, struct str *ret_blob)
{
	const struct place *place = self;

	return place->modules.loader.look(place->modules.loader.self, path, ret_blob);
}

static int read_once(void *self, struct str path, struct arena *arena, struct str *ret_content,
		     struct str *ret_blob, struct err *reterr)
{
	struct place *place = self;
	struct module_file *file = map_get(&place->read, path);

	(void)arena;
	if (!file) {
		struct module_file new;
		int result = place->modules.loader.read(place->modules.loader.self, path,
							place->arena, &new.content, &new.blob,
							reterr);

		if (result)
			return result;
		file = arena_new(place->arena, struct module_file);
		*file = new;
		*map_put(place->arena, &place->read, arena_str(place->arena, path)) = file;
	}
	*ret_content = file->content;
	*ret_blob = file->blob;
	return 0;
}

#endif
