"""Visits taken along, going by the words on the pages; and what lies on the device."""

import re

from playwright.sync_api import expect

PASSWORD = "槐树下 green 七号"
AWAY = "/admin/applications/visits/away/"
ROUTE = "/admin/applications/visits/"
# Everything that lies on the device, as one text: what IndexedDB holds byte by byte, and what the caches hold.
LYING_THERE = """async () => {
  const base = await new Promise((done) => (indexedDB.open("visits", 1).onsuccess = (e) => done(e.target.result)));
  const rows = await new Promise((done) => (base.transaction("copies").objectStore("copies").getAll().onsuccess = (e) => done(e.target.result)));
  base.close();
  const said = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value)
    : value && typeof value === "object" ? Object.entries(value).map(([k, v]) => k + "=" + said(v)).join(";") : String(value);
  let kept = "";
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).matchAll()) kept += await one.clone().text();
  return { count: rows.filter((one) => one.kind !== 'taking').length, takings: rows.filter((one) => one.salt).length, text: rows.map(said).join("\\n") + kept };
}"""


def lying_there(page):
    return page.evaluate(LYING_THERE)


def today(page):
    return page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Shanghai'})")


def plan(officer, place, *, pk=None, **more):
    """Plan a visit of today on the case that is open, or on that with this number; by label, more of the form."""
    page = officer.page
    if pk:
        page.goto(f"/admin/applications/{pk}/")
    box = officer.act("安排上门")
    [[me]] = officer.site.query("SELECT id FROM accounts_user WHERE username = %s", officer.username)
    box.get_by_label("谁去").select_option(str(me))
    box.get_by_label("哪天去").fill(today(page))
    box.get_by_label("去哪里").fill(place)
    for label, value in more.items():
        box.get_by_label(label).fill(value)
    box.get_by_role("button", name="安排", exact=True).click()
    expect(page.get_by_text("：安排上门，办好了。")).to_be_visible()


def group(site):
    """The demo's application of many, which has visits today."""
    [[pk]] = site.query("SELECT application_id FROM aid_visittask ORDER BY id LIMIT 1")
    return pk


def fill_password(page, password=PASSWORD):
    page.get_by_label("定一个密码").fill(password)
    page.get_by_label("再输一遍").fill(password)
    page.get_by_role("button", name="带走", exact=True).click()


def take(page, place, password=PASSWORD):
    """Take the visit to `place` along; the page of the device is open then."""
    page.goto(ROUTE)
    stop = page.get_by_role("listitem").filter(has_text=place)
    stop.get_by_role("link", name=re.compile("带走")).click()
    fill_password(page, password)
    expect(page).to_have_url(re.compile(f"{AWAY}$"))
    expect(page.get_by_text("带走的，留到")).to_be_visible()


def unlock(page, password=PASSWORD):
    page.get_by_label("带走时定的密码").fill(password)
    page.locator("[data-open]").get_by_role("button", name="打开").click()


def open_it(page, password=PASSWORD):
    """Without a network: the page as it is kept, and what was taken along in it."""
    page.goto(AWAY)
    page.get_by_role("button", name="打开").click()
    unlock(page, password)
