/*
 * Listings written down literally, for the tests of scanner/grouping.
 */
#ifndef TIDEMARK_TESTS_UNIT_ENVIRONMENT_LISTING_H
#define TIDEMARK_TESTS_UNIT_ENVIRONMENT_LISTING_H

#include "core/base/vec.h"
#include "scanner/grouping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/*
 * One file. The kind follows from its name. Of a migration, the content is
 *
 *	revision parent … [;dependency] [!flag]
 *
 * with the flags !unparsable, !unknown (down_revision not resolved), !missing, !empty, !raises (the
 * downgrade), !noop (both), !postgresql, !mysql … (hints by import), !option (by an option).
 */
struct listed {
	const char *path, *content;
};

struct corpus_entry {
	const char *content;
};

struct listing {
	struct arena arena, scratch;
	VEC(struct candidate) candidates;
	VEC(const struct migration *) migrations;
	struct environment_input input;
	struct environment_groups groups;
	uint32_t reads;
	int fail; /* what reading a file without content gives */
};

static inline void take_flag(struct migration *m, struct str flag)
{
	if (str_eq(flag, STR("!unparsable")))
		m->status = MIGRATION_UNPARSABLE;
	else if (str_eq(flag, STR("!unknown")))
		m->parents_unknown = true;
	else if (str_eq(flag, STR("!missing")))
		m->body[DOWN].shape = BODY_MISSING;
	else if (str_eq(flag, STR("!empty")))
		m->body[DOWN].shape = BODY_EMPTY;
	else if (str_eq(flag, STR("!raises")))
		m->body[DOWN].shape = BODY_RAISES;
	else if (str_eq(flag, STR("!noop")))
		m->body[UP].shape = m->body[DOWN].shape = BODY_EMPTY;
	else if (str_eq(flag, STR("!variants")))
		m->facts |= FACT_TYPE_VARIANTS;
	else if (str_eq(flag, STR("!option")))
		m->dialect_evidence = STR("mysql_engine");
	else if (dialect_parse(str_sub(flag, 1, flag.len)))
		m->dialect_hints |= dialect_parse(str_sub(flag, 1, flag.len));
	else
		fail_msg("unknown flag " STR_FMT, STR_ARG(flag));
	if (m->dialect_hints && str_empty(m->dialect_evidence))
		m->dialect_evidence = STR("dialects.hint");
}

static inline void list_migration(struct listing *l, const struct listed *file)
{
	struct migration *m = arena_new(&l->arena, struct migration);
	struct str rest = str_from(file->content), word;
	VEC(struct str) parents = {0};
	VEC(struct str) depends = {0};
	uint32_t words = 0;

	m->path = str_from(file->path);
	m->framework = STR("alembic");
	m->body[UP].shape = m->body[DOWN].shape = BODY_OPS;
	while (str_split(&rest, ' ', &word))
		if (word.ptr[0] == '!')
			take_flag(m, word);
		else if (words++ == 0)
			m->revision = word;
		else if (word.ptr[0] == ';')
			*vec_push(&l->arena, &depends) = str_sub(word, 1, word.len);
		else
			*vec_push(&l->arena, &parents) = word;
	m->parents = parents.items;
	m->parent_count = parents.count;
	m->depends_on = depends.items;
	m->depends_count = depends.count;
	*vec_push(&l->arena, &l->migrations) = m;
}

static inline enum candidate_kind kind_of(struct str path)
{
	struct str name = str_basename(path);

	if (str_eq(name, STR("env.py")))
		return CANDIDATE_ENV;
	if (str_eq(name, STR("script.py.mako")))
		return CANDIDATE_TEMPLATE;
	if (str_eq(name, STR("setup.py")))
		return CANDIDATE_CONFIG;
	return str_ends(name, STR(".py")) ? CANDIDATE_PYTHON : CANDIDATE_CONFIG;
}

static inline int read_listed(void *self, const struct candidate *candidate, struct arena *arena,
			      struct str *ret_content, struct err *reterr)
{
	struct listing *l = self;

	l->reads++;
	if (!candidate->entry->content)
		return err_set(reterr, l->fail, "cannot read");
	*ret_content = arena_str(arena, str_from(candidate->entry->content));
	return 0;
}

static inline int compare_candidates(const void *a, const void *b)
{
	return str_cmp(((const struct candidate *)a)->path, ((const struct candidate *)b)->path);
}

