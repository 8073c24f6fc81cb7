"""Options declared once: the fields of a frozen dataclass, which a command takes as one argument.

With `@grouped`, typer sees `def size(forecast: …, *, service: ServiceArguments, out: Out = "-")` as a command
with the fields of `ServiceArguments` as options, in place of `service`; `size` gets the filled dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache, wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command with every parameter that is a dataclass replaced by its fields."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}

    @wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    options: list[Parameter] = []
    for parameter in signature(command).parameters.values():
        group = groups.get(parameter.name)
        if group is None:
            hint = hints[parameter.name]
            options.append(parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hint))
        else:
            options.extend(_options_of(group))
    run.__signature__ = Signature(options)  # type: ignore[attr-defined]
    run.__annotations__ = {option.name: option.annotation for option in options}
    return run


@cache
def _options_of(group: Any) -> tuple[Parameter, ...]:
    """A parameter per field; every field has a default."""
    hints = get_type_hints(group, include_extras=True)
    return tuple(
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name])
        for field in fields(group)
    )
