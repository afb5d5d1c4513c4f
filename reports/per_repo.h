/*
 * --per-repo DIR: a report file for each repository, and an index of them.
 *
 * No name from a repository is ever used as a path: a file is named by its place in the scan and
 * what is harmless of the repository's name, "00012-shop.sarif". Files are written under a
 * temporary name and renamed, so that a reader never meets half a report; a link that is in the
 * way is replaced, not followed. Files of earlier scans are left alone; the index names those of
 * this one.
 */
#ifndef TIDEMARK_REPORTS_PER_REPO_H
#define TIDEMARK_REPORTS_PER_REPO_H

#include "reports/format.h"

/* The file name for a unit, in `a`. Only [a-z0-9.-], at most 64 bytes, no leading dot. */
struct str per_repo_name(struct arena *a, uint32_t unit, struct str repository,
			 const struct format *format);

/*
 * Writes the report of one unit: the run's information with this unit's coverage. ERR_NOT_FOUND if
 * the unit is not there.
 */
int report_render_unit(const struct report *report, uint32_t unit, const struct format *format,
		       struct out *out, struct err *reterr);

/*
 * Writes every unit's report in every given format, index.json and index.md into `folder`, which is
 * made if it is not there. ERR_IO names the file. Stops at the first file that cannot be written.
 */
int report_per_repo(const struct report *report, const char *folder,
		    const struct format *const *chosen, uint32_t chosen_count, struct err *reterr);

#endif
