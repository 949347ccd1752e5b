"""The GraphQL types of opportunities, stages and totals."""

from datetime import date
from decimal import Decimal

from core.declare import Node, column, connection, entity, expression, many, one
from core.reading import visible_because
from core.searching import search_text
from core.segments.carrying import segments
from core.visibility import WithParent, everyone
from plugins.opportunities import forecast, models, totals
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.weights import probability, weighted_amount


@entity(
    models.Stage,
    read=OpportunityPermission.READ,
    visible=everyone,
    order={"position": "ASC", "code": "ASC"},
)
class Stage(Node):
    """A step that opportunities go through; administrators edit the list."""

    code = column("Its code, unique, at most 40 characters.")
    labels = column('What people read, by language: {"fi": "Voitettu", "en": "Won"}.')
    position = column("Where it stands in the list; small numbers first.")
    probability = column("Percent, 0 to 100, that an opportunity in this stage is won.")
    kind = column("What it means for the pipeline.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.Opportunity,
    read=OpportunityPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"name": "ASC"},
    search=search_text,
)
class Opportunity(Node):
    """A chance to sell. Visible with its customer, to its owner and to the leads of his teams."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    customer = one("Customer", "The customer, if it is known.")
    contact = one("Contact", "The person at the customer.")
    owner = one("Employee", "Who works on it.")
    stage = one("Stage", "How far it has come.")
    product = one("Product", "What would be sold.")
    offering_area = one("ProductBasket", "The offering area it belongs to.")
    amount = column("What it would bring without tax, in `currency`, at least 0.")
    currency = column("Currency of the amount, ISO 4217.")
    manual_probability = column("Percent, 0 to 100, set by hand; null follows the stage.")
    probability = expression(
        int, "Percent, 0 to 100: set by hand, else the stage's; won is 100, lost is 0.", probability
    )
    weighted_amount = expression(
        Decimal | None, "Amount times probability, to the cent.", weighted_amount
    )
    engaged_on = column("The day work on it began.")
    expected_close_on = column("The day a decision is expected.")
    closed_on = column("The day it was won or lost.")
    lead_source = column("Where it came from, at most 100 characters.")
    lost_reason = one("Keyword", "Why it was lost (list LOST_REASON); null unless it was.")
    invoicing_starts_on = column("The day from which it will be invoiced.")
    invoicing_months = column("Over how many months it will be invoiced, 1 to 60.")
    split_method = column("How the amount is spread over those months.")
    split_weights = column(
        "The numbers of the method WEIGHTS, 1 to 60 of at least 0 and not all 0: one for each "
        "month, or as many as you like, spread evenly over the months. Null with other methods."
    )
    segments = segments(
        models.OpportunitySegment.opportunity_id, models.OpportunitySegment.keyword_id
    )
    billing_forecast = many(
        "BillingMonth",
        forecast.BillingMonth.opportunity_id,
        "What will be invoiced, month by month from `invoicingStartsOn`; empty without that day or "
        "an amount. Each series adds up to its whole, to the cent.",
    )
    history = connection(
        "OpportunityChange",
        models.OpportunityChange.opportunity_id,
        "How it came to be as it is, the latest first.",
    )
    visible_because = visible_because("All reasons for which the viewer sees the opportunity.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.OpportunityChange,
    read=OpportunityPermission.READ,
    visible=WithParent("Opportunity", "opportunity_id"),
    order={"day": "DESC", "id": "DESC"},
)
class OpportunityChange(Node):
    """What an opportunity became, and what it was before. Visible with the opportunity."""

    opportunity = one("Opportunity", "The opportunity.")
    day = column("The day, in the deployment's time zone.")
    at = column("When it was recorded.", attribute="created_at")
    actor = one("Employee", "Who; null if it was nobody who signed in.")
    via = column(
        "How the actor came in: session, token, jwt or system; import for what it had become in "
        "another system."
    )
    stage = one("Stage", "The stage it came to, or stayed in.")
    amount = column("The amount it got, or kept, in `currency`.")
    currency = column("Currency of the amount, ISO 4217.")
    probability = column("Percent, 0 to 100, it got, or kept.")
    expected_close_on = column("The day on which a decision was expected from then on.")
    closed_on = column("The day it was won or lost; null while it was open.")
    owner = one("Employee", "Who worked on it from then on.")
    old_stage = one("Stage", "The stage before; null at first, as all that was before.")
    old_amount = column("The amount before, in `oldCurrency`.")
    old_currency = column("Currency of the amount before, ISO 4217.")
    old_probability = column("Percent, 0 to 100, before.")
    old_expected_close_on = column("The day on which a decision was expected before.")
    old_closed_on = column("The day on which it had been won or lost.")
    old_owner = one("Employee", "Who worked on it before.")


@entity(
    totals.OpportunityTotal,
    read=OpportunityPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"currency": "ASC", "kind": "ASC"},
)
class OpportunityTotal:
    """What the opportunities of a customer add up to, per currency and kind of stage."""

    currency = column("Currency of the amounts, ISO 4217.")
    kind = column("Kind of the stages.")
    count = expression(int, "How many opportunities there are.", lambda row, viewer: row.count)
    amount = expression(Decimal, "Sum of the amounts.", lambda row, viewer: row.amount)
    weighted = expression(
        Decimal,
        "Sum of the amounts times their probabilities, each to the cent.",
        lambda row, viewer: row.weighted,
    )


@entity(
    forecast.BillingMonth,
    read=OpportunityPermission.READ,
    visible=WithParent("Opportunity", "opportunity_id"),
    order={"month": "ASC"},
)
class BillingMonth:
    """A month of the billing forecast of an opportunity."""

    month = expression(date, "The first day of the month.", lambda row, viewer: row.month)
    gross = expression(
        Decimal, "What will be invoiced without tax, in `currency`.", lambda row, viewer: row.gross
    )
    weighted = expression(
        Decimal,
        "The share of the opportunity's amount times its probability.",
        lambda row, viewer: row.weighted,
    )
    currency = column("Currency of the amounts, ISO 4217.")
