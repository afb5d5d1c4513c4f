"""classes of other files: bases, super(), an enumeration, a mapped class"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from app.kinds import Kind
from app.models import User
from app.steps import DropStep

revision = "a1"
down_revision = None


def upgrade():
    DropStep("users", "phone").run()
    op.add_column("users", sa.Column("kind", sa.Enum(Kind, name="kind")))
    session = Session(bind=op.get_bind())
    session.query(User).update({"kind": Kind.STAFF.value})


def downgrade():
    pass
