"""The mapping as far as it was found, ready to be corrected and handed back with `--map`."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.history.headers.meaning import OPEN, Meaning

_MISSING = OPEN


def ready_mapping(meaning: Meaning, header: Sequence[str]) -> str:
    """TOML for `--map`, or for `[history.columns]` of a plan; a ? stands where the column is not known."""
    when = "offered_at" if meaning.calls else "interval_start"
    lines = ["[columns]", f"{when} = {_names(meaning.when)}"]
    if meaning.queue is not None:
        lines.append(f"queue = {_names((meaning.queue, *meaning.apart))}")
    if meaning.merged:
        lines.append(f"merge = {_names(meaning.merged)}")
    lines += [f"{word} = {_text(name)}" for word, name in (meaning.named or {}).items()]
    for guess in meaning.guesses:
        if guess.word in {"answer_rate", "abandon_rate", "duration"}:
            continue
        unit = "" if guess.unit in {"count", "share", "percent"} else f', unit = "{guess.unit}"'
        total = ", total = true" if guess.total else ""
        name = _names(guess.headers)
        units = (
            "  # seconds, minutes, hours or days; of clock times mm:ss or hh:mm" if guess.unit == OPEN else ""
        )
        lines.append(
            f"{guess.word} = {{ column = {name}{unit}{total} }}{units}"
            if unit or total
            else f"{guess.word} = {name}"
        )
    if not meaning.calls and not any(guess.word == "offered" for guess in meaning.guesses):
        lines.append(f"offered = {_text(meaning.near.get('offered', _MISSING))}")
    used = {
        meaning.near.get("offered"),
        *meaning.when,
        meaning.queue,
        *(h for g in meaning.guesses for h in g.headers),
    }
    left = [name for name in header if name not in used]
    if left:
        lines.append(f"# not used: {', '.join(left)[:300]}")
    return "\n".join(lines)


def _names(names: Sequence[str]) -> str:
    if not names:
        return _text(_MISSING)
    return _text(names[0]) if len(names) == 1 else f"[{', '.join(map(_text, names))}]"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
