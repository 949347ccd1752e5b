"""What an employee may do in sales."""

from enum import Enum

import strawberry


@strawberry.enum(description="How far an employee's sales work reaches.")
class SalesRight(Enum):
    NONE = strawberry.enum_value("NONE", description="No part in sales.")
    SELLER = strawberry.enum_value("SELLER", description="Works with own customers.")
    MANAGER = strawberry.enum_value("MANAGER", description="Works with others' customers too.")
    DIRECTOR = strawberry.enum_value("DIRECTOR", description="As MANAGER, and reads the funnel.")
