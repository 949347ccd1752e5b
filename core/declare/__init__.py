"""Declared fields: what a type shows, said once against its SQLAlchemy model."""

from core.declare.column import Column, column
from core.declare.entity import Entity, Node, entity, entity_of
from core.declare.expression import Expression, expression
from core.declare.extend import Contribution, PythonField, extend, only_with
from core.declare.field import Declared
from core.declare.relation import (
    Connection,
    ToMany,
    ToOne,
    ToOneThrough,
    connection,
    many,
    one,
    through,
)
from core.declare.root import AnyByKey, AnyByKeys, ByKey, ByKeyAsOf, by_id

__all__ = [
    "AnyByKey",
    "AnyByKeys",
    "ByKey",
    "ByKeyAsOf",
    "Column",
    "Connection",
    "Contribution",
    "Declared",
    "Entity",
    "Expression",
    "Node",
    "PythonField",
    "ToMany",
    "ToOne",
    "ToOneThrough",
    "by_id",
    "column",
    "connection",
    "entity",
    "entity_of",
    "expression",
    "extend",
    "many",
    "one",
    "only_with",
    "through",
]
