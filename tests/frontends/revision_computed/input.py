import os

BASE = "base"
revision = BASE + "_1"
down_revision = os.environ["PREVIOUS"]


def upgrade():
    pass


def downgrade():
    pass
