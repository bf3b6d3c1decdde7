"""文书的 Word 模板 under 当地规定: what an office's own papers say, uploaded, looked through, dated."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import TitleColumn

from aid.backoffice.forms import RuleForm
from aid.backoffice.local import LocalViewSet
from aid.models import PaperTemplate
from aid.paperwork import word as paperwork
from aid.paperwork.official import OFFICIAL
from foundation.paper import BUSY, PaperFailed, word

_REFUSED = {
    word.NOT_WORD: _("这不是 Word 文件（.docx）。旧的 .doc 请另存为 .docx。"),
    word.LARGE: _("文件太大，最大 2 MB：模板里的大图先去掉。"),
    word.MACROS: _("文件里有宏，不能用。请另存为不带宏的 .docx。"),
    word.OUTSIDE: _("文件里有从外面取的东西（链接的图片、模板），不能用。请把它放进文件里。"),
    word.SYNTAX: _("双花括号里的写法不对：%(says)s"),
}


def _kinds():
    """Those that have a form of their own."""
    return [one for one in OFFICIAL.values() if one.code not in paperwork.LIKE]


class PaperTemplateForm(RuleForm):
    kind = forms.ChoiceField(
        label=_("哪一种文书"), choices=lambda: [(one.code, one.name) for one in _kinds()]
    )
    upload = forms.FileField(
        label=_("模板文件"),
        required=False,
        help_text=_("Word 文件（.docx），要填的地方写 {{ }} 里的名字，见下面。"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # papers may have been set from it
            for name in ("kind", "upload"):
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if "upload" in self.fields and not self.errors.get("upload"):
            try:
                self.instance.content = self._looked_through(cleaned)
            except ValidationError as error:
                self.add_error("upload", error)
        return cleaned

    def _looked_through(self, cleaned):
        if not (upload := cleaned.get("upload")):
            raise ValidationError(_("选一个文件。"))
        if upload.size > word.LARGEST:
            raise ValidationError(_REFUSED[word.LARGE])
        content = upload.read()
        try:
            unknown = paperwork.unknown(cleaned["kind"], content) if "kind" in cleaned else []
        except word.WordRefused as refused:
            raise ValidationError(_REFUSED[refused.why], params={"says": refused.says}) from refused
        except PaperFailed as failed:
            busy = _("现在打不开，等一会儿再试。")
            raise ValidationError(
                busy if failed.why == BUSY else _("这个文件打不开：太复杂，或者坏了。")
            ) from failed
        if unknown:
            raise ValidationError(
                _("这种文书没有这些名字：%(names)s。能用的见下面。"), params={"names": "、".join(unknown)}
            )
        return content


class NamesPanel(HelpPanel):
    """What a template may say, and a plain one of each kind to begin with."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            kinds = [
                {
                    "name": one.name,
                    "starter": reverse("paper_templates_admin:starter", args=[one.code]),
                    "more": {name: paperwork.MORE[name] for name in paperwork.OF_KIND[one.code]},
                }
                for one in _kinds()
            ]
            file = reverse("paper_templates_admin:file", args=[self.instance.pk]) if self.instance.pk else ""
            return {
                **super().get_context_data(parent_context),
                "common": paperwork.COMMON,
                "kinds": kinds,
                "file": file,
            }


class PaperTemplateViewSet(LocalViewSet):
    model = PaperTemplate
    name = "paper_templates_admin"
    url_prefix = "paper-templates"
    icon = "doc-full"
    menu_label = _("文书的 Word 模板")
    form_base = PaperTemplateForm
    own_columns = [
        TitleColumn(
            "kind_name",
            label=_("哪一种文书"),
            accessor=lambda row: OFFICIAL[row.kind].name,
            get_url=lambda row: reverse("paper_templates_admin:edit", args=[row.pk]),
        )
    ]

    own_panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("upload")])]

    def get_edit_handler(self):
        panels = [*self.panels, NamesPanel(template="aid/paper_template_names.html")]
        handler = ObjectList(panels, base_form_class=self.form_base)
        return handler.bind_to_model(self.model)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("starter/<slug:kind>/", self.starter, name="starter"),
            path("file/<int:pk>/", self.file, name="file"),
        ]

    def starter(self, request, kind):
        if not self.permission_policy.user_has_any_permission(request.user, ["add", "change", "view"]):
            return permission_denied(request)
        if kind not in OFFICIAL:
            raise Http404
        return saved(paperwork.starter(kind), OFFICIAL[kind].name)

    def file(self, request, pk):
        asked = ["add", "change", "view"]
        if not self.permission_policy.user_has_any_permission(request.user, asked):
            return permission_denied(request)
        mine = self.permission_policy.instances_user_has_any_permission_for(request.user, asked)
        row = get_object_or_404(mine, pk=pk)
        return saved(bytes(row.content), f"{OFFICIAL[row.kind].name} {row.valid_from}")


def saved(content, name):
    """A Word file as an answer."""
    response = HttpResponse(content, content_type=word.CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    return response
