"""Members of staff at the counter, going by the words on the screen."""

import re

from playwright.sync_api import expect


class Officer:
    """One officer at one page of a browser."""

    def __init__(self, page, site, username):
        self.page, self.site, self.username = page, site, username

    # --- getting in -----------------------------------------------------------------------------------
    def sign_in(self):
        self.page.goto("/admin/")
        self.give_password(self.site.password)
        self.give_code(self.site.code_of(self.username))
        expect(self.page).to_have_url(re.compile(r"/admin/$"))

    def give_password(self, password):
        self.page.get_by_role("textbox", name="用户名").fill(self.username)
        self.page.get_by_role("textbox", name="密码").fill(password)
        self.page.get_by_role("button", name="登录").click()

    def give_code(self, code):
        self.page.get_by_label("手机验证器上的六位数").fill(code)
        self.page.get_by_role("button", name="确定").click()

    # --- the queue ------------------------------------------------------------------------------------
    def queue(self, show="all"):
        self.page.goto(f"/admin/applications/?show={show}")
        return self.page.get_by_role("table")

    def row(self, reference, show="all"):
        link = self.page.get_by_role("link", name=reference, exact=True)
        return self.queue(show).get_by_role("row").filter(has=link)

    def open(self, reference):
        self.row(reference).get_by_role("link", name=reference, exact=True).click()
        expect(self.page.get_by_role("heading", name=reference, level=1)).to_be_visible()

    # --- the acts -------------------------------------------------------------------------------------
    def act(self, label):
        """The box of an act, opened; what stands behind the fold is unfolded first."""
        box = self.page.locator("details.case__step").filter(
            has=self.page.locator("summary", has_text=re.compile(f"^{label}$"))
        )
        fold = self.page.locator("details.case__beside:not([open])", has=box)
        if fold.count():
            fold.locator("> summary").click()
        if box.get_attribute("open") is None:
            box.locator("summary").click()
        return box

    def is_done(self, label, reference):
        expect(self.page.get_by_text(f"{reference}：{label}，办好了。")).to_be_visible()

    def accept(self, reference):
        self.open(reference)
        self.act("受理").get_by_role("button", name="受理，去打回执").click()
        self.is_done("受理", reference)

    def ask_supplement(self, reference, paper, text):
        self.open(reference)
        box = self.act("要求补材料")
        box.get_by_label(paper).check()
        box.get_by_label("写给申请人看的说明").fill(text)
        box.get_by_role("button", name="要求补材料").click()
        self.is_done("要求补材料", reference)

    def review(self, reference, opinion, advice="建议给予援助"):
        self.open(reference)
        box = self.act("提出审查意见")
        box.get_by_label(advice, exact=True).check()
        box.get_by_label("审查意见").fill(opinion)
        box.get_by_role("button", name="交审批人决定").click()
        self.is_done("提出审查意见", reference)

    def grant(self, reference):
        self.open(reference)
        self.act("同意援助").get_by_role("button", name="同意援助").click()
        self.is_done("同意援助", reference)

    def fill_refusal(self, text, law="《中华人民共和国法律援助法》第三十一条"):
        box = self.act("不予援助")
        box.get_by_label("不是法律援助的事项").check()
        box.get_by_label("查明的情况和理由").fill(text)
        box.get_by_label("依据哪条法律").fill(law)
        return box

    def assign(self, reference, to):
        self.open(reference)
        box = self.act("指派承办人")
        box.get_by_role("radio", name=to).check()
        box.get_by_role("button", name="指派").click()
        self.is_done("指派承办人", reference)
