"""The GraphQL type of external ids."""

from core.declare import column, entity
from core.external_ids import models
from core.visibility import WithParent


@entity(
    models.ExternalId,
    visible=WithParent("Customer", "customer_id"),
    order={"source": "ASC", "externalId": "ASC"},
)
class ExternalId:
    """By what name another system knows a record."""

    source = column("The other system, such as `erp`.")
    external_id = column("Its id there, unique for the type of record and the source.")
    source_updated_at = column("When it was last changed there; older data are refused.")
