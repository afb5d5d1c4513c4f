/*
 * From a finished scan to the reports that were asked for.
 */
#ifndef TIDEMARK_SCANNER_REPORT_FILES_H
#define TIDEMARK_SCANNER_REPORT_FILES_H

#include "scanner/run.h"

/* Before a long scan: do the formats exist? ERR_USAGE lists those that do. */
int check_outputs(const struct tidemark_scan *options, struct err *reterr);

/*
 * Writes every output and the per-repository reports. A file is written under a temporary name and
 * renamed, so that nobody meets half a report. ERR_IO names the file.
 */
int write_reports(struct scan_run *run, uint32_t units, struct err *reterr);

#endif
