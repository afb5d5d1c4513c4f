#include "scanner/place.h"

#include "core/base/limits.h"

enum {
	MAX_ABOVE = 32,       /* folders above a file in which a relative location is looked for */
	MAX_SAME_NAME = 1000, /* places compared for one location: more are ambiguous anyway */
};

static const struct str versions = STR_INIT("versions");

bool path_within(struct str path, struct str folder)
{
	return str_empty(folder) || (str_starts(path, folder) &&
				     (path.len == folder.len || path.ptr[folder.len] == '/'));
}

bool path_above_versions(struct str folder, bool first, struct str *ret_path)
{
	struct str rest = folder, segment, found = {NULL, 0};

	while (str_split(&rest, '/', &segment))
		if (str_eq(segment, versions)) {
			found = segment;
			if (first)
				break;
		}
	if (!found.ptr)
		return false;
	*ret_path = str_sub(folder, 0, (size_t)(found.ptr - folder.ptr));
	if (ret_path->len)
		ret_path->len--; /* the slash */
	return true;
}

/* ---- what is there --------------------------------------------------------------------------- */

struct place *places_at(const struct places *p, struct str path)
{
	uintptr_t index = (uintptr_t)map_get(&p->by_path, path);

	return index ? &p->items.items[index - 1] : NULL;
}

static struct place *add_place(struct places *p, struct arena *arena, struct str path)
{
	void **place = map_put(arena, &p->by_path, path);
	struct place *added;

	if (*place)
		return &p->items.items[(uintptr_t)*place - 1];
	added = vec_push(arena, &p->items);
	*place = (void *)(uintptr_t)p->items.count;
	added->path = path;
	place = map_put(arena, &p->by_name, str_basename(path));
	added->same_name = (uint32_t)(uintptr_t)*place;
	*place = (void *)(uintptr_t)p->items.count;
	return added;
}

static void add_migration(struct places *p, struct arena *arena, struct str path)
{
	struct str folder = str_dirname(path), above;

	add_place(p, arena, folder)->has_migrations = true;
	/* not every one between: a hostile path has hundreds */
	if (path_above_versions(folder, false, &above))
		add_place(p, arena, above)->has_versions = true;
	if (path_above_versions(folder, true, &above))
		add_place(p, arena, above)->has_versions = true;
}

void places_init(struct places *p, struct arena *arena, const struct environment_input *input)
{
	*p = (struct places){
		.migrations = input->migrations,
		.migration_count = input->migration_count,
	};
	for (uint32_t i = 0; i < input->candidate_count; i++) {
		const struct candidate *c = &input->candidates[i];

		if (c->kind == CANDIDATE_ENV)
			add_place(p, arena, str_dirname(c->path))->env_py = c;
		else if (c->kind == CANDIDATE_TEMPLATE)
			add_place(p, arena, str_dirname(c->path))->has_template = true;
	}
	for (uint32_t i = 0; i < input->migration_count; i++)
		add_migration(p, arena, input->migrations[i]->path);
}

bool place_is_script_location(const struct place *place)
{
	return place->has_template ||
	       (place->env_py && (place->has_versions || place->has_migrations));
}

bool places_encloses_migrations(const struct places *p, struct str path)
{
	uint32_t low = 0, high = p->migration_count;

	/* the first migration whose path is not below "<path>/" */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct str other = p->migrations[middle]->path;
		int order = str_cmp(str_sub(other, 0, path.len), path);

		if (order < 0 || (order == 0 && path.len && other.len > path.len &&
				  (unsigned char)other.ptr[path.len] < '/'))
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->migration_count && path_within(p->migrations[low]->path, path);
}

/* ---- what a location means ------------------------------------------------------------------- */

struct location {
	struct str path; /* with '/', but as it was written: "a//../b" */
	bool anchored;   /* relative to the file's folder and nothing else */
	bool loose;      /* only the end of it is known */
};

/* Drops everything up to and with the last segment that is not a plain name. */
static void drop_unknown(struct location *l)
{
	struct str rest = l->path, segment;

	while (str_split(&rest, '/', &segment))
		if (str_chr(segment, '$') >= 0 || str_chr(segment, '%') >= 0 ||
		    str_chr(segment, '{') >= 0 || str_eq(segment, STR("~"))) {
			l->path = rest;
			l->loose = true;
		}
	if (str_starts(l->path, STR("/")))
		l->loose = true;
}

/* "pkg.sub:folder:file" → "pkg/sub/folder/file", "C:/x" → "/x" */
static void convert_package(char *text, size_t len)
{
	char *colon = memchr(text, ':', len);

	if (!colon)
		return;
	if (colon == text + 1 && len > 2 && text[2] == '/') {
		text[0] = text[1] = '/';
		return;
	}
	for (char *c = text; c < text + len; c++)
		if (*c == ':' || (*c == '.' && c < colon))
			*c = '/';
}

static struct location read_location(struct arena *arena, struct str text)
{
	static const struct str here = STR_INIT("%(here)s");
	struct location l = {.path = text};
	ptrdiff_t at = str_find(text, here);
	char *copy;

