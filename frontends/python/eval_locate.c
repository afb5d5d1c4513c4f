#include "frontends/python/eval_internal.h"

/*
 * From a dotted name to a file of the same tree, by the rules of Python's import system as far as
 * paths alone tell them. What sys.path will hold is not known: the roots tried are the folders above
 * the importing file, the nearest first, and a `src` or `lib` in them. A folder that is a package
 * itself is tried last: Python 3 does not look there unless told to.
 */

enum {
	FOLDERS_ABOVE = 32,
	BLOB_HEX = 40,
	NAME_MAX_BYTES = 255, /* of a file system */
};

static struct str join(struct eval *e, struct str folder, struct str name, const char *ending)
{
	size_t end = strlen(ending), slash = folder.len != 0;
	char *path = arena_alloc(e->arena, folder.len + slash + name.len + end + 1);

	if (slash) {
		memcpy(path, folder.ptr, folder.len);
		path[folder.len] = '/';
	}
	memcpy(path + folder.len + slash, name.ptr, name.len);
	memcpy(path + folder.len + slash + name.len, ending, end);
	return (struct str){path, folder.len + slash + name.len + end};
}

/* Remembers what was asked: the evaluation's result depends on it. NULL: too many questions. */
static struct lookup *look(struct eval *e, struct str path)
{
	struct lookup *lookup = map_get(&e->lookup_of, path);
	struct str blob = STR("");

	if (lookup)
		return lookup;
	if (e->lookups.count == LIMIT_LOOKUPS || path.len > LIMIT_PATH_BYTES)
		return NULL;
	lookup = arena_new(e->arena, struct lookup);
	lookup->path = path;
	lookup->kind = e->setting.loader->look(e->setting.loader->self, path, &blob);
	*vec_push(e->arena, &e->lookups) = lookup;
	*map_put(e->arena, &e->lookup_of, path) = lookup;
	return lookup;
}

static bool is_there(struct eval *e, struct str path, enum module_kind kind)
{
	const struct lookup *lookup = look(e, path);

	return lookup && lookup->kind == kind;
}

/* ---- modules --------------------------------------------------------------------------------- */

static const struct module_source *read_source(struct eval *e, struct lookup *lookup)
{
	const struct loader *loader = e->setting.loader;
	struct arena_mark mark = arena_mark(e->arena);
	const struct module_source *source = NULL;
	struct str content, blob = STR("");
	char hex[BLOB_HEX];

	loader->look(loader->self, lookup->path, &blob);
	if (blob.len)
		source = module_cached(e->setting.cache, blob);
	if (!source && !loader->read(loader->self, lookup->path, e->arena, &content, &blob, NULL)) {
		source = module_cached(e->setting.cache, blob);
		if (!source)
			source = module_parse(e->setting.cache, e->setting.parser, blob, content);
	}
	blob = str_sub(blob, 0, BLOB_HEX);
	if (blob.len)
		memcpy(hex, blob.ptr, blob.len);
	arena_rewind(e->arena, mark); /* the content, which the cache has copied, and the id */
	if (source)
		lookup->blob = arena_str(e->arena, (struct str){hex, blob.len});
	return source;
}

static struct module *load(struct eval *e, struct str path)
{
	struct lookup *lookup = look(e, path);
	const struct module_source *source;
	struct module *m = map_get(&e->module_of, path);

	if (m) /* without a source: read before, and not taken */
		return m->source ? m : NULL;
	if (!lookup)
		return NULL;
	if (str_eq(path, e->setting.path))
		return &e->main;
	/* what is read counts, taken or not: it has been parsed */
	if (e->modules_read == LIMIT_MODULES || e->module_bytes > LIMIT_MODULE_SUM_BYTES)
		return NULL;
	e->modules_read++;
	m = arena_new(e->arena, struct module);
	*map_put(e->arena, &e->module_of, path) = m;
	source = read_source(e, lookup);
	e->module_bytes += source ? source->bytes : 0;
	if (!source || !source->readable || e->module_bytes > LIMIT_MODULE_SUM_BYTES ||
	    !cst_add(e->cst, &source->file, &m->root))
		return NULL;
	m->source = source;
	m->path = path;
	m->globals.module = m;
	m->limit = UINT32_MAX;
	m->ran = arena_array(e->arena, source->statement_count + 1, sizeof(*m->ran));
	m->passed = arena_array(e->arena, source->list_count, sizeof(*m->passed));
	*vec_push(e->arena, &e->modules) = m;
	return m;
}

