import enum


class Kind(str, enum.Enum):
    STAFF = "staff"
    GUEST = "guest"