	if (at >= 0) {
		l.anchored = true;
		text = str_sub(text, (size_t)at + here.len, text.len);
	}
	copy = arena_alloc(arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		copy[i] = text.ptr[i] == '\\' ? '/' : text.ptr[i];
	if (l.anchored)
		while (text.len && *copy == '/') {
			copy++;
			text.len--;
		}
	else
		convert_package(copy, text.len);
	l.path = (struct str){copy, text.len};
	drop_unknown(&l);
	return l;
}

/* base/path without empty, '.' and '..' segments. False when it leads out of the source. */
static bool normalise(struct arena *arena, struct str base, struct str path, struct str *ret)
{
	struct str rest = path, segment;
	char *joined = arena_alloc(arena, base.len + path.len + 2);
	size_t len = base.len;

	if (base.len)
		memcpy(joined, base.ptr, base.len);
	while (str_split(&rest, '/', &segment)) {
		if (str_empty(segment) || str_eq(segment, STR(".")))
			continue;
		if (str_eq(segment, STR(".."))) {
			if (len == 0)
				return false;
			len = str_dirname((struct str){joined, len}).len;
			continue;
		}
		if (len)
			joined[len++] = '/';
		memcpy(joined + len, segment.ptr, segment.len);
		len += segment.len;
	}
	*ret = (struct str){joined, len};
	return len <= LIMIT_PATH_BYTES;
}

static uint32_t common_segments(struct str a, struct str b)
{
	struct str x, y;
	uint32_t common = 0;

	while (str_split(&a, '/', &x) && str_split(&b, '/', &y) && str_eq(x, y))
		common++;
	return common;
}

typedef bool (*accept_fn)(const struct places *p, struct str path);

static bool is_place(const struct places *p, struct str path)
{
	return places_at(p, path) != NULL;
}

/* Is `a` a better answer than `b` to a file in `dir`? */
static bool is_nearer(struct str a, struct str b, struct str dir)
{
	uint32_t near_a = common_segments(a, dir), near_b = common_segments(b, dir);

	if (near_a != near_b)
		return near_a > near_b;
	return a.len != b.len ? a.len < b.len : str_cmp(a, b) < 0;
}

/* The place whose path ends in `end`, the nearest to `dir`; *ret_count says how many do. */
static const struct place *find_end(const struct places *p, struct str end, struct str dir,
				    accept_fn accept, uint32_t *ret_count)
{
	uint32_t at = (uint32_t)(uintptr_t)map_get(&p->by_name, str_basename(end));
	const struct place *best = NULL;

	*ret_count = 0;
	for (uint32_t seen = 0; at; at = p->items.items[at - 1].same_name) {
		const struct place *place = &p->items.items[at - 1];

		if (seen++ == MAX_SAME_NAME)
			return NULL;
		if (!str_ends(place->path, end) || !accept(p, place->path) ||
		    (place->path.len > end.len &&
		     place->path.ptr[place->path.len - end.len - 1] != '/'))
			continue;
		++*ret_count;
		if (!best || is_nearer(place->path, best->path, dir))
			best = place;
	}
	return best;
}

/* By the end of the path, the longest that any place has. A bare name must be the only one. */
static bool find_by_end(const struct places *p, struct str end, struct str dir, accept_fn accept,
			struct str *ret_path)
{
	while (end.len) {
		uint32_t count;
		const struct place *place = find_end(p, end, dir, accept, &count);
		ptrdiff_t slash = str_chr(end, '/');

		if (place && (slash >= 0 || count == 1)) {
			*ret_path = place->path;
			return true;
		}
		end = slash < 0 ? STR("") : str_sub(end, (size_t)slash + 1, end.len);
	}
	return false;
}

/* From `dir`, then from each folder above it. */
static bool find_from(const struct places *p, struct arena *arena, const struct location *l,
		      struct str dir, accept_fn accept, struct str *ret_path)
{
	for (uint32_t i = 0; i < MAX_ABOVE; i++) {
		struct str path;

		if (normalise(arena, dir, l->path, &path) && accept(p, path)) {
			*ret_path = path;
			return true;
		}
		if (l->anchored || str_empty(dir))
			return false;
		dir = str_dirname(dir);
	}
	return false;
}

static bool resolve(const struct places *p, struct arena *arena, struct str dir, struct str text,
		    accept_fn accept, struct str *ret_path)
{
	struct location l;
	struct str end;

	if (str_empty(text) || text.len > LIMIT_PATH_BYTES)
		return false;
	l = read_location(arena, text);
	if (!l.loose && find_from(p, arena, &l, dir, accept, ret_path))
		return true;
	while (str_starts(l.path, STR("../")))
		l.path = str_sub(l.path, 3, l.path.len);
	if ((l.anchored && !l.loose) || !normalise(arena, STR(""), l.path, &end))
		return false;
	return find_by_end(p, end, dir, accept, ret_path);
}

struct place *places_script_location(const struct places *p, struct arena *scratch, struct str dir,
				     struct str text)
{
	struct arena_mark mark = arena_mark(scratch);
	struct place *place = NULL;
	struct str path;

	if (resolve(p, scratch, dir, text, is_place, &path))
		place = places_at(p, path);
	arena_rewind(scratch, mark);
	return place;
}

bool places_version_location(const struct places *p, struct arena *arena, struct str dir,
			     struct str text, struct str *ret_path)
{
	return resolve(p, arena, dir, text, places_encloses_migrations, ret_path);
}

uint32_t place_guesses(struct arena *arena, struct str dir, struct str text, struct str *ret_paths,
		       uint32_t most)
{
	struct location l;
	uint32_t count = 0;

	if (str_empty(text) || text.len > LIMIT_PATH_BYTES)
		return 0;
	l = read_location(arena, text);
	while (!l.loose && count < most) {
		struct str path;

		if (normalise(arena, dir, l.path, &path) && path.len)
			ret_paths[count++] = path;
		if (l.anchored || str_empty(dir))
			break;
		dir = str_dirname(dir);
	}
	return count;
}
