revision = "3m"
down_revision = ("2b", "2c")
