/*
 * Homes: the environments of a source while they are being found out.
 *
 * First the homes that configuration names, then those that env.py and script.py.mako show, then
 * what the files alone imply; at last the revision graphs join implied homes and split off chains
 * that only share a folder. environment.h has the rules.
 */
#ifndef TIDEMARK_SCANNER_HOME_H
#define TIDEMARK_SCANNER_HOME_H

#include "scanner/alembic_config.h"
#include "scanner/place.h"

struct home {
	struct str path; /* the script_location */
	struct str name; /* the same, or the folder of a chain that was split off */
	const struct candidate *env_py;
	bool known;          /* configuration, env.py or script.py.mako says so */
	bool listed;         /* configuration names its version_locations */
	bool recursive;      /* recursive_version_locations */
	struct str config;   /* the nearest configuration file that names it */
	struct str section;  /* its section there */
	struct signs *signs; /* from all configuration files that name it; may be NULL */
	const struct evidence *timeouts; /* alembic_section's, of one of them; may be NULL */
	uint32_t migration_count;
};

/* A folder that holds migrations. */
struct folder {
	struct str path;
	uint32_t home;         /* index */
	bool direct;           /* a version location itself, not one below it */
	VEC(uint32_t) members; /* indexes of migrations */
};

struct homes {
	struct arena *arena;
	struct places places;
	VEC(struct home) items;
	VEC(struct folder) folders;
	const uint32_t *folder_of; /* per migration */
	const struct migration *const *migrations;
	uint32_t migration_count;
};

/* Finds the homes of all migrations. Everything lives in `arena`. */
void homes_find(struct homes *h, struct arena *arena, const struct environment_input *input,
		const struct alembic_config *configs, uint32_t config_count);

/* For homes_find(): joins and splits homes by the revisions that their migrations name. */
void homes_follow_revisions(struct homes *h);

#endif
