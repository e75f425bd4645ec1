"""Pictures an editor gives a draft, and cuts: by their bytes, from the originals, and never lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.core.test_pictures import photo, shown
from tests.mails.building import mail, mime, mixed
from tougao.archive import intake
from tougao.archive.models import OriginalRecord, PictureRecord, RevisionRecord
from tougao.archive.store import Store
from tougao.core.workflow import Status
from tougao.desk import pictures

pytestmark = pytest.mark.django_db


def upload(data: bytes, name: str = "操场.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


def add(client, draft, data=None, **sent):
    return client.post(f"/desk/drafts/{draft.pk}/pictures", {"picture": upload(data or photo())} | sent)


def test_a_picture_is_taken_published_and_its_original_kept(signed_in, new_draft, settings):
    draft, client = new_draft(), signed_in()
    told = add(client, draft).json()
    assert (told["width"], told["height"], told["name"]) == (1600, 800, "操场.jpg")
    assert client.get(told["address"])["Content-Type"] == "image/jpeg"
    row = PictureRecord.objects.get()
    assert (row.draft, row.position, row.sha256) == (draft, 0, told["sha256"])
    kept = OriginalRecord.objects.get()
    assert (kept.picture, kept.whole, kept.editor) == (row, row, client.editor)
    assert Store(settings.MEDIA_STORE).read(kept.digest, ".raw") == photo()


def test_the_same_picture_twice_is_one(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    assert add(client, draft).json() == add(client, draft).json()
    assert PictureRecord.objects.count() == 1


def test_even_a_small_picture_is_taken_for_the_editor_has_seen_it(signed_in, new_draft):
    assert add(signed_in(), new_draft(), photo(60, 40)).json()["width"] == 60


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload(b"<svg onload=alert(1)>", "a.jpg"), "a.jpg 不是可以刊出的图片"),
        (upload(b"<html><script>alert(1)</script>", "a.png", "image/png"), "不是可以刊出的图片"),
        (upload(b"MZ" + b"0" * 99, "a.jpg"), "不是可以刊出的图片"),
        (upload(b"\xff\xd8\xff" + b"0" * 99, "../../坏.jpg"), "坏.jpg"),
        (upload(b"", "空.jpg"), "请先选择图片"),
        ("", "请先选择图片"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(signed_in, new_draft, file, words):
    answer = signed_in().post(f"/desk/drafts/{new_draft().pk}/pictures", {"picture": file})
    assert answer.status_code == 409
    assert words in answer.json()["words"]
    assert not PictureRecord.objects.exists()


def test_a_picture_that_is_too_large_is_refused_before_it_is_opened(signed_in, new_draft, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_MEGABYTES", 0)
    assert "0 MB" in add(signed_in(), new_draft()).json()["words"]


def test_a_spiked_draft_takes_no_picture(signed_in, new_draft):
    draft = new_draft(status=Status.SPIKED)
    assert add(signed_in(), draft).status_code == 409


def test_so_many_pictures_a_minute_are_taken_and_the_next_is_refused_in_words(signed_in, new_draft, settings):
    settings.DESK_LIMITS = settings.DESK_LIMITS | {"upload": "2/m/user"}
    draft, client = new_draft(), signed_in()
    assert [add(client, draft, photo(60 + each, 40)).status_code for each in range(3)] == [200, 200, 409]
    assert "请稍等一分钟" in add(client, draft).json()["words"]
    assert PictureRecord.objects.count() == 2


def test_without_scripts_it_stands_at_the_end_of_the_text(signed_in, new_draft):
    draft, client = new_draft(html="<p>正文。</p>"), signed_in()
    answer = add(client, draft, place="end")
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    draft.refresh_from_db()
    assert draft.html.startswith('<p>正文。</p>\n<figure><img src="media:')
    assert RevisionRecord.objects.filter(number=2, editor=client.editor).exists()
    client.post(f"/desk/drafts/{draft.pk}/pictures", {"place": "end"})
    assert "请先选择图片" in client.get(f"/desk/drafts/{draft.pk}/").content.decode()


def crop(client, draft, sha256, left, top, right, bottom):
    sides = {"left": left, "top": top, "right": right, "bottom": bottom}
    return client.post(f"/desk/drafts/{draft.pk}/pictures/{sha256}/crop", sides)


def test_a_part_is_a_new_picture_cut_from_the_original(signed_in, new_draft, settings):
    draft, client = new_draft(), signed_in()
    whole = add(client, draft).json()
    part = crop(client, draft, whole["sha256"], 5000, 0, 10_000, 10_000).json()
    assert (part["width"], part["height"]) == (1000, 1000)
    assert part["sha256"] != whole["sha256"]
    printed = Store(settings.MEDIA_STORE).read(part["sha256"], ".jpg")
    assert shown(printed).getpixel((10, 10))[2] > 150
    assert list(PictureRecord.objects.values_list("position", flat=True)) == [0, 1]


def test_a_part_may_be_widened_again_for_it_is_always_cut_from_the_whole(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    whole = add(client, draft).json()
    part = crop(client, draft, whole["sha256"], 0, 0, 5000, 5000).json()
    told = client.get(f"/desk/drafts/{draft.pk}/pictures/{part['sha256']}").json()
    assert told["sha256"] == whole["sha256"]
    assert told["part"] == {"left": 0, "top": 0, "right": 5000, "bottom": 5000}
    wider = crop(client, draft, part["sha256"], 0, 0, 8000, 10_000).json()
    assert (wider["width"], wider["height"]) == (1600, 1000)
    assert crop(client, draft, wider["sha256"], 0, 0, 10_000, 10_000).json()["sha256"] == whole["sha256"]


@pytest.mark.parametrize("sides", [(0, 0, 0, 10), (9, 0, 5, 10), (0, 0, 10_001, 5), ("x", 0, 1, 1), (-1, 0, 5, 5)])
def test_a_part_that_is_none_is_refused_in_words(signed_in, new_draft, sides):
    draft, client = new_draft(), signed_in()
    answer = crop(client, draft, add(client, draft).json()["sha256"], *sides)
    assert (answer.status_code, answer.json()["words"]) == (409, "裁剪后什么也不剩。请选取大一些的区域。")


def test_a_picture_nobody_knows_is_not_found(signed_in, new_draft):
    draft, client = new_draft(), signed_in()
    assert client.get(f"/desk/drafts/{draft.pk}/pictures/{'a' * 64}").status_code == 404
    assert crop(client, draft, "a" * 64, 0, 0, 1, 1).status_code == 404


@pytest.fixture
def from_mail(settings, noon, site):
    """A draft with a photo of 2000 pixels that came as a file."""
    words = mime.text("青禾师范学院春季运动会昨日开幕，来自十八个代表队的运动员参加。\n\n" * 3)
    raw = mail(mixed(words, mime.file("操场.jpg", "image/jpeg", photo())), "投稿：运动会")
    mails = Store(settings.MAIL_STORE)
    kept = intake.keep(raw, noon, noon, mails)
    return intake.read(kept.submission_id, site, mails, Store(settings.MEDIA_STORE), noon).drafts.get()


def test_a_picture_from_a_mail_is_cut_from_what_the_mail_gave(signed_in, from_mail):
    client, picture = signed_in(), from_mail.pictures.get()
    assert picture.width == 1600
    part = crop(client, from_mail, picture.sha256, 0, 0, 5000, 10_000).json()
    assert (part["width"], part["height"]) == (1000, 1000)


def test_where_the_mail_is_gone_what_was_printed_serves(signed_in, from_mail, settings):
    client, picture = signed_in(), from_mail.pictures.get()
    for path in settings.MAIL_STORE.glob("??/*"):
        path.unlink()
    part = crop(client, from_mail, picture.sha256, 0, 0, 5000, 10_000).json()
    assert (part["width"], part["height"]) == (800, 800)


def test_a_picture_of_another_draft_is_cut_for_this_one(signed_in, new_draft):
    one, other, client = new_draft(), new_draft(), signed_in()
    sha256 = add(client, one).json()["sha256"]
    part = crop(client, other, sha256, 0, 0, 5000, 5000).json()
    assert PictureRecord.objects.get(sha256=part["sha256"]).draft == other


def test_what_is_transparent_stays_so(signed_in, new_draft):
    image = Image.new("RGBA", (300, 200), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert add(signed_in(), new_draft(), out.getvalue()).json()["extension"] == "png"
