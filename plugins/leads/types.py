"""The GraphQL type of leads."""

from core.declare import Node, column, entity, one
from core.reading import visible_because
from core.searching import search_text
from plugins.leads import models
from plugins.leads.permissions import LeadPermission


@entity(
    models.Lead,
    read=LeadPermission.READ,
    order={"createdAt": "DESC", "id": "DESC"},
    search=search_text,
)
class Lead(Node):
    """Somebody who may buy, before there is a customer; linked to nothing until it is converted.

    Visible to its owner, to the leads of his teams, and by rights.
    """

    name = column(
        "What to call it: the company, else the person, else the e-mail address or phone number. "
        "Sorts by company, last name and first name.",
        sort="name_sort",
    )
    company = column("Company, at most 200 characters.")
    business_id = column("Number in the trade register, such as a Finnish Y-tunnus or an OIB.")
    first_name = column("First name, at most 100 characters.")
    last_name = column("Last name, at most 100 characters.")
    title = column("Title or position, at most 100 characters.")
    email = column("E-mail address, lower case.")
    phone = column("Phone number in E.164, such as +358401234567.")
    website = column("Web address.")
    street = column("Street of the address; may have several lines.")
    postal_code = column("Postal code.")
    city = column("Town.")
    country = column("Country, ISO 3166-1 alpha-2.")
    lead_source = column("Where it came from, at most 100 characters.")
    status = column("Where it stands.")
    disqualified_reason = column("Why it is disqualified, at most 200 characters; else null.")
    rating = column("How promising it looks.")
    amount = column("What it may bring without tax, estimated, in `currency`, at least 0.")
    currency = column("Currency of the amount, ISO 4217.")
    notes = column("Free text.")
    owner = one("Employee", "Who works on it; null while nobody does.")
    marketing_consent = column("Whether the person agreed to marketing messages.")
    marketing_consent_at = column("When the person gave or refused the consent.")
    data = column(
        "What a web form or another system told besides: an object of at most 100 keys and 32,000 "
        'bytes, at most 4 deep, such as {"budget": "5000"}.'
    )
    converted_at = column(
        "When it was converted here; null before, and where another system converted it."
    )
    converted_by = one("Employee", "Who converted it; null if a job did.")
    converted_with = column("What converted it: `convertLead`, or the id of a module tool.")
    customer = one("Customer", "The customer that it became.")
    contact = one("Contact", "The contact that it became.")
    visible_because = visible_because("All reasons for which the viewer sees the lead.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
