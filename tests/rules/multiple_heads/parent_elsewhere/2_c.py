revision = "2c"  # expect: multiple-heads low
down_revision = "1a"
