#include "corpus/loose.h"

#include "core/base/limits.h"
#include "corpus/file.h"
#include "corpus/oid.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum {
	HEADER_BYTES = 32, /* "commit 18446744073709551615" and a NUL fit */
	INPUT_BYTES = 16 * 1024,
};

struct loose {
	git_odb_backend parent; /* first, as libgit2 wants it */
	int fd;
};

/* One object being read. */
struct loose_object {
	struct file file;
	z_stream stream;
	bool started, ended; /* the stream */
	unsigned char input[INPUT_BYTES];
	unsigned char head[HEADER_BYTES];
	size_t head_len; /* inflated so far, content included */
	size_t content;  /* where the content begins in head */
	git_object_t type;
	size_t size;
};

static int corrupt(const git_oid *id, const char *why)
{
	char hex[OID_HEX + 1], text[640];

	git_oid_tostr(hex, sizeof(hex), id);
	snprintf(text, sizeof(text), "loose object %s: %s", hex, why);
	git_error_set_str(GIT_ERROR_ODB, text);
	return GIT_ERROR;
}

static void finish(struct loose_object *o)
{
	if (o->started)
		inflateEnd(&o->stream);
	file_close(&o->file);
}

/* Inflates until `len` bytes are there or the stream ends; fewer are no error here. */
static int inflate_into(struct loose_object *o, const git_oid *id, unsigned char *out, size_t len,
			size_t *ret_len)
{
	z_stream *z = &o->stream;

	z->next_out = out;
	z->avail_out = (uInt)len;
	while (z->avail_out && !o->ended) {
		int result;

		if (z->avail_in == 0) {
			ssize_t got = file_read(o->file.fd, o->input, sizeof(o->input));

			if (got < 0)
				return corrupt(id, strerror(errno));
			if (got == 0)
				return corrupt(id, "the file ends too early");
			z->next_in = o->input;
			z->avail_in = (uInt)got;
		}
		result = inflate(z, Z_NO_FLUSH);
		if (result != Z_OK && result != Z_STREAM_END)
			return corrupt(id, z->msg ? z->msg : "its bytes do not inflate");
		o->ended = result == Z_STREAM_END;
	}
	*ret_len = len - z->avail_out;
	return 0;
}

/* "<type> <size>\0" */
static int parse_header(struct loose_object *o, const git_oid *id)
{
	const char *head = (const char *)o->head;
	const char *end = memchr(head, '\0', o->head_len);
	const char *space = end ? memchr(head, ' ', (size_t)(end - head)) : NULL;
	char type[8] = "";
	uint64_t size = 0;

	if (!space || space == head || space + 1 == end || space - head >= (ptrdiff_t)sizeof(type))
		return corrupt(id, "it has no header");
	memcpy(type, head, (size_t)(space - head));
	o->type = git_object_string2type(type);
	for (const char *p = space + 1; p < end; p++) {
		if (*p < '0' || *p > '9' || size > UINT64_MAX / 10 - 1)
			return corrupt(id, "its header has no size");
		size = size * 10 + (uint64_t)(*p - '0');
	}
	if (!git_object_typeisloose(o->type))
		return corrupt(id, "its header has no type");
	o->size = size;
	o->content = (size_t)(end - head) + 1;
	return 0;
}

/* Opens the object and reads its header. finish() is due even when it fails. */
static int begin(const struct loose *loose, const git_oid *id, struct loose_object *o)
{
	char path[OID_HEX + 2];
	struct err err;
	int result;

	memset(o, 0, offsetof(struct loose_object, input));
	o->file = FILE_NONE;
	git_oid_pathfmt(path, id);
	path[OID_HEX + 1] = '\0';
	result = file_open(loose->fd, path, 0, str_from(path), &o->file, &err);
	if (result == ERR_NOT_FOUND)
		return GIT_ENOTFOUND;
	if (result)
		return corrupt(id, err.text);
	if (inflateInit(&o->stream) != Z_OK)
		return corrupt(id, "zlib cannot be started");
	o->started = true;
	result = inflate_into(o, id, o->head, sizeof(o->head), &o->head_len);
	return result ? result : parse_header(o, id);
}

