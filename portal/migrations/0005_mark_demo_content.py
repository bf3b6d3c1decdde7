"""Pages that the demo loader brought say that they are the demo's, whoever has edited them since.

An edited page is never loaded again, and an editor starts from its last revision: rows and revisions are both
marked. An invented case no longer claims that somebody consented.
"""

from django.db import migrations

_DEMO = {
    "laws.ExplainerPage": {"is_demo": True},
    "cases_showcase.CasePage": {"is_demo": True, "has_consent": False},
    "campaigns.CampaignPage": {"is_demo": True},
    "campaigns.EventPage": {"is_demo": True},
}


def mark(apps, schema_editor):
    loaded = apps.get_model("wagtailcore.PageLogEntry").objects.filter(data__has_key="loaded")
    keys = (
        apps.get_model("wagtailcore.Page")
        .objects.filter(pk__in=loaded.values("page_id"))
        .values("translation_key")
    )
    for label, values in _DEMO.items():
        pages = apps.get_model(label).objects.filter(translation_key__in=keys)
        pages.update(**values)
        revisions = apps.get_model("wagtailcore.Revision").objects.filter(
            base_content_type__app_label="wagtailcore",
            base_content_type__model="page",
            object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)],
        )
        for revision in revisions.iterator():
            revision.content.update(values)
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_demo_and_signatures"),
        ("laws", "0005_demo_and_signatures"),
        ("cases_showcase", "0003_demo_and_signatures"),
        ("campaigns", "0003_demo_and_signatures"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop, elidable=True)]
