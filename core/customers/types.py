"""The GraphQL type of customers."""

from core.customers import models
from core.customers.permissions import CustomerPermission
from core.declare import Node, column, connection, entity, one
from core.reading import visible_because
from core.searching import search_text
from core.segments.carrying import segments


@entity(models.Customer, read=CustomerPermission.READ, order={"name": "ASC"}, search=search_text)
class Customer(Node):
    """A customer card: an organisation we sell to, or hope to."""

    number = column("Customer number, unique, at most 40 characters.")
    name = column("Name, at most 200 characters.", sort="name_sort")
    bare_name = column(
        "Name without its legal form, such as Oy or d.o.o.; order lists by it.",
        sort="bare_name_sort",
    )
    business_id = column("Number in the trade register, such as a Finnish Y-tunnus or an OIB.")
    vat_id = column("VAT number with its country, such as FI01001304.")
    legal_form = column("Legal form, such as Oy or d.o.o.")
    prospect = column("Whether it only may become a customer.")
    status = column("Where the customer stands; follows from `prospect` and `archivedAt`.")
    billing_street = column("Street of the billing address; may have several lines.")
    billing_postal_code = column("Postal code of the billing address.")
    billing_city = column("Town of the billing address.")
    billing_country = column("Country of the billing address, ISO 3166-1 alpha-2.")
    delivery_street = column("Street of the delivery address; may have several lines.")
    delivery_postal_code = column("Postal code of the delivery address.")
    delivery_city = column("Town of the delivery address.")
    delivery_country = column("Country of the delivery address, ISO 3166-1 alpha-2.")
    phone = column("Phone number in E.164, such as +358401234567.")
    email = column("E-mail address, lower case.")
    website = column("Web address.")
    language = column("Language of letters and documents: fi, hr or en.")
    currency = column("Currency of its business, ISO 4217.")
    annual_revenue = column("Turnover of its latest year, in `currency`.")
    employee_count = column("How many people work there.")
    founded_year = column("The year it was founded.")
    department = one("Keyword", "Our department that serves it (list DEPARTMENT).")
    district = one("Keyword", "The sales district (list DISTRICT).")
    industry = one("Keyword", "What it does (list INDUSTRY).")
    state = one("Keyword", "Where it stands in our sales (list CUSTOMER_STATE).")
    segments = segments(models.CustomerSegment.customer_id, models.CustomerSegment.keyword_id)
    owner = one("Employee", "The employee who owns the customer.")
    parent = one("Customer", "The company that it is a subsidiary of.")
    subsidiaries = connection("Customer", models.Customer.parent_id, "Its subsidiaries, by name.")
    visible_because = visible_because("All reasons for which the viewer sees the customer.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")
