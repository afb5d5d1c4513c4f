#include "corpus/gitdir.h"

#include "core/base/vec.h"
#include "corpus/file.h"
#include "corpus/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum {
	POINTER_BYTES = 8 * 1024, /* of HEAD, a `.git` file, commondir */
	CONFIG_BYTES = 1024 * 1024,
	CONFIG_FILES = 32,      /* a configuration and all that it includes, each time it does */
	CONFIG_SETTINGS = 1000, /* where there are extensions */
	PACK_NAMES = 100 * 1000,
};

static struct str join(struct arena *arena, struct str folder, struct str name)
{
	if (name.len && name.ptr[0] == '/')
		return arena_str(arena, name);
	return arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
}

/* The type of what is there, symbolic links followed; 0 if nothing is. */
static mode_t type_of(struct arena *arena, struct str folder, struct str name)
{
	struct stat st;

	if (stat(join(arena, folder, name).ptr, &st) < 0)
		return 0;
	return st.st_mode & S_IFMT;
}

static bool has_git_in_it(struct arena *arena, struct str folder)
{
	return type_of(arena, folder, STR("HEAD")) || type_of(arena, folder, STR("config")) ||
	       type_of(arena, folder, STR("objects")) == S_IFDIR;
}

static bool is_bare(struct arena *arena, struct str folder)
{
	return type_of(arena, folder, STR("objects")) == S_IFDIR &&
	       type_of(arena, folder, STR("refs")) == S_IFDIR &&
	       (type_of(arena, folder, STR("HEAD")) || type_of(arena, folder, STR("config")) ||
		type_of(arena, folder, STR("packed-refs")));
}

/* "gitdir: <path>", relative to the folder of the file */
static bool read_pointer(struct arena *arena, struct str folder, struct str file,
			 struct str *ret_path)
{
	struct str content;

	if (file_slurp(AT_FDCWD, file.ptr, POINTER_BYTES, arena, &content, NULL) ||
	    !str_starts(content, STR("gitdir:")))
		return false;
	content = str_trim(str_sub(content, strlen("gitdir:"), content.len));
	*ret_path = join(arena, folder, content);
	return content.len > 0;
}

static struct str common_of(struct arena *arena, struct str path)
{
	struct str content;

	if (file_slurp(AT_FDCWD, join(arena, path, STR("commondir")).ptr, POINTER_BYTES, arena,
		       &content, NULL))
		return path;
	return join(arena, path, str_trim(content));
}

bool gitdir_find(const char *path, struct arena *arena, struct gitdir *ret_gitdir)
{
	struct arena_mark mark = arena_mark(arena);
	struct str folder = arena_str(arena, str_from(path));
	struct str inner = join(arena, folder, STR(".git")), found;
	mode_t type = type_of(arena, folder, STR(".git"));

	if (type == S_IFDIR && has_git_in_it(arena, inner)) {
		found = inner;
	} else if (is_bare(arena, folder)) {
		found = folder;
	} else if (type != S_IFREG || !read_pointer(arena, folder, inner, &found)) {
		arena_rewind(arena, mark);
		return false;
	}
	*ret_gitdir = (struct gitdir){found, common_of(arena, found)};
	return true;
}

