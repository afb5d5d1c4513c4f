from contextlib import suppress

import sqlalchemy as sa
from alembic import op
from shop import rest

revision = "b1"
down_revision = "b0"


def upgrade():
    op.add_column("books", sa.Column("isbn", sa.Text()), after="title")
    op.drop_constraint("uq_books_isbn")
    op.drop_constraint("uq_books_isbn", "books", "unique", None, True)
    op.create_primary_key("pk_books", "books", ["id"], mysql_engine="InnoDB")
    op.rename_table("books")
    op.create_index("ix_books_isbn", "books", table_name="books", columns=["isbn"])
    # takes anything by name
    op.create_index("ix_books_isbn", "books", ["isbn"], mysql_length=10)
    # old releases
    op.drop_constraint(name="uq_books_isbn", tablename="books", type="unique")
    # not known what is given
    op.drop_constraint("uq_books_isbn", *rest())
    op.drop_constraint("uq_books_isbn", **rest())
    try:
        op.drop_constraint("uq_books_isbn")
    except TypeError:
        op.drop_constraint("uq_books_isbn", "books")
    with suppress(TypeError):
        op.drop_index()


def downgrade():
    op.drop_column("books", sa.Column("isbn", sa.Text()))
    op.alter_column("books", sa.Column("isbn", sa.Text()), nullable=False)
    op.alter_column("books", sa.Column("isbn", sa.Text(), nullable=False))
    with op.batch_alter_table("books", schema="shop") as batch:
        batch.drop_column("books", "isbn")
        batch.add_column("books", sa.Column("isbn", sa.Text()), None, None)
        batch.drop_index("ix_books_isbn", table_name="books")
        batch.create_unique_constraint("uq_books_isbn", ["isbn"], table_name="books")
        batch.create_foreign_key("fk", "shops", ["shop"], ["id"], source_schema="shop")
        batch.alter_column("isbn", schema="shop", nullable=True)
        batch.drop_constraint("uq_books_isbn", "unique")
        batch.drop_column(sa.Column("isbn"))
