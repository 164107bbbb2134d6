"""The console command: `partner-matcher serve`, `build`, `user` and `feedback`."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

# A second thread for each matrix product only waits when several requests are answered at once; this must be said
# before the libraries are loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from matcher.batch.cores import usable_cores
from matcher.encoders import Encoder, load_encoder
from matcher.errors import InvalidRecordsError, MatcherError
from matcher.settings import Settings, read_settings
from matcher.workspace import Workspace
from webapp.console import build_progress
from webapp.user_command import add_user_options, user_command

# With more threads than cores, those that compute hold each other up: a sixth fewer pages in a second. One alone would
# let a slow download keep everybody waiting.
FEWEST_THREADS = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        if options.command == "build":
            return _build_command(read_settings(data=options.data))
        if options.command == "feedback":
            return _feedback_command(read_settings(data=options.data))
        if options.command == "user":
            return user_command(options, Workspace(read_settings(data=options.data)).accounts)
        return _serve_command(read_settings(data=options.data, host=options.host, port=options.port))
    except InvalidRecordsError as error:
        print(f"{error}\npartner-matcher: {len(error.problems)} faults in the corpus; nothing changed", file=sys.stderr)
    except (MatcherError, OSError) as error:
        print(f"partner-matcher: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("partner-matcher: stopped", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="partner-matcher", description="Find partners for a goal, with reasons.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="build what is missing or stale, then serve the web pages")
    serve.add_argument("--host", help="address to listen on (default: MATCHER_HOST, else 127.0.0.1)")
    serve.add_argument("--port", help="port to listen on, 0 for any free one (default: MATCHER_PORT, else 8000)")
    build = commands.add_parser("build", help="build a new generation of the knowledge base")
    feedback = commands.add_parser(
        "feedback", help="write what people thought of recommendations, one JSON object a line"
    )
    user = commands.add_parser("user", help="say who may edit the directory in the browser")
    add_user_options(user)
    for command in (serve, build, feedback, user):
        command.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    return parser


def _build_command(settings: Settings) -> int:
    workspace = Workspace(settings)
    if workspace.follows_corpus():
        workspace.synchronise()
    encoder = load_encoder(settings.model)
    folder = _build(workspace, encoder)
    workspace.draw_map(workspace.open(encoder))
    print(f"built {folder}")
    return 0


def _feedback_command(settings: Settings) -> int:
    feedback = Workspace(settings).feedback
    for opinion in feedback.opinions():
        print(json.dumps(asdict(opinion), ensure_ascii=False))
    counts = feedback.counts()
    print(f"{counts['useful']} useful, {counts['not_useful']} not useful", file=sys.stderr)
    return 0


def _serve_command(settings: Settings) -> int:
    workspace = Workspace(settings)
    try:
        stale = workspace.follow()
    except InvalidRecordsError as error:
        if not workspace.current_name():
            raise
        print(
            f"{error}\npartner-matcher: the corpus has faults; the knowledge base before it is served", file=sys.stderr
        )
        stale = ""
    if stale:
        print(f"building the knowledge base: {stale}", file=sys.stderr)
        _build(workspace, load_encoder(settings.model))
    return _serve(workspace, load_encoder(settings.model, threads=1))  # requests are answered side by side


def _build(workspace: Workspace, encoder: Encoder) -> str:
    with build_progress(quiet=False) as report:
        return str(workspace.rebuild(encoder, report))


def _serve(workspace: Workspace, encoder: Encoder) -> int:
    from waitress.server import create_server  # noqa: PLC0415  only where it serves

    from webapp import create_app  # noqa: PLC0415  only where it serves

    gc.freeze()  # what is loaded stays: looking through it for garbage takes 80 ms, once in some eighty pages
    settings = workspace.settings
    app = create_app(settings, encoder)
    server = create_server(
        app, host=settings.host, port=settings.port, threads=_threads(settings), ident=None, **_proxy_options(settings)
    )
    port = getattr(server, "effective_port", settings.port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"http://{host}:{port}", flush=True)
    link = workspace.sign_in.new_link(workspace.accounts.owner())
    print(f"to edit, open this link once: http://{host}:{port}/sign-in/{link}", file=sys.stderr, flush=True)
    server.run()
    return 0


def _proxy_options(settings: Settings) -> dict[str, Any]:
    """Return how waitress believes what a proxy tells of a request; without one it believes nobody."""
    told = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": settings.proxy, "trusted_proxy_headers": told} if settings.proxy else {}


def _threads(settings: Settings) -> int:
    return settings.threads or max(usable_cores(), FEWEST_THREADS)


if __name__ == "__main__":
    sys.exit(main())
