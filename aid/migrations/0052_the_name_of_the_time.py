from django.db import migrations, models


class Migration(migrations.Migration):
    """Each event says what its officer was called when it was done."""

    dependencies = [("aid", "0051_the_tour_of_a_desk_entry")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="actor_label",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=150, verbose_name="工作人员姓名"
            ),
        ),
    ]
