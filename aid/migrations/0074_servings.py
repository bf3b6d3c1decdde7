import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0073_papers_have_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('accept', '当天受理'), ('review', '审查决定'), ('supplement', '补材料'), ('assign', '指派'), ('first_aid', '先行援助补材料'), ('limitation', '申请仲裁的时效'), ('undo', '撤回后可以恢复'), ('objection', '提出异议')], max_length=12, verbose_name='种类'),
        ),
        migrations.CreateModel(
            name='Serving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('submitted', '已提交'), ('accepted', '已受理，正在审查'), ('supplementing', '等补材料'), ('reviewing', '已审查，等决定'), ('granted', '同意援助'), ('refused', '不予援助'), ('withdrawn', '已撤回'), ('transferred_out', '已转给别的机构'), ('terminated', '已终止')], max_length=20, verbose_name='送的是哪一种')),
                ('served_on', models.DateField(verbose_name='哪天送到的')),
                ('how', models.CharField(choices=[('by_hand', '当面交给'), ('mail', '邮寄'), ('electronic', '电子送达，本人同意的'), ('other', '别的办法')], max_length=10, verbose_name='怎么送的')),
                ('to', models.CharField(choices=[('self', '本人'), ('agent', '代办人、代理人'), ('family', '同住的家里人'), ('other', '别的人')], max_length=10, verbose_name='交给谁')),
                ('to_name', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=60, verbose_name='收的人姓名')),
                ('proof', models.CharField(choices=[('signed', '签收了，有签名、手印'), ('slip', '邮件签收单、回执'), ('answer', '他回话说收到了'), ('none', '还没有')], max_length=10, verbose_name='有什么凭证')),
                ('proof_note', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=200, verbose_name='凭证是什么')),
                ('noted_at', models.DateTimeField(verbose_name='什么时候记的')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='servings', to='aid.application', verbose_name='申请')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='servings', to='aid.decision', verbose_name='决定')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
            ],
            options={
                'verbose_name': '送达',
                'verbose_name_plural': '送达',
                'ordering': ['noted_at', 'pk'],
                'default_permissions': (),
            },
        ),
        *bind_rows('aid', 'serving'),
    ]
