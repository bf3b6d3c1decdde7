"""What is typed into a rule of a place: a supervisor chooses among their own places only."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from aid import approval, routing
from aid.rule_policies import is_limited, offices_of, within_places_of
from foundation.accounts.backoffice.forms import IndentedOfficeField
from foundation.accounts.models import Office, Role
from foundation.regions.models import Region


class RuleForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_limited = is_limited(self.for_user)
        if self.is_limited:
            asked = self.fields["region"]
            theirs = Region.objects.in_force().filter(within_places_of(self.for_user, "code"))
            if self.instance.pk:  # a place of old stays
                theirs = theirs | Region.objects.filter(pk=self.instance.region_id)
            self.fields["region"] = forms.ModelChoiceField(
                theirs.order_by("code"), label=asked.label, help_text=asked.help_text
            )
        if "office" in self.fields:
            offices = offices_of(self.for_user)
            if self.instance.office_id:
                offices = offices | Office.objects.filter(pk=self.instance.office_id)
            asked = self.fields["office"]
            self.fields["office"] = IndentedOfficeField(
                offices, required=False, label=asked.label, help_text=asked.help_text
            )


class ChainForm(RuleForm):
    """A supervisor makes a chain longer than that of the place around; shorter makes it who set that."""

    def clean(self):
        cleaned = super().clean()
        place, lane, since = (cleaned.get(name) for name in ("region", "lane", "valid_from"))
        if self.is_limited and place and lane and since:
            around = next(iter(routing.chain(place.code)[1:]), "")
            asked = approval.must_keep(around, lane, since)
            given = [cleaned.get(name) for name in ("second", "third", "fourth")]
            if lacking := [str(Role(role).label) for role in asked if role not in given]:
                self.add_error(
                    "second",
                    ValidationError(
                        _("上级地方的审批链里有%(roles)s，这里不能少。"), params={"roles": "、".join(lacking)}
                    ),
                )
        return cleaned
