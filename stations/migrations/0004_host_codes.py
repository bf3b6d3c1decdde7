from django.db import migrations

CODES = {
    "法院": "court",
    "检察院": "procuratorate",
    "看守所": "detention",
    "仲裁委": "arbitration",
    "劳动监察": "inspection",
    "信访": "petitions",
    "工会": "union",
    "妇联": "women",
    "共青团": "youth",
    "残联": "disabled",
    "人社": "labour",
    "园区": "park",
    "工地": "site",
    "企业": "company",
    "工会驿站": "union_post",
    "物流站": "logistics",
}


def rename(codes):
    def step(apps, schema_editor):
        stations = apps.get_model("stations", "Station").objects
        for old, new in codes.items():
            stations.filter(host=old).update(host=new)

    return step


class Migration(migrations.Migration):
    """The hosts had Chinese codes, as the ministry's lists spell them; they are English now, like all others."""

    dependencies = [("stations", "0003_host_choices")]

    operations = [
        migrations.RunPython(rename(CODES), rename({new: old for old, new in CODES.items()})),
    ]
