#include "corpus/objects.h"

#include "core/base/cleanup.h"
#include "core/base/limits.h"
#include "core/base/vec.h"
#include "corpus/file.h"
#include "corpus/folder.h"
#include "corpus/git_util.h"
#include "corpus/loose.h"
#include "corpus/pack_check.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	ALTERNATES_BYTES = 64 * 1024,
	ALTERNATES_DEPTH = 5, /* as git has it */
	FOLDERS = 64,
	PACKS = 4096,
	LOOSE_PRIORITY = 1, /* asked after the packs, as most objects are there */
	SHORTEST_PREFIX = 4,
};

/* An objects/ folder: the repository's, or one that it borrows from. */
struct store {
	const char *path;
	int depth;
	dev_t device;
	ino_t inode;
};

/* A pack that passed, and how large it is: the largest is asked first. */
struct found_pack {
	const char *index;
	uint64_t size;
};

struct opening {
	struct objects *objects;
	struct arena *arena;
	struct store stores[FOLDERS];
	uint32_t store_count;
	VEC(struct found_pack) packs;
};

static const char *join(struct arena *arena, struct str folder, struct str name)
{
	return arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name)).ptr;
}

static int add_backend(struct objects *objects, git_odb_backend *backend, int priority,
		       struct err *reterr)
{
	int failed = git_odb_add_backend(objects->odb, backend, priority);

	if (failed) {
		backend->free(backend);
		return git_failed(reterr, failed, STR("objects"));
	}
	return 0;
}

/* Keeps the first refusal: what is missing later is explained by it. */
static void refuse_pack(struct opening *o, const struct err *err)
{
	if (!o->objects->packs_refused++)
		o->objects->refused = arena_str(o->arena, str_from(err->text));
}

