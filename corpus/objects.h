/*
 * The objects of one repository, alternates included.
 *
 * They are read through libgit2's git_odb, but not through its own set of backends, since libgit2
 * 1.5.1 trusts what is on the disk (tests/hostile/ has the cases):
 *   - a loose object that is longer than its header says is written past the end of its buffer, so
 *     loose objects are read by loose.c;
 *   - an offset in a pack's index that lies past the end of the pack is read all the same, so
 *     pack_check.c sees every index first, and only the packs that pass become backends.
 */
#ifndef TIDEMARK_CORPUS_OBJECTS_H
#define TIDEMARK_CORPUS_OBJECTS_H

#include "core/base/err.h"
#include "corpus/oid.h"

enum object_type { /* git's numbers */
		   OBJECT_COMMIT = 1,
		   OBJECT_TREE = 2,
		   OBJECT_BLOB = 3,
		   OBJECT_TAG = 4,
};

/* One worker's. Release it. */
struct objects {
	struct git_odb *odb;
	struct git_odb_object *held; /* what was read last */
	uint32_t packs, packs_refused;
	struct str refused; /* the first pack that was refused, and why; in the arena */
};

/* `folder` is the repository's objects/. ERR_IO, ERR_LIMIT (too many packs). */
int objects_open(struct objects *objects, const char *folder, struct arena *arena,
		 struct err *reterr);
void objects_release(struct objects *objects);

/* "commit", …; "object" for what is none of the four. */
const char *object_type_name(enum object_type type);

/* Type and size, without the content. ERR_NOT_FOUND, ERR_CORRUPT. */
int objects_look(struct objects *objects, const struct oid *id, enum object_type *ret_type,
		 uint64_t *ret_size, struct err *reterr);

/*
 * An object of this type, whose size is looked at first: ERR_LIMIT over `limit` bytes. ERR_CORRUPT:
 * unreadable, of another type, or (`verify`) its content is not what its id says. Without `verify`
 * a packed object is only checked by the checksum of its deflated bytes. ERR_NOT_FOUND.
 * The content is borrowed until the next objects_read().
 */
int objects_read(struct objects *objects, const struct oid *id, enum object_type type,
		 uint64_t limit, bool verify, struct str *ret_content, struct err *reterr);

/*
 * Any object, as it comes: its size is not looked at first (git_bound_memory() bounds it), its id
 * not computed again. For commits and trees, of which a history has very many. Borrowed as above.
 */
int objects_take(struct objects *objects, const struct oid *id, enum object_type *ret_type,
		 struct str *ret_content, struct err *reterr);

/*
 * The only object whose id begins with the hexadecimal digits `prefix`, at least 4 of them.
 * ERR_NOT_FOUND, ERR_USAGE (several do).
 */
int objects_expand(struct objects *objects, struct str prefix, struct oid *ret_id,
		   struct err *reterr);

/* git's id of a blob with this content. ERR_CORRUPT: made to collide (SHA-1). */
int object_hash(enum object_type type, struct str content, struct oid *ret_id, struct err *reterr);

#endif
