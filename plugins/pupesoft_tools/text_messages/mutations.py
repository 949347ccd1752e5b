"""Writing consents."""

from core.writing import writes
from plugins.pupesoft_tools.text_messages.permissions import TextMessagePermission
from plugins.pupesoft_tools.text_messages.rules import ConsentRules
from plugins.pupesoft_tools.text_messages.types import TextMessageConsent

consent_writes = writes(
    TextMessageConsent,
    inputs=("customer", "consent", "basis"),
    create=TextMessagePermission.CONSENT,
    update=TextMessagePermission.CONSENT,
    archive=TextMessagePermission.CONSENT,
    rules=ConsentRules,
    natural_keys=("customer",),
)
