import sys

import sqlalchemy as sa
from alembic import op

revision = "ml1"
down_revision = "ml0"

if sys.version_info[0] >= 3:
    TABLE = "three"
else:
    TABLE = "two"

try:
    import json
except ImportError:
    json = None

for name in ("a", "b"):
    LAST = name

if unknown:

    def helper():
        op.drop_table("one")

else:

    def helper():
        op.drop_table("other")


def upgrade():
    op.drop_table(TABLE)
    op.drop_table(LAST)
    helper()


if sys.platform == "win32":

    def downgrade():
        op.drop_table("w")

else:

    def downgrade():
        op.drop_table("u")
