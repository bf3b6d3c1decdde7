import django.contrib.postgres.fields
import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0079_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='claimant',
            name='refused_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='不予援助的时间'),
        ),
        migrations.AddField(
            model_name='decision',
            name='is_apart',
            field=models.BooleanField(db_default=False, default=False, verbose_name='只关系到个别人'),
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('advised', '建议不予援助'), ('refused', '不予援助'), ('ordered', '异议成立，等重新决定'), ('settled', '不予援助，后来重新决定了'), ('granted', '重新决定，给予援助')], default='advised', max_length=10, verbose_name='现在怎样')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('not_a_listed_matter', '不是法律援助的事项'), ('not_eligible', '不符合法律援助的条件'), ('own_rights_not_concerned', '不是申请人自己的权益'), ('false_facts', '情况或材料不真实'), ('already_aided', '同一件事已经在援助'), ('other', '别的理由（写清楚）')], max_length=30), size=None, verbose_name='不予援助的理由')),
                ('law', models.CharField(max_length=200, verbose_name='依据')),
                ('text', foundation.vault.fields.EncryptedTextField(max_length=2000, verbose_name='写给他本人看的理由')),
                ('advised_at', models.DateTimeField(verbose_name='什么时候建议的')),
                ('advised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁建议的')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='aid.application', verbose_name='申请')),
                ('claimant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='aid.claimant', verbose_name='哪一个人')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='aid.decision', verbose_name='在哪个决定里')),
            ],
            options={
                'verbose_name': '一个人那一份',
                'verbose_name_plural': '一个人那一份',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'settled'), _negated=True), fields=('claimant',), name='share_one_stands'), models.CheckConstraint(condition=models.Q(('state', 'advised'), ('decision__isnull', False), _connector='OR'), name='share_decided_in_a_decision'), models.CheckConstraint(condition=models.Q(models.Q(('reasons', []), _negated=True), models.Q(('law', ''), _negated=True)), name='share_has_reasons_and_law', violation_error_message='不予援助要写理由和依据。')],
            },
        ),
        *bind_rows('aid', 'share'),
    ]
