"""The sales report of a customer: months beside targets and visits, departments and groups."""
