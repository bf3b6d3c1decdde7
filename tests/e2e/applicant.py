"""A worker at the public pages, going by the words on them. No waiting but for what must appear."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

# Test value of GB 11643-1999; a telephone number with 555 belongs to nobody.
ID_NUMBER = "11010519491231002x"
TELEPHONE = "0797-5550199"
STEPS = [
    *(
        "who",
        "place",
        "employer",
        "owed",
        "days",
        "means",
        "story",
        "you",
        "contact",
        "call",
        "papers",
        "check",
    )
]
APPLY = "/zh-hans/apply/?topic=wages&region=360702"


def photo(colour=(180, 90, 40), name="工地的牌子.jpg", big=False, side=1200):
    """A picture as the browser's file box takes it: small, of some 500 KB, or as large as `side` says."""
    kept = io.BytesIO()
    noisy = big or side > 1200
    picture = Image.effect_noise((side, side * 3 // 4), 90) if noisy else Image.new("RGB", (320, 240), colour)
    picture.save(kept, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": kept.getvalue()}


class Applicant:
    """One person at one page of a browser."""

    def __init__(self, page, name="欧阳䶮", telephone=TELEPHONE):
        self.page = page
        self.name, self.telephone = name, telephone
        self.reference = self.code = self.secret = ""

    @property
    def tail(self):
        return self.telephone[-4:]

    # --- moving on ------------------------------------------------------------------------------------
    def is_at(self, step):
        expect(self.page).to_have_url(re.compile(rf"/{step}/?(\?[^/#]*)?(#.*)?$"))

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).click()

    def go_on(self):
        self.press("继续")

    def begin(self, address=APPLY):
        self.page.goto(address)
        self.page.get_by_label("我看过了").check()
        self.page.get_by_label("我同意用我的证件号码").check()
        self.press("同意，开始填")
        self.is_at("who")
        self.code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{1,4})+", self.page.locator(".saved").inner_text())[0]

    def fill_until(self, last):
        """Fill in and send page after page until `last` stands open, empty."""
        while (step := self.step) != last:
            getattr(self, f"_{step}")()
            if step != "roster":
                self.go_on()
            expect(self.page).not_to_have_url(re.compile(rf"/{step}/?([?#].*)?$"))

    @property
    def step(self):
        return re.split("[?#]", self.page.url)[0].rstrip("/").rsplit("/", 1)[-1]

    def apply(self):
        """The whole form, with nothing wrong in it, up to the receipt."""
        self.begin()
        self.fill_until("check")
        return self.submit()

    def submit(self):
        self.press("提交申请")
        return self.read_receipt()

    def read_receipt(self):
        self.is_at("submitted")
        self.reference = self.page.locator(".reference").first.inner_text().strip()
        self.secret = self.page.locator(".receipt-code .reference").inner_text().strip()
        return self.reference

    def resume(self, code=None, tail=None):
        """On any browser: go on with the code."""
        self.page.goto("/zh-hans/apply/resume/")
        self.say("续填码", code or self.code)
        self.say("手机号后四位", self.tail if tail is None else tail)
        self.press("接着填")

    def track(self, reference=None, tail=None):
        self.page.goto("/zh-hans/track/")
        self.say("申请编号", reference or self.reference)
        self.say("手机号后四位", tail or self.tail)
        self.press("查")

    # --- what is said on each page --------------------------------------------------------------------
    def choose(self, words):
        self.page.get_by_role("radio", name=words).check()

    def box(self, label):
        """The box whose label begins like that."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))

    def say(self, label, words):
        self.box(label).fill(words)

    def date(self, label, *parts):
        for part, words in zip("年月日", parts, strict=False):
            self.page.get_by_role("textbox", name=f"{label} {part}").fill(str(words))

    def _who(self):
        self.choose("我自己的事")

    def _place(self):
        self.say("在哪个市、哪个县", "赣州章贡区")
        self.say("工地、厂子、店或平台叫什么", "蓉江新区某项目")

    def _employer(self):
        self.say("班组长", "老周")

    def _owed(self):
        self.say("欠了多少钱", "１.２万")
        self.choose("按天算")
        self.choose("工地上的活")

    def _days(self):
        self.date("从哪个月开始欠的？", "２０２６", "8月")
        self.choose("还在干")

    def _means(self):
        self.choose("从老家出来打工的")

    def _story(self):
        self.say("事情经过", "贴了十二天瓷砖，一天 280，只给了 1000。\n老板说等甲方打款。")

    def _you(self):
        self.say("姓名", self.name)
        self.choose("居民身份证")
        self.say("证件号码", ID_NUMBER)
        self.say("手机号", self.telephone)

    def _contact(self):
        self.page.get_by_label("可以打电话").check()

    def _call(self):
        self.choose("别说，只说找您本人")
        self.choose("晚上 8 点以后")

    def _papers(self):
        self.page.get_by_label("选照片或文件").set_input_files([photo()])
        self.page.get_by_label("这些是什么").select_option(label="工地、工牌照片")

    # --- what the page complains about ----------------------------------------------------------------
    def is_told(self, label, words):
        """The page says what is wrong at the field and in the summary, and the tab's title says so too."""
        expect(self.page).to_have_title(re.compile("^要改一下"))
        expect(self.page.get_by_role("alert").get_by_role("link", name=label)).to_contain_text(words)
        told = self.page.locator(".field--bad", has_text=label).locator(".field__error", has_text=words)
        expect(told).to_be_visible()


class Niece(Applicant):
    """She is 罗小满, he is 罗大山."""

    def is_asked_for_him(self):
        self.begin()
        self.choose("我替别人填")
        self.go_on()
        self.is_at("agent")

    def says_who_she_is(self):
        self.choose("他托我替他办")
        self.go_on()
        self.is_at("helper")
        self.page.get_by_role("radio", name="家里人", exact=True).check()
        self.say("您的姓名", "罗小满")

    def _you(self):
        self.say("他的姓名", "罗大山")
        self.choose("居民身份证")
        self.say("证件号码", ID_NUMBER)
        self.say("他的手机号", self.telephone)

    def prints(self, link):
        """The text of the paper behind a link."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=link).first.click()
        assert download.value.suggested_filename.endswith(".pdf")
        return download.value.path().read_bytes()
