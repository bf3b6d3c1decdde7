"""The glossary promised true stories; a case may be the demo's. An editor's own words stay."""

from django.db import migrations

_BEFORE = "办完的、去掉姓名的真实案子写成的故事，给别人做参考。"
_AFTER = "办案的经过去掉姓名写成的故事，给别人做参考。标着“演示”的是编的。"


def reword(apps, schema_editor):
    apps.get_model("laws.Term").objects.filter(code="typical_case", definition=_BEFORE).update(definition=_AFTER)


class Migration(migrations.Migration):
    dependencies = [("laws", "0005_demo_and_signatures")]

    operations = [migrations.RunPython(reword, migrations.RunPython.noop, elidable=True)]
