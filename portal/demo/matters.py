"""One invented application of each matter besides wages, for the demo: told by their own facts."""

from dataclasses import dataclass, field

from aid.choices import Matter
from aid.matters import MeansStatus
from aid.models import LocalMatter
from intake.payload import topic_for
from portal.demo.local import FIELDS

PLEDGED = {"household": 4, "income": "2600", "pledged": True}


@dataclass(frozen=True)
class MatterSample:
    """`facts`: by the codes of aid.matters.FACTS. `acts` as in portal.demo.applications."""

    slug: str
    days_ago: int
    matter: str
    name: str
    phone: str
    narrative: str
    facts: dict = field(default_factory=dict)
    employer: str = ""
    status: str = ""
    means: dict = field(default_factory=dict)
    extra: str = ""  # the title of a LocalMatter
    acts: tuple[str, ...] = ()

    def submission(self):
        """What differs from an application for wages, as arguments of Submission."""
        return {
            "matter": self.matter,
            "topic_code": topic_for(self.matter, ""),
            "means_status": self.status,
            "means": self.means,
            "extra_matter": LocalMatter.objects.filter(title=self.extra).values_list("pk", flat=True).first(),
        }


# Numbers with 555 belong to nobody.
MATTERS = [
    MatterSample(
        "injury", 2, Matter.WORK_INJURY, "曾木生", "0797-5550121",
        "在家具厂开料时锯片打了手，厂里只垫了两千块医药费，后来就不管了。",
        {"injured_on": "2026-08-12", "hospital": "某区人民医院", "recognition": "done", "grade": "9", "insured": "no"},
        "某家具厂", MeansStatus.MIGRANT, acts=("accept",),
    ),
    MatterSample(
        "traffic", 4, Matter.OTHER_INJURY, "谢秋菊", "0797-5550122", "在斑马线上被货车撞了，保险公司一直拖。",
        {"accident": "traffic", "injured_on": "2026-09-20", "hospital": "某市医院", "opponent": "货车司机和保险公司"},
        status=MeansStatus.NONE, means=PLEDGED,
    ),
    MatterSample(
        "contract", 1, Matter.LABOUR_RELATION, "钟水根", "0797-5550123", "干了两年多，一直没签合同，老板说我不是他的人。",
        {"worked_from": "2024-03-01", "contract": "none"}, "某物流公司", MeansStatus.MIGRANT,
    ),
    MatterSample(
        "insurance", 3, Matter.SOCIAL_INSURANCE, "刘桂英", "0797-5550124", "快退休了才知道厂里五年没给我交养老。",
        {"insurances": ["pension"], "worked_from": "2019-05-01", "unpaid_from": "2021-01-01"},
        "某制衣厂", MeansStatus.RELIEF, acts=("accept",),
    ),
    MatterSample(
        "dismissal", 1, Matter.DISMISSAL, "温志强", "0797-5550125", "怀疑我跟工会的人说过话，叫我第二天不用来了。",
        {"worked_from": "2023-02-01", "told_on": "2026-11-10", "telling": "words", "monthly_wage": "5200"},
        "某电子厂", MeansStatus.NONE, PLEDGED,
    ),
    MatterSample(
        "rider", 2, Matter.PLATFORM, "赖小军", "0797-5550126", "送单摔了，平台说找站点，站点说我是个体户。",
        {"app": "某外卖", "partner": "station", "trouble": "injury", "worked_from": "2026-02-01"},
        "某配送站", MeansStatus.NONE, PLEDGED,
    ),
    MatterSample(
        "support", 5, Matter.SUPPORT, "李秀兰", "0797-5550127", "三个儿子都不肯管，病了没人出钱。",
        {"support": "parents", "opponent": "三个儿子"}, status=MeansStatus.NO_INCOME, acts=("accept", "review"),
    ),
    MatterSample(
        "violence", 0, Matter.FAMILY_VIOLENCE, "何某芳", "0797-5550128", "他喝了酒就动手，上个月报过警。",
        {"safe_now": "no", "opponent": "丈夫", "reported": ["police"]},
    ),
    MatterSample(
        "compensation", 6, Matter.STATE_COMPENSATION, "罗大勇", "0797-5550129", "关了七个月，再审改判无罪。",
        {"organ": "某县法院", "retrial": "yes"},
    ),
    MatterSample(
        "relief", 3, Matter.RELIEF, "邱月娥", "0797-5550130", "丈夫因公去世，抚恤金一直没发下来。",
        {"relief": "pension", "organ": "某单位"}, status=MeansStatus.RELIEF,
    ),
    MatterSample(
        "brave", 7, Matter.HEROISM, "叶建国", "0797-5550131", "下河救人伤了腰，医药费没人认。",
        {"happened_on": "2026-07-03"}, acts=("accept",),
    ),
    MatterSample(
        "other", 2, Matter.OTHER, "廖春生", "0797-5550132", "房东不退押金，还扣了我的东西。",
        status=MeansStatus.NONE, means=PLEDGED,
    ),
    MatterSample(
        "fields", 1, Matter.OTHER, "古月娥", "0797-5550133", "买了三袋种子，长出来一半是空的，卖种子的不认。",
        status=MeansStatus.NONE, means=PLEDGED, extra=FIELDS,
    ),
]  # fmt: skip
