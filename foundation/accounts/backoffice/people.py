"""The colleagues of one's own offices: open an account, hand over its link, shut somebody out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from foundation.accounts import handover, keeping, proposals, scope, services
from foundation.accounts.backoffice.forms import NameForm, NewPersonForm
from foundation.accounts.models import Authenticator, Membership, Proposal, User

Kind = Proposal.Kind


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
        phone = Authenticator.objects.filter(user=OuterRef("pk"), confirmed=True)
        held = Membership.objects.select_related("office").order_by("office__path", "role")
        people = keeping.people_kept_by(self.request.user).annotate(has_phone=Exists(phone))
        return people.prefetch_related(Prefetch("memberships", held))

    @cached_property
    def header_more_buttons(self):
        label = _("等另一位同意的事")
        return [
            Button(label, reverse("people_proposals"), icon_name="clipboard-list"),
            *super().header_more_buttons,
        ]

    def get_list_more_buttons(self, instance):
        if not instance.is_kept:
            return []
        acts = [
            ("people_link", _("给设密码的链接"), "key"),
            ("second_factor_reset", _("重设手机验证"), "lock"),
        ]
        acts = [("people_name", _("改姓名邮箱"), "edit"), *(acts if instance.is_active else [])]
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
        person = form.save()
        if form.proposal:
            messages.warning(request, _("账号开好了。这个职务要另一位督导或运维同意，才算任上。"))
        return _act(request, keeping.Wish(Kind.LINK, person))
    return render(request, "accounts/person_form.html", {"form": form, **_WORDS_OF_ADDING})


_WORDS_OF_ADDING = {
    "heading": gettext_lazy("开一个账号"),
    "icon": "user",
    "verb": gettext_lazy("开账号，拿链接"),
    "text": gettext_lazy("不用替他想密码：开好以后给他一个链接，他自己设。"),
}


@require_http_methods(["GET", "POST"])
def name(request, pk):
    """What a colleague is called: not theirs to change, for the log names them by it."""
    person = _kept_person(request, pk)
    form = NameForm(request.POST or None, instance=person, for_user=request.user)
    if form.is_valid():
        messages.success(request, _("改好了，已经告诉%(name)s本人。") % {"name": form.save()})
        return redirect("people")
    context = {"form": form, "heading": _("改姓名邮箱"), "icon": "edit", "verb": _("保存")}
    return render(request, "accounts/person_form.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def link(request, pk):
    """A new link for somebody who has not used theirs, or has forgotten the password."""
    person = _kept_person(request, pk)
    if request.method == "POST":
        return _act(request, keeping.Wish(Kind.LINK, person))
    text = _("%(name)s 用它自己设一个新密码。给谁、什么时候给的，会记入日志。请先当面或电话核实是本人。")
    return _ask(request, person, _("给设密码的链接"), text, _("核实过了，生成链接"), icon="key")


def _act(request, wish):
    """Do it, or put it before another keeper; and say which."""
    proposal, address = proposals.do_or_propose(wish, actor=request.user)
    if proposal:
        messages.warning(request, _("提出来了，等另一位督导或运维同意。"))
        return redirect("people_proposals")
    return done(request, wish, address)


def done(request, wish, address):
    if wish.kind == Kind.LINK:
        context = {"person": wish.person, "address": request.build_absolute_uri(address)}
        return render(request, "accounts/person_link.html", context)
    messages.success(request, _SAID[wish.kind] % {"name": wish.person})
    return redirect("people")


_SAID = {
    Kind.APPOINT: gettext_lazy("%(name)s 任上了。"),
    Kind.RESET: gettext_lazy("已重设。%(name)s 下次登录时重新绑定手机。"),
    Kind.ACTIVATE: gettext_lazy("已恢复，%(name)s 可以登录了。"),
}


@require_http_methods(["GET", "POST"])
def active(request, pk):
    """Shut somebody out, or let them in again."""
    person = _kept_person(request, pk)
    if not person.is_active:
        if request.method == "POST":
            return _act(request, keeping.Wish(Kind.ACTIVATE, person))
        text = _("%(name)s 又可以用原来的密码和手机登录，原来的任职都还在。")
        return _ask(request, person, _("恢复账号"), text, _("恢复"), icon="check")
    has = handover.held_by(person)
    takers = {str(one.pk): one for one in handover.takers_of(has)}
    to, error = takers.get(request.POST.get("to", "")), ""
    if request.method == "POST":
        try:
            keeping.deactivate(person, actor=request.user, to=to)
        except handover.StillHolds:
            error = (
                _("先选一位接手的人。")
                if takers
                else _("没有人接得了：先换承办人，或者先给别人承办人的任职。")
            )
        else:
            messages.success(request, _("已停用，%(name)s 马上就登录不了。") % {"name": person})
            return redirect("people")
    text = _("%(name)s 马上就登录不了，正开着的页面也会退出。办过的事还记在他名下。")
    more = {"held": has, "takers": takers.values(), "error": error}
    return _ask(request, person, _("停用账号"), text, _("停用"), icon="cross", is_serious=True, **more)


@require_http_methods(["GET", "POST"])
def reset_second_factor(request, user_id):
    """Forget somebody's second factor, after asking once."""
    person = _kept_person(request, user_id)
    if request.method == "POST":
        return _act(request, keeping.Wish(Kind.RESET, person))
    text = _(
        "%(name)s 现在的手机验证和备用码都会作废，下次登录时重新绑定。"
        "请先当面或电话核实是本人。这一步会记入日志。"
    )
    return _ask(request, person, _("重设手机验证"), text, _("核实过了，重设"), icon="lock", is_serious=True)


def _kept_person(request, pk):
    """Somebody of this keeper's offices. PermissionDenied when they hold what one may not give, or are oneself."""
    person = get_object_or_404(keeping.people_kept_by(request.user), pk=pk)
    if not person.is_kept:
        raise PermissionDenied
    return person


def _ask(request, person, heading, text, verb, *, icon, is_serious=False, **more):
    context = {"heading": heading, "text": text % {"name": person}, "verb": verb, "icon": icon}
    return render(request, "accounts/person_confirm.html", {**context, "is_serious": is_serious, **more})
