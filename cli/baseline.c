#include "baseline.h"

#include "command.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	HEX_DIGITS = 16,
	FIRST_BYTES = 1024 * 1024, /* rooms for a file that is read; doubled */
};

/* A document is held as one tree, about ten times its size. */
#define DOCUMENT_BYTES_MAX ((size_t)256 << 20)
#define LINE_BYTES_MAX ((size_t)64 << 20)

/* One report being read. */
struct report {
	struct baseline *to;
	const char *path;
	size_t first;     /* its findings begin here */
	const char *only; /* the repository, while there is one */
	bool several;     /* more than one */
};

static void *must(void *memory)
{
	if (!memory) {
		fputs("tidemark: out of memory\n", stderr);
		abort();
	}
	return memory;
}

static int refuse(const struct report *r, const char *why)
{
	return usage_error("--baseline %s: %s", r->path, why);
}

static const char *text_of(const cJSON *object, const char *key)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static const char *keep(struct baseline *b, const char *name)
{
	/* findings come repository by repository */
	if (b->owned_count && strcmp(b->owned[b->owned_count - 1], name) == 0)
		return b->owned[b->owned_count - 1];
	if (b->owned_count == b->owned_capacity) {
		b->owned_capacity = b->owned_capacity ? 2 * b->owned_capacity : 16;
		b->owned = must(realloc(b->owned, b->owned_capacity * sizeof(*b->owned)));
	}
	b->owned[b->owned_count] = must(strdup(name));
	return b->owned[b->owned_count++];
}

static void note_repository(struct report *r, const char *name)
{
	if (!name)
		return;
	if (r->only && strcmp(r->only, name) != 0)
		r->several = true;
	else if (!r->only)
		r->only = keep(r->to, name);
}

static int add(struct report *r, const char *fingerprint, const char *repository)
{
	struct baseline *b = r->to;
	char *end = NULL;
	uint64_t value;

	if (!fingerprint || strspn(fingerprint, "0123456789abcdef") < HEX_DIGITS)
		return refuse(r, "a finding has no fingerprint of 16 hexadecimal digits");
	value = strtoull(fingerprint, &end, 16);
	if (end != fingerprint + HEX_DIGITS || (*end && *end != ':'))
		return refuse(r, "a finding has no fingerprint of 16 hexadecimal digits");
	if (b->count == b->capacity) {
		b->capacity = b->capacity ? 2 * b->capacity : 256;
		b->items = must(realloc(b->items, b->capacity * sizeof(*b->items)));
	}
	b->items[b->count++] = (struct tidemark_known){
		.repository = repository ? keep(b, repository) : NULL,
		.fingerprint = value,
	};
	return 0;
}

static int add_finding(struct report *r, const cJSON *finding)
{
	const char *repository = text_of(finding, "repository");

	if (!repository)
		return refuse(r, "a finding names no repository");
	note_repository(r, repository);
	return add(r, text_of(finding, "fingerprint"), repository);
}

/* ---- the formats ------------------------------------------------------------------------------ */

static int read_sarif(struct report *r, const cJSON *runs)
{
	const cJSON *run, *result;
	int failed = 0;

	cJSON_ArrayForEach(run, runs)
	{
		cJSON_ArrayForEach(result, cJSON_GetObjectItemCaseSensitive(run, "results"))
		{
			const cJSON *prints =
				cJSON_GetObjectItemCaseSensitive(result, "partialFingerprints");

			/* our only one; its name holds the version of how it is made */
			failed = add(r, prints && prints->child ? prints->child->valuestring : NULL,
				     NULL);
			if (failed)
				return failed;
		}
	}
	return 0;
}

static int read_document(struct report *r, const cJSON *document)
{
	const cJSON *runs = cJSON_GetObjectItemCaseSensitive(document, "runs");
	const cJSON *findings = cJSON_GetObjectItemCaseSensitive(document, "findings"), *item;
	int failed = 0;

	if (cJSON_IsArray(runs))
		return read_sarif(r, runs);
	if (!cJSON_IsArray(findings))
		return refuse(r, "is no json, jsonl or sarif report of tidemark");
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(document, "repositories"))
		note_repository(r, text_of(item, "repository"));
	cJSON_ArrayForEach(item, findings)
	{
		failed = add_finding(r, item);
		if (failed)
			break;
	}
	return failed;
}

static int read_line(struct report *r, const cJSON *record)
{
	const char *kind = text_of(record, "kind");

	if (!kind)
		return refuse(r, "is no json, jsonl or sarif report of tidemark");
	if (strcmp(kind, "repository") == 0)
		note_repository(r, text_of(record, "repository"));
	return strcmp(kind, "finding") == 0 ? add_finding(r, record) : 0;
}

/* ---- the file --------------------------------------------------------------------------------- */

static int parse(struct report *r, const char *text, size_t len, bool line)
{
	cJSON *json = cJSON_ParseWithLength(text, len);
	int failed;

	if (!json)
		return refuse(r, "is not JSON, or was cut off");
	failed = line ? read_line(r, json) : read_document(r, json);
	cJSON_Delete(json);
	return failed;
}

/* A line that is an object by itself, with a kind: jsonl. */
static bool is_record(const char *line, size_t len)
{
	cJSON *json = cJSON_ParseWithLength(line, len);
	bool is = json && text_of(json, "kind");

	cJSON_Delete(json);
	return is;
}

static int read_lines(struct report *r, FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int failed = 0;

	while (!failed && (len = getline(&line, &size, file)) > 0) {
		if ((size_t)len > LINE_BYTES_MAX)
			failed = refuse(r, "a line is too long");
		else if (strspn(line, " \t\r\n") < (size_t)len)
			failed = parse(r, line, (size_t)len, true);
	}
	free(line);
	return failed;
}

static int read_whole(struct report *r, FILE *file)
{
	size_t size = FIRST_BYTES, len = 0, got;
	char *text = must(malloc(size));
	int failed = 0;

	while (!failed && (got = fread(text + len, 1, size - len, file)) > 0) {
		len += got;
		if (len > DOCUMENT_BYTES_MAX)
			failed = refuse(r, "is larger than 256 MiB; a jsonl report may be");
		else if (len == size)
			text = must(realloc(text, size *= 2));
	}
	if (!failed)
		failed = len ? parse(r, text, len, false) : refuse(r, "is empty");
	free(text);
	return failed;
}

static int read_file(struct report *r, FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len = getline(&line, &size, file);
	bool lines = len > 0 && is_record(line, (size_t)len);
	bool store = len > 0 && strncmp(line, "SQLite format 3", 15) == 0;
	int failed;

	free(line);
	rewind(file);
	if (store)
		return refuse(r, "is a store; this version compares with json, jsonl and sarif");
	failed = lines ? read_lines(r, file) : read_whole(r, file);
	if (!failed && ferror(file))
		failed = refuse(r, strerror(errno));
	return failed;
}

int baseline_read(struct baseline *b, const char *path)
{
	struct report r = {.to = b, .path = path, .first = b->count};
	FILE *file = fopen(path, "re");
	int failed;

	if (!file)
		return refuse(&r, strerror(errno));
	failed = read_file(&r, file);
	fclose(file);
	for (size_t i = r.first; i < b->count && !failed && !r.several; i++)
		b->items[i].repository = NULL;
	return failed;
}

void baseline_release(struct baseline *b)
{
	for (size_t i = 0; i < b->owned_count; i++)
		free(b->owned[i]);
	free(b->owned);
	free(b->items);
	*b = (struct baseline){0};
}
