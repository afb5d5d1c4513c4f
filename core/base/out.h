/*
 * Bytes on their way out: a growing buffer with a maximum, or a stream with a small buffer.
 *
 * Writing never fails at the call; the first error is kept and told by out_flush(). A buffer that
 * would grow past its maximum keeps what it has and remembers ERR_LIMIT.
 */
#ifndef TIDEMARK_CORE_BASE_OUT_H
#define TIDEMARK_CORE_BASE_OUT_H

#include "core/base/err.h"
#include "core/base/str.h"

#include <stdarg.h>

/* 0, or a negative err_code; must take all of the bytes. */
typedef int (*out_write_fn)(void *self, const void *bytes, size_t len);

struct out {
	char *ptr;
	size_t len, capacity, max;
	out_write_fn write; /* NULL: a buffer */
	void *self;
	int error; /* 0, or the first error */
};

/* A buffer that holds at most `max` bytes. */
void out_init_buffer(struct out *o, size_t max);
/* A stream: `write` is called with up to 64 KiB at a time. */
void out_init_stream(struct out *o, out_write_fn write, void *self);
/* Frees the memory; does not flush. */
void out_release(struct out *o);
/* Empties a buffer, keeping its memory. */
void out_clear(struct out *o);

/* Takes a buffer back to what its first `len` bytes were, and its error with it. */
void out_cut(struct out *o, size_t len);

/* out_bytes() where there may be no room. */
void out_bytes_slow(struct out *o, const void *bytes, size_t len);
static inline void out_bytes(struct out *o, const void *bytes, size_t len)
{
	if (!len || o->error)
		return;
	if (len > o->capacity - o->len || len > o->max - o->len) {
		out_bytes_slow(o, bytes, len);
		return;
	}
	memcpy(o->ptr + o->len, bytes, len);
	o->len += len;
}
void out_str(struct out *o, struct str s);
void out_char(struct out *o, char c);
void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A buffer's content, borrowed until the next write. */
static inline struct str out_content(const struct out *o)
{
	return (struct str){o->ptr, o->len};
}

/* Passes on what a stream has buffered. 0, or the first error since init. */
int out_flush(struct out *o);

/* An out_write_fn: self is a pointer to an open file descriptor (int). Retries EINTR. */
int out_write_fd(void *self, const void *bytes, size_t len);

#endif
