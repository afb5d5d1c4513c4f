#include "scanner/modules.h"

#include "core/base/limits.h"

static enum module_kind look(void *self, struct str path, struct str *ret_blob)
{
	struct modules *m = self;
	enum module_kind kind;

	pthread_mutex_lock(&m->lock);
	kind = corpus_look(m->source, path, ret_blob);
	pthread_mutex_unlock(&m->lock);
	return kind;
}

static int read_module(void *self, struct str path, struct arena *arena, struct str *ret_content,
		       struct str *ret_blob, struct err *reterr)
{
	struct modules *m = self;
	int result;

	pthread_mutex_lock(&m->lock);
	result = corpus_read_module(m->source, path, LIMIT_MIGRATION_BYTES, arena, ret_content,
				    ret_blob, reterr);
	pthread_mutex_unlock(&m->lock);
	return result;
}

void modules_init(struct modules *m, struct corpus_source *source)
{
	m->source = source;
	m->loader = (struct loader){m, look, read_module};
	pthread_mutex_init(&m->lock, NULL);
}

void modules_release(struct modules *m)
{
	pthread_mutex_destroy(&m->lock);
}
