#include "core/base/limits.h"
#include "core/base/vec.h"
#include "corpus/file.h"
#include "corpus/folder.h"
#include "corpus/gitdir.h"
#include "corpus/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum {
	LIMIT_NAMES = 1000 * 1000,    /* in one folder */
	PYTHON_FILE_BYTES = 8 * 1024, /* what a .py file may have: asking each one costs more */
};

/* A folder that is to be searched. */
struct pending {
	struct str path; /* terminated */
	uint32_t depth;
};

struct finding_places {
	struct arena *arena; /* of the result */
	struct corpus_places *places;
	struct arena scratch;     /* of the search */
	struct arena names;       /* of one folder */
	VEC(struct pending) todo; /* a stack */
	uint64_t python_bytes;
};

static struct str join(struct arena *arena, struct str folder, struct str name)
{
	if (str_ends(folder, STR("/")))
		return arena_join(arena, folder, name);
	return arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
}

static void add_place(struct finding_places *f, struct str path, bool git, uint64_t size)
{
	*vec_push(f->arena, f->places) = (struct corpus_place){
		.path = arena_str(f->arena, path),
		.git = git,
		.size = size,
	};
}

static void skip_folder(struct finding_places *f, enum skip_reason reason, struct str path,
			const char *detail)
{
	struct corpus_places *to = f->places;

	to->skips = vec_grow(f->arena, to->skips, to->skip_count, &to->skip_capacity,
			     sizeof(*to->skips));
	to->skips[to->skip_count++] = (struct record_skip){
		.reason = reason,
		.path = arena_str(f->arena, path),
		.detail = arena_str(f->arena, str_from(detail)),
	};
}

/* The folders below, last name first, so that the first is on top of the stack. */
static void push_folders(struct finding_places *f, const struct pending *folder,
			 const struct folder *names)
{
	for (uint32_t i = names->count; i-- > 0;) {
		const struct folder_item *item = &names->items[i];

		if (item->kind == ITEM_FOLDER && folder_is_ours(item->name))
			*vec_push(&f->scratch, &f->todo) = (struct pending){
				.path = join(&f->scratch, folder->path, item->name),
				.depth = folder->depth + 1,
			};
		else if (item->kind == ITEM_FILE && str_ends(item->name, STR(".py")))
			f->python_bytes += PYTHON_FILE_BYTES;
	}
}

/* What every repository has: spares most folders of a project the look-ups of gitdir_find(). */
static bool may_be_repository(const struct folder *names)
{
	for (uint32_t i = 0; i < names->count; i++)
		if (str_eq(names->items[i].name, STR(".git")) ||
		    str_eq(names->items[i].name, STR("objects")))
			return true;
	return false;
}

static bool add_repository(struct finding_places *f, const struct pending *folder)
{
	struct gitdir gitdir;

	if (!gitdir_find(folder->path.ptr, &f->names, &gitdir))
		return false;
	add_place(f, folder->path, true, gitdir_size(&gitdir));
	return true;
}

static int read_names(struct finding_places *f, const struct pending *folder,
		      struct folder *ret_names, struct err *reterr)
{
	CLEANUP(fd_close)
	int fd = open(folder->path.ptr,
		      O_RDONLY | O_DIRECTORY | O_CLOEXEC | (folder->depth ? O_NOFOLLOW : 0));

	if (fd < 0)
		return err_set(reterr, ERR_IO, "%s", strerror(errno));
	return folder_read(fd, LIMIT_NAMES, &f->names, ret_names, reterr);
}

static void search_folder(struct finding_places *f, const struct pending *folder)
{
	struct folder names = {0};
	struct err err;
	int unread;

	arena_reset(&f->names);
	unread = read_names(f, folder, &names, &err);
	if ((unread || may_be_repository(&names)) && add_repository(f, folder))
		return;
	if (folder->depth > LIMIT_REPOSITORY_DEPTH)
		skip_folder(f, SKIP_TOO_DEEP, folder->path,
			    "too deep to be searched for repositories");
	else if (unread)
		skip_folder(f, SKIP_IO, folder->path, err.text);
	else
		push_folders(f, folder, &names);
}

static int find(struct finding_places *f, struct str path, struct err *reterr)
{
	uint32_t before = f->places->count, skips = f->places->skip_count;
	struct stat st;

	if (stat(path.ptr, &st) < 0)
		return err_set(reterr, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO,
			       STR_FMT ": %s", STR_ARG(path), strerror(errno));
	if (S_ISREG(st.st_mode)) {
		add_place(f, path, false, (uint64_t)st.st_size);
		return 0;
	}
	if (!S_ISDIR(st.st_mode))
		return err_set(reterr, ERR_IO, STR_FMT ": neither a folder nor a file",
			       STR_ARG(path));
	if (access(path.ptr, R_OK | X_OK) < 0)
		return err_set(reterr, ERR_IO, STR_FMT ": %s", STR_ARG(path), strerror(errno));
	*vec_push(&f->scratch, &f->todo) = (struct pending){path, 0};
	while (f->todo.count) {
		struct pending folder = f->todo.items[--f->todo.count];

		search_folder(f, &folder);
	}
	if (f->places->count == before) {
		/* corpus_list() meets the same folders again, and says what it cannot read */
		f->places->skip_count = skips;
		add_place(f, path, false, f->python_bytes);
	}
	return 0;
}

int corpus_find(struct str path, struct arena *arena, struct corpus_places *places,
		struct err *reterr)
{
	struct finding_places f = {.arena = arena, .places = places};
	int result;

	arena_init(&f.scratch);
	arena_init(&f.names);
	result = find(&f, arena_str(&f.scratch, path), reterr);
	arena_release(&f.names);
	arena_release(&f.scratch);
	return result;
}
