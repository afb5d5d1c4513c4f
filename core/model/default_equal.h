/*
 * Are two server defaults the same?
 */
#ifndef TIDEMARK_CORE_MODEL_DEFAULT_EQUAL_H
#define TIDEMARK_CORE_MODEL_DEFAULT_EQUAL_H

#include "core/model/migration.h"

enum tri default_equal(const struct column_default *a, const struct column_default *b,
		       dialect_set one);

#endif
