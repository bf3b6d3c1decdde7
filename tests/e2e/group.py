"""Workers who apply together: who leads them, and each who joins from their own phone."""

import io
import re

import openpyxl

from tests.e2e.applicant import Applicant

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("姓名", "手机", "身份证号", "天数", "一天多少元", "已拿多少元", "备注")


def xlsx(*rows):
    """A workbook as the file box takes it."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    book.save(kept)
    return {"name": "工友名单.xlsx", "mimeType": SHEET, "buffer": kept.getvalue()}


def gbk(*rows):
    """A table as Excel in China saves CSV."""
    text = "\r\n".join(",".join(row) for row in (HEADINGS, *rows))
    return {"name": "后来的人.csv", "mimeType": "text/csv", "buffer": text.encode("gbk")}


class Leader(Applicant):
    """Writes the others down, or has them join."""

    def comes_to_the_roster(self):
        self.begin()
        self.fill_until("roster")

    @property
    def rows(self):
        """The lines of those who are in the roster."""
        return self.page.locator("ol.roster > li:has([name=row])")

    def opens(self, number):
        """The row of one, open."""
        row = self.rows.nth(number - 1)
        if row.locator("details").get_attribute("open") is None:
            row.locator("summary").click()
        return row

    def writes(self, number, label, words):
        row = self.opens(number)
        row.get_by_label(label, exact=True).fill(words)
        row.get_by_role("button", name="改好了").click()

    def pastes(self, table):
        self.opens_way("粘过来")
        self.box("一人一行").fill(table)
        self.press("看看认得对不对")

    def uploads(self, file):
        self.opens_way("传一个文件")
        self.page.get_by_label("Excel 表格").set_input_files([file])
        self.press("传上，看看认得对不对")

    def opens_way(self, words):
        way = self.page.locator(".ways details", has=self.page.locator("summary", has_text=words))
        if way.get_attribute("open") is None:
            way.locator("summary").click()

    @property
    def join_address(self):
        return self.page.locator(".join-card__address a").get_attribute("href")

    def _who(self):
        self.choose("我们一群人")

    def _owed(self):
        self.choose("按天算")
        self.choose("工地上的活")

    def _means(self):
        self.choose("都是")

    def _roster(self):
        self.press("名册写好了，继续")

    def _papers(self):
        pass


class Workmate(Applicant):
    """Joins by the address that the leader sent round."""

    def __init__(self, page, name, telephone, owed, site):
        super().__init__(page, name, telephone)
        self.owed, self.site = owed, site

    def comes(self, address):
        self.page.goto(address)
        self.page.get_by_label("我看过了").check()
        self.page.get_by_label("我同意用我的证件号码").check()
        self.press("同意，往下填")
        self.is_at("you")

    def joins(self, address):
        self.comes(address)
        self.fill_until("check")
        self.press("加入，一起申请")

    def is_given_a_code(self):
        self.is_at("joined")
        self.secret = self.page.locator(".reference").inner_text().strip()

    def opens_own(self):
        self.page.goto("/zh-hans/track/")
        self.say("申请编号，或者收件码", self.secret)
        self.press("查")
        self.is_at("status")

    def _you(self):
        self.say("姓名", self.name)
        self.choose("手上没有证件")
        self.say("手机号", self.telephone)

    def _phone(self):
        self.press("发验证码")
        self.say("短信里的验证码", self.site.newest_code())

    def go_on(self):
        self.press("对，往下填" if self.step == "phone" else "继续")

    def _account(self):
        self.say("欠您多少钱", self.owed)
        self.page.get_by_label(re.compile("^让带头的人")).check()
