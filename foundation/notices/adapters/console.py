import sys

from foundation.vault.masking import mask_phone


class ConsoleAdapter:
    """Prints the text and the masked number: for a developer's terminal."""

    def send(self, message):
        sys.stdout.write(f"SMS → {mask_phone(message.recipient)}: {message.text()}\n")
        return ""
