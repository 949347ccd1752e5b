"""The GraphQL type of web forms."""

from core.declare import Node, column, entity, expression, one
from core.visibility import everyone
from plugins.leads.capture import models
from plugins.leads.permissions import LeadPermission


@entity(
    models.LeadForm,
    read=LeadPermission.MANAGE_FORMS,
    visible=everyone,
    order={"name": "ASC"},
)
class LeadForm(Node):
    """A web form whose answers become leads; `issueLeadFormKey` gives it the address to send to."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    owner = one("Employee", "Who owns the leads; null for nobody.")
    lead_source = column(
        "Where its leads come from, at most 100 characters; null for the form's name."
    )
    fields = column(
        'What the form\'s fields become: {"your-name": "lastName", "budget": "data.budget", '
        '"submit": null}; null leaves a field out. Fields that are not named here become the '
        "lead's field of the same name, else a key of its data; at most 100."
    )
    honeypot = column(
        "Name of the field that people do not see; what fills it is taken for a robot."
    )
    redirect_url = column("Where a browser is sent afterwards, https; null for an answer in JSON.")
    has_key = expression(
        bool,
        "Whether it has a key; without one it takes nothing.",
        lambda row, viewer: row.key_hash.is_not(None),
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived, and takes nothing any more; null while in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
