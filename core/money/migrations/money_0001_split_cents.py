"""Let PostgreSQL split amounts to the cent, as `core.money.splitting` does."""

from alembic import op

revision = "money_0001"
down_revision = None

# One SELECT of plain SQL: PostgreSQL puts it into the statements that call it, which makes it
# several times as fast as a function in PL/pgSQL. Weights are whole numbers wherever the points
# are, and all arithmetic is exact.
SPLIT_CENTS = """
CREATE FUNCTION split_cents(amount numeric, method text, months integer, points numeric[])
RETURNS TABLE (place integer, part numeric)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT month, round(
    (
        base + (
            row_number() OVER (ORDER BY remainder DESC, month) <= cents - sum(base) OVER ()
        )::integer
    ) * sign(amount) / 100,
    2
)
FROM (
    SELECT month, cents, div(cents * weight, total) AS base, mod(cents * weight, total) AS remainder
    FROM (
        SELECT month, weight, abs(amount) * 100 AS cents, sum(weight) OVER () AS total
        FROM (
            SELECT month, CASE method
                WHEN 'EVEN' THEN 1
                WHEN 'S_CURVE'
                    THEN 3 * months * (2 * month - 1) - 2 * (3 * month * month - 3 * month + 1)
                ELSE (
                    SELECT sum(point * greatest(
                        least(month * cardinality(points), number * months)
                            - greatest(
                                (month - 1) * cardinality(points), (number - 1) * months
                            ),
                        0
                    ))
                    FROM unnest(points) WITH ORDINALITY AS given (point, number)
                )
            END::numeric AS weight
            FROM generate_series(1, months) AS month
        ) AS weighted
    ) AS totalled
) AS parts;
END
"""


def upgrade() -> None:
    op.execute(SPLIT_CENTS)


def downgrade() -> None:
    op.execute("DROP FUNCTION split_cents(numeric, text, integer, numeric[])")