static uint64_t sum_packs(int fd, const struct folder *folder)
{
	uint64_t size = 0;

	for (uint32_t i = 0; i < folder->count; i++) {
		struct stat st;

		if (str_ends(folder->items[i].name, STR(".pack")) &&
		    fstatat(fd, folder->items[i].name.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0)
			size += (uint64_t)st.st_size;
	}
	return size;
}

uint64_t gitdir_size(const struct gitdir *gitdir)
{
	struct folder folder = {0};
	struct arena arena;
	uint64_t size = 0;

	arena_init(&arena);
	{
		CLEANUP(fd_close)
		int fd = open(join(&arena, gitdir->common, STR("objects/pack")).ptr,
			      O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		if (fd >= 0 && folder_read(fd, PACK_NAMES, &arena, &folder, NULL) == 0)
			size = sum_packs(fd, &folder);
	}
	arena_release(&arena);
	return size;
}

/* An absent file is well. */
static int check_file(struct str folder, struct str name, uint64_t limit, struct arena *arena,
		      struct err *reterr)
{
	struct str path = join(arena, folder, name);
	CLEANUP(file_close) struct file file = FILE_NONE;
	int result = file_open(AT_FDCWD, path.ptr, 0, path, &file, reterr);

	if (result == ERR_NOT_FOUND)
		return 0;
	if (!result && limit && file.size > limit)
		return err_set(reterr, ERR_LIMIT, STR_FMT ": %llu bytes, over the limit of %llu",
			       STR_ARG(path), (unsigned long long)file.size,
			       (unsigned long long)limit);
	return result;
}

struct config_files {
	VEC(struct str) paths;
	uint32_t settings;
	bool has_version; /* another one than 0 */
};

/*
 * Any line `path = …` may be an include: it costs nothing to look at more of them than libgit2
 * does. One below ~ is the operator's own.
 */
static void read_settings(struct arena *arena, struct config_files *files, struct str folder,
			  struct str content)
{
	struct str line;

	while (str_split(&content, '\n', &line)) {
		ptrdiff_t bracket, equals;
		struct str name, value;

		/* [include] path = … on one line */
		while ((bracket = str_chr(line, ']')) >= 0)
			line = str_sub(line, (size_t)bracket + 1, line.len);
		equals = str_chr(line, '=');
		if (equals < 0)
			continue;
		value = str_trim(str_sub(line, (size_t)equals + 1, line.len));
		files->settings++;
		name = str_trim(str_sub(line, 0, (size_t)equals));
		if (str_eq_nocase(name, STR("repositoryformatversion")))
			files->has_version |= !str_eq(value, STR("0"));
		if (!str_eq_nocase(name, STR("path")))
			continue;
		if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
			value = str_sub(value, 1, value.len - 1);
		if (value.len && value.ptr[0] != '~')
			*vec_push(arena, &files->paths) = join(arena, folder, value);
	}
}

/*
 * libgit2 follows includes to a depth of ten, but not to a number: ten files that each include the
 * next one ten times would be read 10^10 times. And where the format version is not 0, libgit2
 * 1.5.1 leaks some kilobytes for each setting that is no extension (git_regexp_match), so that a
 * configuration must not be made of them.
 */
static int check_config(struct str path, struct arena *arena, struct err *reterr)
{
	struct config_files files = {0};

	*vec_push(arena, &files.paths) = path;
	for (uint32_t i = 0; i < files.paths.count; i++) {
		struct str file = files.paths.items[i], content;
		int result;

		if (i == CONFIG_FILES)
			return err_set(reterr, ERR_REFUSED, STR_FMT ": more than %d includes",
				       STR_ARG(path), CONFIG_FILES);
		result = file_slurp(AT_FDCWD, file.ptr, CONFIG_BYTES, arena, &content, reterr);
		if (!result)
			read_settings(arena, &files, str_dirname(file), content);
		else if (result != ERR_NOT_FOUND)
			return result;
	}
	if (files.has_version && files.settings > CONFIG_SETTINGS)
		return err_set(reterr, ERR_REFUSED, STR_FMT ": more than %d settings",
			       STR_ARG(path), CONFIG_SETTINGS);
	return 0;
}

int gitdir_check(const struct gitdir *gitdir, struct arena *arena, struct err *reterr)
{
	static const struct str pointers[] = {STR_INIT("HEAD"), STR_INIT("commondir"),
					      STR_INIT("gitdir")};
	struct stat st;
	int result = 0;

	if (lstat(join(arena, gitdir->path, STR("HEAD")).ptr, &st) < 0)
		return err_set(reterr, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
			       STR_FMT ": there is no HEAD in it", STR_ARG(gitdir->path));
	for (size_t i = 0; i < sizeof(pointers) / sizeof(pointers[0]) && !result; i++)
		result = check_file(gitdir->path, pointers[i], POINTER_BYTES, arena, reterr);
	if (!result)
		result = check_file(gitdir->common, STR("packed-refs"), 0, arena, reterr);
	if (!result)
		result = check_config(join(arena, gitdir->common, STR("config")), arena, reterr);
	return result;
}
