revision = "3c"  # expect: multiple-heads error high
down_revision = "2c"
