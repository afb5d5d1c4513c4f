#include "scanner/readings.h"

#include "core/base/limits.h"

void readings_init(struct readings *r, const struct environment_input *input, struct arena *arena,
		   struct arena *scratch)
{
	*r = (struct readings){
		.read = input->read,
		.self = input->self,
		.arena = arena,
		.scratch = scratch,
	};
	arena_init(&r->content);
}

void readings_release(struct readings *r)
{
	arena_release(&r->content);
}

void readings_skip(struct readings *r, enum skip_reason reason, struct str path, struct str detail)
{
	void **failed = map_put(r->scratch, &r->failed, path);

	if (*failed)
		return;
	*failed = r;
	*vec_push(r->arena, &r->skips) = (struct record_skip){
		.reason = reason,
		.path = path,
		.detail = arena_str(r->arena, detail),
	};
}

static enum skip_reason skip_reason_of(int code)
{
	switch (code) {
	case ERR_LIMIT:
		return SKIP_TOO_LARGE;
	case ERR_NOT_FOUND:
		return SKIP_MISSING;
	case ERR_CORRUPT:
		return SKIP_CORRUPT;
	case ERR_REFUSED:
		return SKIP_REFUSED;
	default:
		return SKIP_IO;
	}
}

/* Is there room in the budget for the file? Says once that there is not. */
static bool afford(struct readings *r, const struct candidate *file)
{
	if (r->files < LIMIT_CONFIG_FILES && file->size <= LIMIT_CONFIG_SUM_BYTES - r->bytes) {
		r->files++;
		r->bytes += file->size;
		return true;
	}
	if (!r->over_budget)
		readings_skip(r, SKIP_TOO_MANY, file->path,
			      STR("too much configuration: this file and further ones are not "
				  "read"));
	r->over_budget = true;
	return false;
}

int readings_get(struct readings *r, const struct candidate *file, struct str *ret_content,
		 struct err *reterr)
{
	struct err err = {0};
	int result;

	if (map_get(&r->failed, file->path) || !afford(r, file))
		return 0;
	arena_reset(&r->content);
	result = r->read(r->self, file, &r->content, ret_content, &err);
	if (result == 0)
		return 1;
	if (result == ERR_STOPPED)
		return err_set(reterr, ERR_STOPPED, "%s", err.text);
	readings_skip(r, skip_reason_of(result), file->path, str_from(err.text));
	return 0;
}
