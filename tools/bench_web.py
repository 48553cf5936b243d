"""Measure reading from the web: pages a second and memory, from a server on this machine, with no pace kept.

python tools/bench_web.py                 1,000 pages of a sitemap, then the same again from the cache
python tools/bench_web.py --pages 3000
"""

import argparse
import datetime
import resource
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bilat.config import Settings
from bilat.model import Article
from bilat.reading import WebReader, read

SENTENCE = "The ministers of Iran and Pakistan met in Quetta on Monday and spoke of market {n} on their border. "


class Site(BaseHTTPRequestHandler):
    """A sitemap and its pages, some 3,000 characters of text in 30 kB each."""

    pages = 0

    def do_GET(self) -> None:
        """Answer with the sitemap, a page, or that it has not changed."""
        body = b""
        if self.path == "/sitemap.xml":
            body = b"<urlset>%s</urlset>" % b"".join(
                b"<url><loc>%s</loc></url>" % self._url(n) for n in range(self.pages)
            )
        elif self.path.startswith("/page/"):
            body = page(int(self.path.removeprefix("/page/")))
        unchanged = self.headers.get("If-None-Match") is not None
        self.send_response(304 if unchanged else 200 if body else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(0 if unchanged else len(body)))
        self.end_headers()
        self.wfile.write(b"" if unchanged else body)

    def _url(self, n: int) -> bytes:
        return f"http://{self.headers['Host']}/page/{n}".encode()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def page(n: int) -> bytes:
    """A page with its furniture around an article of its own."""
    paragraphs = "".join(f"<p>{SENTENCE.format(n=n * 10 + part) * 3}</p>" for part in range(10))
    menu = "".join(f"<li><a href='/section/{k}'>Section {k}</a></li>" for k in range(300))
    script = f"<script>{'var a = 1; ' * 1000}</script>"
    head = f"<head><title>Report {n}</title>{script}</head>"
    return f"<html>{head}<body><ul>{menu}</ul><article>{paragraphs}</article></body></html>".encode()


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(url: str, folder: Path, pages: int) -> None:
    """Read the sitemap and tell the rate, and the memory after a tenth of the pages and at the end."""
    settings = Settings(web_private=True, web_delay=0)
    web = WebReader.of(settings, folder=folder)
    begun, used, early, done = time.perf_counter(), time.process_time(), 0.0, 0
    for item in read([url], settings, today=datetime.date.today(), web=web):
        done += isinstance(item, Article)
        if done == pages // 10:
            early = peak()
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    print(
        f"{done:,} pages: {done / seconds:.0f} a second, {done / used:.0f} a second of processor time (the server's with it);"
    )
    print(f"    memory {early:.0f} MB after a tenth, {peak():.0f} MB at the end")


def main() -> int:
    """Serve, read twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    Site.pages = parser.parse_args().pages
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        for what in ("new", "kept, each asked whether it changed"):
            print(f"{what}: ", end="", flush=True)
            run(f"http://127.0.0.1:{server.server_address[1]}/sitemap.xml", Path(folder), Site.pages)
    server.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
