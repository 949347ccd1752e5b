"""Keys by which customers are recognised: business id and company name, however spelled."""

import sqlalchemy as sa
from alembic import op

revision = "core_0008"
down_revision = "core_0007"

FORMS = (
    *("oy", "oyj", "osakeyhtio", "ab", "abp", "aktiebolag", "ky", "ay", "osk", "tmi", "toiminimi"),
    *("hb", "kb", "ef", "as", "asa", "aps", "ivs", "ks", "ehf", "hf", "ou", "sia", "uab"),
    *("doo", "d o o", "jdoo", "j d o o", "dd", "d d", "obrt", "jtd", "kd", "dno", "sp", "zoo"),
    *("ltd", "limited", "llc", "llp", "plc", "inc", "incorporated", "corp", "corporation", "co"),
    *("gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "se", "bv", "nv", "spa", "srl"),
    *("sa", "sas", "sarl", "sl", "slu", "lda", "sro", "kft", "zrt", "nyrt", "bt", "eood", "ood"),
    *("sp zoo", "sp z oo", "ad", "sp k"),
)
"""Legal forms as they read without accents, dots and capital letters."""

FIRST = ("oy", "ab", "ky", "tmi", "toiminimi", "as", "obrt")
"""Legal forms that also stand before the name."""

PUNCTUATION = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u036f"
    r"\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\ufe00-\ufe6f\uff01-\uff0f\ufeff"
)
"""What separates words; letters are not named, because which ones there are hangs on the locale."""


def upgrade() -> None:
    op.execute(
        "CREATE FUNCTION identifier_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        "STRICT RETURN nullif(upper(regexp_replace($1, '[^0-9A-Za-z]+', '', 'g')), '')"
    )
    # First dots within abbreviations go (d.o.o.), then other punctuation becomes a space, then
    # legal forms go, but never all of the name.
    dotted = r"regexp_replace(replace(fold($1), 't:mi', 'tmi'), '\m(\w)[./] ?(?=\w\M)', '\1', 'g')"
    words = f"btrim(regexp_replace({dotted}, '[{PUNCTUATION}]+', ' ', 'g'))"
    without_first = f"regexp_replace({words}, '^(({'|'.join(FIRST)}) )+', '')"
    op.execute(
        "CREATE FUNCTION company_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"STRICT RETURN nullif(regexp_replace({without_first}, '( ({'|'.join(FORMS)}))+$', ''), '')"
    )
    for key, column in (("company_key", "name"), ("business_key", "business_id")):
        function = "identifier_key" if key == "business_key" else key
        made = sa.Computed(f"{function}({column})", persisted=True)
        op.add_column("customer", sa.Column(key, sa.Text(), made, nullable=True))
        op.create_index(f"ix_customer_{key}_id", "customer", [key, "id"])


def downgrade() -> None:
    op.drop_column("customer", "business_key")
    op.drop_column("customer", "company_key")
    op.execute("DROP FUNCTION company_key(text)")
    op.execute("DROP FUNCTION identifier_key(text)")
