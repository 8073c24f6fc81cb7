"""Jinja2 templates in which every text is escaped, and steers nothing that shows it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from staffing.wording import legible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_TABLE = """\
{% macro table(heads, rows, label) -%}
<table><caption class="unseen">{{ label }}</caption>
<thead><tr>{% for head in heads %}<th scope="col">{{ head }}{% endfor %}<tbody>
{% for row in rows %}<tr>{% for cell in row %}
{%- if loop.first %}<th scope="row">{% else %}<td>{% endif %}{{ cell }}
{%- endfor %}</tr>
{% endfor %}</table>
{%- endmacro %}
"""


def render(template: str, **values: object) -> Markup:
    """The template with these values; `table(heads, rows, label)` is a table.

    A name that the template uses must be among the values.
    """
    from markupsafe import Markup

    return Markup(_environment().from_string(_TABLE + template).render(**values).strip())


def json_for_script(value: object) -> Markup:
    """JSON for a script element: no text in it can end the element or begin a comment.

    Texts steer nothing that shows them; what is not known is null, for JSON has no NaN.
    """
    from markupsafe import Markup

    text = json.dumps(_legible(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, finalize=_legible_text)


def _legible_text(value: Any) -> Any:
    """Plain texts are made legible; markup of our own stays as it is."""
    return legible(value) if type(value) is str else value


def _legible(value: Any) -> Any:
    """The same of all texts in lists and objects."""
    match value:
        case str():
            return legible(value)
        case dict():
            return {_legible(key): _legible(item) for key, item in value.items()}
        case list() | tuple():
            return [_legible(item) for item in value]
    return value
