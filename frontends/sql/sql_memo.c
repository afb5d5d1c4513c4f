#include "frontends/sql/sql_memo.h"

#include "core/base/limits.h"
#include "core/base/map.h"

#include <stdlib.h>

struct reading {
	struct sql_ops ops;
	size_t bytes;
};

struct sql_memo {
	struct arena arena, scratch;
	struct map readings; /* of a text and its circumstances → struct reading */
};

struct sql_memo *sql_memo_new(void)
{
	struct sql_memo *memo = calloc(1, sizeof(*memo));

	if (!memo)
		abort();
	return memo;
}

void sql_memo_free(struct sql_memo *memo)
{
	if (!memo)
		return;
	arena_release(&memo->arena);
	arena_release(&memo->scratch);
	free(memo);
}

void sql_memo_trim(struct sql_memo *memo)
{
	if (memo->arena.used <= LIMIT_SQL_MEMO_BYTES)
		return;
	arena_reset(&memo->arena);
	memo->readings = (struct map){0};
}

/* The text with what else its reading depends on behind it. */
static struct str key_of(struct arena *arena, struct str text, bool holes, dialect_set dialects)
{
	char circumstances[sizeof(dialects) + 1];

	memcpy(circumstances, &dialects, sizeof(dialects));
	circumstances[sizeof(dialects)] = holes ? '{' : ' ';
	return arena_join(arena, text, (struct str){circumstances, sizeof(circumstances)});
}

const struct sql_ops *sql_memo_read(struct sql_memo *memo, struct str text, bool holes,
				    dialect_set dialects, size_t *ret_bytes)
{
	struct arena_mark mark = arena_mark(&memo->arena);
	struct str key = key_of(&memo->arena, text, holes, dialects);
	struct reading *reading = map_get(&memo->readings, key);
	size_t before;

	if (reading) {
		arena_rewind(&memo->arena, mark);
	} else {
		reading = arena_new(&memo->arena, struct reading);
		before = memo->arena.used;
		sql_read_with(str_sub(key, 0, text.len), holes, dialects, &memo->arena,
			      &memo->scratch, &reading->ops);
		reading->bytes = memo->arena.used - before;
		*map_put(&memo->arena, &memo->readings, key) = reading;
	}
	*ret_bytes = reading->bytes;
	return &reading->ops;
}
