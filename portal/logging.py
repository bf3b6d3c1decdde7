"""Structured logs that hold no personal data: one JSON line an event, scrubbed before it is written."""

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# What a careless message might carry: identity numbers, phones, bank cards, e-mail addresses.
_PERSONAL = [
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "[证件号]"),
    (re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"), "[手机号]"),
    (re.compile(r"(?<!\d)\d{16,19}(?!\d)"), "[卡号]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[邮箱]"),
]
_SECRET_KEYS = re.compile(
    r"name|phone|mobile|identity|id_number|password|token|secret|cookie|authorization|bank|address|body|query|code$",
    re.IGNORECASE,
)
_HARMLESS_KEYS = {"logger_name", "func_name", "status_code", "event", "level", "timestamp", "view_name"}


def scrub_text(text: str) -> str:
    """`text` with everything that looks like a person's number replaced by the name of its kind."""
    for pattern, label in _PERSONAL:
        text = pattern.sub(label, text)
    return text


def scrub(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: drop values under personal keys, mask numbers in all other text."""
    for key, value in list(event.items()):
        if key not in _HARMLESS_KEYS and _SECRET_KEYS.search(key):
            event[key] = "[略]"
        elif isinstance(value, str):
            event[key] = scrub_text(value)
        elif isinstance(value, (list, tuple, dict)):
            event[key] = scrub_text(repr(value))
    return event


def without_traceback(record: logging.LogRecord) -> bool:
    """logging filter: what a request was refused for is its sender's doing. A line says it, and no traceback of ours."""
    if record.name.startswith("django.security") or getattr(record, "status_code", 500) < 500:
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = min(
            (record.levelno, record.levelname), (logging.WARNING, "WARNING")
        )
    return True


def configure_logging(*, level: str = "INFO", human: bool = False) -> None:
    """Send every log line, Django's and ours, through one scrubbed stream to stderr."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        scrub,
                        last,
                    ],
                }
            },
            "filters": {"refusals": {"()": lambda: without_traceback}},
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "formatter": "structured",
                    "filters": ["refusals"],
                }
            },
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django.server": {"handlers": ["stderr"], "propagate": False},
                "axes": {"level": "WARNING"},
                "elastic_transport": {"level": "ERROR"},
                "opensearch": {"level": "CRITICAL"},
                "procrastinate": {"level": "WARNING"},
                "django_tasks": {"level": "WARNING"},
                "wagtail": {"level": "WARNING"},
                "pikepdf": {"level": "WARNING"},
                "PIL": {"level": "WARNING"},
            },
        }
    )
