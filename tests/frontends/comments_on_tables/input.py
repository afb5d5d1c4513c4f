from alembic import op

revision = "g1"
down_revision = "g0"


def upgrade():
    op.create_table_comment("t", "people", existing_comment=None, schema="s")
    with op.batch_alter_table("u") as b:
        b.create_table_comment("words")


def downgrade():
    op.drop_table_comment("t", existing_comment="people", schema="s")
