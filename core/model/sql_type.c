#include "core/model/sql_type.h"

#include "core/model/type_spell.h"

#include <assert.h>

enum {
	ELEMENT_DEPTH = 4, /* of arrays in arrays */
	NAME_MAX_BYTES = 32,
	UUID_TEXT = 32,       /* a UUID as hexadecimal digits */
	FLOAT_BITS = 24,      /* the most of a FLOAT(n) that is single precision */
	ENUM_LENGTH_NONE = 0, /* Enum(length=None) */
};

enum dialect_column { COLUMN_PG, COLUMN_MY, COLUMN_LITE, COLUMN_MS, COLUMN_ORA, COLUMN_COUNT };

struct coltype_row {
	struct str name;
	int16_t length;
	bool package;
	uint8_t natives[COLUMN_COUNT];
};

enum {
	NATIVE_PG_NONE = NATIVE_NONE,
	NATIVE_MY_NONE = NATIVE_NONE,
	NATIVE_LITE_NONE = NATIVE_NONE,
	NATIVE_MS_NONE = NATIVE_NONE,
	NATIVE_ORA_NONE = NATIVE_NONE,
};
_Static_assert(NATIVE_COUNT <= UINT8_MAX, "native types fit a byte");

#define NATIVES(pg, my, lite, ms, ora)                                                             \
	{                                                                                          \
		NATIVE_PG_##pg, NATIVE_MY_##my, NATIVE_LITE_##lite, NATIVE_MS_##ms,                \
			NATIVE_ORA_##ora                                                           \
	}
static const struct coltype_row rows[] = {
#define COLTYPE(name, pg, my, lite, ms, ora)                                                       \
	{STR_INIT(name), -1, false, NATIVES(pg, my, lite, ms, ora)},
#define PACKAGE_TYPE(name, length, pg, my, lite, ms, ora)                                          \
	{STR_INIT(name), length, true, NATIVES(pg, my, lite, ms, ora)},
#include "core/model/coltype.def"
#undef COLTYPE
#undef PACKAGE_TYPE
};
enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

