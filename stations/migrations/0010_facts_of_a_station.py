import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Its parent, its seats, its picture, the day it opened."""

    dependencies = [
        ('stations', '0009_pauses_are_closures'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='station',
            name='capacity',
            field=models.PositiveSmallIntegerField(blank=True, help_text='等候的座位；不知道就空着。', null=True, verbose_name='能坐多少人'),
        ),
        migrations.AddField(
            model_name='station',
            name='opened_on',
            field=models.DateField(blank=True, null=True, verbose_name='哪天开的'),
        ),
        migrations.AddField(
            model_name='station',
            name='parent',
            field=models.ForeignKey(blank=True, help_text='级别要更高：村的归镇，镇的归县区，县区的归市，市的归省。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='stations.station', verbose_name='上级站'),
        ),
        migrations.AddField(
            model_name='station',
            name='photo',
            field=models.ForeignKey(blank=True, help_text='门口的样子，让人认得出来；不要拍到来办事的人。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='照片'),
        ),
        migrations.AddField(
            model_name='station',
            name='photo_alt',
            field=models.CharField(blank=True, db_default='', help_text='读给看不见的人听：灰色二层楼，门口有红色法律援助牌子。', max_length=100, verbose_name='照片上是什么'),
        ),
        migrations.AddConstraint(
            model_name='station',
            constraint=models.CheckConstraint(condition=models.Q(('photo__isnull', True), models.Q(('photo_alt', ''), _negated=True), _connector='OR'), name='station_photo_in_words', violation_error_message='有照片就写一句照片上是什么。'),
        ),
    ]
