/*
 * Files of a repository that somebody else made.
 *
 * Only regular files are ever opened: opening a FIFO would wait for ever, opening a device can do
 * anything. They are read with read() and pread(), never mapped, so that a file which is cut while
 * it is being read is a short read and not a signal.
 */
#ifndef TIDEMARK_CORPUS_FILE_H
#define TIDEMARK_CORPUS_FILE_H

#include "core/base/arena.h"
#include "core/base/cleanup.h"
#include "core/base/err.h"

#include <sys/types.h>
#include <unistd.h>

enum file_flag {
	FILE_NOFOLLOW = 1 << 0, /* a symbolic link is refused instead of followed */
	FILE_KNOWN = 1 << 1,    /* readdir() said that it is regular: look only after opening */
};

struct file {
	int fd;
	uint64_t size;
};

/*
 * Opens `path`, relative to the folder `dir` (AT_FDCWD). ERR_NOT_FOUND, ERR_IO, or ERR_REFUSED
 * when it is not a regular file. `shown` is the name for the message.
 */
int file_open(int dir, const char *path, unsigned flags, struct str shown, struct file *ret_file,
	      struct err *reterr);
static inline void file_close(struct file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
}
#define FILE_NONE ((struct file){.fd = -1})

/* The whole of a small file, in `arena`, a NUL after it. ERR_LIMIT when it is over `limit`. */
int file_slurp(int dir, const char *path, uint64_t limit, struct arena *arena,
	       struct str *ret_content, struct err *reterr);

/* read() and pread() until `len` bytes or the end. The number of bytes, or -1 and errno. */
ssize_t file_read(int fd, void *buffer, size_t len);
ssize_t file_pread(int fd, void *buffer, size_t len, uint64_t offset);

static inline void fd_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

#endif