/* The rows are in the order of their names' bytes. */
static const struct coltype_row *find_exact(struct str name)
{
	size_t low = 0, high = ROW_COUNT;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(name, rows[middle].name);

		if (order == 0)
			return &rows[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static const struct coltype_row *find_row(struct str name)
{
	const struct coltype_row *row = find_exact(name);
	char upper[NAME_MAX_BYTES];

	if (row || !name.len || name.len > sizeof(upper))
		return row;
	/* SQL's words are in capitals here; what has any capital is a class, or quoted */
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (c >= 'A' && c <= 'Z')
			return NULL;
		upper[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	return find_exact((struct str){upper, name.len});
}

static enum dialect_column column_of(dialect_set one)
{
	switch (one) {
	case DIALECT_MYSQL:
	case DIALECT_MARIADB:
		return COLUMN_MY;
	case DIALECT_SQLITE:
		return COLUMN_LITE;
	case DIALECT_MSSQL:
		return COLUMN_MS;
	case DIALECT_ORACLE:
		return COLUMN_ORA;
	default:
		return COLUMN_PG;
	}
}

/* The first keyword that is a number, or says that there is one that is not known. */
static void size_from(struct type_source *s, struct str keyword, int64_t *size, struct str *hole)
{
	struct str value = type_text_keyword(s->words, keyword);

	if (!value.len || *size >= 0 || str_eq(value, STR("None")))
		return;
	*size = type_text_number(value);
	if (*size < 0)
		*hole = value;
}

static void size_at(struct type_source *s, uint32_t position, int64_t *size, struct str *hole)
{
	struct str value = s->words->positional[position];

	if (!value.len || *size >= 0 || s->words->quoted[position] || str_eq(value, STR("None")) ||
	    str_eq(value, STR("True")) || str_eq(value, STR("False")) || str_chr(value, '(') >= 0)
		return;
	*size = type_text_number(value);
	if (*size < 0 && (value.ptr[0] < '0' || value.ptr[0] > '9'))
		*hole = value;
}

static const struct type_text no_words;

/* Takes the text apart, where there is more to it than a name. */
static void read_words(struct type_source *s, struct type_text *words)
{
	static const struct str lengths[] = {STR_INIT("length"), STR_INIT("precision"),
					     STR_INIT("fsp"), STR_INIT("display_width"),
					     STR_INIT("second_precision")};

	s->words = &no_words;
	if (s->text.len == s->name.len)
		return;
	type_text_parse(words, s->text);
	s->words = words;
	if (str_eq(s->name, STR("DOUBLE")) && type_text_word(s->words, STR("PRECISION")))
		s->name = STR("DOUBLE PRECISION");
	size_at(s, 0, &s->length, &s->length_hole);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		size_from(s, lengths[i], &s->length, &s->length_hole);
	if (s->length >= 0 || s->length_hole.len)
		size_at(s, 1, &s->scale, &s->scale_hole);
	size_from(s, STR("scale"), &s->scale, &s->scale_hole);
}

static bool is_enum(const struct type_source *s)
{
	return str_eq(s->name, STR("Enum")) || str_eq(s->name, STR("ENUM"));
}

/* The length of the VARCHAR that stands for an enumeration; -1 = not known. */
static int64_t longest_label(const struct type_source *s)
{
	int64_t longest = -1;

	if (str_eq(type_text_keyword(s->words, STR("length")), STR("None")))
		return ENUM_LENGTH_NONE;
	for (uint32_t i = 0; i < s->label_count; i++) {
		int64_t characters = 0;

		if (!name_known(s->labels[i]) && s->labels[i].len)
			return -1;
		for (size_t at = 0; at < s->labels[i].len; at++)
			characters += ((unsigned char)s->labels[i].ptr[at] & 0xc0) != 0x80;
		if (characters > longest)
			longest = characters;
	}
	return longest > s->length ? longest : s->length;
}

static enum native_type text_for_enum(struct type_source *s, enum dialect_column column)
{
	static const enum native_type texts[COLUMN_COUNT] = {NATIVE_PG_VARCHAR, NATIVE_MY_VARCHAR,
							     NATIVE_LITE_VARCHAR, NATIVE_MS_VARCHAR,
							     NATIVE_ORA_VARCHAR2};

	s->length = longest_label(s);
	if (s->length < 0 && !s->length_hole.len)
		s->length_hole = STR("longest label");
	return texts[column];
}

static enum native_type enum_native(struct type_source *s, enum native_type native,
				    enum dialect_column column)
{
	bool native_enum = s->native != TRI_NO && !type_text_false(s->words, STR("native_enum"));

	if (!native_enum || (native != NATIVE_PG_ENUM && native != NATIVE_MY_ENUM))
		return text_for_enum(s, column);
	if (native == NATIVE_PG_ENUM && !s->enum_name.len)
		return NATIVE_NONE; /* SQLAlchemy asks for a name */
	return native;
}

/* VARYING behind a word that is fixed without it. */
static enum native_type varying(const struct type_source *s, enum native_type native)
{
	static const enum native_type pairs[][2] = {
		{NATIVE_PG_CHAR, NATIVE_PG_VARCHAR},     {NATIVE_MY_CHAR, NATIVE_MY_VARCHAR},
		{NATIVE_LITE_CHAR, NATIVE_LITE_VARCHAR}, {NATIVE_MS_CHAR, NATIVE_MS_VARCHAR},
		{NATIVE_ORA_CHAR, NATIVE_ORA_VARCHAR2},  {NATIVE_MS_NCHAR, NATIVE_MS_NVARCHAR},
		{NATIVE_PG_BIT, NATIVE_PG_VARBIT},
	};

	if (!type_text_word(s->words, STR("VARYING")) &&
	    !type_text_true(s->words, STR("varying")) &&
	    !(native == NATIVE_PG_BIT && str_eq(s->words->positional[1], STR("True"))))
		return native;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i][0] == native)
			return pairs[i][1];
	return native;
}

static enum native_type zoned(const struct type_source *s, enum native_type native)
{
	if (!type_text_true(s->words, STR("timezone")) &&
	    !type_text_word(s->words, STR("WITH TIME ZONE")) &&
	    !type_text_word(s->words, STR("WITH LOCAL TIME ZONE")))
		return native;
	switch (native) {
	case NATIVE_PG_TIME:
		return NATIVE_PG_TIMETZ;
	case NATIVE_PG_TIMESTAMP:
		return NATIVE_PG_TIMESTAMPTZ;
	case NATIVE_MS_DATETIME:
		return NATIVE_MS_DATETIMEOFFSET;
	case NATIVE_ORA_TIMESTAMP:
		return NATIVE_ORA_TIMESTAMPTZ;
	default:
		return native;
	}
}

/* MySQL takes the smallest TEXT or BLOB that holds so many characters (of up to 4 bytes). */
static enum native_type large_object(struct type_source *s, enum native_type native)
{
	bool text = native == NATIVE_MY_TEXT;
	int64_t bytes = s->length > INT64_C(1) << 40 ? s->length : s->length * (text ? 4 : 1);

	if (s->length <= 0)
		return native;
	s->length = -1;
	if (bytes <= 255)
		return text ? NATIVE_MY_TINYTEXT : NATIVE_MY_TINYBLOB;
	if (bytes <= 65535)
		return native;
	if (bytes <= 16777215)
		return text ? NATIVE_MY_MEDIUMTEXT : NATIVE_MY_MEDIUMBLOB;
	return text ? NATIVE_MY_LONGTEXT : NATIVE_MY_LONGBLOB;
}

static enum native_type float_size(struct type_source *s, enum native_type native)
{
	bool sized = s->length > 0 && str_eq_nocase(s->name, STR("FLOAT"));

	if (native == NATIVE_MY_FLOAT && s->scale >= 0)
		return native;
	if (native == NATIVE_MY_FLOAT) {
		native = sized && s->length > FLOAT_BITS ? NATIVE_MY_DOUBLE : native;
		s->length = -1;
	} else if (sized && s->length <= FLOAT_BITS) {
		native = native == NATIVE_PG_DOUBLE  ? NATIVE_PG_REAL
			 : native == NATIVE_MS_FLOAT ? NATIVE_MS_REAL
						     : native;
	}
	return native;
}

/* A UUID that the dialect, or the argument, keeps as text or as bytes. */
static enum native_type uuid(struct type_source *s, enum native_type native, dialect_set one)
{
	static const enum native_type chars[COLUMN_COUNT] = {
		NATIVE_PG_CHAR, NATIVE_MY_CHAR, NATIVE_LITE_CHAR, NATIVE_MS_CHAR, NATIVE_ORA_CHAR};
	bool other = type_text_false(s->words, STR("native_uuid")) ||
		     type_text_false(s->words, STR("native"));
	bool keeps = native == NATIVE_PG_UUID || native == NATIVE_MS_UNIQUEIDENTIFIER;

	if (str_eq(s->name, STR("UUID")))
		return native == NATIVE_MY_UUID && one == DIALECT_MYSQL ? NATIVE_NONE : native;
	if (keeps && !other)
		return native;
	if (str_eq(s->name, STR("Uuid")) && one == DIALECT_MARIADB && !other)
		return NATIVE_MY_UUID;
	if (str_eq(s->name, STR("Uuid")) || type_text_false(s->words, STR("binary"))) {
		s->length = UUID_TEXT;
		return chars[column_of(one)];
	}
	return keeps ? NATIVE_NONE : native;
}

static enum native_type interval(struct type_source *s, enum native_type native)
{
	bool emulated = str_eq(s->name, STR("Interval")) &&
			type_text_false(s->words, STR("native"));

	if (!emulated && (native == NATIVE_PG_INTERVAL || native == NATIVE_ORA_INTERVAL))
		return native;
	s->length = -1; /* a point in time that stands for one */
	return native == NATIVE_PG_INTERVAL    ? NATIVE_PG_TIMESTAMP
	       : native == NATIVE_ORA_INTERVAL ? NATIVE_ORA_DATE
					       : native;
}

static enum native_type boolean_width(const struct type_source *s, enum native_type native)
{
	bool plain = !type_text_true(s->words, STR("unsigned")) &&
		     !type_text_word(s->words, STR("UNSIGNED")) &&
		     !type_text_true(s->words, STR("zerofill")) &&
		     !type_text_word(s->words, STR("ZEROFILL"));

	return s->length == 1 && plain ? NATIVE_MY_BOOL : native;
}

/* The type that the arguments make of the row's. */
static enum native_type adjust(struct type_source *s, enum native_type native, dialect_set one)
{
	if (is_enum(s))
		return enum_native(s, native, column_of(one));
	if (str_eq(s->name, STR("Uuid")) || str_eq(s->name, STR("UUID")) ||
	    str_eq(s->name, STR("UUIDType")))
		return uuid(s, native, one);
	if (str_eq(s->name, STR("Interval")) || str_eq(s->name, STR("INTERVAL")))
		return interval(s, native);
	switch (native) {
	case NATIVE_PG_DOUBLE:
	case NATIVE_MY_FLOAT:
	case NATIVE_MS_FLOAT:
		return float_size(s, native);
	case NATIVE_MY_TINYINT:
		return boolean_width(s, native);
	case NATIVE_MY_TEXT:
	case NATIVE_MY_BLOB:
		return large_object(s, native);
	case NATIVE_ORA_LONG:
		return type_text_word(s->words, STR("RAW")) ? NATIVE_ORA_LONG_RAW : native;
	case NATIVE_MY_JSON:
		return one == DIALECT_MARIADB ? NATIVE_MY_LONGTEXT : native;
	default:
		return s->words == &no_words ? native : zoned(s, varying(s, native));
	}
}

static void source_of(struct type_source *s, const struct coltype *type, dialect_set one)
{
	*s = (struct type_source){.name = type->name,
				  .text = type->text,
				  .length = type->length,
				  .scale = type->scale,
				  .enum_name = type->enum_name,
				  .enum_schema = type->enum_schema,
				  .labels = type->labels,
				  .label_count = type->label_count,
				  .native = type->native};
	for (uint32_t i = 0; i < type->variant_count; i++) {
		const struct type_variant *variant = &type->variants[i];

		if (variant->dialects & one)
			*s = (struct type_source){.name = variant->name,
						  .text = variant->text,
						  .length = variant->length,
						  .scale = variant->scale};
	}
}

static enum tri check_of(const struct type_source *s, const struct sql_type *t)
{
	bool makes = str_eq(s->name, STR("Boolean")) || (is_enum(s) && !t->native_enum);

	if (!makes || t->native == NATIVE_PG_BOOLEAN ||
	    type_text_false(s->words, STR("create_constraint")))
		return TRI_NO;
	return type_text_true(s->words, STR("create_constraint")) ? TRI_YES : TRI_UNKNOWN;
}

static bool holds_labels(const struct type_source *s)
{
	return is_enum(s) || str_eq(s->name, STR("SET"));
}

static void from_row(struct sql_type *ret, struct arena *a, struct type_source *s,
		     const struct coltype_row *row, dialect_set one)
{
	enum native_type native = row->natives[column_of(one)];

	s->package = row->package;
	if (holds_labels(s))
		type_source_labels(s, a);
	if (row->length >= 0 && s->length < 0 && !s->length_hole.len)
		s->length = row->length;
	ret->native = native || is_enum(s) ? adjust(s, native, one) : native;
	if (!ret->native) {
		type_spell_unknown(ret, a, s, one);
		return;
	}
	type_spell(ret, a, s, one);
	ret->assumed = row->package;
	ret->serial = str_has(row->name, STR("SERIAL"));
	ret->check = check_of(s, ret);
	if (str_eq(s->name, STR("JSON"))) /* as MariaDB has it */
		ret->family = TYPE_JSON;
}

static void resolve(struct sql_type *ret, struct arena *a, struct type_source *s, dialect_set one,
		    int depth);

/* ARRAY(String(5), dimensions=2), "TEXT[]": format_type tells no dimensions. */
static bool array(struct sql_type *ret, struct arena *a, const struct type_source *s,
		  dialect_set one, int depth)
{
	struct type_source element = {.length = -1, .scale = -1};
	struct sql_type *of;
	bool called = str_eq(s->name, STR("ARRAY")) && s->words->positional_count;

	if ((!called && !s->words->dimensions) || column_of(one) != COLUMN_PG ||
	    depth == ELEMENT_DEPTH)
		return false;
	if (called) {
		element.text = s->words->positional[0];
	} else {
		element = *s;
		element.text = str_trim(str_sub(s->text, 0, (size_t)str_rchr(s->text, '[')));
	}
	type_source_name(&element);
	of = arena_new(a, struct sql_type);
	resolve(of, a, &element, one, depth + 1);
	*ret = *of;
	ret->family = TYPE_ARRAY;
	ret->element = of;
	ret->serial = false;
	ret->text = of->family == TYPE_ARRAY ? of->text : arena_join(a, of->text, STR("[]"));
	return true;
}

static void resolve(struct sql_type *ret, struct arena *a, struct type_source *s, dialect_set one,
		    int depth)
{
	const struct coltype_row *row;
	struct type_text words;

	*ret = (struct sql_type){.length = -1, .scale = -1};
	read_words(s, &words);
	if (array(ret, a, s, one, depth))
		return;
	row = s->words->dimensions ? NULL : find_row(s->name);
	if (row)
		from_row(ret, a, s, row, one);
	else
		type_spell_unknown(ret, a, s, one);
}

void sql_type_of(struct sql_type *ret, struct arena *a, const struct coltype *type, dialect_set one)
{
	struct type_source source;

	source_of(&source, type, one);
	resolve(ret, a, &source, one, 0);
}

struct str type_family_name(enum type_family family)
{
	static const struct str names[TYPE_FAMILY_COUNT] = {
		STR_INIT("unknown"),   STR_INIT("integer"),  STR_INIT("decimal"),
		STR_INIT("float"),     STR_INIT("text"),     STR_INIT("binary"),
		STR_INIT("boolean"),   STR_INIT("date"),     STR_INIT("time"),
		STR_INIT("timestamp"), STR_INIT("interval"), STR_INIT("enum"),
		STR_INIT("json"),      STR_INIT("uuid"),     STR_INIT("array"),
		STR_INIT("network"),   STR_INIT("other"),
	};

	assert(family < TYPE_FAMILY_COUNT);
	return names[family];
}
