/*
 * JSON through cJSON, one small tree at a time.
 *
 * Trees borrow their keys (literals) and their strings (made valid in an arena by json_text()), so
 * that a tree costs its nodes and nothing else. json_write() prints a tree and frees it. Arrays of
 * any length are written as a sequence of such trees between json_open() and json_close().
 *
 * What is written is ASCII-safe for terminals: besides what JSON asks for, DEL, the C1 controls,
 * the line separators and the bidirectional controls of Unicode are written as \uXXXX.
 */
#ifndef TIDEMARK_REPORTS_JSON_WRITER_H
#define TIDEMARK_REPORTS_JSON_WRITER_H

#include "core/base/arena.h"
#include "core/base/out.h"

#include <cjson/cJSON.h>

/* Valid UTF-8, terminated: each byte that is none, and each NUL, becomes U+FFFD. */
const char *json_text(struct arena *a, struct str s);

/* New trees. They never return NULL: out of memory ends the process, as arenas do. */
cJSON *json_object(void);
cJSON *json_array(void);
cJSON *json_string(struct arena *a, struct str s);
cJSON *json_strings(struct arena *a, const struct str *items, uint32_t count);
/* 16 digits. */
cJSON *json_hex(struct arena *a, uint64_t value);

/* Adding to an object, in the order of the calls. `key` is a literal. */
void json_add(cJSON *object, const char *key, cJSON *item);
void json_add_str(cJSON *object, struct arena *a, const char *key, struct str s);
/* null for the empty slice */
void json_add_str_or_null(cJSON *object, struct arena *a, const char *key, struct str s);
void json_add_u64(cJSON *object, struct arena *a, const char *key, uint64_t value);
/* null for 0, which no line or column is */
void json_add_line(cJSON *object, struct arena *a, const char *key, uint32_t line);
void json_add_bool(cJSON *object, const char *key, bool value);
void json_add_null(cJSON *object, const char *key);
/* Adding to an array. */
void json_push(cJSON *array, cJSON *item);

/* Prints the tree on one line and frees it. */
void json_write(struct out *out, cJSON *tree);
/* The same for an object that goes on: without its closing brace. */
void json_write_open(struct out *out, cJSON *object);

/*
 * A list that is written item by item. The first item goes on a line of its own and so does each
 * of the others; an empty list is [].
 */
struct json_list {
	struct out *out;
	bool any;
};
/* `key` is preceded by a comma; NULL = the list itself. */
struct json_list json_list_open(struct out *out, const char *key);
/* Call before each item. */
void json_list_item(struct json_list *list);
void json_list_close(struct json_list *list);

#endif
