"""Customer groups as their tests ask for them."""

GROUP = "customerGroup { id name numberStart ledgerAccount dimensions sellers { id } version }"
