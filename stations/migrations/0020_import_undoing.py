from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stations", "0019_import_progress")]

    operations = [
        migrations.AlterField(
            model_name="stationimport",
            name="state",
            field=models.CharField(
                choices=[
                    ("checking", "正在核对"),
                    ("checked", "等您确认"),
                    ("writing", "正在写入"),
                    ("done", "已导入"),
                    ("undoing", "正在撤销"),
                    ("undone", "已撤销"),
                ],
                default="checking",
                max_length=10,
                verbose_name="状态",
            ),
        ),
    ]
