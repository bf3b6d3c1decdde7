"""The two clients, each behind one function that sends a request and gives back what was answered.

Both are given several addresses as well: one that refuses is passed over, and the next is asked at once.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.engines import Unavailable

JSON, LINES = "application/json", "application/x-ndjson"


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
            list(addresses), max_retries=len(addresses) - 1, retry_on_timeout=False, **trust
        )

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
            list(addresses), max_retries=len(addresses) - 1, retry_on_timeout=False, **trust
        )

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
