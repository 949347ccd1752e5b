"""What is kept for a follower is bounded, and he learns that he missed something."""

from core.events.event import Event
from core.events.follower import MOST_KEPT, Follower, Heard


def follower() -> Follower:
    return Follower(lambda event: event.entity == "Customer")


def customers(*keys: int) -> list[Event]:
    return [Event("Customer", key, key) for key in keys]


async def told(*events: Event) -> Heard:
    found = follower()
    for event in events:
        found.tell(event)
    return await found.take()


async def test_a_record_is_told_once_and_the_latest_write_last() -> None:
    one, two = customers(1, 2)
    gone = one._replace(action="DELETE")
    assert await told(one, two, gone) == Heard(False, (two, gone))


async def test_what_is_not_wanted_is_not_kept() -> None:
    [one] = customers(1)
    assert await told(Event("Contact", 1, 1), one) == Heard(False, (one,))


async def test_one_more_than_are_kept_drops_them_all() -> None:
    full = customers(*range(1, MOST_KEPT + 1))
    assert await told(*full) == Heard(False, tuple(full))
    assert await told(*full, *customers(MOST_KEPT + 1, MOST_KEPT + 2)) == Heard(True, ())


async def test_an_event_of_many_records_is_one_that_was_missed() -> None:
    assert await told(*customers(1), Event("Customer")) == Heard(True, ())


async def test_what_was_taken_is_not_told_again() -> None:
    found, (one, two) = follower(), customers(1, 2)
    found.miss()
    assert await found.take() == Heard(True, ())
    found.tell(one)
    assert await found.take() == Heard(False, (one,))
    found.tell(two)
    assert await found.take() == Heard(False, (two,))
