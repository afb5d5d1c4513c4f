/*
 * What core/model makes of a migration's columns, for test_types_oracle.py and
 * test_defaults_oracle.py: the migration comes through the front end, so that it is compared from
 * the source on.
 *
 *	oracle_ground types FILE     for each column and dialect: name, dialect, family, text, flags
 *	oracle_ground defaults FILE  for each pair of columns, on PostgreSQL: their numbers and
 *	                             whether their defaults are equal, by the first one's type
 *	oracle_ground changes FILE   for each pair of columns, on PostgreSQL: their names, change,
 *	                             runs, fails, loses
 *
 * Fields are separated by tabs.
 */
#include "core/base/limits.h"
#include "core/base/pool.h"
#include "core/base/vec.h"
#include "core/model/default_equal.h"
#include "core/model/type_change.h"
#include "frontends/frontend.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 4 * 1024 * 1024 };

struct job {
	const char *mode, *path;
	bool done;
};

static bool read_file(const char *path, struct arena *arena, struct str *ret)
{
	FILE *file = fopen(path, "rb");
	char *bytes = arena_alloc(arena, FILE_MAX);

	if (!file)
		return false;
	*ret = (struct str){bytes, fread(bytes, 1, FILE_MAX, file)};
	fclose(file);
	return true;
}

static void print_flags(const struct sql_type *t)
{
	printf("%s%s%s%s%s%s%s%s", t->timezone ? " timezone" : "",
	       t->is_unsigned ? " unsigned" : "", t->fixed ? " fixed" : "",
	       t->serial ? " serial" : "", t->assumed ? " assumed" : "",
	       t->native_enum ? " native-enum" : "", t->size_unknown ? " size-unknown" : "",
	       t->check == TRI_YES       ? " check"
	       : t->check == TRI_UNKNOWN ? " check?"
					 : "");
}

static void print_types(struct arena *arena, const struct column *column)
{
	for (int bit = 0; bit < DIALECT_COUNT; bit++) {
		dialect_set one = 1U << bit;
		struct sql_type t;

		sql_type_of(&t, arena, column->type, one);
		printf(STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\t", STR_ARG(column->name),
		       STR_ARG(dialect_name(one)), STR_ARG(type_family_name(t.family)),
		       STR_ARG(t.text));
		print_flags(&t);
		putchar('\n');
	}
}

static const char *tri_word(enum tri value)
{
	return value == TRI_YES ? "yes" : value == TRI_NO ? "no" : "unknown";
}

static void print_changes(struct arena *arena, const struct body *body)
{
	VEC(struct sql_type) types = {0};

	for (uint32_t i = 0; i < body->op_count; i++)
		sql_type_of(vec_push(arena, &types), arena, body->ops[i].column->type,
			    DIALECT_POSTGRESQL);
	for (uint32_t i = 0; i < types.count; i++)
		for (uint32_t j = 0; j < types.count; j++) {
			struct type_conversion c = sql_type_convert(
				&types.items[i], &types.items[j], DIALECT_POSTGRESQL);

			printf("c%u\tc%u\t" STR_FMT "\t%s\t%s\t%s\n", i, j,
			       STR_ARG(type_change_name(c.change)), tri_word(c.runs),
			       tri_word(c.fails), tri_word(c.loses));
		}
}

static void print_defaults(struct arena *arena, const struct body *body)
{
	for (uint32_t i = 0; i < body->op_count; i++) {
		const struct column *one = body->ops[i].column;
		struct sql_type type;

		sql_type_of(&type, arena, one->type, DIALECT_POSTGRESQL);
		for (uint32_t j = 0; j < body->op_count; j++) {
			const struct column *other = body->ops[j].column;
			enum tri equal = default_equal(arena, &one->server_default,
						       &other->server_default, &type,
						       DIALECT_POSTGRESQL);

			printf("%u\t%u\t%s\n", i, j, tri_word(equal));
		}
	}
}

static void print_body(const struct job *job, struct arena *arena, const struct body *body)
{
	if (strcmp(job->mode, "changes") == 0)
		print_changes(arena, body);
	else if (strcmp(job->mode, "defaults") == 0)
		print_defaults(arena, body);
	else
		for (uint32_t i = 0; i < body->op_count; i++)
			print_types(arena, body->ops[i].column);
}

static void run(void *self, unsigned worker_number)
{
	struct job *job = self;
	struct frontend_worker *worker = frontend_worker_new();
	struct frontend_input input = {.path = STR("versions/oracle.py")};
	const struct frontend *frontend;
	struct arena arena;
	struct migration m;
	struct err err = {0};

	(void)worker_number;
	arena_init(&arena);
	if (!read_file(job->path, &arena, &input.content)) {
		perror(job->path);
	} else {
		frontend = frontend_for(input.path, input.content);
		if (!frontend || frontend->evaluate(worker, &input, &arena, &m, &err))
			fprintf(stderr, "%s: not evaluated: %s\n", job->path, err.text);
		else
			print_body(job, &arena, &m.body[UP]);
		job->done = frontend && !err.code;
	}
	arena_release(&arena);
	frontend_worker_free(worker);
}

int main(int count, char **arguments)
{
	struct job job;
	struct pool *pool;
	struct err err;

	if (count != 3 || pool_start(1, 1, &pool, &err)) {
		fprintf(stderr, "usage: oracle_ground types|changes|defaults FILE\n");
		return 2;
	}
	job = (struct job){arguments[1], arguments[2], false};
	pool_submit(pool, run, &job);
	while (pool_wait(pool, 1000))
		;
	pool_finish(pool);
	return job.done ? 0 : 1;
}
