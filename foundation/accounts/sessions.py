"""Sessions in the database, as Django's own, but opened by one plain statement, and under a digest of their key.

Each page of a form opens its session; building Django's query for it costs more than the database needs to answer.
The key itself is in the browser's cookie alone: whoever reads the table goes into nobody's session.
"""

import hashlib

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connections, router
from django.utils import timezone


def kept_of(session_key: str) -> str:
    """What is kept of a key, which is random and long: 160 bits of SHA-256."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    def load(self):
        connection = connections[router.db_for_read(self.model)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [kept_of(self.session_key), timezone.now()],
            )
            found = cursor.fetchone()
        if found:
            return self.decode(found[0])
        self._session_key = None
        return {}

    def exists(self, session_key):
        return super().exists(kept_of(session_key))

    def create_model_instance(self, data):
        made = super().create_model_instance(data)
        made.session_key = kept_of(made.session_key)
        return made

    def save(self, must_create=False):
        try:
            super().save(must_create)
        except UpdateError as error:
            # To Django any trouble of the database means that the session was ended meanwhile, an address gone wrong.
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key is not None:
            self.end(kept_of(key))

    @classmethod
    def end(cls, kept: str) -> None:
        """End the session of which `kept` lies in the table."""
        cls.get_model_class().objects.filter(session_key=kept).delete()
