#include "core/base/out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define STREAM_BYTES ((size_t)64 * 1024)

void out_init_buffer(struct out *o, size_t max)
{
	*o = (struct out){.max = max};
}

void out_init_stream(struct out *o, out_write_fn write, void *self)
{
	*o = (struct out){.max = STREAM_BYTES, .write = write, .self = self};
}

void out_release(struct out *o)
{
	free(o->ptr);
	*o = (struct out){0};
}

void out_clear(struct out *o)
{
	o->len = 0;
	o->error = 0;
}

void out_cut(struct out *o, size_t len)
{
	o->len = len;
	o->error = 0;
}

static void flush_stream(struct out *o)
{
	int error = o->len ? o->write(o->self, o->ptr, o->len) : 0;

	if (error && !o->error)
		o->error = error;
	o->len = 0;
}

static bool reserve(struct out *o, size_t more)
{
	size_t wanted = o->capacity ? o->capacity : 1024;
	char *grown;

	if (more > o->max - o->len) { /* first: the memory may well be larger than the maximum */
		o->error = o->error ? o->error : ERR_LIMIT;
		return false;
	}
	if (o->capacity - o->len >= more)
		return true;
	while (wanted - o->len < more)
		wanted *= 2;
	grown = realloc(o->ptr, wanted);
	if (!grown) {
		fputs("tidemark: out of memory\n", stderr);
		abort();
	}
	o->ptr = grown;
	o->capacity = wanted;
	return true;
}

void out_bytes_slow(struct out *o, const void *bytes, size_t len)
{
	if (o->write && len > o->max - o->len) {
		flush_stream(o);
		if (len >= o->max) { /* too large to buffer */
			int error = o->error ? 0 : o->write(o->self, bytes, len);

			o->error = o->error ? o->error : error;
			return;
		}
	}
	if (!reserve(o, len))
		return;
	memcpy(o->ptr + o->len, bytes, len);
	o->len += len;
}

void out_str(struct out *o, struct str s)
{
	out_bytes(o, s.ptr, s.len);
}

void out_char(struct out *o, char c)
{
	out_bytes(o, &c, 1);
}

void out_printf(struct out *o, const char *format, ...)
{
	char small[256];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (len < 0)
		return;
	if ((size_t)len < sizeof(small)) {
		out_bytes(o, small, (size_t)len);
		return;
	}
	char *large = malloc((size_t)len + 1);

	if (!large) {
		fputs("tidemark: out of memory\n", stderr);
		abort();
	}
	va_start(args, format);
	vsnprintf(large, (size_t)len + 1, format, args);
	va_end(args);
	out_bytes(o, large, (size_t)len);
	free(large);
}

int out_flush(struct out *o)
{
	if (o->write)
		flush_stream(o);
	return o->error;
}

int out_write_fd(void *self, const void *bytes, size_t len)
{
	const char *at = bytes;
	int fd = *(const int *)self;

	while (len) {
		ssize_t written = write(fd, at, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return ERR_IO;
		at += written;
		len -= (size_t)written;
	}
	return 0;
}
