"""What the access log says of applications, in words."""

from django.utils.translation import gettext_lazy as _

from aid.models import Application, Evidence
from aid.references import parse_reference
from foundation.vault import said
from foundation.vault.said import Sort

LOOKS = {
    "aid.open": _("打开了申请"),
    "aid.open_letter": _("打开了协作函"),
    "aid.open_roster": _("打开了名册"),
    "aid.open_papers": _("打开了文书"),
    "aid.open_route": _("打开了上门的路线"),
    "aid.open_similar": _("看了同类办完的"),
    "aid.open_who_saw": _("查了谁看过"),
    "aid.open_call_backs": _("打开了要回的电话"),
    "aid.open_preview": _("打开了材料"),
    "aid.search_": _("搜了一次"),
    "aid.desk_": _("打开了替人填的表"),
    "aid.desk_alike": _("查了有没有申请过"),
    "aid.own_": _("当事人看了自己的"),
    "aid.own_issued": _("当事人看了给他的文书"),
}
CLEAR = {
    "aid.reveal_": _("看了明文"),
    "aid.reveal_name": _("看了姓名"),
    "aid.reveal_phone": _("看了手机号"),
    "aid.reveal_id_number": _("看了证件号"),
    "aid.reveal_employer_phone": _("看了单位电话"),
    "aid.reveal_letter": _("看了协作函里的姓名、号码"),
    "aid.reveal_text": _("看了文字里的号码"),
    "aid.reveal_call_back": _("看了要回的电话"),
    "aid.take_visit": _("把上门的内容带走了"),
    "aid.open_original": _("看了材料原件"),
    "aid.desk_read": _("读了替人填的表"),
}
TAKEN = {
    "aid.print_": _("打印了文书"),
    "aid.export": _("导出了表格"),
    "aid.desk_slip": _("打印了凭条"),
    "aid.desk_print": _("打印了替人填的表"),
    "aid.open_issued": _("打开了出的文书"),
    "aid.open_word": _("存了出的文书的 Word 版"),
    "aid.preview_paper": _("预看了文书"),
}
OTHERS = {
    "aid.looked_a_lot": _("短时间里看得太多"),
    "aid.refused_look": _("想看别处的申请，没有给看"),
    "aid.refused_act": _("想办不归他办的事，没有办"),
    "aid.issue_paper": _("出了文书"),
    "aid.block_paper": _("停用了材料"),
    "aid.forget_application": _("到期删除了申请"),
    "aid.ask_erasure": _("记下了删除的要求"),
    "aid.refuse_erasure": _("没有同意删除"),
    "aid.keep_after_all": _("撤回了删除的要求"),
    "aid.solo_allow": _("准许一个人审查、审批"),
    "aid.solo_end": _("不再准许一个人审查、审批"),
    "aid.absence_set": _("记下了谁不在、谁代"),
    "aid.absence_end": _("提前结束了不在岗"),
    "aid.give_visit_back": _("交回了带走的上门"),
    "aid.drop_visit_copy": _("删了带走的上门"),
    "aid.desk_away": _("交回了没有网时写的申请"),
    "aid.desk_drop": _("丢掉了替人填的表"),
}


def _references(keys):
    rows = Application.objects.filter(pk__in=_numbers(keys)).values_list("pk", "reference")
    return {str(pk): reference for pk, reference in rows}


def _applications(typed):
    reference = parse_reference(typed)
    found = Application.objects.filter(reference=reference) if reference else Application.objects.none()
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def _papers(keys):
    rows = Evidence.objects.filter(pk__in=keys).select_related("application")
    return {str(one.pk): one.application.reference for one in rows if one.application}


def _papers_of(typed):
    found = Evidence.objects.filter(application__in=_applications(typed))
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def _numbers(keys):
    return [int(key) for key in keys if key.isdecimal()]


for _some, _sort in ((LOOKS, Sort.LOOK), (CLEAR, Sort.CLEAR), (TAKEN, Sort.TAKE), (OTHERS, Sort.OTHER)):
    for _name, _label in _some.items():
        said.act(_name, _label, _sort)
said.things("aid.Application", _references, _applications)
said.things("aid.Evidence", _papers, _papers_of)
