revision = "2c"  # tidemark: allow multiple-heads -- merged on Friday # expect: multiple-heads suppressed
down_revision = "1a"
