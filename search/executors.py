"""The two clients, each behind one function that sends a request and gives back what was answered.

Both are given several addresses as well: one that refuses is passed over, and the next is asked at once. The whole
answer has to come in time; the clients' own time limit begins anew with each byte.
"""

import http.client
import io
import json
import socket
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import urllib3

from search import patience
from search.engines import Unavailable

JSON, LINES = "application/json", "application/x-ndjson"
CONNECTIONS = 16  # kept open to each address, for as many threads


class Refused(Unavailable):
    """The engine is there and says no: `status` as in HTTP."""

    def __init__(self, status: int, reason: object):
        super().__init__(f"{status} {str(reason)[:300]}")
        self.status = status


class ElasticsearchExecutor:
    """Elasticsearch 8 and 9."""

    def __init__(self, addresses: Sequence[str], certificates: str = ""):
        import elasticsearch  # a large library: only for those who use it

        trust = {"ca_certs": certificates} if certificates else {}
        self._errors = elasticsearch
        self._client = elasticsearch.Elasticsearch(
            list(addresses),
            max_retries=len(addresses) - 1,
            retry_on_timeout=False,
            connections_per_node=CONNECTIONS,
            **trust,
        )
        for node in self._client.transport.node_pool.all():
            _hurry(node.pool)

    def send(self, method: str, path: str, *, seconds: float, params: Mapping[str, Any], body: Any) -> Any:
        headers = {"accept": JSON, "content-type": LINES if isinstance(body, list) else JSON}
        try:
            client = self._client.options(request_timeout=seconds)
            return client.perform_request(method, path, params=params, headers=headers, body=body).body
        except self._errors.ApiError as error:
            raise Refused(error.status_code, error.body) from error
        except (self._errors.TransportError, self._errors.UnsupportedProductError) as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error


class OpenSearchExecutor:
    """OpenSearch 2 and 3."""

    def __init__(self, addresses: Sequence[str], certificates: str = ""):
        import opensearchpy

        trust = {"ca_certs": certificates} if certificates else {}
        self._errors = opensearchpy
        self._client = opensearchpy.OpenSearch(
            list(addresses),
            max_retries=len(addresses) - 1,
            retry_on_timeout=False,
            pool_maxsize=CONNECTIONS,
            **trust,
        )
        for connection in self._client.transport.connection_pool.connections:
            _hurry(connection.pool)

    def send(self, method: str, path: str, *, seconds: float, params: Mapping[str, Any], body: Any) -> Any:
        lines = isinstance(body, list)
        try:
            return self._client.transport.perform_request(
                method,
                path,
                params={**params, "request_timeout": seconds},
                headers={"content-type": LINES} if lines else None,
                body=_lines(body) if lines else body,
            )
        except self._errors.ConnectionError as error:
            raise Unavailable(f"{type(error).__name__}: {error.error}") from error
        except self._errors.TransportError as error:
            raise Refused(error.status_code, error.info) from error
        except self._errors.OpenSearchException as error:
            raise Unavailable(f"{type(error).__name__}: {error}") from error


def _lines(parts: Iterable[Any]) -> str:
    return "".join(json.dumps(part, ensure_ascii=False) + "\n" for part in parts)


# --- in time --------------------------------------------------------------------------------------
class _Hurried(io.RawIOBase):
    """What a socket gives, for as long as there is time."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase):
        self._socket, self._raw = sock, raw

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        left = patience.seconds_left()
        if not left:
            raise TimeoutError("no time left")
        self._socket.settimeout(left)
        return self._raw.readinto(into)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any):
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Hurried(sock, self.fp.detach()))


class _Connection(urllib3.connection.HTTPConnection):
    response_class = _Response


class _SecureConnection(urllib3.connection.HTTPSConnection):
    response_class = _Response


def _hurry(pool: urllib3.HTTPConnectionPool) -> None:
    is_secure = isinstance(pool, urllib3.HTTPSConnectionPool)
    pool.ConnectionCls = _SecureConnection if is_secure else _Connection
