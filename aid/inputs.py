"""Reading what people type: money, phones, ID numbers, names. Pure; ValueError carries the message to show."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_2

from aid.choices import IdType
from foundation.vault import numerals, spelling

MAX_MONEY = Decimal("99999999.99")
_POINTS = str.maketrans(dict.fromkeys("。·・٫", ".") | dict.fromkeys("’‘`´", "'") | {"٬": ","})
# What is said around a number. Inside one it parts two: “3000元4000元”.
_AROUND = re.compile(r"¥|人民币|rmb|cny|大概|大约|差不多|左右|一共|总共|约|多|(?:块钱?|[元圆])整?")
# What says that the number is a debt. “欠” further inside is no such word: “5000，欠3000”.
_OWED = re.compile(
    r"^(?:[|,.: ]*(?:[还尚仍共]|老板|公司)?(?:(?:拖?欠|差)[着了]?(?:我们?|工人)?(?:薪|款|工资|工钱|钱)?|[未没][付发结给]|[合总小]计))+[:|, ]*"
    r"|[|,. ]*[还都]?[未没][付发结给]$"
)
_BETWEEN = re.compile(r"(?: *(?:[|、;/~+和跟与到至或—–-]|\.\.+|,(?![ 0-9])|(?<![ 0-9]),))+ *")
_TWO = re.compile(r"[1-9][0-9]{2,}(?:(?:[, ]+[1-9][0-9]{2,})+|\.[1-9][0-9]{3})")
_RUN = re.compile(r"[0-9]+(?:[,.' ]+[0-9]+)*")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}((,[0-9]{3})+|('[0-9]{3})+|(?=.* 0)( [0-9]{3})+)(\.[0-9]{1,2})?")
_DECIMALS = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(10|2\d|[3-9]\d{2})\d{7,8}")
_AND_WORDS = re.compile(r"[^\d+]*(\+?\d[\d\W]*\d)\D*")  # “137 0000 0011（微信同号）”
_DECIMAL = re.compile(r"(\d{11})\.0+")  # as a spreadsheet keeps it
# A long number as a spreadsheet leaves it: 3.62101E+17.
LOST_DIGITS = re.compile(r"[0-9](\.[0-9]+)?e\+?1[0-9]", re.IGNORECASE)
_EXTENSION = re.compile(r"\W*0[1-9]\d{1,2}\W*\d{7,8}\W+\d{1,5}\W*")  # joined, it would be another number


class _Unclear(Exception):
    """The signs between digits leave open what was meant. `readings`: what the whole could be."""

    def __init__(self, readings):
        super().__init__(readings)
        self.readings = readings


def money(text):
    """Yuan of “12000”, “12,000 元”, “1.2万”, “1万2”, “１２０００”, “两千三百块”. Two places.

    A sign between digits counts where thousands or decimals can stand; otherwise it is asked what was meant.
    """
    said = _AROUND.sub("|", spelling.plain(text).lower().translate(_POINTS))
    said = _OWED.sub("", said).strip("|,.' ")
    amounts = _BETWEEN.split(re.sub(r" *\|[ |]*", "|", said))
    if _TWO.fullmatch(said) and not _THOUSANDS.fullmatch(said):
        amounts = re.split("[, .]+", said)
    if len(amounts) > 1:
        raise ValueError(_which_of(amounts))
    try:
        value = _number(said)
    except _Unclear as unclear:
        raise ValueError(_which_reading(unclear.readings)) from None
    if value > MAX_MONEY:
        raise ValueError(_("这个数太大了，请再看一看"))
    value = value.quantize(Decimal("0.01"))
    if value <= 0:
        raise ValueError(_("这个数要大于 0"))
    return value


def _which_of(amounts):
    """The question for “3000、4000”; for “12、000”, which are not two, that for one."""
    if amounts[-1].startswith("0") and "".join(amounts).isdigit():
        return _which_reading([Decimal("".join(amounts))])
    try:
        said = "、".join(_yuan(_number(amount)) for amount in amounts)
    except (ValueError, _Unclear):
        return _("请只写一个数，比如 12000")
    return _("您写了 %(amounts)s。这里只写一个数：一共欠多少？") % {"amounts": said}


def _which_reading(readings):
    sums = [value for value in readings if 0 < value <= MAX_MONEY]
    if not sums:
        return _("请写数字，比如 12000")
    one, other = sums[0], sums[-1]
    words = {"one": _yuan(one), "other": _yuan(other), "so": _plainly(one), "or_so": _plainly(other)}
    if one == other:
        return _("您是说 %(one)s吗？是的话请写 %(so)s") % words
    return _("您是说 %(one)s还是 %(other)s？请写 %(so)s 或者 %(or_so)s") % words


def _yuan(value):
    return _("%(amount)s 元") % {"amount": f"{value:,.2f}".removesuffix(".00")}


def _plainly(value):
    return f"{value:.2f}".removesuffix(".00")


def _number(text):
    """The number said in digits, in 汉字 or in both. Raises _Unclear, or ValueError when nothing is known of it."""
    text = re.sub(r" *([^0-9,.' ]) *", r"\1", text)  # the spaces of “1 万 2”
    for run in _RUN.finditer(text):
        before, after = text[: run.start()], text[run.end() :]
        if not _is_clear(run[0], after):
            raise _Unclear([_number(before + said + after) for said in _readings(run[0], after)])
    return _said(_RUN.sub(lambda run: re.sub("[,' ]", "", run[0]), text))


def _is_clear(run, after):
    if after[:1] in numerals.UNITS and re.fullmatch(r"[0-9]+(\.[0-9]+)?", run):
        return True
    return bool(_THOUSANDS.fullmatch(run) or _DECIMALS.fullmatch(run))


def _readings(run, after):
    """The digits of `run` as they can be meant: its signs are for thousands, or the last is for decimals."""
    parts, signs = re.split("[,.' ]+", run), re.findall("[,.' ]+", run)
    joined, decimal = "".join(parts), "".join(parts[:-1]) + "." + parts[-1]
    if after[:1] not in numerals.UNITS:
        decimal = f"{Decimal(decimal):.2f}"
    alone = signs.count(signs[-1]) == 1 and signs[-1].strip() in (",", ".")
    others = set(signs[:-1])
    if alone and signs[-1] == "." and len(parts[-1]) > 3:
        return [f"{Decimal(decimal):.2f}"]  # 6000.3333, as a spreadsheet divides
    if alone and parts[0].startswith("0"):
        return [decimal]
    if alone and len(others) == 1 and len(parts[-1]) < 3:
        return [decimal]  # 1.200,50
    if alone and len(others) < 2 and (len(parts[-1]) < 4 or after[:1] in numerals.UNITS):
        return [joined, decimal]
    return [joined] if len(set(signs)) == 1 else []


def _said(text):
    try:
        return numerals.read(text)
    except ValueError:
        raise _vague() from None


def _vague():
    return ValueError(_("请写数字，比如 12000"))


def phone(text):
    """Digits of a mainland mobile or a landline with its area code; words beside it are left aside."""
    plain = spelling.plain(text)
    if LOST_DIGITS.fullmatch(plain):
        raise ValueError(
            _("表格软件把号码变成了 %(number)s，后几位丢了。请重写 11 位手机号") % {"number": plain}
        )
    beside_words = _AND_WORDS.fullmatch(plain)
    return _phone(beside_words[1] if beside_words else plain)


def _phone(plain):
    plain = _DECIMAL.sub(r"\1", plain)
    if _EXTENSION.fullmatch(plain):
        raise ValueError(_("分机号打不过去，请写能直接打通的号码"))
    digits = "" if has_words(plain) else spelling.phone(plain)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if digits.startswith("00"):
        raise ValueError(_("这像是境外的号码，我们打不过去。请写内地的 11 位手机号，或者带区号的座机"))
    if len(digits) >= 20:
        raise ValueError(_("您好像写了两个号码，这里只写一个"))
    if digits.startswith("1"):
        raise ValueError(
            _("手机号是 11 位数字，您写了 %(count)s 位，请再数一数") % {"count": len(digits)}
            if len(digits) != 11
            else _("这个手机号不对，请再看一遍")
        )
    raise ValueError(_("请写 11 位手机号，或者带区号的座机"))


def has_words(text):
    return bool(re.search(r"[^\W\d_]", text))


def phone_note(text):
    """Somebody else's number: digits when it is one of ours and nothing else, otherwise what was written."""
    try:
        return _phone(spelling.plain(text))
    except ValueError:
        return spelling.note(text)


