import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import ProgrammingError

revision = "t1"
down_revision = "t0"


def upgrade():
    try:
        op.create_table("t", sa.Column("a", sa.Integer()))
    except ProgrammingError:
        op.drop_table("t")
    try:
        op.drop_index("ix")
    except Exception as error:
        print(error)
        raise
    else:
        op.create_index("ix", "t", ["a"])
    finally:
        op.execute("DELETE FROM locks")
    try:
        import missing
    except ImportError:
        missing = None
    if missing:
        op.drop_table("u")


def downgrade():
    try:
        op.drop_table("t")
    except Exception:
        pass
    try:
        return
    finally:
        op.drop_table("v")
