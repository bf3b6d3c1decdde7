from django.db import migrations, models

from foundation.vault.fields import EncryptedTextField

TIMES = [("any", "都可以"), ("morning", "上午"), ("noon", "中午"), ("afternoon", "下午"), ("evening", "晚上 8 点以后")]


def flag(name, label):
    return migrations.AddField("claimant", name, models.BooleanField(default=False, verbose_name=label))


class Migration(migrations.Migration):
    dependencies = [("aid", "0016_evidence_paths")]
    operations = [
        flag("is_representative", "推选的代表"),
        flag("may_call", "可以打电话"),
        flag("may_sms", "可以发短信"),
        flag("say_who_we_are", "打电话可以说是法律援助"),
        flag("phone_is_shared", "手机和别人合用"),
        migrations.AddField(
            "claimant",
            "call_time",
            models.CharField(choices=TIMES, default="any", max_length=12, verbose_name="什么时候打"),
        ),
        migrations.AddField(
            "claimant",
            "contact_note",
            EncryptedTextField(
                binding="aid.Application.contact_note",
                blank=True,
                default="",
                max_length=200,
                verbose_name="联系时注意",
            ),
        ),
        migrations.AddField(
            "claimant",
            "safe_word",
            EncryptedTextField(blank=True, default="", max_length=60, verbose_name="约好的暗语"),
        ),
    ]
