"""How long contacts are willing to wait: the laws of `--patience-law`.

A law is a file of this folder that ends in `LAW = ...`, a class of the shape in `law.py`, and a line below;
the empirical law alone takes a curve in place of a parameter.
As in `staffing.queueing` the registry holds module names, so that listing the choices imports no NumPy.
A row's law travels as its place in this dict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.queueing.patience_laws.empirical import PatienceCurve
    from staffing.queueing.patience_laws.law import Floats, ParametricLaw, PatienceLaw

PATIENCE_LAWS: dict[str, str] = {
    "exponential": "exponential",
    "deterministic": "deterministic",
    "weibull": "weibull",
    "lognormal": "lognormal",
    "hyperexponential": "hyperexponential",
    "empirical": "empirical",
}
EXPONENTIAL = 0
EMPIRICAL = list(PATIENCE_LAWS).index("empirical")


def law_of(code: int, mean: Floats, parameter: Floats, curve: PatienceCurve | None) -> PatienceLaw:
    """The law at that place of the registry, for rows of that mean and parameter; `curve` if empirical."""
    if code == EMPIRICAL:
        from staffing.errors import UsageError
        from staffing.queueing.patience_laws.empirical import Empirical

        if curve is None:
            raise UsageError("empirical patience without a curve", hint="name its file with --patience-curve")
        return Empirical(mean, curve)
    return law_class(code)(mean, parameter)


def law_class(code: int) -> type[ParametricLaw]:
    """The class of a law that has at most one parameter."""
    from importlib import import_module

    law: type[ParametricLaw] = import_module(f"{__name__}.{list(PATIENCE_LAWS.values())[code]}").LAW
    return law


def require_law(name: str, parameter: float | None) -> None:
    """UsageError for an unknown law, with the nearest known name, or a parameter out of its bounds."""
    import numpy as np

    from staffing.errors import unknown_name

    if name not in PATIENCE_LAWS:
        raise unknown_name("patience law", name, PATIENCE_LAWS)
    place = np.array([float(list(PATIENCE_LAWS).index(name))])
    require_parameters(place, np.array([np.nan if parameter is None else parameter]))


def require_parameters(laws: Floats, parameters: Floats) -> None:
    """UsageError for a parameter outside its law's bounds, or a missing one."""
    if not laws.any():  # all exponential
        return
    import numpy as np

    from staffing.errors import UsageError
    from staffing.queueing.patience_laws.law import allowed, wanted

    for code in np.unique(laws).astype(int).tolist():
        if code != EMPIRICAL and not allowed(law_class(code), parameters[laws == code]).all():
            raise UsageError(
                f"the patience law {list(PATIENCE_LAWS)[code]} needs {wanted(law_class(code))}",
                hint="give it with --patience-parameter, or in the column patience_parameter",
            )
