"""Texts with places for the fields of a record, as administrators write them."""

from core.templating.problem import TemplateProblem
from core.templating.record import Fields, problems_with, read_fields
from core.templating.template import Template

__all__ = ["Fields", "Template", "TemplateProblem", "problems_with", "read_fields"]
