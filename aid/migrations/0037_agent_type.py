from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0036_elsewhere")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="agent_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("statutory", "法定代理人"),
                    ("relative", "近亲属（法定代理人侵害他的）"),
                    ("entrusted", "委托代理人"),
                ],
                default="",
                max_length=10,
                verbose_name="凭什么代办",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="wantedpaper",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "还差"),
                    ("arrived", "收到了"),
                    ("without", "当事人说没有"),
                    ("awaited", "还没交来"),
                    ("settled", "不用再补"),
                ],
                default="asked",
                max_length=10,
                verbose_name="状态",
            ),
        ),
    ]
