"""Papers in a real browser: what was sent is heard under the strictest policy."""

from playwright.sync_api import expect

from tests.e2e.applicant import Applicant
from tests.foundation.decoding import samples


def test_an_officer_hears_the_recording_that_was_sent(open_browser, counter, tmp_path):
    recording = tmp_path / "老板说的.wav"
    recording.write_bytes(samples.wave(3))
    reference = Applicant(open_browser()).apply()
    officer = counter("receptionist")
    officer.open(reference)
    box = officer.act("加交材料")
    box.get_by_label("材料（").set_input_files(recording)
    box.get_by_role("button", name="加进案卷").click()
    officer.is_done("加交材料", reference)
    with officer.page.expect_popup() as opened:
        officer.page.get_by_role("link", name="放一放").click()
    player = opened.value.locator("video, audio")
    expect(player).to_have_count(1)
    expect(player).to_have_js_property("error", None)
    expect(player).to_have_js_property("duration", 3)
