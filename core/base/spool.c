#include "core/base/spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int spool_open(struct spool *s, struct err *reterr)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	int fd, len;

	if (!folder || !*folder)
		folder = "/tmp";
	len = snprintf(path, sizeof(path), "%s/tidemark-spool-XXXXXX", folder);
	if (len < 0 || (size_t)len >= sizeof(path))
		return err_set(reterr, ERR_IO, "TMPDIR is too long a path");
	fd = mkstemp(path);
	if (fd < 0)
		return err_set(reterr, ERR_IO, "cannot make a temporary file in %s: %s", folder,
			       strerror(errno));
	unlink(path);
	*s = (struct spool){.fd = fd};
	return 0;
}

void spool_release(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	free(s->units);
	*s = (struct spool){.fd = -1};
}

static void make_room(struct spool *s, uint32_t unit)
{
	uint32_t capacity = s->capacity ? s->capacity : 64;
	struct spool_unit *units;

	if (unit < s->capacity)
		return;
	while (capacity <= unit)
		capacity *= 2;
	units = realloc(s->units, capacity * sizeof(*units));
	if (!units) {
		fputs("tidemark: out of memory\n", stderr);
		abort();
	}
	memset(units + s->capacity, 0, (capacity - s->capacity) * sizeof(*units));
	s->units = units;
	s->capacity = capacity;
}

int spool_put(struct spool *s, uint32_t unit, struct str bytes, struct err *reterr)
{
	size_t done = 0;

	make_room(s, unit);
	while (done < bytes.len) {
		ssize_t written = pwrite(s->fd, bytes.ptr + done, bytes.len - done,
					 (off_t)(s->end + done));

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return err_set(reterr, ERR_IO, "cannot write the spool file: %s",
				       strerror(errno));
		done += (size_t)written;
	}
	s->units[unit] = (struct spool_unit){s->end, bytes.len, true};
	s->end += bytes.len;
	if (unit >= s->count)
		s->count = unit + 1;
	return 0;
}

int spool_get(struct spool *s, uint32_t unit, struct out *buffer, struct err *reterr)
{
	char chunk[16384];
	uint64_t offset, left;

	if (unit >= s->count || !s->units[unit].there)
		return err_set(reterr, ERR_NOT_FOUND, "unit %u is not in the spool", unit);
	out_clear(buffer);
	offset = s->units[unit].offset;
	left = s->units[unit].len;
	while (left) {
		size_t wanted = left < sizeof(chunk) ? (size_t)left : sizeof(chunk);
		ssize_t got = pread(s->fd, chunk, wanted, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return err_set(reterr, ERR_IO, "cannot read the spool file: %s",
				       got < 0 ? strerror(errno) : "it ends early");
		out_bytes(buffer, chunk, (size_t)got);
		offset += (uint64_t)got;
		left -= (uint64_t)got;
	}
	return buffer->error ? err_set(reterr, buffer->error, "a unit is too large to read back")
			     : 0;
}
