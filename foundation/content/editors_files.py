"""Pictures and documents of editors: opened only by foundation.decoding, refused in words at the box.

A picture is kept as it was drawn anew: upright, of bounded size, without where and when it was taken. A document is
kept as it came, once it has been looked over. The settings WAGTAILIMAGES_IMAGE_FORM_BASE and
WAGTAILDOCS_DOCUMENT_FORM_BASE name the forms; `mend_avatars` puts the box into Wagtail's page of one's account.
"""

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from foundation.decoding import bounded
from foundation.decoding.refused import Refused

AVATAR = 400  # pixels of the longer side
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png"}
# By the codes of foundation.decoding.
REFUSED = {
    "busy": gettext_lazy("现在传文件的人太多，这一个还没有收下。请过一两分钟再传一次。"),
    "broken": gettext_lazy("这个文件打不开，可能没传完整或者损坏了。请重新导出、重新上传。"),
    "heavy": gettext_lazy("这个文件里面太复杂，打开它太费力，没有收。请另存一份简单些的再传。"),
    "pixels": gettext_lazy("这张图片的尺寸太大了。请先缩小再传。"),
    "script": gettext_lazy("这个文件里夹带了别的东西，没有收。请重新导出一份。"),
    "password": gettext_lazy("这个文件有密码。请去掉密码再传。"),
    "macro": gettext_lazy("这个文件里有宏。请另存成不带宏的再传。"),
    "archive": gettext_lazy("这是压缩包。请解压以后再传。"),
    "name": gettext_lazy("文件名的后缀和里面的内容对不上。请重新另存一份。"),
    "letters": gettext_lazy("看不出里面的文字编码。请另存为 UTF-8 的 CSV。"),
}
NO_PICTURE = gettext_lazy("这不是能收的图片。能收 JPG、PNG、WebP、GIF、HEIC、AVIF。")
NO_DOCUMENT = gettext_lazy("这不是能收的文档。能收 PDF、DOCX、XLSX、CSV。")


class PictureField(WagtailImageField):
    """A box for a picture. What is handed on, and what stays in the request, is the picture that was drawn anew."""

    def __init__(self, *, longest=0, **kwargs):
        self.longest = longest
        super().__init__(**kwargs)
        self.help_text = gettext_lazy("最大 15 MB。照片里的地点、时间会去掉；动图只留第一幅。")

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        _check_size(upload)
        try:
            made = bounded.remake(upload, self.longest)
        except Refused as refused:
            raise ValidationError(REFUSED.get(refused.code, NO_PICTURE), code=refused.code) from refused
        # In its place: Wagtail keeps the upload itself when another box of the form is wrong.
        upload.seek(0)
        upload.truncate()
        upload.write(made.copy)
        upload.flush()
        upload.seek(0)
        upload.size, upload.content_type = len(made.copy), made.copy_kind
        upload.name = f"{PurePath(upload.name).stem}{_ENDINGS[made.copy_kind]}"
        return upload


class DocumentField(WagtailDocumentField):
    """A box for a document that has been looked over."""

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        _check_size(upload)
        try:
            bounded.look_over(upload, upload.name)
        except Refused as refused:
            raise ValidationError(REFUSED.get(refused.code, NO_DOCUMENT), code=refused.code) from refused
        upload.seek(0)
        return upload


def _check_size(upload):
    most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if upload.size > most:
        raise ValidationError(
            _("这个文件有 %(size)s，太大了：最大 %(most)s。")
            % {"size": filesizeformat(upload.size), "most": filesizeformat(most)},
            code="too_big",
        )


class _Looked:
    """For Wagtail's forms: their box `file`, where they have one, becomes `box`."""

    box = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if theirs := self.fields.get("file"):
            self.fields["file"] = self.box(
                label=theirs.label, required=theirs.required, widget=theirs.widget, initial=theirs.initial
            )


class ImageForm(_Looked, BaseImageForm):
    box = PictureField


class DocumentForm(_Looked, BaseDocumentForm):
    box = DocumentField

    def _post_clean(self):
        """Of a file that was refused, Wagtail's model says as well that its name has no ending."""
        refused = self.errors.get("file")
        words = list(refused.data) if refused else []
        super()._post_clean()
        if words:
            refused.data[:] = words


def mend_avatars():
    """Once, when the site starts."""
    theirs = AvatarPreferencesForm.base_fields["avatar"]
    AvatarPreferencesForm.base_fields["avatar"] = PictureField(
        longest=AVATAR, label=theirs.label, required=False, widget=theirs.widget
    )
