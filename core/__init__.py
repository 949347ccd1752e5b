"""What a plugin author writes with."""

from core.context import Context, Info
from core.declare import (
    Contribution,
    Node,
    by_id,
    column,
    connection,
    entity,
    expression,
    extend,
    many,
    one,
    only_with,
    through,
)
from core.errors import BadInput, Forbidden, KortistoError, PluginError, Unauthenticated
from core.hookspecs import hookimpl
from core.models import Archivable, Base, Currency, Identified, Money, Record, Stamped, Versioned
from core.reading import load, load_many, visible_because
from core.roots import Mutation, Query, Subscription
from core.tools.kind import (
    BulkToolKind,
    Requirement,
    ToolCall,
    ToolKind,
    ToolRecord,
    ToolRefusal,
)
from core.tools.values import Nothing, ToolModel
from core.viewer import Viewer
from core.visibility import Reason, WithParent, everyone

__all__ = [
    "Archivable",
    "BadInput",
    "Base",
    "BulkToolKind",
    "Context",
    "Contribution",
    "Currency",
    "Forbidden",
    "Identified",
    "Info",
    "KortistoError",
    "Money",
    "Mutation",
    "Node",
    "Nothing",
    "PluginError",
    "Query",
    "Reason",
    "Record",
    "Requirement",
    "Stamped",
    "Subscription",
    "ToolCall",
    "ToolKind",
    "ToolModel",
    "ToolRecord",
    "ToolRefusal",
    "Unauthenticated",
    "Versioned",
    "Viewer",
    "WithParent",
    "by_id",
    "column",
    "connection",
    "entity",
    "everyone",
    "expression",
    "extend",
    "hookimpl",
    "load",
    "load_many",
    "many",
    "one",
    "only_with",
    "through",
    "visible_because",
]
