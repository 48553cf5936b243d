"""Makes the pictures of the explorer that the papers show: docs/pictures/explore-*.jpg.

python tools/make_pictures.py

It reads the bundled reports on Iran and Pakistan into a record of its own, starts the explorer as a user does, and takes what a
Chromium shows of it.
"""

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures"
SHOTS = (
    ("home", "/", 1200, 820, "light"),
    ("dyad", "/dyad/Iran/Pakistan", 1200, 820, "light"),
    ("article", "/article?id=khan-tehran-2019", 1200, 820, "dark"),
    ("search", "/search?q=gas+pipeline", 1200, 820, "light"),
    ("judge", "/judge?analyst=A.+Rahimi&a=Iran&b=Pakistan", 1200, 820, "light"),
    ("phone", "/party/Pakistan", 390, 820, "light"),
)
"""Name, address, width, height and colours of each picture."""


def main() -> None:
    """Takes them."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address, server = started(Path(folder) / "record")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, place, width, height, colours in SHOTS:
            take(browser, f"{address}{place}", TARGET / f"explore-{name}.jpg", (width, height), colours)
        browser.close()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def started(record: Path) -> tuple[str, "subprocess.Popen[str]"]:
    """The address of the explorer over the bundled reports, and its process."""
    bilat = [sys.executable, "-m", "bilat"]
    subprocess.run([*bilat, "read", str(ROOT / "examples" / "iran-pakistan"), "--record", str(record), "-q"], check=True)
    command = [*bilat, "explore", "--record", str(record), "--port", "0", "--no-browser", "--json"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    return json.loads(server.stdout.readline())["address"].rstrip("/"), server


def take(browser: Any, address: str, target: Path, size: tuple[int, int], colours: str) -> None:
    """One picture."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=colours)
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.wait_for_function("!document.querySelector('meta[http-equiv=refresh]')", timeout=60_000)
    page.screenshot(path=str(target), type="jpeg", quality=72)
    page.close()
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