static int loose_header(size_t *ret_len, git_object_t *ret_type, git_odb_backend *backend,
			const git_oid *id)
{
	struct loose_object object;
	int result = begin((const struct loose *)backend, id, &object);

	finish(&object);
	if (result)
		return result;
	*ret_len = object.size;
	*ret_type = object.type;
	return 0;
}

/* The rest of the content. One byte of room more than its size shows a longer one. */
static int read_content(struct loose_object *o, const git_oid *id, unsigned char *content)
{
	size_t have = o->head_len - o->content, len;
	git_oid actual;
	int result;

	if (have > o->size)
		return corrupt(id, "it is longer than its header says");
	memcpy(content, o->head + o->content, have);
	result = inflate_into(o, id, content + have, o->size + 1 - have, &len);
	if (result)
		return result;
	if (have + len != o->size || !o->ended)
		return corrupt(id, "it is not as long as its header says");
	content[o->size] = '\0';
	result = git_odb_hash(&actual, content, o->size, o->type);
	if (result)
		return result;
	return git_oid_equal(&actual, id) ? 0 : corrupt(id, "its content is not what its id says");
}

static int loose_read(void **ret_data, size_t *ret_len, git_object_t *ret_type,
		      git_odb_backend *backend, const git_oid *id)
{
	struct loose_object object;
	void *content = NULL;
	int result = begin((const struct loose *)backend, id, &object);

	if (!result && object.size > LIMIT_OBJECT_BYTES)
		result = corrupt(id, "it is too large");
	if (!result) {
		content = git_odb_backend_data_alloc(backend, object.size + 1);
		result = content ? read_content(&object, id, content) : GIT_ERROR;
	}
	finish(&object);
	if (result) {
		git_odb_backend_data_free(backend, content);
		return result;
	}
	*ret_data = content;
	*ret_len = object.size;
	*ret_type = object.type;
	return 0;
}

static int loose_exists(git_odb_backend *backend, const git_oid *id)
{
	char path[OID_HEX + 2];

	git_oid_pathfmt(path, id);
	path[OID_HEX + 1] = '\0';
	return faccessat(((const struct loose *)backend)->fd, path, F_OK, 0) == 0;
}

/* git_odb_exists_prefix() has made the digits after `len` zeros. */
static int loose_exists_prefix(git_oid *ret_id, git_odb_backend *backend, const git_oid *prefix,
			       size_t len)
{
	char hex[OID_HEX + 1], name[OID_HEX + 1], folder[3];
	const struct dirent *entry;
	int fd, found = 0;
	DIR *dir;

	git_oid_fmt(hex, prefix);
	memcpy(name, hex, 2);
	snprintf(folder, sizeof(folder), "%.2s", hex);
	fd = openat(((const struct loose *)backend)->fd, folder,
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return GIT_ENOTFOUND;
	}
	while ((entry = readdir(dir))) {
		struct oid id;

		if (strlen(entry->d_name) != OID_HEX - 2)
			continue;
		memcpy(name + 2, entry->d_name, OID_HEX - 2);
		if (!oid_parse((struct str){name, OID_HEX}, &id) || memcmp(name, hex, len) != 0)
			continue;
		memcpy(ret_id->id, id.bytes, OID_BYTES);
		found++;
	}
	closedir(dir);
	if (found > 1)
		return GIT_EAMBIGUOUS;
	return found ? 0 : GIT_ENOTFOUND;
}

static void loose_free(git_odb_backend *backend)
{
	struct loose *loose = (struct loose *)backend;

	close(loose->fd);
	free(loose);
}

int loose_backend(int fd, struct git_odb_backend **ret_backend, struct err *reterr)
{
	struct loose *loose = calloc(1, sizeof(*loose));

	if (!loose || git_odb_init_backend(&loose->parent, GIT_ODB_BACKEND_VERSION)) {
		free(loose);
		close(fd);
		return err_set(reterr, ERR_IO, "loose objects: no memory");
	}
	loose->fd = fd;
	loose->parent.read = loose_read;
	loose->parent.read_header = loose_header;
	loose->parent.exists = loose_exists;
	loose->parent.exists_prefix = loose_exists_prefix;
	loose->parent.free = loose_free;
	*ret_backend = &loose->parent;
	return 0;
}
