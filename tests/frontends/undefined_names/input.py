import sqlalchemy as sa
from alembic import op

revision = "b1"
down_revision = "b0"

if sa.__version__ < "2":
    OldText = sa.Text


def upgrade():
    # bound somewhere in the file, if only on one way
    op.add_column("books", sa.Column("kind", OldText))
    op.add_column("books", sa.Column("late", Late))
    # Python 2's
    op.drop_column("books", unicode("kind"))
    print(_("done"), __doc__)
    # on offline runs only; zero or more times
    if op.get_context().as_sql:
        op.drop_column("books", COLUMN)
    for table in op.get_bind().execute("SELECT name FROM shops"):
        op.execute(f"DROP TABLE {PREFIX}{table}")
    op.add_column("books", sa.Column("isbn", LongText(), nullable=True))
    # never reached
    op.add_column("books", sa.Column("title", type_=LongText))


def downgrade():
    # perhaps not evaluated
    names = [NAME for _ in op.get_bind().execute("SELECT 1")]
    first = names and NAME
    second = NAME if first else None
    make = lambda: NAME
    try:
        op.drop_column("books", NAME)
    except NameError:
        op.drop_column("books", NAME)
    for table in TABLES:
        op.drop_column(table, "title")


try:
    from shop.types import Late
except ImportError:
    Late = sa.Text
