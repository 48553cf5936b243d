"""bilat explore: the record in the browser."""

import json
import sys
from typing import Annotated
from urllib.parse import urlencode

import typer

from bilat.commands.options import AsJson, RecordDir
from bilat.commands.telling import ERR, say
from bilat.config import TOKEN_VARIABLE
from bilat.record import Record


def explore(
    record: RecordDir,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 takes any free one.")
    ] = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; others than loopback need --token.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="Another name under which the machine is asked.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option("--token", metavar="TOKEN", help="What every request must carry.", envvar=TOKEN_VARIABLE),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the record in the browser, and serve its API, until Ctrl-C.

    Example: bilat explore --record iran-pakistan
    """
    from bilat import web  # takes a second, which no other command should pay
    from bilat.web.server import address_of, listen

    opened = Record.open(record)
    bound = listen(host, port)
    with ERR.status(f"opening {record}"):
        app = web.create_app(opened, token=token, host=host, names=name or ())
    address = address_of(bound)
    entrance = f"{address}enter?{urlencode({'token': token})}" if token else address

    def started() -> None:
        if as_json:
            typer.echo(json.dumps({"record": str(record), "address": address, "api": f"{address}api/v1"}))
            sys.stdout.flush()  # who reads it waits for it
        else:
            say(f"{record} is shown at {address} with its API at {address}api/docs (Ctrl-C ends it)")

    try:
        web.serve(app, bound, browse=None if no_browser else entrance, started=started)
    except KeyboardInterrupt:
        if not as_json:
            say("ended")
    finally:
        app.state.snapshots.close()
