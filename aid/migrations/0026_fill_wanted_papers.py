from django.db import migrations


def fill(apps, schema_editor):
    """What is being waited for now was asked for as a whole; from here on each paper has its state."""
    WantedPaper = apps.get_model("aid", "WantedPaper")
    for application in apps.get_model("aid", "Application").objects.filter(status="supplementing").iterator():
        asked = application.events.filter(action="ask_supplement").order_by("-at").first()
        for kind in application.supplement_kinds:
            WantedPaper.objects.get_or_create(
                application=application,
                kind=kind,
                defaults={"state": "asked", "changed_at": asked.at if asked else application.submitted_at},
            )


class Migration(migrations.Migration):
    dependencies = [("aid", "0025_wanted_papers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
