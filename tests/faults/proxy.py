"""A TCP proxy that breaks what passes through it: cut after so many bytes, or a wrong answer to the nth command."""

import contextlib
import re
import socket
import threading

COMMAND = re.compile(rb"^([A-Z]+\d+) (?!DONE)(.*)\r\n$", re.IGNORECASE)
ANSWERS = {
    "NO": b"%s NO [UNAVAILABLE] not today\r\n",
    "BAD": b"%s BAD what is that\r\n",
    "BYE": b"* BYE shutting down\r\n",
    "garbage": b"\x00\xff{999999}\r\n* 1 FETCH (((\r\n%s WAT\r\n",
    "silence": b"",
}


class Proxy:
    """`cut_after` counts bytes from server to client; `wrong` is (n, kind): the nth command gets ANSWERS[kind] and the end."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.cut_after: int | None = None
        self.wrong: tuple[int, str] | None = None
        self.passed = 0
        self.commands = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.closing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.closing = True
        self.listening.close()

    def _accept(self) -> None:
        while not self.closing:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            self.passed = self.commands = 0
            for way in (self._upwards, self._downwards):
                threading.Thread(target=way, args=(client, server), daemon=True).start()

    def _downwards(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if self.cut_after is not None and self.passed + len(data) > self.cut_after:
                    client.sendall(data[: max(0, self.cut_after - self.passed)])
                    break
                self.passed += len(data)
                client.sendall(data)
        self._end(client, server)

    def _upwards(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                match = COMMAND.match(data)
                if match:
                    self.commands += 1
                    if self.wrong and self.commands == self.wrong[0]:
                        answer = ANSWERS[self.wrong[1]]
                        client.sendall(answer % match[1] if b"%s" in answer else answer)
                        break
                server.sendall(data)
        self._end(client, server)

    @staticmethod
    def _end(*sockets: socket.socket) -> None:
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
