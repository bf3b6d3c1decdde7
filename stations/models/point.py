from django.db import models
from django.utils.translation import gettext_lazy as _

from stations.choices import DATUMS
from stations.datum import Datum, from_wgs84, to_wgs84


class Placed(models.Model):
    """Something with a point: kept as WGS-84, and beside it in which datum it was told and how it was written."""

    lat = models.FloatField(_("纬度（WGS-84）"), null=True, blank=True)
    lng = models.FloatField(_("经度（WGS-84）"), null=True, blank=True)
    datum = models.CharField(
        _("从哪里查的坐标"),
        max_length=5,
        choices=DATUMS,
        default="wgs84",
        db_default="wgs84",
        help_text=_("从哪种地图上抄的就选哪种，我们换算。选错了，点会偏几百米。"),
    )
    entered_lat = models.FloatField(_("抄来的纬度"), null=True, blank=True, editable=False)
    entered_lng = models.FloatField(_("抄来的经度"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def put_at(self, lat, lng, datum=Datum.WGS84):
        """Take a point as it was told in `datum`; None for both says that there is none. Does not save.

        Half a point stays half: the constraint says what is missing.
        """
        self.datum, self.entered_lat, self.entered_lng = Datum(datum).value, lat, lng
        self.lat, self.lng = (lat, lng) if None in (lat, lng) else to_wgs84(lat, lng, datum)

    @property
    def point(self):
        """(latitude, longitude), WGS-84; None without, or while half of it is missing."""
        return None if None in (self.lat, self.lng) else (self.lat, self.lng)

    @property
    def told_at(self):
        """(latitude, longitude) in the datum of the source: as it was written, else what it comes to; None without."""
        if self.point is None:
            return None
        if self.entered_lat is not None:
            return self.entered_lat, self.entered_lng
        return from_wgs84(self.lat, self.lng, self.datum)
