from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0031_receipt_codes_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=64, verbose_name='给谁、做什么用')),
                ('number', models.CharField(max_length=64, verbose_name='手机')),
                ('address', models.CharField(blank=True, max_length=64, verbose_name='网络地址')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='验证码的摘要')),
                ('was_sent', models.BooleanField(verbose_name='发出了')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='已试次数')),
                ('made_at', models.DateTimeField(verbose_name='什么时候要的')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='用掉的时间')),
            ],
            options={
                'verbose_name': '短信验证码',
                'verbose_name_plural': '短信验证码',
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='onetimecode',
            index=models.Index(fields=['subject', '-made_at'], name='one_time_newest'),
        ),
        migrations.AddIndex(
            model_name='onetimecode',
            index=models.Index(fields=['number', 'made_at'], name='one_time_number'),
        ),
        migrations.AddIndex(
            model_name='onetimecode',
            index=models.Index(fields=['address', 'made_at'], name='one_time_address'),
        ),
        migrations.AddIndex(
            model_name='onetimecode',
            index=models.Index(condition=models.Q(('was_sent', True)), fields=['made_at'], name='one_time_day'),
        ),
    ]
