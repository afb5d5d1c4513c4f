from .common import previous

revision = "rv1"
down_revision = previous.revision
depends_on = (previous.other, "known")


def upgrade():
    pass


def downgrade():
    pass
