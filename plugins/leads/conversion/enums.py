"""What a lead may become, and how."""

from enum import Enum

import strawberry


@strawberry.enum(
    name="ConversionTarget", description="What a lead may become; it is converted in this order."
)
class Target(Enum):
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="A customer.")
    CONTACT = strawberry.enum_value("CONTACT", description="A contact at the customer.")
    OPPORTUNITY = strawberry.enum_value(
        "OPPORTUNITY",
        description="An opportunity of customer and contact; only where the plugin is enabled.",
    )

    @property
    def entity(self) -> str:
        """The entity of its records."""
        return self.name.capitalize()

    @property
    def key(self) -> str:
        """Its name in inputs, configs and paths."""
        return self.name.lower()


@strawberry.enum(name="ConversionMode", description="How a target is reached.")
class Mode(Enum):
    SKIP = strawberry.enum_value("SKIP", description="Not at all.")
    CREATE = strawberry.enum_value(
        "CREATE", description="A new record, whatever there is that resembles it."
    )
    USE_EXISTING = strawberry.enum_value("USE_EXISTING", description="The record with the `id`.")
    MATCH_OR_CREATE = strawberry.enum_value(
        "MATCH_OR_CREATE",
        description="The record that surely is the same one, else a new one. A customer is the "
        "same by business id, e-mail address or name, unless another of these speaks against it; a "
        "contact by e-mail address, or by name at the customer; an opportunity by its name among "
        "the open ones of the customer.",
    )


@strawberry.enum(description="What became, or in a dry run would become, of a target.")
class ConversionAction(Enum):
    NONE = strawberry.enum_value("NONE", description="Nothing: skipped, or the lead has errors.")
    CREATED = strawberry.enum_value("CREATED", description="A new record.")
    UPDATED = strawberry.enum_value("UPDATED", description="A record that was there, changed.")
    USED = strawberry.enum_value("USED", description="A record that was there, as it was.")


class OnExisting(Enum):
    """What a value does to a record that has one: only blanks are filled, nothing, or it wins."""

    FILL_EMPTY = "FILL_EMPTY"
    KEEP = "KEEP"
    OVERWRITE = "OVERWRITE"
