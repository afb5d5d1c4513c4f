from app.ops.add import add

from .drop import drop
