from django.db import migrations, models


class Migration(migrations.Migration):
    """Hours may go on into the next morning; the constraint of the order goes."""

    dependencies = [
        ('stations', '0005_datum_of_a_point'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='openinghours',
            name='opening_hours_in_order',
        ),
        migrations.AlterField(
            model_name='openinghours',
            name='closes',
            field=models.TimeField(help_text='比开门早，就是开到第二天：20:00 开门、02:00 关门。', verbose_name='关门'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('opens', models.F('closes')), _negated=True), name='opening_hours_some', violation_error_message='开门和关门不能是同一个时间。'),
        ),
    ]
