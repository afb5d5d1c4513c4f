/*
 * Repositories as no git would make them, written byte by byte into a temporary folder.
 */
#ifndef TIDEMARK_TESTS_HOSTILE_REPOSITORY_H
#define TIDEMARK_TESTS_HOSTILE_REPOSITORY_H

#include "core/base/out.h"
#include "corpus/oid.h"
#include "tests/unit/temp_tree.h"

/* A repository with nothing in it; HEAD is refs/heads/main. */
void hostile_init(struct temp_tree *t, const char *name);

/* A loose object, right in all parts. Its id. */
struct oid hostile_object(struct temp_tree *t, const char *name, const char *type,
			  struct str content);
struct oid hostile_blob(struct temp_tree *t, const char *name, const char *text);
/* Deflates these bytes and puts them where the loose object `id` is looked for. */
void hostile_loose(struct temp_tree *t, const char *name, const struct oid *id, struct str bytes);
const char *hostile_loose_path(struct temp_tree *t, const char *name, const struct oid *id);
void hostile_remove(struct temp_tree *t, const char *name, const struct oid *id);

/* Appends an entry, whatever it says. */
void hostile_entry(struct out *tree, const char *mode, struct str name, const struct oid *id);
/* Writes the tree, and empties the buffer. */
struct oid hostile_tree(struct temp_tree *t, const char *name, struct out *tree);
/* Makes the tree that of a commit on refs/heads/main. */
void hostile_commit(struct temp_tree *t, const char *name, const struct oid *tree);
/* The same for a tree of one entry. */
void hostile_commit_entry(struct temp_tree *t, const char *name, const char *mode,
			  const char *entry, const struct oid *id);

enum {
	PACKED_BLOB = 3,
	PACKED_BY_OFFSET = 6, /* a delta of the entry `base` */
	PACKED_BY_NAME = 7,   /* a delta of the object base_id */
};

/* An entry of a pack that is made by hand. */
struct hostile_entry {
	struct oid id;
	int kind;
	uint32_t base; /* index of an entry before this one */
	struct oid base_id;
	struct str bytes; /* the object, or the delta */
	uint64_t size;    /* that the header tells, if not 0 */
	uint64_t offset;  /* that the index tells, if not 0 */
};

/* Writes objects/pack/pack-<pack>.pack and .idx. */
void hostile_pack(struct temp_tree *t, const char *name, const char *pack,
		  const struct hostile_entry *entries, uint32_t count);

/* A delta that makes `size` bytes of a base of `base_size`, by copying its first 64 KiB. */
struct str hostile_delta(struct temp_tree *t, uint64_t base_size, uint64_t size);
/* A delta that inserts this text in front of the whole base. */
struct str hostile_insert(struct temp_tree *t, uint64_t base_size, const char *text);

#endif
