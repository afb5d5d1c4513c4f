import logging

revision = "n1"
down_revision = "n0"


def upgrade():
    logging.getLogger("alembic").info("nothing to do")
    print("nothing")


def downgrade():
    import warnings

    warnings.warn("nothing to undo")
