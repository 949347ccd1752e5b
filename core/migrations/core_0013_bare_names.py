"""Names of customers without their legal forms, which lists are ordered by; sales states."""

import sqlalchemy as sa
from alembic import op

revision = "core_0013"
down_revision = "core_0012"

SPACED = ("doo", "jdoo", "dd", "jtd", "kd", "dno", "zoo", "spzoo", "spk")
"""Legal forms between whose letters there may be dots and spaces."""

DOTTED = (
    *("oy", "oyj", "ab", "abp", "ky", "ay", "osk", "tmi", "hb", "kb", "ef", "as", "asa", "aps"),
    *("ivs", "ks", "ehf", "hf", "ou", "sia", "uab", "sp", "ltd", "llc", "llp", "plc", "inc"),
    *("corp", "co", "mbh", "ag", "kg", "ohg", "gbr", "ug", "ev", "se", "bv", "nv", "spa", "srl"),
    *("sa", "sas", "sarl", "sl", "slu", "lda", "sro", "kft", "zrt", "nyrt", "bt", "eood", "ood"),
    "ad",
)
"""Legal forms between whose letters there may be punctuation, as in A/S."""

WHOLE = (
    *("osakeyhti([oöÖ]|z.)", "aktiebolag", "toiminimi", "obrt", "gmbh", "kgaa"),
    *("limited", "incorporated", "corporation"),
)
"""Legal forms as they are written; sort keys have a letter and a mark for ö."""

FIRST = ("oy", "ab", "ky", "tmi", "as")
"""Legal forms that also stand before the name; so do toiminimi and obrt."""


def upgrade() -> None:
    first = "|".join((*(_dotted(form) for form in FIRST), "toiminimi", "obrt"))
    spaced = ("[-./:]? ?".join(form) for form in SPACED)
    last = "|".join((*spaced, *map(_dotted, DOTTED), *WHOLE))
    without_first = f"regexp_replace($1, '^(({first})[-.]? )+', '', 'i')"
    without = f"regexp_replace({without_first}, '([-, ][-,& ]*({last})[-.]?)+$', '', 'i')"
    op.execute(
        "CREATE FUNCTION bare_name(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT "
        f"RETURN coalesce(nullif({without}, ''), $1)"
    )
    bare, key = (sa.Computed(f"bare_name({c})", persisted=True) for c in ("name", "name_sort"))
    op.add_column("customer", sa.Column("bare_name", sa.Text(), bare, nullable=False))
    op.add_column(
        "customer", sa.Column("bare_name_sort", sa.Text(collation="C"), key, nullable=False)
    )
    op.create_index("ix_customer_bare_name_sort_id", "customer", ["bare_name_sort", "id"])
    reference = sa.ForeignKey("keyword.id", name="fk_customer_state_id_keyword")
    op.add_column("customer", sa.Column("state_id", sa.BigInteger(), reference, nullable=True))
    op.create_index("ix_customer_state_id", "customer", ["state_id"])


def downgrade() -> None:
    for column in ("state_id", "bare_name_sort", "bare_name"):
        op.drop_column("customer", column)
    op.execute("DROP FUNCTION bare_name(text)")


def _dotted(form: str) -> str:
    return "[-./:]?".join(form)