def is_mobile(digits):
    """Whether an SMS can reach what `phone` returned."""
    return bool(_MOBILE.fullmatch(digits))


def person_name(text):
    """A name of 2 to 30 汉字, rare ones too, with a dot between parts; or of 2 to 60 letters, as in passports."""
    name = spelling.name(text)
    limit = 30 if spelling.has_han(name) else 60
    if len(name) > limit or len(spelling.folded(name)) < 2:
        raise ValueError(_("姓名写 2 到 30 个字；外文名最多 60 个字母"))
    if not all(c in "·་ '-." or spelling.is_letter(c) for c in name):
        raise ValueError(_("姓名里只能有字和中间的点“·”，不要写数字和别的符号。打不出来的字可以写拼音"))
    return name


def resident_id(text, today):
    """18 characters of a 居民身份证, checked. The division part may be an old code and is not looked at.

    Source: GB 11643-1999. `today`: nobody is born after it.
    """
    number = "" if spelling.has_foreign_letters(text) else spelling.id_number(text)
    if len(number) == 15 and number.isdigit():
        raise ValueError(_("这是 15 位的老号码，请写新身份证上的 18 位号码"))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise ValueError(_("身份证号是 18 位，最后一位可能是 X"))
    try:
        born = ric.get_birth_date(number)
    except ValueError:
        raise ValueError(_("号码里的出生日期不对，请对着身份证再看一遍")) from None
    if not born.year >= 1880 or born > today:
        raise ValueError(_("号码里的出生日期不对，请对着身份证再看一遍"))
    if not mod_11_2.is_valid(number):
        raise ValueError(_("号码对不上，可能写错了一位，请对着身份证再看一遍"))
    return number


def other_id(text):
    """The number of another paper: 4 to 30 letters and digits."""
    number = spelling.id_number(text)
    if spelling.has_foreign_letters(text) or not 4 <= len(number) <= 30:
        raise ValueError(_("证件号码写 4 到 30 个字母或数字"))
    return number


def id_number(text, kind, today):
    """The number of a paper of `kind` (IdType); as it is typed where no kind is said. Raises ValueError with the words to show."""
    if kind in (None, "", IdType.NONE):
        return text
    return resident_id(text, today) if kind == IdType.RESIDENT else other_id(text)


def lines(text):
    """Several lines without control characters; as typed otherwise."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u2028-\u202e\u2066-\u2069]", "", text).strip()
