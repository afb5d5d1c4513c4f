#include "core/base/limits.h"
#include "core/base/vec.h"
#include "corpus/file.h"
#include "corpus/folder.h"
#include "corpus/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

enum { MODULES_MAX = 1000 * 1000 }; /* of which paths are kept */

/* A folder being walked. Its names live in the walk's arena from `mark` on. */
struct level {
	int fd;
	uint32_t next;
	size_t path_len; /* of the folder, its slash included */
	struct arena_mark mark;
	struct folder names;
};

struct folder_walk {
	struct corpus_source *source;
	struct lister *lister;
	struct arena arena;
	struct level levels[LIMIT_TREE_DEPTH + 1];
	uint32_t depth;
	uint32_t visited;
	bool full;
	char path[LIMIT_PATH_BYTES];
	char *buffer; /* of LIMIT_SEARCH_BYTES + 1; touched only as far as files are long */
};

bool folder_is_ours(struct str name)
{
	static const struct str others[] = {
		STR_INIT(".git"),        STR_INIT(".hg"),          STR_INIT(".svn"),
		STR_INIT("__pycache__"), STR_INIT("node_modules"),
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_eq(name, others[i]))
			return false;
	return true;
}

int folder_source_open(struct corpus_source *source, struct err *reterr)
{
	const char *path = source->path.ptr;
	struct str folder;

	source->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source->folder >= 0)
		return 0;
	if (errno != ENOTDIR)
		return err_set(reterr, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s",
			       strerror(errno));
	folder = str_dirname(source->path);
	if (folder.len == 0)
		folder = source->path.ptr[0] == '/' ? STR("/") : STR(".");
	source->only = arena_str(&source->arena, str_basename(source->path));
	source->folder = open(arena_str(&source->arena, folder).ptr,
			      O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source->folder < 0)
		return err_set(reterr, ERR_IO, "%s", strerror(errno));
	return 0;
}

/* ---- listing ---------------------------------------------------------------- */

static struct str path_to(const struct folder_walk *w, size_t len)
{
	return (struct str){w->path, len};
}

static void skip_errno(struct folder_walk *w, size_t len)
{
	listing_skip(w->lister, SKIP_IO, path_to(w, len), str_from(strerror(errno)));
}

static void add_candidate(struct folder_walk *w, enum candidate_kind kind, size_t path_len,
			  struct str content)
{
	struct arena *arena = w->lister->arena;
	struct corpus_entry *entry = arena_new(arena, struct corpus_entry);
	struct err err;

	if (object_hash(OBJECT_BLOB, content, &entry->id, &err)) {
		listing_skip(w->lister, SKIP_CORRUPT, path_to(w, path_len), str_from(err.text));
		return;
	}
	entry->path = arena_str(arena, path_to(w, path_len));
	if (!listing_add(w->lister, kind, entry->path, oid_hex(arena, &entry->id), content.len,
			 entry)) {
		w->full = true;
		listing_skip(w->lister, SKIP_TOO_MANY, entry->path,
			     STR("too many candidates: nothing from here on is listed"));
	}
}

/* For folder_source_look(). */
static void note_module(struct folder_walk *w, enum module_kind kind, size_t path_len)
{
	struct arena *arena = &w->source->arena;
	struct folder_module *module;

	if (w->source->modules.count == MODULES_MAX)
		return;
	module = arena_new(arena, struct folder_module);
	module->kind = kind;
	*map_put(arena, &w->source->modules, arena_str(arena, path_to(w, path_len))) = module;
}

static void look_at_file(struct folder_walk *w, int fd, const char *name, enum candidate_kind kind,
			 size_t path_len)
{
	CLEANUP(file_close) struct file file = FILE_NONE;
	struct corpus_listing *listing = &w->lister->listing;
	uint64_t limit = listing_limit(kind);
	struct str content = {w->buffer, 0};
	ssize_t len;
	struct err err;
	/* who names a symbolic link means what it leads to */
	unsigned flags = w->source->only.len ? 0 : FILE_NOFOLLOW | FILE_KNOWN;
	int result = file_open(fd, name, flags, path_to(w, path_len), &file, &err);

	if (result) {
		listing_skip(w->lister, result == ERR_REFUSED ? SKIP_REFUSED : SKIP_IO,
			     path_to(w, path_len), str_from(err.text));
		return;
	}
	if (file.size > limit) {
		listing_skip(w->lister, SKIP_TOO_LARGE, path_to(w, path_len),
			     arena_printf(&w->arena, "%llu bytes, over the limit of %llu",
					  (unsigned long long)file.size,
					  (unsigned long long)limit));
		return;
	}
	len = file_read(file.fd, w->buffer, file.size);
	if (len < 0) {
		skip_errno(w, path_len);
		return;
	}
	content.len = (size_t)len;
	if (kind == CANDIDATE_PYTHON) {
		listing->files++;
		listing->bytes += content.len;
		if (!w->source->only.len && !listing_matches(content))
			return;
	}
	add_candidate(w, kind, path_len, content);
}

