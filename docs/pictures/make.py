"""Makes the pictures of README and docs from the sample plan, so that they show what the programs do.

    python docs/pictures/make.py            plans data/bank-2003 first, which takes minutes
    python docs/pictures/make.py RUN_DIR    of a run of it that is there

Needs a Chromium, and ends with 1 where a picture is larger than a README should have.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser import Browser, chromium  # noqa: E402

PICTURES = Path(__file__).parent
MOST_BYTES = 150_000
ABOVE = 24  # px of air over what is brought to the top
# What is taken: the name, the width and height in pixels, and what is brought to the top.
TAKEN = (("page.png", 1200, 736, "body"), ("day.png", 1000, 800, "#day h2"))


def main(run: Path) -> int:
    """Take the pictures of the run's page; the exit code."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile, Browser(Path(profile)) as browser:
        for name, width, height, top in TAKEN:
            browser.open(run / "report.html", width)
            y = browser.run(f"document.querySelector('{top}').getBoundingClientRect().top + scrollY") - ABOVE
            clip = {"x": 0, "y": max(y, 0), "width": width, "height": height, "scale": 1}
            browser.picture(PICTURES / name, clip=clip)
            print(f"{name}: {(PICTURES / name).stat().st_size:,} bytes")
    return int(any((PICTURES / name).stat().st_size > MOST_BYTES for name, *_ in TAKEN))


if __name__ == "__main__":
    if chromium() is None:
        sys.exit("no Chromium: install it, or name one in STAFFING_CHROMIUM")
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with TemporaryDirectory() as folder:
        plan = ROOT / "data" / "bank-2003" / "plan.toml"
        command = [sys.executable, "-m", "staffing", "plan", plan, "--out", folder, "--quiet"]
        subprocess.run(command, check=True)
        sys.exit(main(Path(folder) / "latest"))
