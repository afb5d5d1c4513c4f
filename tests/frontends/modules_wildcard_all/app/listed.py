__all__ = ["LISTED", "_GIVEN"]
__all__ += ["ADDED"]

LISTED = "listed"
ADDED = "added"
_GIVEN = "given"
TABLE = "from_listed"
