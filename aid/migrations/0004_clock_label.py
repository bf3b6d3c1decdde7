from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('aid', '0003_case_numbers')]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='by',
            field=models.CharField(choices=[('staff', '工作人员'), ('applicant', '申请人'), ('clock', '系统自动')], max_length=10, verbose_name='谁做的'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='added_by',
            field=models.CharField(choices=[('staff', '工作人员'), ('applicant', '申请人'), ('clock', '系统自动')], default='applicant', max_length=10, verbose_name='谁交的'),
        ),
    ]
