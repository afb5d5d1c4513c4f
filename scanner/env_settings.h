/*
 * The settings that an env.py runs migrations with: the arguments of context.configure(), the
 * timeouts that it sets on its connection, the naming convention of its metadata.
 *
 * What counts is how migrations meet a database: calls for the offline mode (a function called
 * …offline…, a url without a connection) are left aside. A value that is computed, that several
 * places give differently, or that depends on a condition other than the dialect is unknown. So is
 * everything that env.py leaves to others: options from elsewhere, the application's engine and its
 * metadata.
 */
#ifndef TIDEMARK_SCANNER_ENV_SETTINGS_H
#define TIDEMARK_SCANNER_ENV_SETTINGS_H

#include "core/model/environment.h"
#include "scanner/env_names.h"

/*
 * Any tree is taken, also one with errors. Values and texts are copied into `arena`; `path` is
 * borrowed. `scratch` is for the names of the file.
 */
void env_settings_read(struct str path, const struct cst *cst, struct arena *arena,
		       struct arena *scratch, struct env_setting ret_settings[SETTING_COUNT]);

/* For the parts of it: one file's settings while they are collected. */
struct env_draft {
	struct env_names names;
	struct str path;
	struct arena *arena;
	struct env_setting *settings;
	bool found[SETTING_COUNT]; /* is there a value, known or not? */
};

/*
 * A place, at `node`, where a setting gets its value: `value`, or when that is empty, one that is
 * not known. Values that differ make it unknown.
 */
void env_draft_set(struct env_draft *d, enum setting_kind kind, struct str value, uint32_t node);
/* Is the code at `node` for the offline mode only? */
bool env_draft_offline(struct env_draft *d, uint32_t node);

/* env_timeouts.c: the timeouts that the file sets. */
void env_timeouts_read(struct env_draft *d);

#endif
