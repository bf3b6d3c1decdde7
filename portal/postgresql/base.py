"""Django's PostgreSQL backend with a health check that gives up."""

import select

from django.db.backends.postgresql import base
from psycopg import Error
from psycopg.pq import ExecStatus

ANSWER_SECONDS = 3


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that hangs (storage that stalls, a machine that sleeps) keeps its connections open and says nothing.

    Django's health check would wait for it as long as it hangs, with one thread of the site after the other. This one
    waits some seconds; then Django connects anew, for which `connect_timeout` holds, and the visitor gets a 503.
    """

    def is_usable(self):
        if self.connection is None:
            return False
        link = self.connection.pgconn
        try:
            link.send_query(b"")
            answered, _, _ = select.select([link.socket], [], [], ANSWER_SECONDS)
            if not answered:
                return False
            link.consume_input()
            # An empty query's own answer; a connection that was cut in the meantime says why instead.
            results = list(iter(link.get_result, None))
        except Error:
            return False
        return [result.status for result in results] == [ExecStatus.EMPTY_QUERY]
