from alembic import op
from myapp import models
from myapp.models import Base, User
from myapp.tools import migrate_users, Helper
from sqlalchemy.orm import Session

revision = "im1"
down_revision = "im0"


def upgrade():
    session = Session(op.get_bind())
    session.query(models.Order).delete()
    session.add(User(name="x"))
    Base.metadata.create_all(bind=op.get_bind())
    migrate_users(op.get_bind())
    Helper(op).run()
    User.__table__.create(op.get_bind())
    op.create_table("t", *[c.copy() for c in User.__table__.columns])


def downgrade():
    Base.metadata.drop_all(op.get_bind())
    models.Order.__table__.drop(op.get_bind())
