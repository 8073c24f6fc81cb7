"""How demand moves inside and across intervals: the values of `--variation`.

A variation is a file of this folder that ends in `RATES = ...`, a function of the shape in `profile.py`, and
a line below. The registry holds module names, so that listing the choices imports no NumPy.

Source of all but `mol-psa`: L. V. Green, P. J. Kolesar and J. Soares (2001), "Improving the SIPP approach for
staffing service systems that have cyclic demands", Operations Research 49, 549–564.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.requirement.variation.profile import Rates

VARIATIONS: dict[str, str] = {
    "sipp": "sipp",
    "sipp-max": "sipp_max",
    "lag-sipp": "lag_sipp",
    "mol-psa": "mol_psa",
}


def load_variation(name: str) -> Rates:
    """The variation of that name; UsageError with the nearest known name for an unknown one."""
    from importlib import import_module

    from staffing.errors import unknown_name

    if name not in VARIATIONS:
        raise unknown_name("variation", name, VARIATIONS)
    rates: Rates = import_module(f"{__name__}.{VARIATIONS[name]}").RATES
    return rates
