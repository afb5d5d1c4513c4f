/*
 * What alembic.ini, any other ini file with an Alembic section, or pyproject.toml says about
 * environments, as written: nothing is resolved yet.
 */
#ifndef TIDEMARK_SCANNER_ALEMBIC_CONFIG_H
#define TIDEMARK_SCANNER_ALEMBIC_CONFIG_H

#include "scanner/evidence.h"

enum {
	ALEMBIC_MAX_SECTIONS = 64,  /* of one file; real ones have up to a dozen */
	ALEMBIC_MAX_LOCATIONS = 64, /* version_locations of one section */
};

struct alembic_section {
	struct str name;
	struct str script_location; /* empty: not said */
	struct str *version_locations;
	uint32_t version_location_count;
	bool recursive;
	struct signs signs; /* its own sqlalchemy.url */
	/* the timeouts that its URL sets, env.py willing: evidence[kind - FIRST_TIMEOUT], or NULL */
	struct evidence *timeouts;
};

struct alembic_config {
	struct str path;
	struct alembic_section *sections; /* [alembic], and those with a script_location */
	uint32_t section_count;
	struct signs signs; /* sqlalchemy.url of the other sections: of every environment in it */
	bool too_many;      /* sections or locations were left out */
};

/*
 * Reads a file's content. What is kept is copied into `arena`; `path` is borrowed. False when the
 * file says nothing about Alembic.
 */
bool alembic_config_read(struct str path, struct str content, struct arena *arena,
			 struct arena *scratch, struct alembic_config *ret_config);

#endif
