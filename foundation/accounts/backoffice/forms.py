from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foundation.accounts import services
from foundation.accounts.models import Membership, Office, Role, User
from foundation.regions.backoffice.fields import RegionCodeField


class IndentedOfficeField(forms.ModelChoiceField):
    """The tree as a list: one full-width space a level."""

    def label_from_instance(self, office):
        return "　" * (office.depth - 1) + office.name


class OfficeForm(WagtailAdminModelForm):
    parent = IndentedOfficeField(label=_("上级机构"), queryset=Office.objects.none(), required=False)

    region = RegionCodeField(
        label=_("所在区划代码"), required=False, help_text=_("六位数，例如 360702 是章贡区。")
    )

    class Meta:
        model = Office
        fields = ["parent", "code", "name", "short_name", "kind", "region", "phone", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = services.offices_kept_by(self.for_user)
        if self.instance.pk:
            # Not below itself.
            kept = kept.exclude(path__startswith=self.instance.path)
            parent = self.instance.get_parent()
            if parent is not None:
                # The top of somebody's scope hangs below an office that is not theirs; it may stay there.
                kept = kept | Office.objects.filter(pk=parent.pk)
                self.fields["parent"].initial = parent.pk
        self.fields["parent"].queryset = kept
        self.fields["parent"].required = not (
            self.for_user.is_superuser or (self.instance.pk and self.instance.is_root())
        )

    def save(self, commit=True):
        parent = self.cleaned_data["parent"]
        if self.instance.pk is None:
            office = self.instance
            if parent is None:
                Office.add_root(instance=office)
            else:
                Office.objects.get(pk=parent.pk).add_child(instance=office)
            return office
        office = super().save(commit)
        if parent is not None and not office.is_child_of(parent):
            office.move(parent, "last-child")
        return Office.objects.get(pk=office.pk)


class MembershipForm(WagtailAdminModelForm):
    office = IndentedOfficeField(label=_("机构"), queryset=Office.objects.none())

    class Meta:
        model = Membership
        fields = ["user", "office", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = services.offices_kept_by(self.for_user).filter(is_active=True)
        self.fields["user"].queryset = User.objects.filter(is_active=True).order_by("last_name", "username")

    def clean(self):
        cleaned = super().clean()
        role, office = cleaned.get("role"), cleaned.get("office")
        if role and office and not services.may_appoint(self.for_user, role, office):
            self.add_error("role", _("运维由上级运维来任命。"))
        if cleaned.get("user") == self.for_user and not self.for_user.is_superuser:
            self.add_error("user", _("不能给自己任职，请找同事或上级。"))
        return cleaned


class NewPersonForm(WagtailAdminModelForm):
    """A colleague's account: who, and what they do where. No password: they set it themselves."""

    office = IndentedOfficeField(label=_("机构"), queryset=Office.objects.none())
    role = forms.ChoiceField(label=_("角色"), choices=Role)

    class Meta:
        model = User
        fields = ["last_name", "first_name", "username"]
        labels = {"last_name": _("姓"), "first_name": _("名"), "username": _("用户名")}
        help_texts = {"username": _("登录用，字母和数字，例如 wangfang。以后不能改。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = services.offices_kept_by(self.for_user).filter(is_active=True)
        for name in ("last_name", "first_name"):
            self.fields[name].required = True

    def clean(self):
        cleaned = super().clean()
        role, office = cleaned.get("role"), cleaned.get("office")
        if role and office and not services.may_appoint(self.for_user, role, office):
            self.add_error("role", _("运维由上级运维来任命。"))
        return cleaned

    def save(self, commit=True):
        names = ("username", "last_name", "first_name", "role", "office")
        return services.open_account(**{name: self.cleaned_data[name] for name in names}, actor=self.for_user)
