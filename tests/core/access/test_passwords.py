"""What it costs to guess a password."""

from core.access.passwords import _hasher

# as it was imported, before the tests' own took its place
HASHER = _hasher()


def test_a_guess_takes_64_mib_and_three_passes() -> None:
    stored = HASHER.hash("a password")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert HASHER.verify("a password", stored)
    assert not HASHER.verify("another one", stored)