static int find_packs(struct opening *o, const char *path, struct err *reterr)
{
	const char *folder_path = join(o->arena, str_from(path), STR("pack"));
	CLEANUP(fd_close) int fd = open(folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct folder folder;

	if (fd < 0)
		return 0; /* a repository without packs */
	if (folder_read(fd, LIMIT_TREE_ENTRIES, o->arena, &folder, reterr))
		return ERR_IO;
	for (uint32_t i = 0; i < folder.count; i++) {
		struct str name = folder.items[i].name;
		const char *index, *pack;
		struct err err;
		uint64_t size;

		if (!str_ends(name, STR(".idx")))
			continue;
		index = join(o->arena, str_from(folder_path), name);
		pack = arena_printf(o->arena, "%.*s.pack", (int)strlen(index) - 4, index).ptr;
		if (pack_check(index, pack, &size, &err))
			refuse_pack(o, &err);
		else
			*vec_push(o->arena, &o->packs) = (struct found_pack){index, size};
		if (o->packs.count > PACKS)
			return err_set(reterr, ERR_LIMIT, "%s: more than %d packs (git gc helps)",
				       folder_path, PACKS);
	}
	return 0;
}

/* Notes the folder to be opened, unless it is one already. */
static void add_store(struct opening *o, const char *path, int depth)
{
	struct stat st;

	if (depth > ALTERNATES_DEPTH || o->store_count == FOLDERS || stat(path, &st) < 0 ||
	    !S_ISDIR(st.st_mode))
		return;
	for (uint32_t i = 0; i < o->store_count; i++)
		if (o->stores[i].device == st.st_dev && o->stores[i].inode == st.st_ino)
			return;
	o->stores[o->store_count++] = (struct store){path, depth, st.st_dev, st.st_ino};
}

/* An alternate that is not there is no error: what it would have held is missing then. */
static void add_alternates(struct opening *o, const struct store *store)
{
	const char *path = join(o->arena, str_from(store->path), STR("info/alternates"));
	struct str rest, line;

	if (file_slurp(AT_FDCWD, path, ALTERNATES_BYTES, o->arena, &rest, NULL))
		return;
	while (str_split(&rest, '\n', &line)) {
		if (line.len && line.ptr[line.len - 1] == '\r')
			line.len--;
		if (!line.len || line.ptr[0] == '#')
			continue;
		if (line.ptr[0] == '/')
			add_store(o, arena_str(o->arena, line).ptr, store->depth + 1);
		else
			add_store(o, join(o->arena, str_from(store->path), line), store->depth + 1);
	}
}

static int open_store(struct opening *o, uint32_t number, struct err *reterr)
{
	const struct store *store = &o->stores[number];
	int fd = open(store->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;
	git_odb_backend *backend;

	if (fd < 0 && store->depth)
		return 0; /* as if it were not there */
	if (fd < 0)
		return err_set(reterr, ERR_IO, "%s: %s", store->path, strerror(errno));
	result = loose_backend(fd, &backend, reterr);
	if (!result)
		result = add_backend(o->objects, backend, LOOSE_PRIORITY, reterr);
	if (!result)
		result = find_packs(o, store->path, reterr);
	if (!result)
		add_alternates(o, store);
	return result;
}

static int by_size(const void *a, const void *b)
{
	const struct found_pack *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return strcmp(x->index, y->index);
}

static int add_packs(struct opening *o, struct err *reterr)
{
	if (o->packs.count)
		qsort(o->packs.items, o->packs.count, sizeof(*o->packs.items), by_size);
	for (uint32_t i = 0; i < o->packs.count; i++) {
		git_odb_backend *backend;
		int failed = git_odb_backend_one_pack(&backend, o->packs.items[i].index), result;

		if (failed)
			return git_failed(reterr, failed, str_from(o->packs.items[i].index));
		result = add_backend(o->objects, backend,
				     LOOSE_PRIORITY + (int)(o->packs.count - i), reterr);
		if (result)
			return result;
	}
	o->objects->packs = o->packs.count;
	return 0;
}

int objects_open(struct objects *objects, const char *folder, struct arena *arena,
		 struct err *reterr)
{
	struct opening opening = {.objects = objects, .arena = arena};
	int result = 0, failed;

	*objects = (struct objects){0};
	failed = git_odb_new(&objects->odb);
	if (failed)
		return git_failed(reterr, failed, STR("objects"));
	add_store(&opening, folder, 0);
	if (!opening.store_count)
		result = err_set(reterr, ERR_NOT_FOUND, "%s: %s", folder, strerror(errno));
	/* add_alternates() lengthens the list on the way */
	for (uint32_t i = 0; i < opening.store_count && !result; i++)
		result = open_store(&opening, i, reterr);
	if (!result)
		result = add_packs(&opening, reterr);
	if (result)
		objects_release(objects);
	return result;
}

void objects_release(struct objects *objects)
{
	git_odb_object_free(objects->held);
	git_odb_free(objects->odb);
	*objects = (struct objects){0};
}

const char *object_type_name(enum object_type type)
{
	static const char *const names[] = {
		[OBJECT_COMMIT] = "commit",
		[OBJECT_TREE] = "tree",
		[OBJECT_BLOB] = "blob",
		[OBJECT_TAG] = "tag",
	};

	return type >= OBJECT_COMMIT && type <= OBJECT_TAG ? names[type] : "object";
}

static git_oid git_oid_of(const struct oid *id)
{
	git_oid oid;

	memcpy(oid.id, id->bytes, OID_BYTES);
	return oid;
}

/* Missing, or missing because a pack was refused: that is corruption. */
static int unread(const struct objects *objects, int failed, const struct oid *id,
		  struct err *reterr)
{
	const git_error *last = git_error_last();
	char hex[OID_HEX + 1];

	oid_format(id, hex);
	if (failed != GIT_ENOTFOUND && last && last->klass == GIT_ERROR_NOMEMORY)
		return err_set(reterr, ERR_LIMIT,
			       "object %s: what it is a delta of is over the limit of %d bytes",
			       hex, LIMIT_OBJECT_BYTES);
	if (failed != GIT_ENOTFOUND)
		return git_failed(reterr, failed, (struct str){hex, OID_HEX});
	if (objects->packs_refused)
		return err_set(reterr, ERR_CORRUPT,
			       "object %s is not in a pack that can be read; " STR_FMT, hex,
			       STR_ARG(objects->refused));
	return err_set(reterr, ERR_NOT_FOUND, "object %s is not in the repository", hex);
}

int objects_look(struct objects *objects, const struct oid *id, enum object_type *ret_type,
		 uint64_t *ret_size, struct err *reterr)
{
	git_oid oid = git_oid_of(id);
	git_object_t type = GIT_OBJECT_INVALID;
	size_t size = 0;
	int failed = git_odb_read_header(&size, &type, objects->odb, &oid);

	if (failed)
		return unread(objects, failed, id, reterr);
	*ret_type = (enum object_type)type;
	*ret_size = size;
	return 0;
}

static int check_hash(enum object_type type, struct str content, const struct oid *id,
		      struct err *reterr)
{
	char hex[OID_HEX + 1];
	struct oid actual;
	int result = object_hash(type, content, &actual, reterr);

	if (result)
		return result;
	oid_format(id, hex);
	if (oid_cmp(&actual, id) != 0)
		return err_set(reterr, ERR_CORRUPT,
			       "object %s: its content is not what its id says", hex);
	return 0;
}

int objects_read(struct objects *objects, const struct oid *id, enum object_type type,
		 uint64_t limit, bool verify, struct str *ret_content, struct err *reterr)
{
	git_oid oid = git_oid_of(id);
	enum object_type actual = OBJECT_BLOB;
	struct str content;
	uint64_t size = 0;
	int result = objects_look(objects, id, &actual, &size, reterr), failed;

	if (result)
		return result;
	if (actual != type)
		return err_set(reterr, ERR_CORRUPT, "a %s is promised, but it is a %s",
			       object_type_name(type), object_type_name(actual));
	if (size > limit)
		return err_set(reterr, ERR_LIMIT, "%llu bytes, over the limit of %llu",
			       (unsigned long long)size, (unsigned long long)limit);
	git_odb_object_free(objects->held);
	objects->held = NULL;
	failed = git_odb_read(&objects->held, objects->odb, &oid);
	if (failed)
		return unread(objects, failed, id, reterr);
	content.ptr = git_odb_object_data(objects->held);
	content.len = git_odb_object_size(objects->held);
	if (verify)
		result = check_hash((enum object_type)git_odb_object_type(objects->held), content,
				    id, reterr);
	if (!result)
		*ret_content = content;
	return result;
}

int objects_take(struct objects *objects, const struct oid *id, enum object_type *ret_type,
		 struct str *ret_content, struct err *reterr)
{
	git_oid oid = git_oid_of(id);
	int failed;

	git_odb_object_free(objects->held);
	objects->held = NULL;
	failed = git_odb_read(&objects->held, objects->odb, &oid);
	if (failed)
		return unread(objects, failed, id, reterr);
	*ret_type = (enum object_type)git_odb_object_type(objects->held);
	ret_content->ptr = git_odb_object_data(objects->held);
	ret_content->len = git_odb_object_size(objects->held);
	return 0;
}

int objects_expand(struct objects *objects, struct str prefix, struct oid *ret_id,
		   struct err *reterr)
{
	git_oid oid, found;
	int failed;

	if (prefix.len < SHORTEST_PREFIX || prefix.len > OID_HEX ||
	    git_oid_fromstrn(&oid, prefix.ptr, prefix.len))
		return err_set(reterr, ERR_NOT_FOUND, "'" STR_FMT "' is no commit id",
			       STR_ARG(prefix));
	failed = git_odb_exists_prefix(&found, objects->odb, &oid, prefix.len);
	if (failed == GIT_EAMBIGUOUS)
		return err_set(reterr, ERR_USAGE, "'" STR_FMT "' begins several ids",
			       STR_ARG(prefix));
	if (failed)
		return err_set(reterr, ERR_NOT_FOUND, "no id begins with '" STR_FMT "'",
			       STR_ARG(prefix));
	memcpy(ret_id->bytes, found.id, OID_BYTES);
	return 0;
}

int object_hash(enum object_type type, struct str content, struct oid *ret_id, struct err *reterr)
{
	git_oid oid;
	int failed = git_odb_hash(&oid, content.ptr ? content.ptr : "", content.len,
				  (git_object_t)type);

	if (failed)
		return git_failed(reterr, failed, STR("hash"));
	memcpy(ret_id->bytes, oid.id, OID_BYTES);
	return 0;
}
