revision: str = "2c"  # expect: multiple-heads error high
down_revision: str | None = "1a"
