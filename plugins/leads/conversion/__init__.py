"""Converting leads into customers, contacts and opportunities."""

from plugins.leads.conversion.config import STANDARD, ConversionConfig
from plugins.leads.conversion.convert import convert
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.request import Choice, Options, Request
from plugins.leads.conversion.result import Conversion, Result

__all__ = [
    "STANDARD",
    "Choice",
    "Conversion",
    "ConversionConfig",
    "Mode",
    "Options",
    "Request",
    "Result",
    "Target",
    "convert",
]
