#include "core/model/proof.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct proof proof(enum outcome upgrade, enum verdict rollback, enum outcome reupgrade,
			  enum outcome interruption)
{
	return (struct proof){.rollback = rollback,
			      .upgrade.outcome = upgrade,
			      .reupgrade.outcome = reupgrade,
			      .interruption.outcome = interruption};
}

static void the_worst_of_each_kind(void **state)
{
	const struct proof proofs[] = {
		proof(OUTCOME_RUNS, VERDICT_RESTORED, OUTCOME_FAILS, OUTCOME_ATOMIC),
		proof(OUTCOME_RUNS, VERDICT_LOSES_DATA, OUTCOME_RUNS, OUTCOME_STUCK),
	};
	struct verdicts v = proof_summary(&(struct proof_list){proofs, 2, false});

	(void)state;
	assert_int_equal(v.rollback, VERDICT_LOSES_DATA);
	assert_int_equal(v.reupgrade, OUTCOME_FAILS);
	assert_int_equal(v.interruption, OUTCOME_STUCK);
}

/* SQLite refuses the upgrade: nobody runs it there, and what would come after it says nothing. */
static void what_cannot_be_upgraded_does_not_decide(void **state)
{
	const struct proof proofs[] = {
		proof(OUTCOME_FAILS, VERDICT_CANNOT_RUN, OUTCOME_FAILS, OUTCOME_STUCK),
		proof(OUTCOME_RUNS, VERDICT_RESTORED, OUTCOME_RUNS, OUTCOME_ATOMIC),
	};
	struct verdicts v = proof_summary(&(struct proof_list){proofs, 2, false});

	(void)state;
	assert_int_equal(v.rollback, VERDICT_RESTORED);
	assert_int_equal(v.reupgrade, OUTCOME_RUNS);
	assert_int_equal(v.interruption, OUTCOME_ATOMIC);
}

static void where_nothing_can_be_upgraded_all_decide(void **state)
{
	const struct proof proofs[] = {
		proof(OUTCOME_FAILS, VERDICT_CANNOT_RUN, OUTCOME_FAILS, OUTCOME_STUCK),
	};
	struct verdicts v = proof_summary(&(struct proof_list){proofs, 1, false});
	struct verdicts none = proof_summary(&(struct proof_list){NULL, 0, false});

	(void)state;
	assert_int_equal(v.rollback, VERDICT_CANNOT_RUN);
	assert_int_equal(v.reupgrade, OUTCOME_FAILS);
	assert_int_equal(v.interruption, OUTCOME_STUCK);
	assert_int_equal(none.rollback, VERDICT_UNPROVABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worst_of_each_kind),
		cmocka_unit_test(what_cannot_be_upgraded_does_not_decide),
		cmocka_unit_test(where_nothing_can_be_upgraded_all_decide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