static inline int compare_migrations(const void *a, const void *b)
{
	return str_cmp((*(const struct migration *const *)a)->path,
		       (*(const struct migration *const *)b)->path);
}

static inline void listing_add(struct listing *l, const struct listed *file)
{
	struct candidate *c = vec_push(&l->arena, &l->candidates);

	c->path = str_from(file->path);
	c->kind = kind_of(c->path);
	c->size = file->content ? strlen(file->content) : 1;
	c->entry = arena_new(&l->arena, struct corpus_entry);
	c->entry->content = file->content;
	if (c->kind == CANDIDATE_PYTHON && file->content)
		list_migration(l, file);
}

/* Groups what is listed. The listing need not be sorted. */
static inline int listing_group(struct listing *l, struct err *reterr)
{
	if (l->candidates.count)
		qsort(l->candidates.items, l->candidates.count, sizeof(*l->candidates.items),
		      compare_candidates);
	if (l->migrations.count)
		qsort(l->migrations.items, l->migrations.count, sizeof(*l->migrations.items),
		      compare_migrations);
	l->input.candidates = l->candidates.items;
	l->input.candidate_count = l->candidates.count;
	l->input.migrations = l->migrations.items;
	l->input.migration_count = l->migrations.count;
	l->input.read = read_listed;
	l->input.self = l;
	return environment_group(&l->input, &l->arena, &l->scratch, &l->groups, reterr);
}

static inline void listing_init(struct listing *l, const struct listed *files, size_t count)
{
	*l = (struct listing){.fail = ERR_NOT_FOUND};
	arena_init(&l->arena);
	arena_init(&l->scratch);
	for (size_t i = 0; i < count; i++)
		listing_add(l, &files[i]);
}

static inline void listing_release(struct listing *l)
{
	arena_release(&l->arena);
	arena_release(&l->scratch);
}

static inline const struct environment *environment_named(const struct listing *l, const char *name)
{
	for (uint32_t i = 0; i < l->groups.count; i++)
		if (str_eq(l->groups.items[i].env.name, str_from(name)))
			return &l->groups.items[i].env;
	fail_msg("no environment %s", name);
	return NULL;
}

/* Every migration is in one group, groups and members are sorted. */
static inline void assert_partition(const struct listing *l)
{
	uint32_t members = 0;

	for (uint32_t i = 0; i < l->groups.count; i++) {
		const struct environment_group *g = &l->groups.items[i];

		members += g->count;
		if (i > 0)
			assert_true(str_cmp(g[-1].env.name, g->env.name) < 0);
		for (uint32_t j = 1; j < g->count; j++)
			assert_true(str_cmp(g->migrations[j - 1]->path, g->migrations[j]->path) <
				    0);
	}
	assert_int_equal(members, l->input.migration_count);
}

#define INI(location) "[alembic]\nscript_location = " location "\n"
#define MIGRATIONS(folder)                                                                         \
	{folder "/env.py", ""}, {folder "/versions/1.py", "1"},                                    \
	{                                                                                          \
		folder "/versions/2.py", "2 1"                                                     \
	}

/*
 * Groups the files and compares with lines of "name: revision revision …", in the order of names
 * and paths.
 */
static inline void check(const struct listed *files, size_t count, const char *expected)
{
	char actual[8192] = "";
	struct listing l;
	struct err err;

	listing_init(&l, files, count);
	assert_int_equal(listing_group(&l, &err), 0);
	assert_partition(&l);
	for (uint32_t i = 0; i < l.groups.count; i++) {
		const struct environment_group *g = &l.groups.items[i];
		size_t used = strlen(actual);

		used += (size_t)snprintf(actual + used, sizeof(actual) - used, STR_FMT ":",
					 STR_ARG(g->env.name));
		for (uint32_t j = 0; j < g->count; j++)
			used += (size_t)snprintf(actual + used, sizeof(actual) - used, " " STR_FMT,
						 STR_ARG(g->migrations[j]->revision));
		snprintf(actual + used, sizeof(actual) - used, "\n");
	}
	assert_string_equal(actual, expected);
	listing_release(&l);
}

#define CHECK(expected, ...)                                                                       \
	check((const struct listed[]){__VA_ARGS__},                                                \
	      sizeof((const struct listed[]){__VA_ARGS__}) / sizeof(struct listed), expected)

#endif
