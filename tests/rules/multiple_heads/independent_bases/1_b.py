revision = "1b"
down_revision = None
