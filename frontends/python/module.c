#include "frontends/python/module.h"

#include "core/base/vec.h"

#include <stdlib.h>

struct module_cache {
	struct arena arena;
	struct map by_blob; /* → struct module_source */
};

struct module_cache *module_cache_new(void)
{
	struct module_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		abort();
	arena_init(&cache->arena);
	return cache;
}

void module_cache_free(struct module_cache *cache)
{
	if (!cache)
		return;
	arena_release(&cache->arena);
	free(cache);
}

void module_cache_trim(struct module_cache *cache)
{
	if (cache->arena.used <= LIMIT_MODULE_CACHE_BYTES)
		return;
	arena_reset(&cache->arena);
	cache->by_blob = (struct map){0};
}

const struct module_source *module_cached(const struct module_cache *cache, struct str blob)
{
	return map_get(&cache->by_blob, blob);
}

/* ---- which statements bind which names ------------------------------------------------------- */

struct indexing {
	struct module_source *source;
	struct arena *arena;
	struct cst cst;
	VEC(uint32_t) statements;
	struct map functions; /* names of the module's own, so far */
};

static void add_statement(struct indexing *x, struct module_statements *s)
{
	uint32_t statement = x->statements.count - 1;

	if (!s->count || s->items[s->count - 1] != statement)
		*vec_push(x->arena, s) = statement;
}

static void note(struct indexing *x, uint32_t name_node)
{
	void **place;

	if (!name_node)
		return;
	place = map_put(x->arena, &x->source->names, cst_text(&x->cst, name_node));
	if (!*place) {
		struct module_statements *list = arena_new(x->arena, struct module_statements);

		list->number = x->source->list_count++;
		*place = list;
	}
	add_statement(x, *place);
}

/* Names in a target; those of an index or an attribute count as well: what they are of changes. */
static void note_target(struct indexing *x, uint32_t target)
{
	if (!target)
		return;
	for (uint32_t at = target, end = cst_end(&x->cst, target); at < end; at++)
		if (cst_kind(&x->cst, at) == CST_IDENTIFIER)
			note(x, at);
}

static void note_import(struct indexing *x, uint32_t node)
{
	bool from = cst_kind(&x->cst, node) == CST_IMPORT_FROM_STATEMENT;

	if (cst_child_kind(&x->cst, node, CST_WILDCARD_IMPORT))
		add_statement(x, &x->source->always);
	for (uint32_t n = cst_first(&x->cst, node); n; n = cst_next(&x->cst, n)) {
		if (from && cst_node(&x->cst, n)->field != FIELD_NAME)
			continue;
		if (cst_kind(&x->cst, n) == CST_ALIASED_IMPORT)
			note(x, cst_child(&x->cst, n, FIELD_ALIAS));
		else if (from)
			note(x, n);
		else /* import a.b binds a */
			note(x, cst_first(&x->cst, n) ? cst_first(&x->cst, n) : n);
	}
}

/* A call of one of the module's own functions may change any of its names. */
static void note_function(struct indexing *x, uint32_t callee)
{
	if (callee && cst_kind(&x->cst, callee) == CST_CALL) /* @step("first") */
		callee = cst_child(&x->cst, callee, FIELD_FUNCTION);
	if (callee && cst_kind(&x->cst, callee) == CST_IDENTIFIER &&
	    map_get(&x->functions, cst_text(&x->cst, callee)))
		add_statement(x, &x->source->always);
}

