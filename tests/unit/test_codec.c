#include "codec_fields.h"
#include "core/model/codec.h"
#include "random_migration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
	RANDOM_MIGRATIONS = 3000,
	TRUNCATED_MIGRATIONS = 24,
	FLIPPED_MIGRATIONS = 48,
	BYTES_MAX = 1 << 24,
};

static struct str encode(const struct migration *m, struct out *bytes)
{
	out_clear(bytes);
	migration_encode(m, bytes);
	assert_int_equal(out_flush(bytes), 0);
	return out_content(bytes);
}

static struct str describe(const struct migration *m, struct out *text)
{
	out_clear(text);
	describe_migration(m, text);
	assert_int_equal(out_flush(text), 0);
	return out_content(text);
}

static void decoding_undoes_encoding(void **state)
{
	struct rng rng = {42};
	struct out bytes, again, text, other;
	struct migration back;
	struct arena a;
	struct err err;

	(void)state;
	arena_init(&a);
	out_init_buffer(&bytes, BYTES_MAX);
	out_init_buffer(&again, BYTES_MAX);
	out_init_buffer(&text, BYTES_MAX);
	out_init_buffer(&other, BYTES_MAX);
	for (int i = 0; i < RANDOM_MIGRATIONS; i++) {
		const struct migration *m = random_migration(&rng, &a);

		assert_int_equal(migration_decode(encode(m, &bytes), &a, &back, &err), 0);
		if (!str_eq(describe(m, &text), describe(&back, &other)))
			fail_msg("migration %d is another one after decoding", i);
		assert_true(str_eq(encode(&back, &again), out_content(&bytes)));
		assert_true(migration_semantic_hash(m) == migration_semantic_hash(&back));
		arena_reset(&a);
	}
	out_release(&bytes);
	out_release(&again);
	out_release(&text);
	out_release(&other);
	arena_release(&a);
}

/* Decodes a copy of exactly the bytes' size, so that ASan sees a read past the end. */
static int decode_copy(struct str bytes, struct arena *a)
{
	char *copy = malloc(bytes.len ? bytes.len : 1);
	struct migration m;
	struct err err = {0};
	struct out sink;
	int result;

	assert_non_null(copy);
	if (bytes.len)
		memcpy(copy, bytes.ptr, bytes.len);
	result = migration_decode((struct str){copy, bytes.len}, a, &m, &err);
	if (result == 0) { /* readable through and through */
		out_init_buffer(&sink, BYTES_MAX);
		describe_migration(&m, &sink);
		migration_encode(&m, &sink);
		migration_semantic_hash(&m);
		out_release(&sink);
	} else {
		assert_int_equal(result, ERR_CORRUPT);
		assert_int_equal(err.code, ERR_CORRUPT);
		assert_true(err.text[0] != 0);
	}
	/* what bad bytes may cost: arrays are made before their items are read */
	assert_true(a->used <= 1000 * bytes.len + 65536);
	free(copy);
	arena_reset(a);
	return result;
}

static void truncated_bytes_are_refused(void **state)
{
	struct rng rng = {7};
	struct arena made, a;
	struct out bytes;

	(void)state;
	arena_init(&made);
	arena_init(&a);
	out_init_buffer(&bytes, BYTES_MAX);
	for (int i = 0; i < TRUNCATED_MIGRATIONS; i++) {
		struct str whole = encode(random_migration(&rng, &made), &bytes);

		for (size_t len = 0; len < whole.len; len++)
			if (decode_copy(str_sub(whole, 0, len), &a) == 0)
				fail_msg("%zu of %zu bytes are taken for a migration", len,
					 whole.len);
		out_char(&bytes, 0); /* and one byte too many */
		assert_int_equal(decode_copy(out_content(&bytes), &a), ERR_CORRUPT);
		arena_reset(&made);
	}
	out_release(&bytes);
	arena_release(&made);
	arena_release(&a);
}

static void flipped_bytes_do_no_harm(void **state)
{
	struct rng rng = {9};
	struct arena made, a;
	struct out bytes;
	unsigned refused = 0;

	(void)state;
	arena_init(&made);
	arena_init(&a);
	out_init_buffer(&bytes, BYTES_MAX);
	for (int i = 0; i < FLIPPED_MIGRATIONS; i++) {
		struct str whole = encode(random_migration(&rng, &made), &bytes);

		for (size_t at = 0; at < whole.len; at++) {
			char flip = (char)(1 + rng_below(&rng, 255));

			bytes.ptr[at] ^= flip;
			refused += decode_copy(whole, &a) != 0;
			bytes.ptr[at] ^= flip;
		}
		arena_reset(&made);
	}
	assert_true(refused > 1000); /* else this has tested nothing */
	out_release(&bytes);
	arena_release(&made);
	arena_release(&a);
}

