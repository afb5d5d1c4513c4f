/*
 * The makers of random_step(): shared by its files, of no use to others. Each returns false when
 * there is nothing in the schema that it could do something to.
 */
#ifndef TIDEMARK_TESTS_UNIT_RANDOM_STEP_PARTS_H
#define TIDEMARK_TESTS_UNIT_RANDOM_STEP_PARTS_H

#include "tests/unit/random_step.h"

#define STEP_MYSQLS (DIALECT_MYSQL | DIALECT_MARIADB)

uint32_t step_below(struct stepper *s, uint32_t limit);
bool step_on(const struct stepper *s, dialect_set dialects);
struct op *step_undo(struct step *step);
const struct str *step_one(struct stepper *s, struct str name);
struct column_default step_default(struct stepper *s, const struct sql_type *type);

const struct table *step_pick_table(struct stepper *s);
const struct table_column *step_pick_column(struct stepper *s, const struct table *t);
const struct schema_object *step_pick_object(struct stepper *s, enum object_kind kind);
bool step_is_key_column(const struct table *t, struct str column);
/* By the migration that the replica runs. */
bool step_made_here(const struct stepper *s, const struct origin *origin);
/* The definition that would make the column as it is. */
struct column step_definition(struct stepper *s, const struct table_column *c);

bool step_create_table(struct stepper *s, struct step *step);
bool step_drop_table(struct stepper *s, struct step *step);
bool step_rename_table(struct stepper *s, struct step *step);
bool step_comment_table(struct stepper *s, struct step *step);
bool step_add_column(struct stepper *s, struct step *step);
bool step_drop_column(struct stepper *s, struct step *step);
bool step_rename_column(struct stepper *s, struct step *step);
bool step_alter_type(struct stepper *s, struct step *step);
bool step_set_nullable(struct stepper *s, struct step *step);
bool step_set_default(struct stepper *s, struct step *step);
bool step_comment_column(struct stepper *s, struct step *step);
bool step_create_index(struct stepper *s, struct step *step);
bool step_drop_index(struct stepper *s, struct step *step);
bool step_rename_index(struct stepper *s, struct step *step);
bool step_create_key(struct stepper *s, struct step *step);
bool step_drop_key(struct stepper *s, struct step *step);
bool step_rename_key(struct stepper *s, struct step *step);
bool step_create_type(struct stepper *s, struct step *step);
bool step_drop_type(struct stepper *s, struct step *step);
bool step_rename_type(struct stepper *s, struct step *step);
bool step_rename_label(struct stepper *s, struct step *step);
bool step_create_object(struct stepper *s, struct step *step);
bool step_drop_object(struct stepper *s, struct step *step);
bool step_insert(struct stepper *s, struct step *step);
bool step_delete(struct stepper *s, struct step *step);
bool step_count_up(struct stepper *s, struct step *step);
bool step_overwrite(struct stepper *s, struct step *step);

#endif
