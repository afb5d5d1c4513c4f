#include "core/base/arena.h"
#include "core/base/vec.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static bool all_zero(const void *memory, size_t size)
{
	const unsigned char *bytes = memory;

	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 300; size++) {
			unsigned char *memory = arena_alloc(&a, size);

			assert_non_null(memory);
			assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
			assert_true(all_zero(memory, size));
			memset(memory, 0xa5, size); /* dirt for the next round */
		}
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
}

static void allocations_do_not_overlap(void **state)
{
	enum { COUNT = 2000 };
	unsigned char *memory[COUNT];
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int i = 0; i < COUNT; i++) { /* of all sizes, some larger than a block */
		size_t size = i % 97 == 0 ? 100000 : 1 + (size_t)i % 200;

		memory[i] = arena_alloc(&a, size);
		memset(memory[i], i & 0xff, size);
	}
	for (int i = 0; i < COUNT; i++) {
		size_t size = i % 97 == 0 ? 100000 : 1 + (size_t)i % 200;

		assert_int_equal(memory[i][0], i & 0xff);
		assert_int_equal(memory[i][size - 1], i & 0xff);
	}
	arena_release(&a);
	assert_null(a.top);
}

static void strings_are_terminated_copies(void **state)
{
	struct arena a;
	char bytes[] = "abc";
	struct str copy;

	(void)state;
	arena_init(&a);
	copy = arena_str(&a, (struct str){bytes, 3});
	bytes[0] = 'x';
	assert_string_equal(copy.ptr, "abc");
	assert_int_equal(copy.len, 3);
	copy = arena_join(&a, STR("ab"), STR("c\0d"));
	assert_memory_equal(copy.ptr, "abc\0d\0", 6);
	assert_int_equal(copy.len, 5);
	copy = arena_str(&a, (struct str){NULL, 0});
	assert_string_equal(copy.ptr, "");
	copy = arena_printf(&a, "%s-%d", "x", 7);
	assert_string_equal(copy.ptr, "x-7");
	assert_int_equal(copy.len, 3);
	copy = arena_printf(&a, "%0*d", 100000, 1); /* larger than a block */
	assert_int_equal(copy.len, 100000);
	assert_int_equal(copy.ptr[99999], '1');
	arena_release(&a);
}

static void marks_go_back(void **state)
{
	struct arena a;
	struct arena_mark start, mark;
	char *kept;
	size_t used;

	(void)state;
	arena_init(&a);
	start = arena_mark(&a); /* of an empty arena */
	kept = arena_alloc(&a, 10);
	memcpy(kept, "kept", 5);
	mark = arena_mark(&a);
	used = a.used;
	for (int round = 0; round < 100; round++) {
		for (int i = 0; i < 50; i++)
			memset(arena_alloc(&a, 10000), 0xff, 10000);
		arena_rewind(&a, mark);
		assert_int_equal(a.used, used);
		assert_string_equal(kept, "kept");
		assert_true(all_zero(arena_alloc(&a, 1000), 1000));
		arena_rewind(&a, mark);
	}
	arena_rewind(&a, start);
	assert_int_equal(a.used, 0);
	assert_null(a.top);
	arena_release(&a);
}

static void reset_keeps_some_ordinary_blocks(void **state)
{
	struct arena a;
	unsigned spares;

	(void)state;
	arena_init(&a);
	arena_reset(&a); /* of an empty arena */
	arena_alloc(&a, 10);
	for (int i = 0; i < 1000; i++)
		arena_alloc(&a, 50000);
	arena_reset(&a);
	assert_null(a.top);
	assert_in_range(a.spare_count, 1, 100);
	spares = a.spare_count;
	assert_true(all_zero(arena_alloc(&a, 50000), 50000));
	assert_int_equal(a.spare_count, spares - 1);
	arena_release(&a);
	assert_null(a.spare);

	arena_alloc(&a, 10 << 20); /* a large block is not kept */
	arena_reset(&a);
	assert_null(a.top);
	assert_null(a.spare);
	arena_release(&a);
}

static void raw_memory_is_aligned(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t size = 0; size < 300; size++) {
		unsigned char *memory = arena_raw(&a, size);

		assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
		memset(memory, 0xa5, size);
	}
	arena_release(&a);
}

static void vectors_grow(void **state)
{
	VEC(uint32_t) numbers = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < 100000; i++) {
		uint32_t *last = vec_push(&a, &numbers);

		assert_int_equal(*last, 0);
		*last = i;
	}
	assert_int_equal(numbers.count, 100000);
	for (uint32_t i = 0; i < numbers.count; i++)
		assert_int_equal(numbers.items[i], i);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(allocations_do_not_overlap),
		cmocka_unit_test(strings_are_terminated_copies),
		cmocka_unit_test(marks_go_back),
		cmocka_unit_test(reset_keeps_some_ordinary_blocks),
		cmocka_unit_test(raw_memory_is_aligned),
		cmocka_unit_test(vectors_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
