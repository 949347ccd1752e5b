"""What a write did."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a write did to a record.")
class ChangeAction(Enum):
    CREATE = strawberry.enum_value("CREATE", description="Made the record.")
    UPDATE = strawberry.enum_value("UPDATE", description="Changed some of its values.")
    ARCHIVE = strawberry.enum_value("ARCHIVE", description="Took it out of use.")
    RESTORE = strawberry.enum_value("RESTORE", description="Took it back into use.")
    DELETE = strawberry.enum_value("DELETE", description="Removed it for good.")
