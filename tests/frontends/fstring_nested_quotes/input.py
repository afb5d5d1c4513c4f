from alembic import op

revision = "s1"
down_revision = "s0"

NAMES = {"a": "one", 'b': "two"}


def upgrade():
    op.drop_table(f"{NAMES["a"]}_x")
    op.drop_table(f"{'_'.join(["p", "q"])}")
    op.drop_table(f"{f"{NAMES['b']}"}_y")
    op.execute(f"DELETE FROM {NAMES["a"]} WHERE {"x"} = 1")


def downgrade():
    pass
