"""How long contacts are willing to wait: the laws of `--patience-law`.

A law is a file of this folder that ends in `LAW = ...`, a class of the shape in `law.py`, and a line below;
the empirical law alone takes a curve in place of a parameter.
As in `staffing.queueing` the registry holds module names, so that listing the choices imports no NumPy.
Records name a law; the formulas, which take many rows at once, tell it by its code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from staffing.queueing.patience_laws.empirical import PatienceCurve
    from staffing.queueing.patience_laws.law import Floats, ParametricLaw, PatienceLaw


class Registered(NamedTuple):
    """A law's module, and the code that stands for it in the columns of the formulas: one of its own."""

    code: int
    module: str


PATIENCE_LAWS = {
    "exponential": Registered(0, "exponential"),
    "deterministic": Registered(1, "deterministic"),
    "weibull": Registered(2, "weibull"),
    "lognormal": Registered(3, "lognormal"),
    "hyperexponential": Registered(4, "hyperexponential"),
    "empirical": Registered(5, "empirical"),
}
EXPONENTIAL = PATIENCE_LAWS["exponential"].code
EMPIRICAL = PATIENCE_LAWS["empirical"].code


def law_code(name: str) -> int:
    """The code of a law; UsageError with the nearest known name for an unknown one."""
    if name not in PATIENCE_LAWS:
        from staffing.errors import unknown_name

        raise unknown_name("patience law", name, PATIENCE_LAWS)
    return PATIENCE_LAWS[name].code


def law_name(code: int) -> str:
    """The law of that code."""
    return next(name for name, law in PATIENCE_LAWS.items() if law.code == code)


def law_of(code: int, mean: Floats, parameter: Floats, curve: PatienceCurve | None) -> PatienceLaw:
    """The law of that code, for rows of that mean and parameter; `curve` if empirical."""
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

    law: type[ParametricLaw] = import_module(f"{__name__}.{PATIENCE_LAWS[law_name(code)].module}").LAW
    return law


def require_law(name: str, parameter: float | None) -> None:
    """UsageError for an unknown law, with the nearest known name, or a parameter out of its bounds."""
    import numpy as np

    code = np.array([float(law_code(name))])
    require_parameters(code, np.array([np.nan if parameter is None else parameter]))


def require_parameters(laws: Floats, parameters: Floats) -> None:
    """UsageError for a parameter outside its law's bounds, or a missing one."""
    if (laws == EXPONENTIAL).all():
        return
    import numpy as np

    from staffing.errors import UsageError
    from staffing.queueing.patience_laws.law import allowed, wanted

    for code in np.unique(laws).astype(int).tolist():
        if code != EMPIRICAL and not allowed(law_class(code), parameters[laws == code]).all():
            raise UsageError(
                f"the patience law {law_name(code)} needs {wanted(law_class(code))}",
                hint="give it with --patience-parameter, or in the column patience_parameter",
            )
