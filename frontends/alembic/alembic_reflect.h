/*
 * What the files that read names from the live schema share.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_REFLECT_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_REFLECT_H

#include "frontends/alembic/alembic_host.h"

enum {
	REFLECT_DEPTH = 12,
	FILTERS_MAX = 16,
	OBJECTS_MAX = 4,
	FOR_DISTANCE = 64, /* nodes between a loop and its target */
};

struct reader {
	struct eval *e;
	const struct value *call;                 /* inspector.get_…("table") */
	const struct value *objects[OBJECTS_MAX]; /* what one of its elements is known by */
	const struct value *names[OBJECTS_MAX];   /* what its name is known by */
	uint32_t object_count, name_count;
	bool of_table; /* they are those of a Table that the database describes, fk.parent, fk.name */
	struct reflection found;
	struct {
		struct filter *items;
		uint32_t count, capacity;
	} filters;
};

/* The object and key of fk["name"], fk.get("name"); NULL: it is nothing of that kind. */
const struct value *reflect_object_of(const struct value *v, struct str *ret_key);

/* list(…), sorted(…), x.copy() and the like: what is copied; NULL: it is none of these. */
const struct value *reflect_copied(const struct value *v);
/* Is it one of a list that is read, of objects and not of their names? */
bool reflect_read_object(struct reader *r, const struct value *v, int depth);
/* What it is read from: the name of the table. */
void reflect_set_table(struct reader *r);

/* alembic_filter.c */

/* Of a map that is made of the objects, key by key: only that of one key. False: it is not told. */
bool reflect_add_key(struct reader *r, const struct value *made, const struct value *key);

/* What the condition, or its opposite, asks of the object. What cannot be expressed leaves it partial. */
void reflect_add_filters(struct reader *r, const struct value *condition, bool negated, int depth);
/* Guards that test the object are filters; the first that cannot be expressed stays, with the rest. */
void reflect_take_guards(struct reader *r, struct op *op);

#endif
