import sqlalchemy as sa
from alembic import op

try:
    from shop import model
except ImportError:
    import sys

    sys.path.insert(0, ".")
    from shop import model

from shop.helpers import column_exists

revision = "if1"
down_revision = "if0"


def upgrade():
    session = sa.orm.Session(bind=op.get_bind())
    for item in session.query(model.Item).filter(model.Item.name.ilike("%/%")).all():
        space, name = item.name.split("/", 1)
        item.name = name
        item.space = space
        session.add(item)
    access = model.Access()
    access.name = "all"
    session.add(access)
    session.commit()


def downgrade():
    session = sa.orm.Session(bind=op.get_bind())
    session.delete(session.query(model.Access).filter_by(name="all").one())
    if column_exists("items", "space"):
        op.drop_column("items", "space")
