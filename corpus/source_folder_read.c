#include "core/base/limits.h"
#include "corpus/file.h"
#include "corpus/source.h"

#include <errno.h>
#include <fcntl.h>

/*
 * Opens the folder a/b/c below `folder` ("": itself) one step at a time, as O_NOFOLLOW only minds
 * the last one. -1 and errno.
 */
static int open_folder(int folder, struct str path, struct arena *arena)
{
	int at = dup(folder);
	struct str part;

	while (at >= 0 && str_split(&path, '/', &part)) {
		int next = openat(at, arena_str(arena, part).ptr,
				  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int failed = errno;

		close(at);
		errno = failed;
		at = next;
	}
	return at;
}

static int open_below(int folder, struct str path, unsigned flags, struct arena *arena,
		      struct file *ret_file, struct err *reterr)
{
	CLEANUP(fd_close) int at = open_folder(folder, str_dirname(path), arena);

	if (at < 0)
		return err_set(reterr, ERR_IO, STR_FMT ": %s", STR_ARG(path), strerror(errno));
	return file_open(at, arena_str(arena, str_basename(path)).ptr, flags, path, ret_file,
			 reterr);
}

/* The whole of an open file, and git's id of it. */
static int read_whole(const struct file *file, struct str path, uint64_t limit, struct arena *arena,
		      struct str *ret_content, struct oid *ret_id, struct err *reterr)
{
	struct str content;
	ssize_t len;
	char *bytes;
	int result;

	if (file->size > limit)
		return err_set(reterr, ERR_LIMIT, "%llu bytes, over the limit of %llu",
			       (unsigned long long)file->size, (unsigned long long)limit);
	bytes = arena_alloc(arena, file->size + 1);
	len = file_read(file->fd, bytes, file->size);
	if (len < 0)
		return err_set(reterr, ERR_IO, STR_FMT ": %s", STR_ARG(path), strerror(errno));
	content = (struct str){bytes, (size_t)len};
	result = object_hash(OBJECT_BLOB, content, ret_id, reterr);
	if (!result)
		*ret_content = content;
	return result;
}

int folder_source_read(struct corpus_source *source, const struct candidate *candidate,
		       uint64_t limit, struct arena *arena, struct str *ret_content,
		       struct err *reterr)
{
	CLEANUP(file_close) struct file file = FILE_NONE;
	const struct corpus_entry *entry = candidate->entry;
	struct str content;
	struct oid id;
	int result = open_below(source->folder, entry->path, source->only.len ? 0 : FILE_NOFOLLOW,
				arena, &file, reterr);

	if (!result)
		result = read_whole(&file, entry->path, limit, arena, &content, &id, reterr);
	if (!result && oid_cmp(&id, &entry->id) != 0)
		result = err_set(reterr, ERR_CORRUPT,
				 STR_FMT ": it has changed since it was listed",
				 STR_ARG(entry->path));
	if (!result)
		*ret_content = content;
	return result;
}

/* ---- modules ---------------------------------------------------------------- */

/* Beside the single file that was named, where nothing has been listed. */
static enum module_kind look_beside(struct corpus_source *source, struct str path)
{
	CLEANUP(file_close) struct file file = FILE_NONE;
	enum module_kind kind = MODULE_ABSENT;
	struct arena scratch;

	arena_init(&scratch);
	if (!open_below(source->folder, path, FILE_NOFOLLOW, &scratch, &file, NULL)) {
		kind = MODULE_FILE;
	} else {
		CLEANUP(fd_close) int folder = open_folder(source->folder, path, &scratch);

		if (folder >= 0)
			kind = MODULE_FOLDER;
	}
	arena_release(&scratch);
	return kind;
}

enum module_kind folder_source_look(struct corpus_source *source, struct str path,
				    struct str *ret_blob)
{
	const struct folder_module *module = map_get(&source->modules, path);

	if (!module && source->only.len)
		return look_beside(source, path);
	if (!module)
		return MODULE_ABSENT;
	*ret_blob = module->blob;
	return module->kind;
}

int folder_source_read_module(struct corpus_source *source, struct str path, uint64_t limit,
			      struct arena *arena, struct str *ret_content, struct str *ret_blob,
			      struct err *reterr)
{
	CLEANUP(file_close) struct file file = FILE_NONE;
	struct folder_module *module = map_get(&source->modules, path);
	struct str content;
	struct oid id;
	int result = open_below(source->folder, path, FILE_NOFOLLOW, arena, &file, reterr);

	if (!result)
		result = read_whole(&file, path, limit, arena, &content, &id, reterr);
	if (result)
		return result;
	if (module && !module->blob.len)
		module->blob = oid_hex(&source->arena, &id);
	*ret_content = content;
	*ret_blob = oid_hex(arena, &id);
	return 0;
}
