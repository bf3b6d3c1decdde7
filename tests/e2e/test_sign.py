"""A signature drawn with a finger is the file of its field; wiped it is none, and a photo takes its place."""

from pathlib import Path

from django.conf import settings

FIELD = '<form><input type="file" name="signed" data-sign="签在这里" data-clear="擦掉" data-name="签名.png"></form>'
FILE = "document.forms[0].signed.files[0]"


def test_a_finger_signs(page):
    page.set_content(FIELD)
    page.add_script_tag(path=Path(settings.BASE_DIR) / "static/js/sign.js", type="module")
    frame = page.locator("canvas").bounding_box()
    assert page.evaluate(f"{FILE} === undefined")
    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 120, frame["y"] + 60, steps=5)
    page.mouse.up()
    page.wait_for_function(f"{FILE}?.size > 0")
    assert page.evaluate(f"[{FILE}.name, {FILE}.type]") == ["签名.png", "image/png"]
    page.get_by_role("button", name="擦掉").click()
    assert page.evaluate(f"{FILE} === undefined")
