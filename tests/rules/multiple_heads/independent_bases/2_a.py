revision = "2a"
down_revision = "1a"
