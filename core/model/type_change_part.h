/* Parts of type_change: what the sizes of two types of a family decide. Inside of it. */
#ifndef TIDEMARK_CORE_MODEL_TYPE_CHANGE_PART_H
#define TIDEMARK_CORE_MODEL_TYPE_CHANGE_PART_H

#include "core/model/type_change.h"

struct type_conversion change_same(void);
struct type_conversion change_widens(void);
struct type_conversion change_narrows(bool fails, bool loses);
struct type_conversion change_converts(void);
struct type_conversion change_replaces(void); /* no cast: the statement fails */
struct type_conversion change_unknown(void);
/* Widens when neither, else narrows. */
struct type_conversion change_fits(bool fails, bool loses);

/* Numbers of all three families. */
struct type_conversion change_numbers(const struct sql_type *from, const struct sql_type *to);
/* Fractional digits, where a type that does not tell has `default_digits`. */
struct type_conversion change_seconds(const struct sql_type *from, const struct sql_type *to,
				      int64_t default_digits);
/* The most characters that a value's text has; -1 = any number. Of TEXT its length. */
int64_t change_text_width(const struct sql_type *type);

struct type_conversion change_on_postgresql(const struct sql_type *from, const struct sql_type *to);
struct type_conversion change_on_mysql(const struct sql_type *from, const struct sql_type *to);

#endif
