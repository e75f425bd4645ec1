"""The listening socket and the loop over its connections: taken over from systemd where it holds one, and stopped so that
nobody is turned away in the middle.

With the socket held by systemd (config/deploy/tougao.socket) a restart refuses no connection: who comes while nothing serves
waits in the socket's queue for the next process.
"""

import os
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator, MutableMapping
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher, WSGITask

from tougao.newsstand.serving import Application

FIRST_DESCRIPTOR = 3  # sd_listen_fds(3)
THREADS = 8
MOST_CONNECTIONS = 1000
LOOP_SECONDS = 1.0
DRAIN_SECONDS = 15.0  # for what was begun when it was told to stop
NEW_SECONDS = 1.0  # a connection may be this old and its request still on the way
QUIET_SECONDS = 0.3  # a kept connection that is idle for so long is closed


class _Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Requests under `quick` are answered in the loop itself: handing one to a thread costs three times what it takes."""

    def __init__(self, quick: str) -> None:
        super().__init__()
        self.quick = quick
        self.waiting: deque[HTTPChannel] = deque()
        self.set_thread_count(THREADS)

    def add_task(self, task: HTTPChannel) -> None:
        if self.quick and getattr(task.requests[0], "path", "").startswith(self.quick):
            self.waiting.append(task)
        else:
            super().add_task(task)

    def answer(self) -> None:
        while self.waiting:
            self.waiting.popleft().service()


class _Last(WSGITask):  # type: ignore[misc]
    """An answer that says it is the last of its connection."""

    def build_response_header(self) -> bytes:
        self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header


def handed_over(environment: MutableMapping[str, str]) -> list[socket.socket]:
    """The listening sockets that systemd hands to this process; none is inherited further. The variables are taken out."""
    told = {name: environment.pop(name, "") for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")}
    if told["LISTEN_PID"] != str(os.getpid()) or not told["LISTEN_FDS"].isdecimal():
        return []
    descriptors = range(FIRST_DESCRIPTOR, FIRST_DESCRIPTOR + int(told["LISTEN_FDS"]))
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    return [socket.socket(fileno=descriptor) for descriptor in descriptors]


class Server:
    """Serves an application until it is told to stop. `is_kept`: somebody else holds the socket, and will hand it on.

    What stands under the address `quick` is answered at once, one after the other: it must wait for nothing.
    """

    def __init__(
        self,
        application: Application,
        host: str,
        port: int,
        most_bytes: int,
        sockets: list[socket.socket] | None = None,
        quick: str = "",
    ) -> None:
        """`most_bytes` of a request are taken. Raises OSError when the port is taken."""
        self.is_kept = bool(sockets)
        self._map: dict[int, Any] = {}
        self._stopping = threading.Event()
        where: dict[str, Any] = {"sockets": sockets} if sockets else {"host": host, "port": port}
        self._dispatcher = _Dispatcher(quick)
        create_server(
            application,
            map=self._map,
            _dispatcher=self._dispatcher,
            ident="",
            connection_limit=MOST_CONNECTIONS,
            max_request_body_size=most_bytes,
            asyncore_use_poll=True,
            # A web server on this machine says who really asks; nobody else is believed.
            trusted_proxy="127.0.0.1",
            trusted_proxy_headers="x-forwarded-for x-forwarded-proto",
            clear_untrusted_proxy_headers=True,
            **where,
        )
        self._listeners = list(self._of_kind(BaseWSGIServer))
        self.port = int(self._listeners[0].effective_port)

    def run(self) -> None:
        """Serve until `stop`, then end what was begun, for DRAIN_SECONDS at most."""
        while not self._stopping.is_set():
            self._loop(LOOP_SECONDS)
        self._drain(time.monotonic() + DRAIN_SECONDS)

    def stop(self) -> None:
        """From any thread, or in a signal handler."""
        self._stopping.set()
        self._listeners[0].pull_trigger()

    def close(self) -> None:
        """Close whatever is open, and end the threads."""
        self._dispatcher.shutdown()
        wasyncore.close_all(self._map, ignore_all=True)

    def _drain(self, until: float) -> None:
        for listener in self._listeners:
            if not self.is_kept:
                self._take_all(listener)
            listener.accepting = False
            listener.del_channel(self._map)
            listener.socket.close()
        for channel in self._of_kind(HTTPChannel):
            channel.task_class = _Last
        while (left := until - time.monotonic()) > 0 and (channels := list(self._of_kind(HTTPChannel))):
            for channel in channels:
                if _is_over(channel, time.time()):
                    channel.handle_close()
            self._loop(min(left, QUIET_SECONDS / 2))

    def _loop(self, seconds: float) -> None:
        """Once round: what has come within `seconds`."""
        wasyncore.loop(seconds, use_poll=True, map=self._map, count=1)
        self._dispatcher.answer()

    def _take_all(self, listener: Any) -> None:
        """Those who are connected and wait in the socket's queue would be cut off with it."""
        before = -1
        while before != len(self._map):
            before = len(self._map)
            listener.handle_accept()

    def _of_kind(self, kind: type) -> Iterator[Any]:
        yield from [each for each in list(self._map.values()) if isinstance(each, kind)]


def _is_over(channel: Any, now: float) -> bool:
    """Is nothing begun on this connection, and nothing on the way?"""
    if channel.requests or channel.request is not None or channel.total_outbufs_len or channel.close_when_flushed:
        return False
    is_fresh = channel.last_activity == channel.creation_time
    return bool(now - channel.last_activity > (NEW_SECONDS if is_fresh else QUIET_SECONDS))
