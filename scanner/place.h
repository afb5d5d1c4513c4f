/*
 * Places: the folders of a source in which an environment can be, told from the names of files.
 *
 * Configuration names folders as its author's machine sees them: relative to a working directory,
 * absolute, through a Python package. The functions here find what is meant among the folders that
 * the source really has, or say that there is nothing of the kind.
 */
#ifndef TIDEMARK_SCANNER_PLACE_H
#define TIDEMARK_SCANNER_PLACE_H

#include "core/base/map.h"
#include "core/base/vec.h"
#include "scanner/grouping.h"

struct place {
	struct str path; /* "" = the root of the source */
	const struct candidate *env_py;
	bool has_template; /* script.py.mako */
	bool has_versions; /* a folder `versions` in it holds migrations, itself or further down */
	bool has_migrations;
	uint32_t same_name; /* 1 + the next place with the same last segment; 0 = none */
};

struct places {
	VEC(struct place) items;
	struct map by_path; /* path → index + 1 */
	struct map by_name; /* last segment → 1 + the last place that has it */
	const struct migration *const *migrations; /* sorted by path */
	uint32_t migration_count;
};

void places_init(struct places *p, struct arena *arena, const struct environment_input *input);

/* The place of exactly this path, or NULL. */
struct place *places_at(const struct places *p, struct str path);

/* Is it the home of an environment by what it holds, whatever configuration says? */
bool place_is_script_location(const struct place *place);

/* Is there a migration in the folder or below it? */
bool places_encloses_migrations(const struct places *p, struct str path);

/* A path's part above the last folder `versions` (or the first, if `first`). False: no such. */
bool path_above_versions(struct str folder, bool first, struct str *ret_path);

/* Is `path` the folder itself or below it? Everything is below "". */
bool path_within(struct str path, struct str folder);

/*
 * What a script_location means in a file of the folder `dir`: "%(here)s/x" exactly; "x/y" from
 * `dir` or from a folder above it; "pkg.sub:x" and absolute paths, and the others too when that
 * fails, by the end of a place's path, the nearest to `dir` if there are several. NULL: nothing.
 */
struct place *places_script_location(const struct places *p, struct arena *scratch, struct str dir,
				     struct str text);
/* The same for one of version_locations: a folder with migrations in or below it, in `arena`. */
bool places_version_location(const struct places *p, struct arena *arena, struct str dir,
			     struct str text, struct str *ret_path);

/*
 * Where a location may lead that a file of the folder `dir` names, whatever is there: exactly, or
 * from `dir` and each folder above it, the nearest first. At most `most`, in `arena`; their number.
 */
uint32_t place_guesses(struct arena *arena, struct str dir, struct str text, struct str *ret_paths,
		       uint32_t most);

#endif
