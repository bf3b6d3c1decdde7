"""An earlier demo loader signed for people: it wrote who had checked what on which day, and nobody had.

What it wrote is known to the letter and goes, from old revisions too, whence an editor could bring it back. What
a person has written over it stays, and gets that person's name.
"""

from datetime import date

from django.db import migrations

_BY_LOADER = ("2026-11-20", "法律援助中心律师")
_ADDRESS_NOTE = "演示数据，请以官方公布为准"
_LAST_BY_LOADER = date(2026, 11, 21)  # its latest day for a station or a number


def withdraw(apps, schema_editor):
    explainers = apps.get_model("laws.ExplainerPage").objects
    signers, by_loader = {}, {"reviewed_on": _BY_LOADER[0], "reviewer": _BY_LOADER[1]}
    ids = {str(pk): key for pk, key in explainers.values_list("pk", "translation_key")}
    revisions = apps.get_model("wagtailcore.Revision").objects.filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page", object_id__in=ids
    )
    for revision in revisions.order_by("created_at", "pk").iterator():
        said = revision.content.get("reviewed_on"), revision.content.get("reviewer")
        signer = signers.get((ids[revision.object_id], *said)) or revision.user_id
        if said == _BY_LOADER:
            revision.content.update(reviewed_on=None, reviewer="")
        elif said[0] and signer:
            signers[ids[revision.object_id], *said] = signer
            revision.content["reviewed_by"] = signer
        else:
            continue
        revision.save(update_fields=["content"])
    explainers.filter(**by_loader).update(reviewed_on=None, reviewer="")
    for (key, day, reviewer), signer in signers.items():
        signed = explainers.filter(translation_key=key, reviewed_on=day, reviewer=reviewer)
        signed.update(reviewed_by=signer)

    stations = apps.get_model("stations.Station").objects.filter(address_note=_ADDRESS_NOTE)
    checked = apps.get_model("wagtailcore.ModelLogEntry").objects.filter(
        action="stations.verify", content_type__app_label="stations", content_type__model="station"
    )
    signed = [int(pk) for pk in checked.values_list("object_id", flat=True)]
    stations.filter(verified_on__lte=_LAST_BY_LOADER).exclude(pk__in=signed).update(verified_on=None)
    hotlines = apps.get_model("stations.Hotline").objects
    hotlines.filter(phone="12348", verified_on=_LAST_BY_LOADER).update(verified_on=None)


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_mark_demo_content"), ("stations", "0002_whole_positions")]

    operations = [migrations.RunPython(withdraw, migrations.RunPython.noop, elidable=True)]
