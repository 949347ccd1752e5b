"""Documents are prepared once, kept within bounds, and may be restricted to trusted ones."""

import hashlib
import json
from pathlib import Path

import pytest
from graphql import GraphQLSchema

from core.errors import SettingError
from schema.documents import TrustedDocuments, extension
from schema.documents.prepare import Prepared, prepare
from schema.documents.trusted import PersistedQueryError, UntrustedDocumentError
from schema.limits import Limits
from tests.schema.toy import make_schema

HELLO = "{ hello }"
HASH = hashlib.sha256(HELLO.encode()).hexdigest()


class Counted:
    """Counts how often documents are really prepared."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def __call__(self, schema: GraphQLSchema, query: str, limits: Limits) -> Prepared:
        self.queries.append(query)
        return prepare(schema, query, limits)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    result = Counted()
    monkeypatch.setattr(extension, "prepare", result)
    return result


async def test_a_valid_document_is_prepared_once(counted: Counted) -> None:
    schema = make_schema()
    for _ in range(3):
        assert (await schema.execute(HELLO)).data == {"hello": "Hello world"}
    assert counted.queries == [HELLO]


@pytest.mark.parametrize("query", ["{ nothing }", "{", "{ hello" + " hello" * 500 + " }"])
async def test_an_invalid_document_is_prepared_once_and_always_refused(
    counted: Counted, query: str
) -> None:
    schema = make_schema()
    answers = [await schema.execute(query) for _ in range(3)]
    assert [answer.data for answer in answers] == [None] * 3
    assert len({str(answer.errors) for answer in answers}) == 1
    assert counted.queries == [query]


async def test_all_validation_errors_are_told_up_to_the_limit() -> None:
    schema = make_schema(Limits(max_errors=3))
    answer = await schema.execute("{" + " ".join(f"unknown{i}" for i in range(10)) + "}")
    assert [str(error.message)[:18] for error in answer.errors or []] == [
        "Cannot query field",
        "Cannot query field",
        "Cannot query field",
        "Too many validatio",
    ]


async def test_two_schemas_share_nothing(counted: Counted) -> None:
    await make_schema().execute(HELLO)
    await make_schema().execute(HELLO)
    assert counted.queries == [HELLO, HELLO]


async def test_the_documents_used_last_are_kept_within_the_capacity(counted: Counted) -> None:
    schema = make_schema(Limits(max_cached_chars=len(HELLO) * 2 + 4))
    first, second, third = "{ hello }", "{a:hello}", "{b:hello}"
    for query in (first, second, first, third, first, second):
        await schema.execute(query)
    assert counted.queries == [first, second, third, second]


async def test_invalid_documents_do_not_push_out_valid_ones(counted: Counted) -> None:
    schema = make_schema(Limits(max_cached_chars=100))
    await schema.execute(HELLO)
    for i in range(50):
        await schema.execute(f"{{ nothing{i} }}")
    await schema.execute(HELLO)
    assert counted.queries.count(HELLO) == 1


async def test_the_cost_is_judged_anew_for_other_variables(counted: Counted) -> None:
    schema = make_schema(Limits(max_cost=100))
    query = "query ($n: Int) { me { friends(first: $n) { nodes { name } } } }"
    cheap = await schema.execute(query, {"n": 10})
    dear = await schema.execute(query, {"n": 500})
    assert cheap.errors is None
    assert [error.extensions for error in dear.errors or []] == [
        {"code": "LIMIT_COST", "maximum": 100}
    ]
    assert counted.queries == [query]


async def test_one_of_several_operations_must_be_named() -> None:
    schema = make_schema()
    query = 'query A { hello } query B { hello(name: "B") }'
    assert (await schema.execute(query, operation_name="B")).data == {"hello": "Hello B"}
    answer = await schema.execute(query)
    assert answer.data is None
    assert "operationName" in (answer.errors or [])[0].message


def manifest(folder: Path, content: object) -> Path:
    path = folder / "trusted.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.mark.parametrize("key", [HASH, f"sha256:{HASH}", HASH.upper()])
def test_a_trusted_document_is_found_by_its_hash(tmp_path: Path, key: str) -> None:
    trusted = TrustedDocuments.load(manifest(tmp_path, {key: HELLO}))
    assert trusted.resolve(None, f"sha256:{HASH}") == HELLO
    assert trusted.resolve("{ other }", None) == "{ other }"
    assert trusted.resolve(None, None) is None


def test_an_unknown_hash_is_told_as_clients_expect(tmp_path: Path) -> None:
    with pytest.raises(PersistedQueryError, match="PersistedQueryNotFound"):
        TrustedDocuments.load(manifest(tmp_path, {HASH: HELLO})).resolve(None, "0" * 64)


def test_a_hash_beside_another_query_is_refused() -> None:
    with pytest.raises(PersistedQueryError, match="not the SHA-256"):
        TrustedDocuments().resolve("{ other }", HASH)


def test_with_only_trusted_documents_all_others_are_refused() -> None:
    trusted = TrustedDocuments({HASH: HELLO}, only=True)
    assert trusted.resolve(HELLO, None) == HELLO
    with pytest.raises(UntrustedDocumentError, match="documentId"):
        trusted.resolve("{ other }", None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read as JSON"),
        ([HELLO], "must be an object"),
        ({"abc": HELLO}, f"abc has the SHA-256 {HASH}"),
        ({HASH: 7}, "must be a text"),
    ],
)
def test_a_faulty_manifest_is_refused_at_start(
    tmp_path: Path, content: object, message: str
) -> None:
    with pytest.raises(SettingError, match=message):
        TrustedDocuments.load(manifest(tmp_path, content))


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"nowhere\.json"):
        TrustedDocuments.load(tmp_path / "nowhere.json")
