"""Writing to the access log."""

from axes.helpers import get_client_ip_address
from django.db import connection, transaction
from django.utils import timezone

from foundation.vault import chain
from foundation.vault.index import blind_index
from foundation.vault.models import AccessEntry

# One writer at a time, whatever process: the number names this lock and nothing else.
_CHAIN_LOCK = 0x76_61_75_6C_74


@transaction.atomic
def record_access(actor, action, obj, purpose="", request=None) -> AccessEntry:
    """Append who (`actor`, None for an applicant or the system) did what to `obj`, and why.

    `action` is a name such as "aid.reveal_phone"; `purpose` is at most 200 characters and must hold no
    personal data. Other writers wait for the caller's transaction from here on: call it last.
    """
    if actor is not None and not actor.is_authenticated:
        actor = None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = AccessEntry.objects.order_by("-number").values_list("number", "hash").first()
    address = get_client_ip_address(request) if request is not None else None
    entry = AccessEntry(
        at=timezone.now(),
        actor=actor,
        actor_label=(actor.get_full_name() or actor.get_username())[:150] if actor else "",
        action=action,
        object_label=obj._meta.label,
        object_id=str(obj.pk),
        purpose=purpose[:200],
        request_reference=getattr(request, "reference", "")[:16],
        ip_hash=blind_index(address or "", "ip"),
    )
    chain.append(entry, last)
    entry.save(force_insert=True)
    return entry
