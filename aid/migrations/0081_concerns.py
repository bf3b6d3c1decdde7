import django.contrib.postgres.fields
import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0080_shares'),
        ('regions', '0003_old_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CareNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('safety', '安全'), ('health', '身体'), ('interpreter', '要翻译'), ('times', '别在这时候打'), ('calm', '情绪'), ('other', '别的')], max_length=12, verbose_name='哪一种')),
                ('text', foundation.vault.fields.EncryptedTextField(max_length=120, verbose_name='要留意什么')),
                ('added_at', models.DateTimeField(verbose_name='什么时候记的')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候不用了')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='care_notes', to='aid.application', verbose_name='申请')),
                ('claimant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='care_notes', to='aid.claimant', verbose_name='是谁')),
            ],
            options={
                'verbose_name': '要留意的',
                'verbose_name_plural': '要留意的',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='InformedBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起用日期')),
                ('valid_to', models.DateField(blank=True, help_text='从这一天起不再用；还在用就留空。', null=True, verbose_name='停用日期')),
                ('source', models.CharField(help_text='文件名、文号、哪个机关、在哪里看到的。', max_length=200, verbose_name='依据')),
                ('verified_on', models.DateField(blank=True, help_text='对着正式公布的文本核对过的那一天；没核对过就留空。', null=True, verbose_name='核对日期')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='演示数据')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('name', models.CharField(max_length=80, verbose_name='机关名称')),
                ('kind', models.CharField(choices=[('inspection', '劳动监察'), ('petition', '信访'), ('bureau', '司法行政部门'), ('trade', '行业主管部门'), ('union', '工会'), ('other', '别的')], max_length=12, verbose_name='哪一种')),
                ('is_required', models.BooleanField(default=True, help_text='不勾的，需要时由办理的人选。', verbose_name='一定要通报')),
                ('answer_days', models.PositiveSmallIntegerField(default=3, help_text='本机构自己定的，到了没有回音，标出来。', verbose_name='几天内该有回音')),
                ('way', models.CharField(blank=True, help_text='例如：公文交换、传真。', max_length=120, verbose_name='怎么送')),
                ('region', models.ForeignKey(help_text='里面的区县都算。', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='在哪里有效')),
            ],
            options={
                'verbose_name': '要通报的机关',
                'verbose_name_plural': '要通报的机关',
                'ordering': ['region__code', '-valid_from', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BodyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body_name', models.CharField(max_length=80, verbose_name='当时的名称')),
                ('text', foundation.vault.fields.EncryptedTextField(max_length=2000, verbose_name='通报的话')),
                ('people', models.PositiveIntegerField(verbose_name='当时几个人')),
                ('way', models.CharField(choices=[('document', '公文'), ('fax', '传真'), ('mail', '政务邮件'), ('phone', '电话'), ('hand', '当面送')], max_length=10, verbose_name='怎么送的')),
                ('sent_at', models.DateTimeField(verbose_name='什么时候送的')),
                ('due_on', models.DateField(verbose_name='最晚哪天有回音')),
                ('acknowledged_on', models.DateField(blank=True, null=True, verbose_name='哪天收到回音')),
                ('answer', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=500, verbose_name='谁答复的、怎么说的')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_notices', to='aid.application', verbose_name='申请')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁送的')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='aid.informedbody', verbose_name='通报给谁')),
            ],
            options={
                'verbose_name': '通报',
                'verbose_name_plural': '通报',
                'ordering': ['sent_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', foundation.vault.fields.EncryptedTextField(max_length=500, verbose_name='为什么盯着')),
                ('next_on', models.DateField(verbose_name='最晚哪天再看')),
                ('started_at', models.DateTimeField(verbose_name='从什么时候')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候不盯了')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='aid.application', verbose_name='申请')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
                ('watcher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁盯着')),
            ],
            options={
                'verbose_name': '盯着的案件',
                'verbose_name_plural': '盯着的案件',
                'ordering': ['next_on', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('petition', '可能上访、聚集'), ('impact', '社会影响大'), ('complex', '重大复杂、疑难'), ('sensitive', '敏感')], max_length=10), size=None, verbose_name='哪一种')),
                ('why', foundation.vault.fields.EncryptedTextField(max_length=500, verbose_name='为什么')),
                ('marked_at', models.DateTimeField(verbose_name='什么时候标的')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='concern', to='aid.application', verbose_name='申请')),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁标的')),
            ],
            options={
                'verbose_name': '重大敏感',
                'verbose_name_plural': '重大敏感',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('kinds', []), _negated=True), name='concern_says_which')],
            },
        ),
        migrations.AddConstraint(
            model_name='informedbody',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='informedbody_ends_after_it_begins', violation_error_message='停用日期要晚于起用日期。'),
        ),
        migrations.AddIndex(
            model_name='bodynotice',
            index=models.Index(condition=models.Q(('acknowledged_on', None)), fields=['due_on'], name='body_notice_waiting'),
        ),
        migrations.AddIndex(
            model_name='watch',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['watcher', 'next_on'], name='watch_of_whom'),
        ),
        migrations.AddConstraint(
            model_name='watch',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application',), name='watch_one_runs'),
        ),
        *bind_rows('aid', 'concern'),
        *bind_rows('aid', 'watch'),
        *bind_rows('aid', 'carenote'),
        *bind_rows('aid', 'bodynotice'),
    ]