/* A name that an import statement can have: no path of another meaning comes of it. */
static bool is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];

		if (c < 0x80 && c != '_' && !(c >= '0' && c <= '9') &&
		    !((c | 32) >= 'a' && (c | 32) <= 'z'))
			return false;
	}
	return name.len && name.len <= NAME_MAX_BYTES;
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool holds(struct eval *e, struct str folder, struct str name)
{
	return is_there(e, join(e, folder, name, ".py"), MODULE_FILE) ||
	       is_there(e, join(e, folder, name, ""), MODULE_FOLDER);
}

/* The folder itself, or one in it where packages are kept. */
static bool holds_somewhere(struct eval *e, struct str folder, struct str name, struct str *ret)
{
	static const struct str inside[] = {STR_INIT("src"), STR_INIT("lib")};

	*ret = folder;
	if (holds(e, folder, name))
		return true;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
		*ret = join(e, folder, inside[i], "");
		if (is_there(e, *ret, MODULE_FOLDER) && holds(e, *ret, name))
			return true;
	}
	return false;
}

static bool is_package(struct eval *e, struct str folder)
{
	return is_there(e, join(e, folder, STR("__init__"), ".py"), MODULE_FILE);
}

/* The folder in which a top-level package or module is found. */
static bool find_root(struct eval *e, const struct module *from, struct str name,
		      struct str *ret_folder)
{
	for (int packages = 0; packages < 2; packages++) {
		struct str folder = str_dirname(from->path);

		for (int i = 0; i < FOLDERS_ABOVE; i++) {
			if (is_package(e, folder) == packages &&
			    holds_somewhere(e, folder, name, ret_folder))
				return true;
			if (!folder.len)
				break;
			folder = str_dirname(folder);
		}
	}
	return false;
}

/* From a folder down the dotted name, as far as packages and modules go. */
static struct name_place descend(struct eval *e, struct str folder, struct str dotted)
{
	struct name_place place = {NULL, dotted};
	struct str module = is_package(e, folder) ? join(e, folder, STR("__init__"), ".py")
						  : STR("");
	struct str name, rest = dotted;

	while (str_split(&rest, '.', &name) && is_name(name)) {
		struct str path = join(e, folder, name, ".py");

		if (is_there(e, path, MODULE_FILE)) {
			module = path;
			place.rest = rest;
			break;
		}
		folder = join(e, folder, name, "");
		if (!is_there(e, folder, MODULE_FOLDER))
			break;
		module = is_package(e, folder) ? join(e, folder, STR("__init__"), ".py") : STR("");
		place.rest = rest;
	}
	if (module.len)
		place.module = load(e, module);
	return place;
}

static struct name_place locate(struct eval *e, const struct module *from, struct str dotted)
{
	const struct name_place nowhere = {NULL, {NULL, 0}};
	struct str folder = str_dirname(from->path), rest = dotted, name;

	if (!str_starts(dotted, STR("."))) {
		return str_split(&rest, '.', &name) && is_name(name) &&
				       find_root(e, from, name, &folder)
			       ? descend(e, folder, dotted)
			       : nowhere;
	}
	for (rest = str_sub(rest, 1, rest.len); str_starts(rest, STR("."));
	     rest = str_sub(rest, 1, rest.len)) {
		if (!folder.len)
			return nowhere;
		folder = str_dirname(folder);
	}
	return descend(e, folder, rest);
}

struct name_place eval_locate(struct eval *e, const struct value *ref)
{
	uint32_t number = (uint32_t)ref->number - 1;
	struct module *from = number ? e->modules.items[number - 1] : &e->main;
	struct name_place *place = map_get(&from->located, ref->text);

	if (place)
		return *place;
	place = arena_new(e->arena, struct name_place);
	if (e->setting.loader)
		*place = locate(e, from, ref->text);
	*map_put(e->arena, &from->located, ref->text) = place;
	return *place;
}
