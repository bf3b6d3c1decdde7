from django.db import migrations
from django.db.models import Sum

ASKED = 5


def forget(apps, schema_editor):
    """Questions that were asked fewer times than are kept now: their words may be a name."""
    queries = apps.get_model("search", "SearchQuery").objects
    rare = queries.values("text").annotate(asked=Sum("times")).filter(asked__lt=ASKED).values("text")
    texts = list(rare.values_list("text", flat=True))
    for start in range(0, len(texts), 1000):
        some = texts[start : start + 1000]
        apps.get_model("search", "SearchClick").objects.filter(text__in=some).delete()
        queries.filter(text__in=some).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0015_title_index"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
