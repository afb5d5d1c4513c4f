/*
 * Between a migration's type and the database's: the source with its text taken apart, and the
 * spelling of what it becomes. Inside of sql_type.
 */
#ifndef TIDEMARK_CORE_MODEL_TYPE_SPELL_H
#define TIDEMARK_CORE_MODEL_TYPE_SPELL_H

#include "core/model/sql_type.h"
#include "core/model/type_text.h"

struct type_source {
	struct str name, text;
	int64_t length, scale;              /* -1 = not given */
	struct str length_hole, scale_hole; /* given, but not as a number */
	struct str enum_name, enum_schema;
	const struct str *labels;
	uint32_t label_count;
	enum tri native;
	bool package;                  /* known as another package's class */
	const struct type_text *words; /* an empty one when the text is the name */
};

/* Sets the name from the text: "String" of "String(5)". */
void type_source_name(struct type_source *s);
/* Sets an enumeration's labels and name from the text, if they are not set. */
void type_source_labels(struct type_source *s, struct arena *a);

/* Fills in the rest of a type whose native is set. */
void type_spell(struct sql_type *ret, struct arena *a, const struct type_source *s,
		dialect_set one);
/* A type that is not known: its name as the catalog would have it, or its source. */
void type_spell_unknown(struct sql_type *ret, struct arena *a, const struct type_source *s,
			dialect_set one);

#endif
