"""Keep days of changes that have a distance: the ends of the calendar are stored as infinity."""

from alembic import op

revision = "opportunities_0006"
down_revision = "opportunities_0005"


def upgrade() -> None:
    op.create_check_constraint(
        op.f("ck_opportunity_change_day_range"),
        "opportunity_change",
        "day BETWEEN '1000-01-01' AND '2999-12-31'",
    )


def downgrade() -> None:
    op.drop_constraint("ck_opportunity_change_day_range", "opportunity_change")
