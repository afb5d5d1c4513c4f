#include "frontends/frontend.h"

#include "core/model/codec.h"

#define FRONTEND(name) extern const struct frontend frontend_##name;
#include "frontends/frontends.def"
#undef FRONTEND

const struct frontend *const frontends[] = {
#define FRONTEND(name) &frontend_##name,
#include "frontends/frontends.def"
#undef FRONTEND
};
const uint32_t frontend_count = sizeof(frontends) / sizeof(frontends[0]);

const struct frontend *frontend_for(struct str path, struct str content)
{
	for (uint32_t i = 0; i < frontend_count; i++)
		if (frontends[i]->recognises(path, content))
			return frontends[i];
	return NULL;
}

int frontend_encode(const struct frontend *frontend, struct frontend_worker *worker,
		    struct str content, struct arena *arena, struct out *ret_bytes,
		    struct err *reterr)
{
	struct migration migration;
	int result = frontend->evaluate(worker, content, arena, &migration, reterr);

	if (!result)
		migration_encode(&migration, ret_bytes);
	return result;
}
