revision = "3c"
down_revision = "2c"
depends_on = ("3b",)
