#include "corpus/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static int fail(struct str shown, struct err *reterr)
{
	int code = errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;

	/* O_NOFOLLOW says it so */
	if (errno == ELOOP)
		return err_set(reterr, ERR_REFUSED, STR_FMT ": a symbolic link", STR_ARG(shown));
	return err_set(reterr, code, STR_FMT ": %s", STR_ARG(shown), strerror(errno));
}

static const char *kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "a folder";
	case S_IFLNK:
		return "a symbolic link";
	case S_IFIFO:
		return "a FIFO";
	case S_IFSOCK:
		return "a socket";
	default:
		return "a device";
	}
}

static int refuse(struct str shown, mode_t mode, struct err *reterr)
{
	return err_set(reterr, ERR_REFUSED, STR_FMT ": %s, not a file", STR_ARG(shown),
		       kind_of(mode));
}

int file_open(int dir, const char *path, unsigned flags, struct str shown, struct file *ret_file,
	      struct err *reterr)
{
	int open_flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	struct stat st;
	int fd;

	if (flags & FILE_NOFOLLOW)
		open_flags |= O_NOFOLLOW;
	if (!(flags & FILE_KNOWN)) {
		if (fstatat(dir, path, &st, flags & FILE_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0))
			return fail(shown, reterr);
		if (!S_ISREG(st.st_mode))
			return refuse(shown, st.st_mode, reterr);
	}
	fd = openat(dir, path, open_flags);
	if (fd < 0)
		return fail(shown, reterr);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(reterr, ERR_REFUSED, STR_FMT ": not a file", STR_ARG(shown));
	}
	*ret_file = (struct file){fd, (uint64_t)st.st_size};
	return 0;
}

int file_slurp(int dir, const char *path, uint64_t limit, struct arena *arena,
	       struct str *ret_content, struct err *reterr)
{
	CLEANUP(file_close) struct file file = FILE_NONE;
	int result = file_open(dir, path, 0, str_from(path), &file, reterr);
	ssize_t len;
	char *content;

	if (result)
		return result;
	if (file.size > limit)
		return err_set(reterr, ERR_LIMIT, "%s: %llu bytes, over the limit of %llu", path,
			       (unsigned long long)file.size, (unsigned long long)limit);
	content = arena_alloc(arena, file.size + 1);
	len = file_read(file.fd, content, file.size);
	if (len < 0)
		return fail(str_from(path), reterr);
	*ret_content = (struct str){content, (size_t)len};
	return 0;
}

ssize_t file_read(int fd, void *buffer, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t got = read(fd, (char *)buffer + done, len - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}

ssize_t file_pread(int fd, void *buffer, size_t len, uint64_t offset)
{
	size_t done = 0;

	while (done < len) {
		ssize_t got = pread(fd, (char *)buffer + done, len - done, (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (ssize_t)done;
}
