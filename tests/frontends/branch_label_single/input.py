revision = "bl2"
down_revision: str | None = "bl1"
branch_labels: str = "one"
depends_on: str = "y1"


def upgrade():
    pass


def downgrade():
    pass
