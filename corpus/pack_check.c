#include "corpus/pack_check.h"

#include "corpus/file.h"
#include "corpus/oid.h"

#include <fcntl.h>

enum {
	HEADER_BYTES = 8, /* of an index of version 2 */
	FANOUT_BYTES = 256 * 4,
	TRAILER_BYTES = 2 * OID_BYTES,
	V1_ENTRY_BYTES = 4 + OID_BYTES,
	PACK_HEADER_BYTES = 12,
	BUFFER_BYTES = 48 * 1024, /* a multiple of each entry's size */
};

static const uint32_t in_large_table = UINT32_C(0x80000000);

struct index {
	const char *path;
	struct file file;
	uint64_t pack_size;
	uint32_t version, count;
};

static uint32_t big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int corrupt(const struct index *x, const char *why, struct err *reterr)
{
	return err_set(reterr, ERR_CORRUPT, "%s: %s", x->path, why);
}

static uint64_t large_table(const struct index *x)
{
	return HEADER_BYTES + FANOUT_BYTES + x->count * UINT64_C(28);
}

static int read_head(struct index *x, struct err *reterr)
{
	unsigned char head[HEADER_BYTES + FANOUT_BYTES] = {0};
	const unsigned char *fanout = head;
	uint64_t least;

	if (file_pread(x->file.fd, head, sizeof(head), 0) < 0)
		return err_set(reterr, ERR_IO, "%s: cannot be read", x->path);
	x->version = 1;
	if (memcmp(head, "\377tOc", 4) == 0) {
		x->version = big_endian(head + 4);
		fanout += HEADER_BYTES;
	}
	if (x->version != 1 && x->version != 2)
		return corrupt(x, "a pack index of an unknown version", reterr);
	for (size_t i = 4; i < FANOUT_BYTES; i += 4)
		if (big_endian(fanout + i) < big_endian(fanout + i - 4))
			return corrupt(x, "a pack index that is not in order", reterr);
	x->count = big_endian(fanout + FANOUT_BYTES - 4);
	least = x->version == 2 ? large_table(x) : FANOUT_BYTES + x->count * UINT64_C(24);
	if (x->file.size < least + TRAILER_BYTES)
		return corrupt(x, "a pack index that is cut off", reterr);
	return 0;
}

/* An object begins after the pack's header and before its checksum. */
static int check_offset(const struct index *x, uint64_t offset, struct err *reterr)
{
	if (offset < PACK_HEADER_BYTES || offset >= x->pack_size - OID_BYTES)
		return err_set(reterr, ERR_CORRUPT, "%s: an object at %llu of a pack of %llu bytes",
			       x->path, (unsigned long long)offset,
			       (unsigned long long)x->pack_size);
	return 0;
}

static int check_large(const struct index *x, uint32_t entry, struct err *reterr)
{
	uint64_t at = large_table(x) + entry * UINT64_C(8);
	unsigned char bytes[8];

	if (at + sizeof(bytes) > x->file.size - TRAILER_BYTES)
		return corrupt(x, "a pack index whose offsets are cut off", reterr);
	if (file_pread(x->file.fd, bytes, sizeof(bytes), at) != sizeof(bytes))
		return err_set(reterr, ERR_IO, "%s: cannot be read", x->path);
	return check_offset(x, (uint64_t)big_endian(bytes) << 32 | big_endian(bytes + 4), reterr);
}

static int check_offsets(const struct index *x, struct err *reterr)
{
	unsigned char buffer[BUFFER_BYTES];
	size_t width = x->version == 1 ? V1_ENTRY_BYTES : 4;
	uint64_t at = x->version == 1 ? FANOUT_BYTES : large_table(x) - x->count * (uint64_t)width;
	uint64_t left = x->count * (uint64_t)width;

	while (left) {
		size_t len = left < sizeof(buffer) ? (size_t)left : sizeof(buffer);
		int result = 0;

		if (file_pread(x->file.fd, buffer, len, at) != (ssize_t)len)
			return err_set(reterr, ERR_IO, "%s: cannot be read", x->path);
		for (size_t i = 0; i < len && !result; i += width) {
			uint32_t offset = big_endian(buffer + i);

			result = x->version == 2 && (offset & in_large_table)
					 ? check_large(x, offset & ~in_large_table, reterr)
					 : check_offset(x, offset, reterr);
		}
		if (result)
			return result;
		at += len;
		left -= len;
	}
	return 0;
}

/* A pack that was cut off, or is not the one that the index is of. */
static int check_pack(const struct index *x, const char *path, int fd, struct err *reterr)
{
	unsigned char head[PACK_HEADER_BYTES], sum[OID_BYTES], expected[OID_BYTES];

	if (file_pread(fd, head, sizeof(head), 0) != sizeof(head) ||
	    file_pread(fd, sum, sizeof(sum), x->pack_size - sizeof(sum)) != sizeof(sum) ||
	    file_pread(x->file.fd, expected, sizeof(expected), x->file.size - TRAILER_BYTES) !=
		    sizeof(expected))
		return err_set(reterr, ERR_IO, "%s: cannot be read", path);
	if (memcmp(head, "PACK", 4) != 0 || big_endian(head + 4) != 2)
		return err_set(reterr, ERR_CORRUPT, "%s: not a pack of version 2", path);
	if (big_endian(head + 8) != x->count || memcmp(sum, expected, sizeof(sum)) != 0)
		return err_set(reterr, ERR_CORRUPT, "%s: not what its index describes", path);
	return 0;
}

int pack_check(const char *index, const char *pack, uint64_t *ret_pack_size, struct err *reterr)
{
	CLEANUP(file_close) struct file pack_file = FILE_NONE;
	CLEANUP(file_close) struct file file = FILE_NONE;
	struct index x = {.path = index};
	int result = file_open(AT_FDCWD, pack, 0, str_from(pack), &pack_file, reterr);

	if (!result)
		result = file_open(AT_FDCWD, index, 0, str_from(index), &file, reterr);
	if (result)
		return result;
	x.file = file;
	x.pack_size = pack_file.size;
	if (x.pack_size < PACK_HEADER_BYTES + OID_BYTES)
		return err_set(reterr, ERR_CORRUPT, "%s: a pack that is cut off", pack);
	result = read_head(&x, reterr);
	if (!result)
		result = check_pack(&x, pack, pack_file.fd, reterr);
	if (!result)
		result = check_offsets(&x, reterr);
	if (!result)
		*ret_pack_size = x.pack_size;
	return result;
}
