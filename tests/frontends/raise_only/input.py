revision = "r1"
down_revision = "r0"


def upgrade():
    raise NotImplementedError()


def downgrade():
    """There is no way back."""
    raise NotImplementedError("irreversible: %s" % revision)
