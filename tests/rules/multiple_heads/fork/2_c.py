revision = "2c"  # expect: multiple-heads error high
down_revision = "1a"
