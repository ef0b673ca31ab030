#!/usr/bin/env bash
# Makes every file in ogg/ again, from nothing.
# Needs Debian's ffmpeg and vorbis-tools, and a Python (3.11 or later).
set -euo pipefail
cd "$(dirname "$0")"
python=$(realpath -s "${PYTHON:-../.venv/bin/python}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ff() { ffmpeg -v error -nostdin -y "${@:1:$#-1}" -bitexact "${!#}"; }
# The serial number is random otherwise.
ogg() { ff "${@:1:$#-1}" -serial_offset 9 "${!#}"; }

tones='0.4*sin(2*PI*(220+110*t)*t)*gt(mod(t\,0.5)\,0.15)|0.3*sin(2*PI*330*t)+0.2*sin(2*PI*(550-90*t)*t)'
for rate in 48000 44100 16000; do
    ff -f lavfi -i "aevalsrc=$tones:s=$rate:d=1.5" -c:a pcm_s16le "$work/$rate.wav"
done
ff -f lavfi -i "smptebars=s=48x48:d=1" -frames:v 1 "$work/cover.png"
ff -f lavfi -i "testsrc2=s=64x48:r=10:d=1.5" -c:v rawvideo -pix_fmt yuv420p "$work/video.avi"
tags=(-metadata "title=A title" -metadata "artist=Ünïcode 音楽" -metadata "album=Samples" -metadata "date=2021-03-04")

rm -rf ogg
mkdir ogg
oggenc -Q --serial 7 -q 0 -t "A title" -a "The Encoders" -l Samples -c "comment=one" -c "comment=two" \
    -o ogg/vorbis.ogg "$work/44100.wav"
oggenc -Q --serial 8 -q -1 --downmix -o ogg/vorbis-mono-no-tags.ogg "$work/44100.wav"
ogg -i "$work/48000.wav" -c:a libopus -b:a 24k "${tags[@]}" ogg/opus.opus
ogg -i "$work/16000.wav" -c:a libspeex -b:a 12k -ac 1 "${tags[@]}" ogg/speex.spx
ogg -i "$work/16000.wav" -c:a flac -ac 1 "${tags[@]}" -f ogg ogg/flac.oga
ogg -i "$work/video.avi" -i "$work/44100.wav" -map 0:v -map 1:a -c:v libtheora -b:v 40k -c:a libvorbis -b:a 48k \
    -ac 1 "${tags[@]}" ogg/theora-and-vorbis.ogv
"$python" ogg_shapes.py ogg "$work/cover.png"

oversized=$(find ogg -size +59k)
if [ -n "$oversized" ]; then
    echo "too large: $oversized" >&2
    exit 1
fi