/* Opens the folder `name` in `parent` and goes down into it. */
static void enter_folder(struct folder_walk *w, int parent, const char *name, size_t path_len)
{
	struct level *level = &w->levels[w->depth];
	struct err err;
	int result;

	if (w->depth > LIMIT_TREE_DEPTH) {
		listing_skip(w->lister, SKIP_TOO_DEEP, path_to(w, path_len),
			     STR("folders are nested too deeply"));
		return;
	}
	*level = (struct level){.mark = arena_mark(&w->arena), .path_len = path_len};
	level->fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (level->fd < 0) {
		skip_errno(w, path_len);
		return;
	}
	result = folder_read(level->fd, LIMIT_TREE_ENTRIES, &w->arena, &level->names, &err);
	if (result) {
		listing_skip(w->lister, result == ERR_LIMIT ? SKIP_TOO_MANY : SKIP_IO,
			     path_to(w, path_len), str_from(err.text));
		close(level->fd);
		arena_rewind(&w->arena, level->mark);
		return;
	}
	if (path_len)
		w->path[level->path_len++] = '/';
	w->depth++;
	note_module(w, MODULE_FOLDER, path_len);
}

static void leave_folder(struct folder_walk *w)
{
	struct level *level = &w->levels[--w->depth];

	close(level->fd);
	arena_rewind(&w->arena, level->mark);
}

static void visit_item(struct folder_walk *w, const struct level *level,
		       const struct folder_item *item)
{
	size_t len = level->path_len + item->name.len;
	enum candidate_kind kind = CANDIDATE_PYTHON;
	bool wanted = listing_wants(item->name, &kind);

	if (len + 1 > sizeof(w->path)) {
		listing_skip(w->lister, SKIP_TOO_DEEP, path_to(w, level->path_len),
			     STR("a path that is too long"));
		return;
	}
	memcpy(w->path + level->path_len, item->name.ptr, item->name.len);
	wanted = wanted && listing_wants_at(path_to(w, len));
	if (item->kind == ITEM_FOLDER) {
		if (folder_is_ours(item->name))
			enter_folder(w, level->fd, item->name.ptr, len);
	} else if (item->kind == ITEM_FILE) {
		if (wanted)
			look_at_file(w, level->fd, item->name.ptr, kind, len);
		if (wanted && (kind == CANDIDATE_PYTHON || kind == CANDIDATE_ENV))
			note_module(w, MODULE_FILE, len);
	} else if (item->kind == ITEM_SYMLINK) {
		if (listing_wants_link(item->name))
			listing_skip(w->lister, SKIP_SYMLINK, path_to(w, len),
				     STR("a symbolic link, which is not followed"));
	} else if (wanted) {
		listing_skip(w->lister, SKIP_REFUSED, path_to(w, len),
			     STR("a FIFO, a socket or a device, which is not opened"));
	}
}

static int walk_levels(struct folder_walk *w)
{
	while (w->depth) {
		struct level *level = &w->levels[w->depth - 1];

		if (listing_stopped(w->lister))
			return ERR_STOPPED;
		if (w->full || level->next == level->names.count) {
			leave_folder(w);
		} else if (w->visited++ >= LIMIT_TREE_ENTRIES) {
			w->full = true;
			listing_skip(w->lister, SKIP_TOO_MANY, path_to(w, level->path_len),
				     STR("too many names: nothing from here on is listed"));
		} else {
			visit_item(w, level, &level->names.items[level->next++]);
		}
	}
	return 0;
}

/* The user named this file: it is read as a migration whatever is in it. */
static void list_only(struct folder_walk *w)
{
	struct str name = w->source->only;
	enum candidate_kind kind = CANDIDATE_PYTHON;

	listing_wants(name, &kind);
	memcpy(w->path, name.ptr, name.len);
	look_at_file(w, w->source->folder, name.ptr, kind, name.len);
}

int folder_source_list(struct corpus_source *source, struct lister *lister, struct err *reterr)
{
	struct folder_walk *w = calloc(1, sizeof(*w));
	char *buffer = malloc(LIMIT_SEARCH_BYTES + 1);
	int result = 0;

	if (!w || !buffer) {
		free(w);
		free(buffer);
		return err_set(reterr, ERR_IO, "no memory");
	}
	w->source = source;
	w->lister = lister;
	w->buffer = buffer;
	arena_init(&w->arena);
	if (source->only.len) {
		list_only(w);
	} else {
		enter_folder(w, source->folder, ".", 0);
		result = walk_levels(w);
	}
	while (w->depth)
		leave_folder(w);
	arena_release(&w->arena);
	free(buffer);
	free(w);
	return result ? err_set(reterr, result, "stopped") : 0;
}
