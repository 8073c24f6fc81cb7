"""Service level against agents as a bar of text per number of agents."""

from __future__ import annotations

from staffing.arrays import Floats

_WIDTH = 50


def sweep_chart(agents: Floats, service_level: Floats, required: float) -> list[str]:
    """Lines to print; the required number is marked."""
    lines = ["agents  service level"]
    for count, level in zip(agents.tolist(), service_level.tolist(), strict=True):
        bar = "█" * round(level * _WIDTH)
        mark = "  ← required" if count == required else ""
        lines.append(f"{count:6.0f}  {bar:{_WIDTH}} {level:6.1%}{mark}")
    return lines
