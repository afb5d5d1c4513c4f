revision = "3b"
down_revision = "2b"
