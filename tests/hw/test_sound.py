"""The loudspeaker: `amixer` and `aplay` are programs in the way of the real ones, which answer as those do."""

from __future__ import annotations

import io
import os
import wave
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.hw.ports import Signal
from kiosk.hw.sound import AlsaSound
from kiosk.hw.tones import PITCH, RATE, tone_of

MIXER = """#!/bin/sh
echo "amixer $*" >> "{log}"
case "$*" in
"-c 0 scontrols") echo "Simple mixer control 'IEC958',0" ;;
"-c 1 scontrols") echo "Simple mixer control 'Capture',0"; echo "Simple mixer control 'PCM',0" ;;
"-c 0 -M sget IEC958,0") echo "  Mono: Playback [on]" ;;
"-c 1 -M sget PCM,0") echo "  Limits: Playback -10239 - 400"; echo "  Mono: Playback -1725 [64%] [-17.25dB] [on]" ;;
*" mute" | *" unmute") exit 1 ;;
"-c 1 "*) ;;
*) echo "amixer: Mixer attach default error: No such file or directory" >&2; exit 1 ;;
esac
"""
PLAYER = """#!/bin/sh
echo "aplay $*" >> "{log}"
cat > "{log}.wav"
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    log = tmp_path / "log"
    for name, text in (("amixer", MIXER), ("aplay", PLAYER)):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(text.format(log=log), encoding="ascii")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    return log


def said(log: Path) -> list[str]:
    return log.read_text(encoding="ascii").splitlines() if log.exists() else []


def test_the_first_card_with_a_volume_is_the_one(log: Path) -> None:
    assert AlsaSound().find() == 64


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("  Front Left: 0 [17%] [-30.00dB] Capture [off]", 17),
        ("  Front Left: Playback 41 [40%] [-17.70dB] [on] Capture 3 [16%]", 40),
        ("  Mono: Capture 5 [16%] [on]", None),
        ("  Limits: Playback 0 - 31", None),
    ],
)
def test_levels_as_cards_tell_them(tmp_path: Path, said: str, level: int | None) -> None:
    def answers(command: Sequence[str], _given: bytes) -> str:
        return "Simple mixer control 'Master',0" if command[-1] == "scontrols" else said

    assert AlsaSound(answers).find() == level


def test_it_is_as_loud_as_was_asked_though_it_can_not_be_muted(log: Path) -> None:
    sound = AlsaSound()
    sound.set(70)
    sound.set(0)
    sets = [line for line in said(log) if "sset" in line]
    assert sets == [
        "amixer -c 1 -M -q sset PCM,0 70%", "amixer -c 1 -M -q sset PCM,0 unmute",
        "amixer -c 1 -M -q sset PCM,0 0%", "amixer -c 1 -M -q sset PCM,0 mute",
    ]  # fmt: skip


def test_a_sound_is_played_on_the_same_card(log: Path) -> None:
    AlsaSound().play(tone_of(Signal.OK))
    assert said(log)[-1] == "aplay -q -D plughw:1 -"
    assert log.with_name("log.wav").read_bytes() == tone_of(Signal.OK)


def test_without_a_card_there_is_nothing_to_turn(log: Path, tmp_path: Path) -> None:
    (tmp_path / "bin" / "amixer").write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    sound = AlsaSound()
    assert sound.find() is None
    sound.set(50)
    sound.play(b"RIFF")
    assert not log.with_name("log.wav").exists()


def test_without_the_programs_there_is_nothing_to_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert AlsaSound().find() is None


@pytest.mark.parametrize("signal", PITCH)
def test_a_signal_sounds_as_long_as_its_buzzer(signal: Signal) -> None:
    from kiosk.hw.lights_patterns import PATTERNS

    with wave.open(io.BytesIO(tone_of(signal))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (RATE, 1, 2)
        seconds = sound.getnframes() / RATE
        samples = sound.readframes(sound.getnframes())
    frames = PATTERNS[signal]
    last = max(n for n, (frame, _) in enumerate(frames) if frame.buzzer)
    assert seconds == pytest.approx(sum(length for _, length in frames[: last + 1]), abs=0.001)
    loudest = max(abs(int.from_bytes(samples[at : at + 2], "little", signed=True)) for at in range(0, len(samples), 2))
    assert 0.5 < loudest / 32767 < 0.7, "heard, and not cut off at the top"


@pytest.mark.parametrize("signal", [Signal.READY, Signal.OFFLINE])
def test_what_lasts_is_not_heard(signal: Signal) -> None:
    assert tone_of(signal) == b""
