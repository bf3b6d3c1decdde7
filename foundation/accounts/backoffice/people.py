"""The colleagues of one's own offices: open an account, hand over its link, shut somebody out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from foundation.accounts import scope, services
from foundation.accounts.backoffice.forms import NewPersonForm
from foundation.accounts.models import Membership, User


def is_keeper(user) -> bool:
    held = scope.of(user)
    return held.everything or bool(held.paths(services.KEEPERS))


class PeopleMenuItem(MenuItem):
    def is_shown(self, request):
        return is_keeper(request.user)


def _roles_in_words(person):
    return "；".join(f"{held.office} {held.get_role_display()}" for held in person.memberships.all())


class PeopleView(generic.IndexView):
    model = User
    page_title = gettext_lazy("工作人员")
    header_icon = "group"
    index_url_name = "people"
    index_results_url_name = "people_results"
    add_url_name = "people_add"
    add_item_label = gettext_lazy("开一个账号")
    default_ordering = "username"
    search_fields = ["last_name", "first_name", "username"]
    search_backend_name = None
    list_export = []
    permission_policy = None  # not the groups' permissions decide, but who looks after which office
    list_display = [
        "__str__",
        "username",
        Column("roles", label=gettext_lazy("任职"), accessor=_roles_in_words),
        DateColumn("last_login", label=gettext_lazy("上次登录")),
        BooleanColumn("has_phone", label=gettext_lazy("绑定了手机")),
        BooleanColumn("is_active", label=gettext_lazy("能登录")),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not is_keeper(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        phone = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        held = Membership.objects.select_related("office").order_by("office__path", "role")
        people = services.people_kept_by(self.request.user).annotate(has_phone=Exists(phone))
        return people.prefetch_related(Prefetch("memberships", held))

    def get_list_more_buttons(self, instance):
        if not instance.is_kept:
            return []
        acts = [
            ("people_link", _("给设密码的链接"), "key"),
            ("second_factor_reset", _("重设手机验证"), "lock"),
        ]
        acts = acts if instance.is_active else []
        closing = (_("停用账号"), "cross") if instance.is_active else (_("恢复账号"), "check")
        return [
            Button(label, reverse(name, args=[instance.pk]), icon_name=icon)
            for name, label, icon in [*acts, ("people_active", *closing)]
        ]


@never_cache
@require_http_methods(["GET", "POST"])
def add(request):
    """Open an account; the answer shows the link once."""
    if not is_keeper(request.user):
        return permission_denied(request)
    form = NewPersonForm(request.POST or None, for_user=request.user)
    if form.is_valid():
        return _hand_over(request, form.save())
    return render(request, "accounts/person_add.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def link(request, pk):
    """A new link for somebody who has not used theirs, or has forgotten the password."""
    person = _kept_person(request, pk)
    if request.method == "POST":
        return _hand_over(request, person)
    text = _("%(name)s 用它自己设一个新密码。给谁、什么时候给的，会记入日志。请先当面或电话核实是本人。")
    return _ask(request, person, _("给设密码的链接"), text, _("核实过了，生成链接"), icon="key")


def _hand_over(request, person):
    address = request.build_absolute_uri(services.welcome_path(person, actor=request.user))
    return render(request, "accounts/person_link.html", {"person": person, "address": address})


@require_http_methods(["GET", "POST"])
def active(request, pk):
    """Shut somebody out, or let them in again."""
    person = _kept_person(request, pk)
    if request.method == "POST":
        services.set_active(person, not person.is_active, actor=request.user)
        said = (
            _("已恢复，%(name)s 可以登录了。") if person.is_active else _("已停用，%(name)s 马上就登录不了。")
        )
        messages.success(request, said % {"name": person})
        return redirect("people")
    if person.is_active:
        text = _(
            "%(name)s 马上就登录不了，正开着的页面也会退出。办过的事还记在他名下。手上的案子请另外换承办人。"
        )
        return _ask(request, person, _("停用账号"), text, _("停用"), icon="cross", is_serious=True)
    text = _("%(name)s 又可以用原来的密码和手机登录，原来的任职都还在。")
    return _ask(request, person, _("恢复账号"), text, _("恢复"), icon="check")


@require_http_methods(["GET", "POST"])
def reset_second_factor(request, user_id):
    """Forget somebody's second factor, after asking once."""
    person = _kept_person(request, user_id)
    if request.method == "POST":
        services.reset_second_factor(person, actor=request.user)
        messages.success(request, _("已重设。%(name)s 下次登录时重新绑定手机。") % {"name": person})
        return redirect("people")
    text = _(
        "%(name)s 现在的手机验证和备用码都会作废，下次登录时重新绑定。"
        "请先当面或电话核实是本人。这一步会记入日志。"
    )
    return _ask(request, person, _("重设手机验证"), text, _("核实过了，重设"), icon="lock", is_serious=True)


def _kept_person(request, pk):
    """Somebody of this keeper's offices. PermissionDenied when they are not theirs alone, or oneself."""
    person = get_object_or_404(services.people_kept_by(request.user), pk=pk)
    if not person.is_kept:
        raise PermissionDenied
    return person


def _ask(request, person, heading, text, verb, *, icon, is_serious=False):
    context = {"heading": heading, "text": text % {"name": person}, "verb": verb, "icon": icon}
    return render(request, "accounts/person_confirm.html", {**context, "is_serious": is_serious})
