import django.db.models.deletion
import django.utils.timezone
import foundation.accounts.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What takes two keepers waits for the second."""

    dependencies = [("accounts", "0004_what_changed")]
    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appoint', '任职'), ('link', '给设密码的链接'), ('reset', '重设第二道验证'), ('activate', '恢复账号')], max_length=10, verbose_name='要做什么')),
                ('role', models.CharField(blank=True, choices=[('receptionist', '受理员'), ('reviewer', '审查员'), ('approver', '审批人'), ('dispatcher', '指派员'), ('caseworker', '承办人'), ('supervisor', '督导'), ('editor', '普法编辑'), ('case_editor', '案例编辑'), ('propaganda', '宣传'), ('operator', '运维')], max_length=20, verbose_name='角色')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='提出时间')),
                ('expires_at', models.DateTimeField(default=foundation.accounts.models.in_a_week, verbose_name='有效到')),
                ('outcome', models.CharField(blank=True, choices=[('confirmed', '同意了'), ('declined', '没同意'), ('withdrawn', '撤回了')], max_length=10, verbose_name='结果')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='定的时间')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.office', verbose_name='机构')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁提的')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
            ],
            options={
                'verbose_name': '等另一位同意的事',
                'verbose_name_plural': '等另一位同意的事',
                'ordering': ['proposed_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('kind', 'person', 'office', 'role'), name='proposal_waits_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('person', models.F('proposed_by')), _negated=True), models.Q(('settled_by', None), models.Q(('person', models.F('settled_by')), _negated=True), _connector='OR')), name='proposal_not_about_oneself'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'confirmed'), _negated=True), models.Q(('settled_by__isnull', False), models.Q(('settled_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='proposal_takes_two')],
            },
        ),
    ]
