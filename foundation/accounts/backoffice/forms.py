from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foundation.accounts import keeping, proposals, services
from foundation.accounts.models import Membership, Office, Proposal, Role, User
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


def _check(form, role, office, person=None):
    if not (role and office):
        return
    if not keeping.may_appoint(form.for_user, role, office):
        form.add_error("role", _("运维由上级运维来任命。"))
    elif why := services.unfit_for(role, office, person):
        form.add_error("role", why)


class MembershipForm(WagtailAdminModelForm):
    office = IndentedOfficeField(label=_("机构"), queryset=Office.objects.none())

    class Meta:
        model = Membership
        fields = ["user", "office", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = services.offices_kept_by(self.for_user).filter(is_active=True)
        self.fields["user"].help_text = _("自己不在里面；任着您不能任命的职务的人，也不在里面。")
        reach = keeping.within_reach_of(self.for_user)
        self.fields["user"].queryset = reach.filter(is_active=True).order_by("last_name", "username")

    def clean(self):
        cleaned = super().clean()
        role, office = cleaned.get("role"), cleaned.get("office")
        _check(self, role, office, cleaned.get("user"))
        return cleaned

    def save(self, commit=True):
        """The membership; or, until another keeper has confirmed, what it would be, unsaved."""
        values = self.cleaned_data
        wish = keeping.Wish(Proposal.Kind.APPOINT, values["user"], values["office"], values["role"])
        self.proposal, _done = proposals.do_or_propose(wish, actor=self.for_user)
        if self.proposal is None:
            self.instance = Membership.objects.get(**{name: values[name] for name in self.Meta.fields})
        return self.instance


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
        _check(self, role, office)
        return cleaned

    def save(self, commit=True):
        names = ("username", "last_name", "first_name", "role", "office")
        values = {name: self.cleaned_data[name] for name in names}
        person, self.proposal = proposals.open_account(**values, actor=self.for_user)
        return person


class NameForm(WagtailAdminModelForm):
    """What a colleague is called, and where they are told of changes."""

    class Meta:
        model = User
        fields = keeping.NAMES
        labels = {"last_name": _("姓"), "first_name": _("名"), "email": _("邮箱")}
        help_texts = {"email": _("账号有变动时往这里发一封信；没有就空着。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("last_name", "first_name"):
            self.fields[name].required = True

    def save(self, commit=True):
        person = User.objects.get(pk=self.instance.pk)
        keeping.rename(
            person, actor=self.for_user, **{name: self.cleaned_data[name] for name in keeping.NAMES}
        )
        return person
