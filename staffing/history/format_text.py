"""A format in words: for `staffing formats`, and for docs/reference/acd-formats.md, tested against it."""

from __future__ import annotations

from staffing.history import Format


def format_facts(file_format: Format) -> dict[str, object]:
    """For JSON."""
    return {
        "title": file_format.title,
        "columns": [{"column": column, "read_as": meaning} for column, meaning in file_format.columns()],
        "quirks": list(file_format.quirks),
        "assumed": file_format.assumed,
    }


def format_text(file_format: Format, *, whole: bool) -> str:
    """One line, or with `whole` the columns and what to know of them."""
    if not whole:
        return f"{file_format.name:16}{file_format.title}"
    width = max(len(column) for column, _ in file_format.columns())
    lines = [f"{file_format.name}: {file_format.title}", ""]
    lines += [f"  {column:{width}}  {meaning}" for column, meaning in file_format.columns()]
    lines += ["", *(f"- {quirk}" for quirk in file_format.quirks)] if file_format.quirks else []
    lines += [f"- assumed: {file_format.assumed}"] if file_format.assumed else []
    return "\n".join(lines)


def format_markdown(file_format: Format) -> str:
    """The format's section of docs/reference/acd-formats.md."""
    lines = [f"## {file_format.name}", "", f"`{file_format.name}`: {file_format.title}.", ""]
    lines += ["| column | read as |", "|---|---|"]
    lines += [f"| `{column}` | {meaning} |" for column, meaning in file_format.columns()]
    lines += ["", *(f"- {quirk}" for quirk in file_format.quirks)] if file_format.quirks else []
    lines += ["", f"Assumed: {file_format.assumed}."] if file_format.assumed else []
    return "\n".join(lines) + "\n"
