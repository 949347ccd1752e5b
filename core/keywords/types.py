"""The GraphQL type of keywords."""

from core.declare import Node, column, entity
from core.keywords import models
from core.keywords.permissions import KeywordPermission
from core.visibility import everyone


@entity(
    models.Keyword,
    read=KeywordPermission.READ,
    visible=everyone,
    order={"list": "ASC", "position": "ASC", "code": "ASC"},
)
class Keyword(Node):
    """A value of a list that administrators edit: a department, a district, a segment, a role."""

    list = column(
        "The list it belongs to: DEPARTMENT, DISTRICT, INDUSTRY, CUSTOMER_STATE, CONTACT_ROLE, "
        "PROJECT_ROLE, PRODUCT_GROUP, that of a dimension of segments such as SEGMENT, or one of "
        "your own."
    )
    code = column("Its code, unique in the list, at most 40 characters.")
    labels = column('What people read, by language: {"fi": "Myynti", "en": "Sales"}.')
    position = column("Where it stands in the list; small numbers first.")
    colour = column("Colour as #RRGGBB, upper-case hexadecimal.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
