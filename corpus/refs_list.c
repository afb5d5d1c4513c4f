#include "corpus/refs_list.h"

#include "core/base/limits.h"
#include "core/base/map.h"
#include "corpus/file.h"
#include "corpus/folder.h"

#include <fcntl.h>
#include <stdlib.h>

enum {
	REF_BYTES = 8 * 1024,
	FOLDERS_DEEP = 64,
	LOOSE_MOST = 1000 * 1000, /* files of one folder */
};

/* A folder below refs/ that is to be read. */
struct todo {
	struct str name;
	uint32_t depth;
};

struct listing {
	const char *folder;
	struct arena *arena;
	struct lister *skips;
	struct refs *refs;
	struct map loose; /* names: they hide packed ones */
	VEC(struct todo) todo;
};

static bool is_history(struct str name)
{
	return str_starts(name, STR("refs/")) && !str_starts(name, STR("refs/notes/")) &&
	       !str_starts(name, STR("refs/replace/"));
}

static void skip_ref(struct listing *l, enum skip_reason reason, struct str name, const char *why)
{
	listing_skip(l->skips, reason, STR(""),
		     arena_printf(l->arena, "ref " STR_FMT ": %s", STR_ARG(name), why));
}

static int add_ref(struct listing *l, struct str name, const struct oid *id, struct err *reterr)
{
	if (l->refs->items.count >= LIMIT_REFS)
		return err_set(reterr, ERR_LIMIT, "more than %d refs", LIMIT_REFS);
	*vec_push(l->arena, &l->refs->items) = (struct ref){name, *id};
	return 0;
}

/* ---- refs/ ------------------------------------------------------------------------------------------ */

static int read_loose(struct listing *l, struct str name, struct err *reterr)
{
	struct str content;
	struct oid id;
	struct err err = {0};
	int result = file_slurp(AT_FDCWD,
				arena_printf(l->arena, "%s/" STR_FMT, l->folder, STR_ARG(name)).ptr,
				REF_BYTES, l->arena, &content, &err);

	*map_put(l->arena, &l->loose, name) = l;
	if (!is_history(name))
		return 0;
	if (result) {
		skip_ref(l, listing_reason(result), name, err.text);
		return 0;
	}
	if (str_starts(content, STR("ref:")))
		return 0;
	if (oid_parse(str_trim(content), &id))
		return add_ref(l, name, &id, reterr);
	skip_ref(l, SKIP_CORRUPT, name, "it holds no id");
	return 0;
}

static int read_items(struct listing *l, const struct todo *at, const struct folder *folder,
		      struct err *reterr)
{
	for (uint32_t i = 0; i < folder->count; i++) {
		const struct folder_item *item = &folder->items[i];
		struct str name = arena_printf(l->arena, STR_FMT "/" STR_FMT, STR_ARG(at->name),
					       STR_ARG(item->name));
		int result = 0;

		if (item->kind == ITEM_FOLDER && at->depth == FOLDERS_DEEP)
			skip_ref(l, SKIP_TOO_DEEP, name, "folders are nested too deeply");
		else if (item->kind == ITEM_FOLDER)
			*vec_push(l->arena, &l->todo) = (struct todo){name, at->depth + 1};
		else if (!str_ends(item->name, STR(".lock")))
			result = read_loose(l, name, reterr);
		if (result)
			return result;
	}
	return 0;
}

static int read_folder(struct listing *l, const struct todo *at, struct err *reterr)
{
	struct str path = arena_printf(l->arena, "%s/" STR_FMT, l->folder, STR_ARG(at->name));
	CLEANUP(fd_close) int fd = open(path.ptr, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct folder folder = {0};
	struct err err = {0};

	if (fd < 0)
		return 0; /* all are packed */
	if (folder_read(fd, LOOSE_MOST, l->arena, &folder, &err)) {
		skip_ref(l, SKIP_IO, at->name, err.text);
		return 0;
	}
	return read_items(l, at, &folder, reterr);
}

/* ---- packed-refs ------------------------------------------------------------------------------------- */

/* "<40 hex> <name>"; comments and what tags peel to are passed over. */
static int read_packed_line(struct listing *l, struct str line, struct err *reterr)
{
	struct str name = str_sub(line, OID_HEX + 1, line.len);
	struct oid id;

	if (!line.len || line.ptr[0] == '#' || line.ptr[0] == '^')
		return 0;
	if (line.len < OID_HEX + 2 || line.ptr[OID_HEX] != ' ' ||
	    !oid_parse(str_sub(line, 0, OID_HEX), &id)) {
		listing_skip(l->skips, SKIP_CORRUPT, STR(""),
			     STR("packed-refs: a line that is no ref"));
		return 0;
	}
	if (!is_history(name) || map_get(&l->loose, name))
		return 0;
	return add_ref(l, name, &id, reterr);
}

static int read_packed(struct listing *l, struct err *reterr)
{
	const char *path = arena_printf(l->arena, "%s/packed-refs", l->folder).ptr;
	struct str rest, line;
	int result = file_slurp(AT_FDCWD, path, LIMIT_REFS_BYTES, l->arena, &rest, reterr);

	if (result)
		return result == ERR_NOT_FOUND ? 0 : result;
	while (str_split(&rest, '\n', &line) && !result)
		result = read_packed_line(l, line, reterr);
	return result;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct ref *)a)->name, ((const struct ref *)b)->name);
}

int refs_list(const char *folder, struct arena *arena, struct lister *skips, struct refs *ret_refs,
	      struct err *reterr)
{
	struct refs refs = {0};
	struct listing l = {.folder = folder, .arena = arena, .skips = skips, .refs = &refs};
	int result = 0;

	*vec_push(arena, &l.todo) = (struct todo){STR("refs"), 0};
	while (l.todo.count && !result) {
		struct todo at = l.todo.items[--l.todo.count];

		result = read_folder(&l, &at, reterr);
	}
	if (!result)
		result = read_packed(&l, reterr);
	if (result)
		return result;
	if (refs.items.count)
		qsort(refs.items.items, refs.items.count, sizeof(*refs.items.items), by_name);
	*ret_refs = refs;
	return 0;
}
