import hashlib
import json

from django.conf import settings

from foundation.notices.adapters import Unavailable


class FileAdapter:
    """One JSON file a message under settings.SMS_FILE_DIR: the demo's phone, and an office without a gateway.

    The folder is private (0700, files 0600): the whole number stands in it.
    """

    def send(self, message):
        folder = settings.SMS_FILE_DIR
        name = hashlib.sha256(message.key.encode()).hexdigest()[:24]
        path = folder / f"{name}.json"
        content = {"to": message.recipient, "text": message.text(), "key": message.key}
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.touch(mode=0o600)
            part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            part.replace(path)
        except OSError as error:
            raise Unavailable(f"file: {type(error).__name__}") from error
        return name
