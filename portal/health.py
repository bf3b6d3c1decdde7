"""For load balancers and the operator: is the process alive, and can it do its work?"""

from django.db import connection
from django.db.utils import Error as DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import engines


@require_safe
@never_cache
def healthz(request):
    """Alive: answers without touching anything."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request):
    """Ready: the database answers and its schema is there. 503 otherwise; says nothing more to strangers.

    A search engine that does not answer this process is no reason to take the site away: PostgreSQL stands in.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    search = (
        {} if engines.is_postgresql() else {"search": "standing in" if engines.is_stood_in_for() else "ok"}
    )
    return JsonResponse({"status": "ok", "database": "ok", **search})
