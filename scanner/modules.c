#include "scanner/modules.h"

#include "core/base/limits.h"

static enum module_kind look(void *self, struct str path, struct str *ret_blob)
{
	const struct modules_view *view = self;
	struct modules *m = view->modules;
	enum module_kind kind;

	pthread_mutex_lock(&m->lock);
	kind = m->history ? history_look(m->history, view->commit, path, ret_blob)
			  : corpus_look(m->source, path, ret_blob);
	pthread_mutex_unlock(&m->lock);
	return kind;
}

static int read_module(void *self, struct str path, struct arena *arena, struct str *ret_content,
		       struct str *ret_blob, struct err *reterr)
{
	const struct modules_view *view = self;
	struct modules *m = view->modules;
	int result;

	pthread_mutex_lock(&m->lock);
	result = m->history ? history_read_module(m->history, view->commit, path,
						  LIMIT_MIGRATION_BYTES, arena, ret_content,
						  ret_blob, reterr)
			    : corpus_read_module(m->source, path, LIMIT_MIGRATION_BYTES, arena,
						 ret_content, ret_blob, reterr);
	pthread_mutex_unlock(&m->lock);
	return result;
}

void modules_view_init(struct modules_view *view, struct modules *modules, uint32_t commit)
{
	*view = (struct modules_view){modules, commit, {view, look, read_module}};
}

void modules_init(struct modules *m, struct corpus_source *source, struct corpus_history *history)
{
	m->source = source;
	m->history = history;
	modules_view_init(&m->tip, m, 0);
	m->loader = m->tip.loader;
	pthread_mutex_init(&m->lock, NULL);
}

void modules_release(struct modules *m)
{
	pthread_mutex_destroy(&m->lock);
}
