"""A server on loopback that answers to everything and remembers what was asked: nobody should come by."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SCRIPT = b"self.xss=1;try{top.xss=1}catch{}"


class Trap:
    """`asked` lists the paths that somebody fetched, in order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Length", str(len(SCRIPT)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(SCRIPT)

            do_GET = do_POST = do_HEAD = do_OPTIONS = do_PUT = answer

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"

    def start(self) -> None:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
