"""`install_as_mutagen` before and after real programs have imported mutagen, each case in an
interpreter of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REFUSED = """
import sys
import mutagen_rs
install = mutagen_rs.install_as_mutagen
before = {name: module for name, module in sys.modules.items() if name.startswith("mutagen")}
names = {name: dict(vars(before[name])) for name in before if name.split(".")[0] == "mutagen"}
assert names, "mutagen was not imported"
try:
    install()
except RuntimeError as refusal:
    assert "mutagen" in str(refusal) and "before" in str(refusal), refusal
else:
    raise SystemExit("installed beside the original")
after = {name: module for name, module in sys.modules.items() if name.startswith("mutagen")}
assert after == before, set(after) ^ set(before)
for name, kept in names.items():
    assert vars(sys.modules[name]) == kept, name
"""

CASES = {
    "from mutagen.x import y, before": """
from mutagen.id3 import ID3, TIT2
from mutagen.mp3 import MP3
"""
    + REFUSED
    + """
tags = ID3()
tags.add(TIT2(encoding=3, text=["t"]))
tags.save(sys.argv[1])
assert MP3(sys.argv[1])["TIT2"].text == ["t"]
assert ID3.__module__.split(".")[0] == "mutagen"
assert mutagen_rs.File(sys.argv[1])["TIT2"].text == ["t"]
""",
    "one module of mutagen alone, before": "import mutagen._constants" + REFUSED,
    "mediafile, before": """
import mediafile
"""
    + REFUSED
    + """
media = mediafile.MediaFile(sys.argv[1])
assert type(media.mgfile).__module__ == "mutagen.mp3"
media.title = "t"
media.save()
assert mediafile.MediaFile(sys.argv[1]).title == "t"
""",
    "music-tag, before": """
import music_tag
"""
    + REFUSED
    + """
audio = music_tag.load_file(sys.argv[1])
assert type(audio.mfile).__module__ == "mutagen.mp3"
""",
    "from mutagen.x import y, after": """
import sys
import mutagen_rs
mutagen_rs.install_as_mutagen()
from mutagen.id3 import ID3, TIT2
from mutagen.mp3 import MP3
from mutagen._util import loadfile
import mutagen.mp4._atom as atom, mutagen.asf._objects
assert ID3 is mutagen_rs.id3.ID3 and MP3 is mutagen_rs.mp3.MP3
assert atom is sys.modules["mutagen_rs.mp4._atom"]
""",
    "clients, after": """
import sys
import mutagen_rs
mutagen_rs.install_as_mutagen()
import mediafile, music_tag
media = mediafile.MediaFile(sys.argv[1])
assert type(media.mgfile) is mutagen_rs.mp3.MP3
media.title = "t"
media.save()
audio = music_tag.load_file(sys.argv[1])
assert type(audio.mfile) is mutagen_rs.mp3.MP3
assert str(audio["title"]) == "t"
assert not [name for name, module in sys.modules.items()
            if name.split(".")[0] == "mutagen" and not module.__name__.startswith("mutagen_rs")]
""",
    "clients, with a call in between": """
import sys
import mutagen_rs
mutagen_rs.install_as_mutagen()
import mediafile
mutagen_rs.install_as_mutagen()
import music_tag
assert type(mediafile.MediaFile(sys.argv[1]).mgfile) is mutagen_rs.mp3.MP3
assert type(music_tag.load_file(sys.argv[1]).mfile) is mutagen_rs.mp3.MP3
""",
    "in a thread, while others import": """
import sys, threading
import mutagen_rs
mutagen_rs.install_as_mutagen()
failures = []
def work(name):
    try:
        module = __import__("mutagen." + name, fromlist=["x"])
        assert module.__name__ == "mutagen_rs." + name, module
        assert module is sys.modules["mutagen_rs." + name]
    except BaseException as failure:
        failures.append(failure)
names = "mp3 mp4 flac oggvorbis oggopus asf aiff wave apev2 easyid3 easymp4 dsf tak smf".split()
threads = [threading.Thread(target=work, args=(name,)) for name in names * 4]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failures, failures
""",
}


@pytest.mark.parametrize("case", CASES)
def test_install(case: str, sample_copy: Path) -> None:
    path = sample_copy / "mp3" / "id3v2.4-25-frames.mp3"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", CASES[case], str(path)],
        cwd=Path(sys.executable).parent,  # not where a package of the same name lies
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
