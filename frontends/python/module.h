/*
 * Modules of a migration's own tree, parsed: what a worker keeps of them from file to file.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_MODULE_H
#define TIDEMARK_FRONTENDS_PYTHON_MODULE_H

#include "core/base/map.h"
#include "frontends/python/cst.h"

/* Statements of a module, as indexes into module_source.statements, in order. */
struct module_statements {
	uint32_t *items;
	uint32_t count, capacity;
	uint32_t number; /* of the list, among the module's */
};

/* A parsed module. Const once made, and shared by all evaluations that take from it. */
struct module_source {
	struct cst_file file;
	size_t bytes;
	bool readable;              /* parsed, and as Python 3 */
	const uint32_t *statements; /* its own statements: nodes of `file` */
	uint32_t statement_count;
	struct map names; /* name → struct module_statements that may bind or change it */
	/* `from m import *`, and calls of the module's functions, which may change anything */
	struct module_statements always;
	uint32_t list_count;
};

struct module_cache;
struct module_cache *module_cache_new(void);
void module_cache_free(struct module_cache *cache);
/* Between evaluations: forgets everything when it has become too much. */
void module_cache_trim(struct module_cache *cache);

/* The module with this blob id, NULL when it is not kept. */
const struct module_source *module_cached(const struct module_cache *cache, struct str blob);
/* Parses content (copied) and keeps it. A file that cannot be parsed is one that is not readable. */
const struct module_source *module_parse(struct module_cache *cache, struct cst_parser *parser,
					 struct str blob, struct str content);

#endif
