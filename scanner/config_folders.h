/*
 * Folders that a configuration names, for a history in which nobody has looked what is there.
 */
#ifndef TIDEMARK_SCANNER_CONFIG_FOLDERS_H
#define TIDEMARK_SCANNER_CONFIG_FOLDERS_H

#include "corpus/history.h"

/*
 * A history_config_fn, without a self: version_locations, as place_guesses() understands them. A
 * script_location needs none: `versions` in it counts by its name.
 */
void config_folders(void *self, struct str path, struct str content, struct arena *arena,
		    struct history_folder **ret_folders, uint32_t *ret_count);

#endif
