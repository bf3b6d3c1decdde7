import factory

from foundation.regions.models import Region
from stations.models import OpeningHours, Station


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "360702"
    name = "章贡区"
    short_name = factory.LazyAttribute(lambda o: o.name[:-1])
    full_name = factory.LazyAttribute(lambda o: f"{o.parent.full_name if o.parent else ''}{o.name}")
    level = factory.LazyAttribute(
        lambda o: "province" if o.code[2:] == "0000" else "prefecture" if o.code[4:] == "00" else "county"
    )
    parent = None


class StationFactory(factory.django.DjangoModelFactory):
    """A county centre in 章贡区, open on weekdays from nine to noon and two to five. Trait: hours=[] for none."""

    class Meta:
        model = Station
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"t-station-{n}")
    name = factory.Sequence(lambda n: f"测试援助站{n}")
    level = "county"
    kind = "center"
    region = factory.SubFactory(RegionFactory)
    address = "文明大道 1 号"
    lat = factory.Sequence(lambda n: 25.84 + n % 50 / 1000)
    lng = 114.93
    services = ["apply", "consult"]
    accessibility = ["ramp"]

    @factory.post_generation
    def hours(self, create, rows, **kwargs):
        if rows is None:
            rows = [(day, f"{a:02}:00", f"{b:02}:00") for day in range(1, 6) for a, b in ((9, 12), (14, 17))]
        OpeningHours.objects.bulk_create(
            OpeningHours(station=self, weekday=day, opens=opens, closes=closes) for day, opens, closes in rows
        )
