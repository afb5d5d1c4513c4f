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

static int count_bytes(void *self, const void *bytes, size_t len)
{
	uint64_t *count = self;

	(void)bytes;
	*count += len;
	return 0;
}

/* Texts are shared in the arena, but not in the bytes: a small file may come to gigabytes of them. */
static uint64_t encoded_size(const struct migration *m)
{
	uint64_t count = 0;
	struct out stream;

	out_init_stream(&stream, count_bytes, &count);
	migration_encode(m, &stream);
	out_flush(&stream);
	out_release(&stream);
	return count;
}

int frontend_encode(const struct frontend *frontend, struct frontend_worker *worker,
		    const struct frontend_input *input, struct arena *arena, struct out *ret_bytes,
		    struct err *reterr)
{
	struct migration migration;
	int result = frontend->evaluate(worker, input, arena, &migration, reterr);

	if (result)
		return result;
	if (encoded_size(&migration) > LIMIT_ENCODED_BYTES)
		return err_set(reterr, ERR_LIMIT, "comes to more than %d bytes of operations",
			       LIMIT_ENCODED_BYTES);
	migration_encode(&migration, ret_bytes);
	return 0;
}
