import pytest

from tests.schema.http.client import Client


@pytest.fixture
def client() -> Client:
    return Client()
