"""How leads are converted: which values go where. What an administrator sets up."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator
from strawberry.utils.str_converters import to_camel_case

from core.tools.values import ToolModel
from plugins.leads.conversion.enums import Mode, OnExisting, Target


class FieldRule(ToolModel):
    """Where the value of one field comes from, and who may change it."""

    source: str | None = Field(
        default=None,
        alias="from",
        description="The lead's field, as `company`, or a key of `data.budget`.",
    )
    value: Any = Field(
        default=None, description="A fixed value instead; ids as the API writes them."
    )
    active: bool = Field(default=True, description="Whether the value is copied at all.")
    editable: bool = Field(
        default=True, description="Whether another value may be given at a conversion."
    )
    on_existing: OnExisting = Field(
        default=OnExisting.FILL_EMPTY,
        description="In a record that is there already: FILL_EMPTY fills a blank, KEEP leaves it "
        "as it is, OVERWRITE replaces it unless the new value is blank.",
    )

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if self.source is not None and self.value is not None:
            raise ValueError("give either 'from' or 'value'")
        return self


class TargetRules(ToolModel):
    """How one target is reached and filled; the fields go by the names of its mutation's input."""

    mode: Mode = Field(
        default=Mode.MATCH_OR_CREATE, description="Unless a conversion says otherwise."
    )
    fields: Mapping[str, FieldRule] = Field(default={}, description="The rule of each field.")


class ConversionConfig(ToolModel):
    """How leads are converted."""

    customer: TargetRules = TargetRules(mode=Mode.SKIP)
    contact: TargetRules = TargetRules(mode=Mode.SKIP)
    opportunity: TargetRules = TargetRules(mode=Mode.SKIP)
    archive: bool = Field(default=False, description="Whether the lead is archived afterwards.")

    def rules(self, target: Target) -> TargetRules:
        found: TargetRules = getattr(self, target.key)
        return found


def _copied(**names: str) -> dict[str, FieldRule]:
    return {
        to_camel_case(name): FieldRule.model_validate({"from": source})
        for name, source in names.items()
    }


STANDARD = ConversionConfig(
    customer=TargetRules(
        fields={
            **_copied(name="company", business_id="businessId", website="website"),
            **_copied(billing_street="street", billing_postal_code="postalCode"),
            **_copied(billing_city="city", billing_country="country", owner_id="ownerId"),
            "prospect": FieldRule(value=True),
        }
    ),
    contact=TargetRules(
        fields={
            **_copied(first_name="firstName", last_name="lastName", title="title", email="email"),
            **_copied(phone="phone", marketing_consent="marketingConsent"),
        }
    ),
    opportunity=TargetRules(
        mode=Mode.CREATE,
        fields={
            **_copied(name="name", amount="amount", currency="currency", owner_id="ownerId"),
            **_copied(lead_source="leadSource"),
        },
    ),
)
"""How leads are converted where nobody set up anything else: all fields may be edited."""
