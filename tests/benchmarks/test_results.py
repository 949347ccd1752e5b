from benchmarks.results import summarise
from benchmarks.wrk import Reading


def readings(*rates: float) -> list[Reading]:
    return [Reading(rate, 1000 / rate, 3000 / rate) for rate in rates]


def test_figures_are_medians_of_the_rounds() -> None:
    result = summarise({"limit": readings(100, 500, 200)}, "limit")["limit"]

    assert (result.rate, result.p50, result.p99) == (200, 5, 15)


def test_the_ratio_is_the_median_of_the_ratios_within_each_round() -> None:
    # While something else slows the machine down, in the second round, all contenders are slower.
    rounds = {"limit": readings(100, 10, 200), "stock": readings(50, 5, 20)}

    results = summarise(rounds, "limit")

    assert results["stock"].ratio == 0.5
    assert results["limit"].ratio == 1
