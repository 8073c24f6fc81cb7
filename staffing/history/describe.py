"""A format in words: for `staffing formats` and the page docs/acd-formats.md, which is tested against it."""

from __future__ import annotations

from staffing.history import Format


def described(one: Format) -> dict[str, object]:
    """For JSON."""
    return {
        "title": one.title,
        "columns": [{"column": column, "read_as": meaning} for column, meaning in one.columns()],
        "quirks": list(one.quirks),
        "assumed": one.assumed,
    }


def as_text(one: Format, *, whole: bool) -> str:
    """One line, or with `whole` the columns and what to know of them."""
    if not whole:
        return f"{one.name:16}{one.title}"
    width = max(len(column) for column, _ in one.columns())
    lines = [f"{one.name}: {one.title}", ""]
    lines += [f"  {column:{width}}  {meaning}" for column, meaning in one.columns()]
    lines += ["", *(f"- {quirk}" for quirk in one.quirks)] if one.quirks else []
    lines += [f"- assumed: {one.assumed}"] if one.assumed else []
    return "\n".join(lines)


def as_markdown(one: Format) -> str:
    """The format's section of docs/acd-formats.md."""
    lines = [f"## {one.name}", "", f"`{one.name}`: {one.title}.", "", "| column | read as |", "|---|---|"]
    lines += [f"| `{column}` | {meaning} |" for column, meaning in one.columns()]
    lines += ["", *(f"- {quirk}" for quirk in one.quirks)] if one.quirks else []
    lines += ["", f"Assumed: {one.assumed}."] if one.assumed else []
    return "\n".join(lines) + "\n"