/* NAMES.append(…) and f(NAMES), as statements: changes of NAMES. */
static void note_call(struct indexing *x, uint32_t statement)
{
	uint32_t call = cst_first(&x->cst, statement), at;

	if (!call || cst_kind(&x->cst, call) != CST_CALL)
		return;
	note_function(x, cst_child(&x->cst, call, FIELD_FUNCTION));
	for (at = cst_child(&x->cst, call, FIELD_FUNCTION); at; at = cst_first(&x->cst, at))
		if (cst_kind(&x->cst, at) != CST_ATTRIBUTE && cst_kind(&x->cst, at) != CST_CALL)
			break;
	if (at && cst_kind(&x->cst, at) == CST_IDENTIFIER)
		note(x, at);
	at = cst_child(&x->cst, call, FIELD_ARGUMENTS);
	for (at = at ? cst_first(&x->cst, at) : 0; at; at = cst_next(&x->cst, at))
		if (cst_kind(&x->cst, at) == CST_IDENTIFIER)
			note(x, at);
}

static void note_definition(struct indexing *x, uint32_t at)
{
	uint32_t name = cst_child(&x->cst, at, FIELD_NAME);

	note(x, name);
	if (name && cst_kind(&x->cst, at) == CST_FUNCTION_DEFINITION)
		*map_put(x->arena, &x->functions, cst_text(&x->cst, name)) = x->source;
}

/* if __name__ == "__main__": not while it is imported. */
static bool is_script_part(const struct indexing *x, uint32_t at)
{
	uint32_t condition = cst_child(&x->cst, at, FIELD_CONDITION);

	return condition && str_starts(cst_text(&x->cst, condition), STR("__name__ =="));
}

/* What the node itself binds. Past what the node holds, where that has a scope of its own. */
static uint32_t index_node(struct indexing *x, uint32_t at)
{
	switch (cst_kind(&x->cst, at)) {
	case CST_FUNCTION_DEFINITION:
	case CST_CLASS_DEFINITION:
		note_definition(x, at);
		return cst_end(&x->cst, at);
	case CST_DECORATOR:
		note_function(x, cst_first(&x->cst, at));
		return cst_end(&x->cst, at);
	case CST_IF_STATEMENT:
		return is_script_part(x, at) ? cst_end(&x->cst, at) : at + 1;
	case CST_ASSIGNMENT:
	case CST_AUGMENTED_ASSIGNMENT:
	case CST_FOR_STATEMENT:
		note_target(x, cst_child(&x->cst, at, FIELD_LEFT));
		break;
	case CST_AS_PATTERN_TARGET:
		note_target(x, at);
		break;
	case CST_IMPORT_STATEMENT:
	case CST_IMPORT_FROM_STATEMENT:
		note_import(x, at);
		break;
	case CST_EXPRESSION_STATEMENT:
		note_call(x, at);
		break;
	case CST_LAMBDA:
		return cst_end(&x->cst, at);
	default:
		break;
	}
	return at + 1;
}

static void index_names(struct module_source *source, struct arena *arena)
{
	struct indexing x = {.source = source, .arena = arena};
	uint32_t root = 0;

	source->list_count = 1; /* `always` is number 0 */
	cst_add(&x.cst, &source->file, &root);
	for (uint32_t n = cst_first(&x.cst, root); n; n = cst_next(&x.cst, n)) {
		*vec_push(arena, &x.statements) = n;
		for (uint32_t at = n, end = cst_end(&x.cst, n); at < end;)
			at = index_node(&x, at);
	}
	source->statements = x.statements.items;
	source->statement_count = x.statements.count;
}

const struct module_source *module_parse(struct module_cache *cache, struct cst_parser *parser,
					 struct str blob, struct str content)
{
	struct module_source *source = arena_new(&cache->arena, struct module_source);

	content = arena_str(&cache->arena, content);
	if (str_starts(content, STR("\xef\xbb\xbf")))
		content = str_sub(content, 3, content.len);
	source->bytes = content.len;
	source->readable = str_is_utf8(content) &&
			   !cst_parse(parser, content, &cache->arena, &source->file, NULL) &&
			   !source->file.has_error && !source->file.python2;
	if (source->readable)
		index_names(source, &cache->arena);
	*map_put(&cache->arena, &cache->by_blob, arena_str(&cache->arena, blob)) = source;
	return source;
}
