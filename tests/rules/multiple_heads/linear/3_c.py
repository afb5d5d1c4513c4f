revision = "3c"
down_revision = "2b"
