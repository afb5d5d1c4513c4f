/*
 * Migrations and records as bytes.
 *
 * The same bytes pass between threads, processes and machines, and into the store. One function per
 * struct both writes and reads it, so that the two cannot drift. Integers are LEB128 varints,
 * strings a length and bytes. Reading checks every length against the bytes that are left; bad
 * bytes give ERR_CORRUPT, never a crash.
 */
#ifndef TIDEMARK_CORE_MODEL_CODEC_H
#define TIDEMARK_CORE_MODEL_CODEC_H

#include "core/base/arena.h"
#include "core/base/out.h"
#include "core/model/migration.h"

/* Appends the migration (without path and blob). */
void migration_encode(const struct migration *m, struct out *bytes);
/*
 * Reads one migration that fills `bytes` to the end. Strings are copied into `arena` only as far as
 * they are borrowed from `bytes`: `bytes` must outlive the migration.
 */
int migration_decode(struct str bytes, struct arena *arena, struct migration *ret_migration,
		     struct err *reterr);
/* Equal when only formatting or comments differ: positions, excerpts, comments are left out. */
uint64_t migration_semantic_hash(const struct migration *m);

#endif
