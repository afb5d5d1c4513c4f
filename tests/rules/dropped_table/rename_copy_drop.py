from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("replies", "replies_tmp")
    op.create_table("replies", sa.Column("id", sa.Integer(), nullable=False))
    conn = op.get_bind()
    conn.execute(sa.text("""
        INSERT INTO replies
        SELECT id FROM replies_tmp
    """))
    op.drop_table("replies_tmp")


def downgrade():
    with op.batch_alter_table("replies") as batch_op:
        batch_op.alter_column("id", nullable=True)
