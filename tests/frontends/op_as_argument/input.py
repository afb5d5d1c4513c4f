import sqlalchemy as sa

revision = "m1"
down_revision = "m0"


def upgrade(op, tables, tester):
    op.add_column("t", sa.Column("a", sa.Integer()))
    op.create_table("u", sa.Column("id", sa.Integer(), primary_key=True))
    if tester.is_testing():
        tester.populate_table("u", [("id", tester.TestDataType.Integer)])


def downgrade(op, tables, tester):
    op.drop_column("t", "a")
    op.drop_table("u")
