"""The limits of a deployment."""

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, model_validator


class Limits(BaseModel):
    """What one request may ask for; everything above is refused with a LIMIT_* code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_request_bytes: PositiveInt = Field(
        default=1_048_576, description="Bytes of a request body of somebody who is not known."
    )
    max_known_request_bytes: PositiveInt = Field(
        default=8_388_608,
        description="Bytes of a request body of somebody who signed in or sent a token: enough for "
        "an Excel file of 4 MB in base64, and for 10,000 cells of a plan.",
    )
    max_body_seconds: PositiveFloat = Field(
        default=30.0, description="Seconds to send a request body."
    )
    max_query_chars: PositiveInt = Field(default=100_000, description="Characters of a document.")
    max_tokens: PositiveInt = Field(
        default=10_000, description="Tokens of a document, and its comments."
    )
    max_operations: PositiveInt = Field(default=50, description="Operations in a document.")
    max_fragments: PositiveInt = Field(default=200, description="Fragments in a document.")
    max_depth: PositiveInt = Field(
        default=32, le=150, description="Nested selection sets; fields and fragments both count."
    )
    max_selections: PositiveInt = Field(
        default=5_000,
        description="Fields and fragments of a document, fragments put in their places.",
    )
    max_root_fields: PositiveInt = Field(default=50, description="Root fields of an operation.")
    max_aliases: PositiveInt = Field(default=200, description="Aliased fields of an operation.")
    max_directives: PositiveInt = Field(default=200, description="Directives of an operation.")
    max_overlaps: PositiveInt = Field(
        default=10_000,
        description="Pairs of fields that share a response name and have to be merged.",
    )
    max_cost: PositiveInt = Field(
        default=250_000,
        description="Fields of the answer, page sizes multiplied in, before execution.",
    )
    max_introspection_cost: PositiveInt = Field(
        default=300_000, description="The same for `__schema` and `__type`; apart from max_cost."
    )
    max_variables_depth: PositiveInt = Field(
        default=20, le=100, description="Nested lists and objects in variables and arguments."
    )
    max_batch_items: PositiveInt = Field(
        default=1_000,
        description="Items of any list in variables and arguments, batch input included; a field "
        "may allow more in variables, as the rows of `setPlanCells` do.",
    )
    max_page_size: PositiveInt = Field(default=500, description="Largest `first` or `last`.")
    default_page_size: PositiveInt = Field(default=50, description="Page size where none is given.")
    default_list_size: PositiveInt = Field(
        default=10, description="Items that the cost takes for a list without pages."
    )
    max_errors: PositiveInt = Field(default=20, description="Validation errors told at once.")
    max_cached_chars: PositiveInt = Field(
        default=500_000,
        description="Characters of documents kept parsed per worker, at about 150 B each.",
    )

    @model_validator(mode="after")
    def page_sizes_agree(self) -> "Limits":
        """Refuse a default page that is larger than the largest."""
        if self.default_page_size > self.max_page_size:
            raise ValueError(
                f"default_page_size ({self.default_page_size}) is larger than"
                f" max_page_size ({self.max_page_size})"
            )
        return self
