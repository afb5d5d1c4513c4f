/*
 * Runs a fuzz target over files instead of under libFuzzer: every preset, with
 * any compiler, so checks at least that the seeds (which hold every input that
 * once crashed) do not crash again.
 */
#include <errno.h>
#include <fts.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A sorted walk, so that the file that crashes is the same in every run. */
static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int replay(const char *path, size_t size)
{
	/* Exactly sized, so that ASan sees a read past the end of the input. */
	uint8_t *data = malloc(size ? size : 1);
	FILE *file = fopen(path, "rb");
	int ret = -1;

	if (data && file && fread(data, 1, size, file) == size) {
		LLVMFuzzerTestOneInput(data, size);
		ret = 0;
	} else {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	}
	if (file)
		fclose(file);
	free(data);
	return ret;
}

int main(int argc, char **argv)
{
	size_t files = 0, failed = 0;
	FTSENT *entry;
	FTS *walk;

	if (argc < 2) {
		fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
		return 2;
	}
	walk = fts_open(argv + 1, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	if (!walk) {
		perror("fts_open");
		return 2;
	}
	while ((entry = fts_read(walk))) {
		if (entry->fts_info == FTS_F) {
			files++;
			failed += replay(entry->fts_path, (size_t)entry->fts_statp->st_size) != 0;
		} else if (entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR ||
			   entry->fts_info == FTS_NS) {
			fprintf(stderr, "%s: %s\n", entry->fts_path, strerror(entry->fts_errno));
			failed++;
		}
	}
	fts_close(walk);
	printf("%zu inputs\n", files);
	return files == 0 || failed ? 1 : 0;
}
