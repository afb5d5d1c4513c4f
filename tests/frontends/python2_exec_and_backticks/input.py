revision = "p1"
down_revision = "p0"


def upgrade():
    exec "x = 1"


def downgrade():
    raise ValueError, "no"
