"""The officer's copy of a PDF shows what was filled in, typed and stamped, and does nothing."""

import io
from contextlib import suppress

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from foundation.decoding import bounded
from tests.foundation.decoding import samples
from tests.foundation.decoding.test_bounded import refused

FIELD, NOTE = (50, 300, 250, 330), (50, 100, 250, 160)


def copy(content):
    opened = bounded.look_into(io.BytesIO(content))
    assert (opened.kind, opened.copy_kind) == ("application/pdf", "application/pdf")
    return opened.copy


def drawn(content, box):
    return samples.is_drawn(samples.seen(copy(content)), box)


@pytest.mark.parametrize("form", [{}, {"NeedAppearances": True}, {"NeedAppearances": False}])
def test_a_filled_in_form_shows_what_was_filled_in(form):
    assert drawn(samples.pdf_with(samples.field(), form=form), FIELD)
    assert not drawn(samples.pdf_with(samples.field(""), form=form), FIELD)


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_a_field_that_no_form_lists_is_shown_as_well():
    assert drawn(samples.pdf_with(samples.field()), FIELD)


def test_a_value_that_stands_at_its_parent_is_shown():
    child = samples.field()
    del child.V, child.FT
    child.Parent = Dictionary(FT=Name.Tx, V="李四", T="p")
    assert drawn(samples.pdf_with(child, form={}), FIELD)


def test_a_long_answer_goes_over_several_lines_and_stays_in_its_field():
    image = samples.seen(copy(samples.pdf_with(samples.field("欠薪" * 40, Ff=1 << 12), form={})))
    assert samples.is_drawn(image, FIELD)
    assert not samples.is_drawn(image, (260, 290, 400, 340))


@pytest.mark.parametrize("value", [Array(["一月", "二月"]), "三月"])
def test_what_was_chosen_from_a_list_is_shown(value):
    choice = samples.field(value)
    choice.FT = Name.Ch
    assert drawn(samples.pdf_with(choice, form={}), FIELD)


@pytest.mark.parametrize(("state", "is_ticked"), [(Name.Yes, True), (Name.Off, False)])
def test_a_ticked_box_without_a_drawing_is_ticked(state, is_ticked):
    box = samples.field(state, AS=state)
    box.FT = Name.Btn
    assert drawn(samples.pdf_with(box, form={}), FIELD) == is_ticked


def test_a_password_typed_into_a_form_is_not_shown():
    assert not drawn(samples.pdf_with(samples.field("secret", Ff=1 << 13), form={}), FIELD)


def test_a_typed_note_is_shown():
    content = samples.pdf_with(samples.note("/FreeText", Contents="老板签的字 OK", DA="0 g /Helv 12 Tf"))
    assert drawn(content, NOTE)


def test_a_stamp_is_shown_as_it_was_put():
    assert samples.seen(copy(samples.stamp())).getpixel((250, 170)) == (255, 0, 0)


@pytest.mark.parametrize(
    "note",
    [
        samples.note("/Stamp", Name=Name.Approved),
        samples.note("/Ink", InkList=Array([Array([60, 110, 200, 150, 240, 105])]), BS=Dictionary(W=3)),
        samples.note("/Line", L=Array([60, 110, 240, 150]), BS=Dictionary(W=3)),
        samples.note("/Square", BS=Dictionary(W=3)),
        samples.note("/Underline", QuadPoints=Array([50, 160, 250, 160, 50, 100, 250, 100]), C=Array([0])),
        samples.note("/StrikeOut", QuadPoints=Array([50, 160, 250, 160, 50, 100, 250, 100]), C=Array([0])),
        samples.note(
            "/Highlight", QuadPoints=Array([50, 160, 250, 160, 50, 100, 250, 100]), C=Array([1, 0, 0])
        ),
    ],
    ids=lambda note: str(note.Subtype),
)
def test_what_was_drawn_by_hand_is_shown(note):
    assert drawn(samples.pdf_with(note), NOTE)


def test_what_is_hidden_stays_hidden():
    hidden = samples.note("/FreeText", Contents="藏着", DA="0 g /Helv 12 Tf")
    hidden.F = 2
    assert not drawn(samples.pdf_with(hidden), NOTE)


def test_what_pops_up_only_on_a_click_stands_at_the_end():
    content = copy(samples.pdf_with(samples.note("/Text", Contents="这一页是老板写的\n第二行"), pages=2))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 3
    assert samples.seen(content, 2).convert("L").getextrema()[0] < 200


def test_one_note_that_is_damaged_costs_only_itself():
    damaged = [
        samples.note("/FreeText", rect=(1, 2), Contents="x"),
        samples.note("/Ink", InkList=Array([1])),
        samples.note("/Highlight", QuadPoints=Array([1, 2, 3])),
        Dictionary(Subtype=3),
    ]
    assert drawn(samples.pdf_with(*damaged, samples.field(), form={}), FIELD)


def test_nothing_that_acts_or_is_attached_is_left():
    action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    content = samples.pdf_with(
        samples.field(AA=Dictionary(K=action)),
        samples.note("/Link", A=Dictionary(S=Name.Launch, F="cmd.exe")),
        samples.note("/FileAttachment", FS=Dictionary(F="x.exe")),
        samples.note("/Screen", A=action),
        form={"XFA": "xfa"},
    )
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.OpenAction = action
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["x", action]))
        pdf.attachments["x.exe"] = b"MZ"
        for key in ("Outlines", "AF", "Collection", "AA"):
            pdf.Root[f"/{key}"] = Dictionary(A=action)
        pdf.pages[0]["/AA"] = Dictionary(O=action)
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["HIDDEN NAME"]
        content = samples.bytes_of(pdf)
    with pikepdf.open(io.BytesIO(copy(content))) as made:
        plain = samples.bytes_of(
            made, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    for word in (b"JavaScript", b"Launch", b"cmd.exe", b"EmbeddedFile", b"XFA", b"HIDDEN", b"/Annots"):
        assert word not in plain, word


def test_a_form_that_needs_a_program_of_its_own_is_said_so():
    with pikepdf.open(io.BytesIO(samples.pdf_with(form={"XFA": "xfa"}))) as pdf:
        pdf.Root.NeedsRendering = True
        assert refused(samples.bytes_of(pdf)) == "form"


def test_half_a_pdf_is_refused_or_shown_whole():
    content = samples.pdf_with(samples.field(), form={}, pages=3)
    assert refused(content[:100]) == "broken"


def test_a_password_is_said_so():
    with pikepdf.open(io.BytesIO(samples.pdf_with())) as pdf:
        assert (
            refused(samples.bytes_of(pdf, encryption=pikepdf.Encryption(user="a", owner="b"))) == "password"
        )
        # Only the owner's: whoever gets it reads it, and so do we.
        assert copy(samples.bytes_of(pdf, encryption=pikepdf.Encryption(user="", owner="b")))


def test_more_pages_than_anybody_reads_are_refused():
    assert refused(samples.pdf_with(pages=101)) == "pages"
    assert copy(samples.pdf_with(pages=100))


def test_a_tree_of_pages_as_deep_as_a_well_does_no_harm():
    with pikepdf.open(io.BytesIO(samples.pdf_with())) as pdf:
        node = pdf.Root.Pages
        for _level in range(5000):
            node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node]), Count=1))
        pdf.Root.Pages = node
        content = samples.bytes_of(pdf)
    opened = []
    with suppress(bounded.Refused):
        opened.append(copy(content))
    assert all(opened)
