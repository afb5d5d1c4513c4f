#include "frontends/frontend.h"

#include "core/base/limits.h"
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
		    const struct frontend_input *input, struct arena *arena, struct out *ret_bytes,
		    struct err *reterr)
{
	struct migration migration;
	size_t start = ret_bytes->len, max = ret_bytes->max;
	int result = frontend->evaluate(worker, input, arena, &migration, reterr);

	if (result)
		return result;
	/* texts are shared in the arena, but not in the bytes: a small file may come to gigabytes */
	if (max - start > LIMIT_ENCODED_BYTES)
		ret_bytes->max = start + LIMIT_ENCODED_BYTES;
	migration_encode(&migration, ret_bytes);
	ret_bytes->max = max;
	if (ret_bytes->error) {
		out_cut(ret_bytes, start);
		return err_set(reterr, ERR_LIMIT, "comes to more than %d bytes of operations",
			       LIMIT_ENCODED_BYTES);
	}
	return 0;
}
