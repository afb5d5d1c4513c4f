/*
 * What happens to the values of a column when its type changes.
 *
 * Blanks at the end of a text are not counted as part of it: databases cut them at a limit, and pad
 * with them. Extremes that no application keeps are left out: NaN in a numeric, years after 294276.
 */
#ifndef TIDEMARK_CORE_MODEL_TYPE_CHANGE_H
#define TIDEMARK_CORE_MODEL_TYPE_CHANGE_H

#include "core/model/sql_type.h"

enum type_change {
	TYPE_SAME,
	TYPE_WIDENS,   /* every value fits, and none changes */
	TYPE_NARROWS,  /* some values fit no more: the statement fails, or they are cut */
	TYPE_CONVERTS, /* every value gets another form, from which it can be made again */
	TYPE_REPLACES, /* no cast that is taken by itself, or one that most values do not survive */
	TYPE_CHANGE_UNKNOWN,
	TYPE_CHANGE_COUNT
};
/* "widens" */
struct str type_change_name(enum type_change change);

struct type_conversion {
	enum type_change change;
	enum tri runs;  /* there is a cast that is taken without a USING */
	enum tri fails; /* there are values on which the statement fails */
	enum tri loses; /* there are values that come out so that they cannot be made again */
};

/*
 * Of ALTER COLUMN … TYPE without a USING (SQLite: of Alembic's batch mode); both types of the
 * dialect. TYPE_CONVERTS between types with and without a time zone goes by the session's.
 */
struct type_conversion sql_type_convert(const struct sql_type *from, const struct sql_type *to,
					dialect_set one);
/* Its change alone. */
enum type_change sql_type_change(const struct sql_type *from, const struct sql_type *to,
				 dialect_set one);

#endif
