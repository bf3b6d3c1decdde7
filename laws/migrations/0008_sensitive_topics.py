from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("laws", "0007_topics_name_their_matter")]
    operations = [
        migrations.AddField(
            model_name="topic",
            name="is_sensitive",
            field=models.BooleanField(
                default=False,
                help_text="勾上以后，这一类的页面先写 110 和人身安全保护令，下面总有“马上离开”，标签页和浏览记录里不写是什么事。下级事项各勾各的；代码和页面的网址也要起得看不出来。",
                verbose_name="怕人看见的事",
            ),
        ),
    ]
