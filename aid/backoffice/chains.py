"""审批链 in the 当地规定 menu: with each who could say its yeses, and where nobody could."""

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import Column

from aid import chain_people, sla
from aid.backoffice.forms import ChainForm
from aid.backoffice.local import LocalViewSet, RuleIndex
from aid.models import ApprovalChain
from aid.rule_policies import offices_of
from foundation.accounts.models import Office


def _people(rows, user):
    """{key of a row: the agencies, of those `user` writes rules for, that decide by it}."""
    agencies = offices_of(user).filter(kind=Office.Kind.AGENCY).select_related("region")
    return chain_people.read(rows, agencies, sla.local_day(timezone.now()))


def _said(offices):
    """Of a row in the list: where nobody is left to say yes."""
    short = [one for one in offices if one.is_short]
    if not short:
        return gettext("够") if offices else "—"
    return "；".join(
        gettext("%(office)s缺%(roles)s")
        % {"office": one.office, "roles": "、".join(role.label for role in one.roles if role.is_short)}
        for one in short
    )


class ChainIndex(RuleIndex):
    def get_table(self, object_list):
        rows = list(object_list)
        people = _people(rows, self.request.user)
        for row in rows:
            row.people_said = _said(people[row.pk])
        return super().get_table(rows)


class PeoplePanel(HelpPanel):
    """Below a chain that is kept: who could say each yes today."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            found = _people([self.instance], self.request.user)[self.instance.pk]
            return {**super().get_context_data(parent_context), "offices": found}


class ApprovalChainViewSet(LocalViewSet):
    model = ApprovalChain
    name = "approval_chains_admin"
    url_prefix = "approval-chains"
    icon = "list-ol"
    menu_label = _("审批链")
    form_base = ChainForm
    index_view_class = ChainIndex
    own_columns = ["lane", "second", "third", "fourth", Column("people_said", label=_("人够不够"))]
    own_panels = [
        HelpPanel(
            content=_(
                "第一个总是提审查意见的审查员；先行援助是提议的受理员、审查员。没有写的，审批人一个人同意就行。"
                "一个人在一条链里只同意一次；选了督导，这里或者上级机构要有督导。终止援助、对个别人重新决定，可以各写一行；"
                "没有写的，照这件申请那一种的链走：要几个人才能给，就要几个人才能终止。"
            )
        ),
        FieldPanel("lane"),
        FieldRowPanel([FieldPanel("second"), FieldPanel("third"), FieldPanel("fourth")]),
        PeoplePanel(template="aid/chain_people.html", heading=_("现在谁能同意")),
    ]
