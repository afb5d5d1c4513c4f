"""Types, defaults and conditions of SQLAlchemy as plain JSON, in the terms that tidemark uses."""
import inspect

from oracle_stubs import Stub
from sqlalchemy import Computed, Enum, Identity, Sequence
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import DefaultClause, FetchedValue
from sqlalchemy.sql import elements
from sqlalchemy.types import ARRAY, NullType, TypeDecorator, TypeEngine, Variant

DIALECTS = {"postgresql": postgresql.dialect(), "mysql": mysql.dialect()}

# Parameters that no database sees, or that are said elsewhere.
UNSEEN = {"self", "convert_unicode", "unicode_error", "_enums", "metadata", "inherit_schema", "quote",
          "validate_strings", "values_callable", "sort_key_function", "cache_ok", "kwargs", "kw", "enums",
          "args", "impl", "pickler"}  # fmt: skip


def value_text(value):
    if isinstance(value, Stub):
        return stub_text(value)
    if isinstance(value, TypeEngine) or (isinstance(value, type) and issubclass(value, TypeEngine)):
        return type_json(value)
    if isinstance(value, type):
        return "{" + value.__name__ + "}"
    if isinstance(value, str):
        return "'" + str(value) + "'"
    return repr(value)


def stub_text(stub):
    return "{" + stub.stub_name + "}"


def parameters(cls):
    """Name → default of what the constructors of `cls` and its bases take; positional ones first."""
    found = {}
    for each in cls.__mro__:
        if "__init__" not in each.__dict__:
            continue
        try:
            signature = inspect.signature(each.__init__)
        except (TypeError, ValueError):
            continue
        for name, parameter in signature.parameters.items():
            if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                if name not in UNSEEN and not name.startswith("_"):
                    found.setdefault(name, parameter.default)
    return found


# What Enum takes by name alone, and so hides from a look at its constructor.
ENUM_DEFAULTS = {"schema": None, "native_enum": True, "create_constraint": False, "create_type": True}


def enum_json(type_):
    arguments = {"labels": [value_text(label) for label in type_.enums]}
    if type_.name is not None:
        arguments["name"] = value_text(type_.name)
    for key, default in ENUM_DEFAULTS.items():
        value = getattr(type_, key, default)
        if value != default:
            arguments[key] = value_text(value)
    return arguments


def stub_type(stub):
    args, kwargs = stub.stub_arguments or ((), {})
    return {"name": stub.stub_name.rpartition(".")[2], "stub": True,
            "positional": [value_text(value) for value in args],
            "arguments": {key: value_text(value) for key, value in kwargs.items()},
            "defaults": {}}  # fmt: skip


def type_json(type_, dialect=None):
    """{name, arguments that differ from their defaults, the defaults}; None for no type. Of a type with
    variants, the one that is the dialect's."""
    if isinstance(type_, Stub):
        return stub_type(type_)
    if isinstance(type_, type):
        type_ = type_()
    if isinstance(type_, Variant):
        type_ = type_.mapping.get(dialect, type_.impl)
    if type_ is None or isinstance(type_, NullType):
        return None
    if isinstance(type_, TypeDecorator) and not type(type_).__module__.startswith("sqlalchemy."):
        decorated = type_.load_dialect_impl(DIALECTS[dialect]) if dialect else type_.impl
        return {**plain_type(type_), "decorates": type_json(decorated, dialect)}
    return plain_type(type_)


def plain_type(type_):
    known = parameters(type(type_))
    arguments, defaults = {}, {}
    for name, default in known.items():
        defaults[name] = None if default is inspect.Parameter.empty else value_text(default)
        value = getattr(type_, name, default)
        if value is not inspect.Parameter.empty and value is not default and value != default:
            arguments[name] = value_text(value)
    if isinstance(type_, (Enum, mysql.ENUM, mysql.SET)):
        if isinstance(type_, mysql.SET):
            arguments["labels"] = [value_text(label) for label in type_.values]
        else:
            arguments.update(enum_json(type_))
        arguments.pop("length", None)
        defaults.update({key: value_text(value) for key, value in ENUM_DEFAULTS.items()})
    if isinstance(type_, (ARRAY, postgresql.ARRAY)):
        arguments["item_type"] = type_json(type_.item_type)
    return {"name": type(type_).__name__, "positional": [], "arguments": arguments,
            "defaults": defaults}  # fmt: skip


def clause_text(clause):
    """SQL of a piece of a statement; of functions and constants their own names."""
    if isinstance(clause, Stub):
        return stub_text(clause)
    if isinstance(clause, str):
        return str(clause)
    if isinstance(clause, elements.TextClause):
        return clause.text
    try:
        return str(clause.compile(compile_kwargs={"literal_binds": True}))
    except Exception:  # no literal form for a value
        return str(clause)


def default_json(default):
    if default is None:
        return {"kind": "none", "text": ""}
    if isinstance(default, Identity):
        return {"kind": "identity", "text": ""}
    if isinstance(default, Computed):
        return {"kind": "computed", "text": clause_text(default.sqltext)}
    if isinstance(default, Sequence):
        return {"kind": "expression", "text": ""}
    if isinstance(default, DefaultClause):
        default = default.arg
    elif isinstance(default, FetchedValue):
        return {"kind": "expression", "text": "FetchedValue"}
    if isinstance(default, Stub):
        return {"kind": "unknown", "text": stub_text(default)}
    if isinstance(default, str):
        return {"kind": "literal", "text": str(default)}
    if isinstance(default, elements.TextClause):
        return {"kind": "expression", "text": default.text}
    return {"kind": "expression", "text": clause_text(default)}
