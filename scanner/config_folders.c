#include "scanner/config_folders.h"

#include "core/base/vec.h"
#include "scanner/alembic_config.h"
#include "scanner/place.h"

enum { MOST_GUESSES = 8 };

void config_folders(__attribute__((unused)) void *self, struct str path, struct str content,
		    struct arena *arena, struct history_folder **ret_folders, uint32_t *ret_count)
{
	VEC(struct history_folder) folders = {0};
	struct alembic_config config;

	*ret_folders = NULL;
	*ret_count = 0;
	/* most say nothing of them */
	if (!str_has(content, STR("version_locations")) ||
	    !alembic_config_read(path, content, arena, arena, &config))
		return;
	for (uint32_t i = 0; i < config.section_count; i++) {
		const struct alembic_section *section = &config.sections[i];

		for (uint32_t j = 0; j < section->version_location_count; j++) {
			struct str guesses[MOST_GUESSES];
			uint32_t count = place_guesses(arena, str_dirname(path),
						       section->version_locations[j], guesses,
						       MOST_GUESSES);

			for (uint32_t k = 0; k < count; k++)
				*vec_push(arena, &folders) =
					(struct history_folder){guesses[k], section->recursive};
		}
	}
	*ret_folders = folders.items;
	*ret_count = folders.count;
}
