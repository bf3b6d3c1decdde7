from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class OneTimeCodeQuerySet(models.QuerySet):
    def since(self, moment):
        return self.filter(made_at__gt=moment)

    def sent(self):
        return self.filter(was_sent=True)


class OneTimeCode(models.Model):
    """A code asked for by SMS. Its digest alone is kept, and no phone: aid.services.one_time.

    A row stands for every request, also for those that sent nothing: the caps count them.
    """

    LIFETIME = timedelta(minutes=10)
    MOST_ATTEMPTS = 5
    KEPT_FOR = timedelta(days=2)

    # Blind: of purpose, person and phone together; of the phone; of the network address that asked.
    subject = models.CharField(_("给谁、做什么用"), max_length=64)
    number = models.CharField(_("手机"), max_length=64)
    address = models.CharField(_("网络地址"), max_length=64, blank=True)
    digest = models.CharField(_("验证码的摘要"), max_length=64, blank=True)
    was_sent = models.BooleanField(_("发出了"))
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    made_at = models.DateTimeField(_("什么时候要的"))
    used_at = models.DateTimeField(_("用掉的时间"), null=True, blank=True)

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("短信验证码")
        verbose_name_plural = _("短信验证码")
        default_permissions = ()
        indexes = [
            models.Index(fields=["subject", "-made_at"], name="one_time_newest"),
            models.Index(fields=["number", "made_at"], name="one_time_number"),
            models.Index(fields=["address", "made_at"], name="one_time_address"),
            models.Index(fields=["made_at"], name="one_time_day", condition=models.Q(was_sent=True)),
        ]

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d %H:%M}"

    def may_be_tried(self, at):
        is_fresh = self.made_at <= at < self.made_at + self.LIFETIME
        return self.was_sent and is_fresh and self.used_at is None and self.attempts < self.MOST_ATTEMPTS
