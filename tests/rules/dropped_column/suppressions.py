from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("users", "a")  # tidemark: allow dropped-column -- never shipped # expect: dropped-column suppressed
    # tidemark: allow TM201 -- never shipped
    op.drop_column("users", "b")  # expect: dropped-column suppressed
    op.drop_column("users", "c")  # noqa: MRT201 reviewed by the owner # expect: dropped-column suppressed
    op.drop_column("users", "d")  # NoQA: mrt206 # expect: dropped-column suppressed
    op.drop_column("users", "e")  # MRT: Ignore # expect: dropped-column suppressed
    op.drop_column(  # expect: dropped-column suppressed
        "users",
        "f",
    )  # noqa: MRT201
    op.drop_column("users", "g")  # noqa # expect: dropped-column
    op.drop_column("users", "h")  # noqa: E501 # expect: dropped-column
    # tidemark: allow rollback -- a family
    op.drop_column("users", "i")  # expect: dropped-column suppressed
    # tidemark: allow dropped-table -- another rule # expect: unused-suppression
    op.drop_column("users", "j")  # expect: dropped-column
    # tidemark: allow dropped-column -- not on the line above # expect: unused-suppression

    op.drop_column("users", "k")  # expect: dropped-column


def downgrade():
    for name in "abcdefghijk":
        op.add_column("users", sa.Column(name, sa.Text()))