static void any_bytes_do_no_harm(void **state)
{
	struct rng rng = {11};
	struct arena a;
	char bytes[300];

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 20000; round++) {
		size_t len = rng_below(&rng, sizeof(bytes));

		bytes[0] = 2; /* the version */
		for (size_t i = 1; i < len; i++)
			bytes[i] = (char)(rng_below(&rng, 4) ? rng_below(&rng, 3)
							     : rng_below(&rng, 256));
		decode_copy((struct str){bytes, len}, &a);
	}
	memset(bytes, 0xff, sizeof(bytes)); /* a varint that never ends, counts of 2^64 */
	assert_int_equal(decode_copy((struct str){bytes, sizeof(bytes)}, &a), ERR_CORRUPT);
	arena_release(&a);
}

static bool is_count(const struct field *field)
{
	return strlen(field->name) > 6 &&
	       strcmp(field->name + strlen(field->name) - 6, "_count") == 0;
}

static void change(struct full *f, const struct field *field)
{
	char *place = (char *)f + field->offset;

	switch (field->kind) {
	case FIELD_STR:
		*(struct str *)place = STR("changed");
		break;
	case FIELD_U32: /* a count must not claim items that are not there */
		*(uint32_t *)place += is_count(field) ? UINT32_MAX : 1;
		break;
	case FIELD_BOOL:
		*(bool *)place = !*(bool *)place;
		break;
	case FIELD_ENUM:
		*(int *)place += 1;
		break;
	case FIELD_I64:
		*(int64_t *)place = -2;
		break;
	case FIELD_POINTER:
		*(void **)place = NULL;
		break;
	}
}

static void every_field_counts(void **state)
{
	struct full before, after;
	struct out bytes, other, text, back_text;
	struct migration back;
	struct arena a;
	struct err err;

	(void)state;
	arena_init(&a);
	out_init_buffer(&bytes, BYTES_MAX);
	out_init_buffer(&other, BYTES_MAX);
	out_init_buffer(&text, BYTES_MAX);
	out_init_buffer(&back_text, BYTES_MAX);
	fill(&before);
	encode(&before.m, &bytes);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		uint64_t hash = migration_semantic_hash(&before.m);

		fill(&after);
		change(&after, &fields[i]);
		if (str_eq(encode(&after.m, &other), out_content(&bytes)))
			fail_msg("%s is not encoded", fields[i].name);
		assert_int_equal(migration_decode(out_content(&other), &a, &back, &err), 0);
		if (!str_eq(describe(&after.m, &text), describe(&back, &back_text)))
			fail_msg("%s does not come back", fields[i].name);
		if ((migration_semantic_hash(&after.m) != hash) != fields[i].effect)
			fail_msg("the semantic hash %s %s", fields[i].effect ? "misses" : "sees",
				 fields[i].name);
		arena_reset(&a);
	}
	out_release(&bytes);
	out_release(&other);
	out_release(&text);
	out_release(&back_text);
	arena_release(&a);
}

/* Where a file lies, and under which id, is not part of what it says. */
static void path_and_blob_are_not_encoded(void **state)
{
	struct full before, after;
	struct out bytes, other;

	(void)state;
	out_init_buffer(&bytes, BYTES_MAX);
	out_init_buffer(&other, BYTES_MAX);
	fill(&before);
	fill(&after);
	after.m.path = STR("a.py");
	after.m.blob = STR("0123");
	assert_true(str_eq(encode(&before.m, &bytes), encode(&after.m, &other)));
	assert_true(migration_semantic_hash(&before.m) == migration_semantic_hash(&after.m));
	out_release(&bytes);
	out_release(&other);
}

static int decode_full(const struct full *f)
{
	struct migration back;
	struct arena a;
	struct out bytes;
	int result;

	arena_init(&a);
	out_init_buffer(&bytes, BYTES_MAX);
	result = migration_decode(encode(&f->m, &bytes), &a, &back, NULL);
	out_release(&bytes);
	arena_release(&a);
	return result;
}

/* Who reads guards[op.guard - 1] or follows .outer needs no check of its own. */
static void guards_stand_where_they_may(void **state)
{
	struct full f;

	(void)state;
	fill(&f);
	f.ops[1].guard = 2;
	f.guards[1].outer = 1;
	assert_int_equal(decode_full(&f), 0);
	f.ops[1].guard = 3; /* there are two */
	assert_int_equal(decode_full(&f), ERR_CORRUPT);
	f.ops[1].guard = 2;
	f.guards[1].outer = 2; /* itself */
	assert_int_equal(decode_full(&f), ERR_CORRUPT);
	f.guards[1].outer = 0;
	f.guards[0].outer = 2; /* a later one */
	assert_int_equal(decode_full(&f), ERR_CORRUPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decoding_undoes_encoding),
		cmocka_unit_test(truncated_bytes_are_refused),
		cmocka_unit_test(flipped_bytes_do_no_harm),
		cmocka_unit_test(any_bytes_do_no_harm),
		cmocka_unit_test(every_field_counts),
		cmocka_unit_test(path_and_blob_are_not_encoded),
		cmocka_unit_test(guards_stand_where_they_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
