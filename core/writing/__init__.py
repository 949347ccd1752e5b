"""Writing rows: checked, in batches, logged; the same for mutations, imports and jobs."""

from core.writing.adding import added_inputs
from core.writing.attempts import attempt
from core.writing.batch import Batch, Outcome, write, write_batch
from core.writing.change import Action, Change
from core.writing.declaring import writes
from core.writing.draft import Draft
from core.writing.finding import locked
from core.writing.inputs import Links
from core.writing.mode import Mode
from core.writing.naming import Reference
from core.writing.payloads import payload_of
from core.writing.reading import given, given_list, read
from core.writing.record_mutation import record_mutation
from core.writing.references import Known
from core.writing.refusing import Refusal, key_of, refusal, unseen
from core.writing.rules import Clash, Rules
from core.writing.user_error import Code, UserError
from core.writing.writes import AddedInputs, Writes
from core.writing.writing import Writing, system_viewer, transaction

__all__ = [
    "Action",
    "AddedInputs",
    "Batch",
    "Change",
    "Clash",
    "Code",
    "Draft",
    "Known",
    "Links",
    "Mode",
    "Outcome",
    "Reference",
    "Refusal",
    "Rules",
    "UserError",
    "Writes",
    "Writing",
    "added_inputs",
    "attempt",
    "given",
    "given_list",
    "key_of",
    "locked",
    "payload_of",
    "read",
    "record_mutation",
    "refusal",
    "system_viewer",
    "transaction",
    "unseen",
    "write",
    "write_batch",
    "writes",
]
