"""a function of a module that is not there is not known, whatever it is called"""
from alembic import op

from app.db import db
from app.missing import remove, update as change

revision = "a1"
down_revision = None


def upgrade():
    remove("users")
    change("orders")
    db.session.query("users").first()


def downgrade():
    op.drop_table("t")
