#include "core/model/type_change_part.h"

enum {
	DEFAULT_SECONDS = 6,
};

enum cast_effect { WIDENS, CONVERTS, FAILS, CUTS, BY_ZONE, UNSURE };

static const struct {
	uint8_t from, to, effect;
} casts[] = {
#define PG_CAST(from, to, effect) {NATIVE_PG_##from, NATIVE_PG_##to, effect},
#include "core/model/pg_cast.def"
#undef PG_CAST
};

static struct type_conversion effect_of(enum cast_effect effect)
{
	struct type_conversion result = change_converts();

	switch (effect) {
	case WIDENS:
		return change_widens();
	case CONVERTS:
		return change_converts();
	case FAILS:
		return change_narrows(true, false);
	case CUTS:
		return change_narrows(false, true);
	case BY_ZONE: /* an hour that comes twice, where the session's zone has summer time */
		result.loses = TRI_UNKNOWN;
		return result;
	case UNSURE: /* jsonb keeps no duplicate keys and no \u0000, money goes by lc_monetary */
		result.loses = result.fails = TRI_UNKNOWN;
		return result;
	}
	return change_unknown();
}

static bool is_string(const struct sql_type *t)
{
	return t->family == TYPE_TEXT;
}

static bool is_number(const struct sql_type *t)
{
	return t->family == TYPE_INTEGER || t->family == TYPE_DECIMAL || t->family == TYPE_FLOAT;
}

/* Is there a limit, and below `width`? A width of -1 has none. */
static bool shorter(const struct sql_type *to, int64_t width)
{
	return to->length >= 0 && (width < 0 || width > to->length);
}

static struct type_conversion strings(const struct sql_type *from, const struct sql_type *to)
{
	bool fails = shorter(to, from->length);

	if (to->native == NATIVE_PG_NAME)
		return from->native == NATIVE_PG_NAME ? change_widens()
						      : change_narrows(false, true);
	if ((from->size_unknown && to->length >= 0) || to->size_unknown)
		return change_unknown();
	if (fails)
		return change_narrows(true, false);
	return from->fixed == to->fixed ? change_widens() : change_converts();
}

/* Any type goes to a string type by its output. */
static struct type_conversion to_string(const struct sql_type *from, const struct sql_type *to)
{
	struct type_conversion result = change_converts();

	if (to->native == NATIVE_PG_NAME)
		return change_narrows(false, true);
	if (to->size_unknown || (to->length >= 0 && from->size_unknown))
		return change_unknown();
	if (shorter(to, change_text_width(from)))
		result = change_narrows(true, false);
	if (to->fixed && from->family == TYPE_JSON)
		result.loses = TRI_UNKNOWN; /* white space */
	return result;
}

/* Fields or digits that are not kept. */
static struct type_conversion intervals(const struct sql_type *from, const struct sql_type *to)
{
	struct type_conversion result = change_narrows(false, true);

	if (str_eq(to->text, STR("interval")))
		return from->family == TYPE_INTERVAL ? change_widens() : change_converts();
	if (from->family == TYPE_INTERVAL && !str_eq(from->text, STR("interval")))
		result.loses = TRI_UNKNOWN;
	if (from->family == TYPE_TIME && from->length == 0 && to->length == 0)
		return change_converts();
	return result;
}

static struct type_conversion same_native(const struct sql_type *from, const struct sql_type *to)
{
	switch (from->native) {
	case NATIVE_PG_TIME:
	case NATIVE_PG_TIMETZ:
	case NATIVE_PG_TIMESTAMP:
	case NATIVE_PG_TIMESTAMPTZ:
		return from->size_unknown || to->size_unknown
			       ? change_unknown()
			       : change_seconds(from, to, DEFAULT_SECONDS);
	case NATIVE_PG_INTERVAL:
		return intervals(from, to);
	case NATIVE_PG_BIT:
		return change_narrows(true, false); /* the length must match */
	case NATIVE_PG_VARBIT:
		return change_fits(shorter(to, from->length), false);
	default:
		return change_unknown(); /* modifiers of extensions */
	}
}

static struct type_conversion by_cast(const struct sql_type *from, const struct sql_type *to)
{
	if (from->native == NATIVE_PG_TIME && to->native == NATIVE_PG_INTERVAL)
		return intervals(from, to);
	if (from->native == NATIVE_PG_BIT && to->native == NATIVE_PG_VARBIT)
		return shorter(to, from->length) ? change_narrows(true, false) : change_converts();
	for (size_t i = 0; i < sizeof(casts) / sizeof(casts[0]); i++)
		if (casts[i].from == from->native && casts[i].to == to->native) {
			struct type_conversion result =
				effect_of((enum cast_effect)casts[i].effect);
			bool cuts = to->length >= 0 && to->length < DEFAULT_SECONDS &&
				    (to->family == TYPE_TIME || to->family == TYPE_TIMESTAMP) &&
				    from->family != TYPE_DATE;

			return cuts ? change_narrows(false, true) : result;
		}
	return change_replaces();
}

static struct type_conversion scalars(const struct sql_type *from, const struct sql_type *to)
{
	if (is_string(to))
		return is_string(from) ? strings(from, to) : to_string(from, to);
	if (is_number(from) && is_number(to))
		return from->size_unknown || to->size_unknown ? change_unknown()
							      : change_numbers(from, to);
	if (from->family == TYPE_ENUM && to->family == TYPE_ENUM)
		return change_replaces(); /* not even between types with the same labels */
	if (from->native == to->native)
		return same_native(from, to);
	return by_cast(from, to);
}

struct type_conversion change_on_postgresql(const struct sql_type *from, const struct sql_type *to)
{
	if (from->family != TYPE_ARRAY && to->family != TYPE_ARRAY)
		return scalars(from, to);
	if (from->family != to->family)
		return is_string(to) ? to_string(from, to) : change_replaces();
	while (from->family == TYPE_ARRAY && from->element)
		from = from->element;
	while (to->family == TYPE_ARRAY && to->element)
		to = to->element;
	if (from->family == TYPE_UNKNOWN || to->family == TYPE_UNKNOWN)
		return change_unknown();
	return scalars(from, to);
}
