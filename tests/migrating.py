"""Going back and forth in the history of one app, inside the transaction of a test."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(app, name=None):
    """Bring the schema to a migration of `app`, without `name` to the last; the models as they were then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # rows that still wait for a check would forbid any change
    executor = MigrationExecutor(connection)
    name = name or dict(executor.loader.graph.leaf_nodes(app))[app]
    executor.migrate([(app, name)])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return executor.loader.project_state([(app, name)]).apps
