"""What a station offers, how it can be reached and what is spoken there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

WEEKDAYS = [
    (1, _("周一")),
    (2, _("周二")),
    (3, _("周三")),
    (4, _("周四")),
    (5, _("周五")),
    (6, _("周六")),
    (7, _("周日")),
]


# In which datum somebody read a point (stations/datum.py), said by where people read it.
DATUMS = [
    ("wgs84", _("手机定位、GPS（WGS-84）")),
    ("gcj02", _("高德、腾讯地图（GCJ-02）")),
    ("bd09", _("百度地图（BD-09）")),
]


class Service(models.TextChoices):
    APPLY = "apply", _("当场申请")
    CONSULT = "consult", _("问法律")
    MEDIATION = "mediation", _("调解")
    NOTARY = "notary", _("公证")
    PRINT_HELP = "print_help", _("帮忙复印、打印")
    VIDEO = "video", _("视频见律师")


class Access(models.TextChoices):
    RAMP = "ramp", _("有轮椅坡道")
    LOW_DESK = "low_desk", _("有矮柜台")
    HEARING_LOOP = "hearing_loop", _("有助听设备")
    SIGN_LANGUAGE = "sign_language", _("有手语")
    ACCESSIBLE_TOILET = "accessible_toilet", _("有无障碍厕所")


class Language(models.TextChoices):
    """BCP 47 codes of what is spoken at the desk."""

    CMN = "cmn", _("普通话")
    HAK = "hak", _("客家话")
    YUE = "yue", _("粤语")
    WUU = "wuu", _("吴语")
    NAN = "nan", _("闽南话")
    BO = "bo", _("藏语")
    UG = "ug", _("维吾尔语")
    MN = "mn", _("蒙古语")
    KO = "ko", _("朝鲜语")
    ZA = "za", _("壮语")
    II = "ii", _("彝语")
    EN = "en", _("英语")
