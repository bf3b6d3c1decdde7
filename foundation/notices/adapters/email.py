import hashlib
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from foundation.notices.adapters import Refused, Unavailable


class EmailAdapter:
    """Through Django's mail settings. The Message-ID comes from the key, so that mail servers see twins."""

    def send(self, message):
        digest = hashlib.sha256(message.key.encode()).hexdigest()[:32]
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
        message_id = f"<{digest}@{domain}>"
        mail = EmailMessage(
            message.subject(), message.text(), to=[message.recipient], headers={"Message-ID": message_id}
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _reply in error.recipients.values()]
            if codes and all(code >= 500 for code in codes):
                raise Refused("email: recipient refused") from error
            raise Unavailable("email: recipient deferred") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable(f"email: {type(error).__name__}") from error
        return message_id
