revision = "2c"
down_revision = "1a"
