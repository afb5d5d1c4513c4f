revision = "bl1"
down_revision = None
branch_labels = ("shop", "shop_v2")
depends_on = ["x1", "x2"]


def upgrade():
    pass


def downgrade():
    pass
