revision = "3a"  # expect: multiple-heads error high
down_revision = "1a"
