"""Sound and short videos: what they are, by walking their frames or boxes. Browsers play them."""

from foundation.decoding.refused import Refused

# What browsers play, and as what: the boxes of a film are the same in all three. AMR none of them plays.
PLAYED = {kind: kind for kind in ("audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "video/mp4")} | {
    "video/quicktime": "video/mp4",
    "video/3gpp": "video/mp4",
}
_AMR = {
    b"#!AMR\n": (12, 13, 15, 17, 19, 20, 26, 31, 5),
    b"#!AMR-WB\n": (17, 23, 32, 36, 40, 46, 50, 58, 60, 5),
}
# kbit/s by index, of MPEG 1 layer III and of MPEG 2 and 2.5.
_RATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
)
_HERTZ = (44100, 48000, 32000)
_ENOUGH = 3  # frames in a row: so much is no accident


def kind(content):
    """Raises Refused("type") for what is neither, "broken" for what has no end or no sound."""
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return _wave(content)
    if content.startswith(tuple(_AMR)):
        return _amr(content)
    if content[4:8] == b"ftyp":
        return _film(content)
    start = _after_tag(content)
    if _frames(content, start, _mp3_frame):
        return "audio/mpeg"
    if _frames(content, start, _aac_frame):
        return "audio/aac"
    raise Refused("broken" if start else "type")


def _wave(content):
    at, seen = 12, set()
    while at + 8 <= len(content):
        seen.add(content[at : at + 4])
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    if not {b"fmt ", b"data"} <= seen:
        raise Refused("broken")
    return "audio/wav"


def _amr(content):
    start = next(start for start in _AMR if content.startswith(start))
    at, frames = len(start), 0
    while at < len(content) and frames < _ENOUGH:
        mode = content[at] >> 3 & 15
        at += _AMR[start][mode] + 1 if mode < len(_AMR[start]) else 1
        frames += 1
    if not frames or (frames < _ENOUGH and at > len(content)):
        raise Refused("broken")
    return "audio/amr"


def _after_tag(content):
    """Where the sound begins, after the tag with title and pictures."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 127
    return 10 + size


def _frames(content, at, length_of):
    for _frame in range(_ENOUGH):
        length = length_of(content[at : at + 8])
        if not length:
            return False
        at += length
    return at <= len(content) + 8


def _mp3_frame(head):
    """Bytes of the frame, 0 when it is none."""
    if len(head) < 4 or head[0] != 255 or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz, padded = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or rate in (0, 15) or hertz == 3:
        return 0
    first = version == 3
    samples = _HERTZ[hertz] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if first else 72) * _RATES[not first][rate] * 1000 // samples + padded


def _aac_frame(head):
    if len(head) < 6 or head[0] != 255 or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


def _film(content):
    """MP4, 3GP or MOV by its boxes: with pictures it is a video, without it is sound."""
    brand, boxes = content[8:12], dict(_boxes(content, 0, len(content)))
    if b"moov" not in boxes or b"mdat" not in boxes:
        raise Refused("broken")  # a recording that was broken off, or half an upload
    tracks = {
        content[at + 8 : at + 12]
        for name, (start, end) in _boxes(content, *boxes[b"moov"])
        if name == b"trak"
        for inner, media in _boxes(content, start, end)
        if inner == b"mdia"
        for last, (at, _end) in _boxes(content, *media)
        if last == b"hdlr"
    }
    if b"vide" in tracks:
        return {b"3g": "video/3gpp", b"qt": "video/quicktime"}.get(brand[:2], "video/mp4")
    if b"soun" in tracks:
        return "audio/3gpp" if brand.startswith(b"3g") else "audio/mp4"
    raise Refused("broken")


def _boxes(content, at, end):
    """(name, (start, end)) of the boxes between two places."""
    while at + 8 <= end:
        size, head = int.from_bytes(content[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            return
        yield content[at + 4 : at + 8], (at + head, at + size)
        at += size
