#include "core/model/default_equal.h"

enum tri default_equal(const struct column_default *a, const struct column_default *b,
		       dialect_set one)
{
	(void)one;
	if (a->kind == DEFAULT_UNKNOWN || b->kind == DEFAULT_UNKNOWN)
		return TRI_UNKNOWN;
	return a->kind == b->kind && str_eq(a->text, b->text) ? TRI_YES : TRI_NO;
}
