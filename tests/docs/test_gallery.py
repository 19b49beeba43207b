"""The gallery has a picture of every verb that draws, made by the code that it shows."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def gallery(docs):
    return docs("gallery")


def test_every_verb_that_draws_has_a_picture(gallery, docs):
    public = docs("public")
    drawn = {*public.names()["Plots"], "boxcox"}
    assert {picture.verb for picture in gallery.pictures()} == drawn


def test_every_entry_is_read(gallery):
    headings = gallery.SOURCE.read_text(encoding="utf-8").count("\n### ")
    assert len(gallery.pictures()) == headings
    assert len({picture.caption for picture in gallery.pictures()}) == headings


def test_the_code_draws(gallery):
    from matplotlib import rc_context

    for picture in gallery.pictures():
        with rc_context({"figure.max_open_warning": 0}):  # of pyplot, if another test uses it
            assert picture.draw().axes, picture.place
        assert picture.code.count(picture.verb) or picture.verb.startswith(("draw_", "plot_tukey"))


def test_a_picture_is_a_png_of_its_caption(gallery):
    picture = gallery.pictures()[0]
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.png) < 120_000
    assert picture.caption in picture.shown()
    assert picture.place in picture.shown()


def test_the_page_shows_all_and_leads_to_the_verb(gallery, docs):
    page, targets = gallery.page(), docs("public").targets()
    for picture in gallery.pictures():
        assert page.count(f"({picture.place})") == 1
        assert f"][{targets[picture.verb]}]" in page


def test_the_page_of_a_verb_shows_its_pictures(gallery, docs):
    for verb in ("plot_fit", "rootogram", "boxcox"):
        text = gallery.with_pictures("First.\n\nSecond.", docs("public").targets()[verb])
        assert text.index("First.") < text.index(f"gallery/{verb}-1.png") < text.index("Second.")
        own = [picture for picture in gallery.pictures() if picture.verb == verb]
        assert all(text.count(picture.place) == 1 for picture in own)


def test_another_page_shows_none(gallery):
    assert gallery.with_pictures("First.\n\nSecond.", "rglm.lm") == "First.\n\nSecond."
