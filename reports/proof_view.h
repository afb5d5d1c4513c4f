/*
 * Proofs, written.
 */
#ifndef TIDEMARK_REPORTS_PROOF_VIEW_H
#define TIDEMARK_REPORTS_PROOF_VIEW_H

#include "core/base/out.h"
#include "core/model/proof_chain.h"
#include "reports/json_writer.h"

/* docs/json.md lists the keys. Texts are borrowed from the proof or in `a`. */
cJSON *proof_object(struct arena *a, const struct proof *proof);

/*
 * The proofs of one migration in sentences, each with the line of code that decides it: those of a
 * dialect or scenario that say the same are told once.
 */
void proof_explain(const struct proof_list *proofs, const struct migration *m,
		   struct arena *scratch, struct out *out);

#endif
