from alembic import op

revision = "cr1"
down_revision = "cr0"


def upgrade():
    op.drop_column("t", "a")  # tidemark: allow dropped-column -- why
    op.execute("""
        DELETE FROM t
        WHERE a = 1
    """)


def downgrade():
    pass
