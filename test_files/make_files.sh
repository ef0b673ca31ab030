#!/usr/bin/env bash
# Makes every sample file in this directory again, from nothing.
# Needs Debian's ffmpeg, flac, lame and twolame, and a Python that has original mutagen 1.48.1 (default: the tests' own).
set -euo pipefail
cd "$(dirname "$0")"
python=$(realpath -s "${PYTHON:-../.venv/bin/python}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ff() { ffmpeg -v error -nostdin -y -bitexact "$@"; }
mp3() { lame --quiet "$@"; }

# Sound: two gliding tones, one for each side, with a beat that gives a variable bit rate something to do.
tones='0.4*sin(2*PI*(220+110*t)*t)*gt(mod(t\,0.5)\,0.15)|0.3*sin(2*PI*330*t)+0.2*sin(2*PI*(550-90*t)*t)'
for rate in 48000 44100 22050 8000; do
    ff -f lavfi -i "aevalsrc=$tones:s=$rate:d=1.5" -c:a pcm_s16le "$work/$rate.wav"
done
ff -f lavfi -i "testsrc2=s=96x96:d=1" -frames:v 1 -q:v 12 "$work/cover.jpg"
ff -f lavfi -i "smptebars=s=48x48:d=1" -frames:v 1 "$work/cover.png"

mkdir -p mp3
rm -f mp3/*
cd mp3

# Streams
mp3 -b 128 "$work/44100.wav" cbr128.mp3
mp3 -V 2 "$work/44100.wav" vbr-v2.mp3
mp3 -V 9 --vbr-old "$work/44100.wav" vbr-old-v9.mp3
mp3 --abr 112 "$work/44100.wav" abr112.mp3
mp3 -m m -b 56 "$work/44100.wav" mono.mp3
mp3 -m d -b 96 "$work/44100.wav" dual-channel.mp3
mp3 -p -b 64 --resample 48 "$work/48000.wav" crc-48000.mp3
mp3 -b 40 --resample 22.05 "$work/22050.wav" mpeg2-22050.mp3
mp3 -b 16 "$work/8000.wav" mpeg2.5-8000.mp3
mp3 -t -b 64 --resample 44.1 "$work/44100.wav" no-info-header.mp3
twolame --quiet -b 96 "$work/44100.wav" layer2.mp2
ff -i "$work/44100.wav" -c:a libmp3lame -b:a 64k -id3v2_version 0 -write_xing 1 info-ffmpeg.mp3

# Tags, each written by an encoder
mp3 -b 56 -m m --id3v1-only --tt "Only version one" --ta "The Encoders" --tl "Samples" --ty 1999 \
    --tc "no track number" --tg 17 "$work/44100.wav" id3v1.mp3
mp3 -b 56 -m m --id3v1-only --tt "Version 1.1" --ta "The Encoders" --tl "Samples" --ty 2001 \
    --tc "with a track" --tn 7 --tg Jazz "$work/44100.wav" id3v1.1.mp3
mp3 -b 56 -m m --id3v2-only --pad-id3v2-size 256 --tt "A title by the encoder" --ta "The Encoders" \
    --tl "Samples" --ty 2011 --tn 3/9 --tg "Rock" --tc "short" "$work/44100.wav" id3v2.3-lame.mp3
mp3 -b 56 -m m --id3v2-only --id3v2-utf16 --tt "Füße, 音楽, музыка" --ta "Ünïcode" --tl "Samples" \
    --ti "$work/cover.jpg" "$work/44100.wav" id3v2.3-lame-utf16-cover.mp3
ff -i "$work/44100.wav" -c:a libmp3lame -b:a 64k -ac 1 -id3v2_version 3 -write_id3v1 1 \
    -metadata title="Both versions" -metadata artist="ffmpeg" -metadata album="Samples" \
    -metadata date=2020 -metadata track=4/12 -metadata genre=Electronic id3v2.3-v1-ffmpeg.mp3
ff -i "$work/44100.wav" -i "$work/cover.png" -map 0 -map 1 -c:a libmp3lame -b:a 64k -ac 1 -c:v copy \
    -id3v2_version 4 -metadata title="Version 2.4" -metadata artist="ffmpeg" -metadata date=2021-03-04 \
    -metadata:s:v title=front -metadata:s:v comment="Cover (front)" id3v2.4-cover-ffmpeg.mp3

# The rest has shapes that encoders do not write: original mutagen, or bytes by hand.
mp3 -t -b 48 -m m "$work/44100.wav" "$work/audio.mp3"
"$python" ../mp3_tags.py "$work/audio.mp3" "$work/cover.jpg" "$work/cover.png" .

# APEv2 containers: WavPack by ffmpeg; of the others there is no free encoder, so headers by hand.
cd ..
mkdir -p ape
rm -f ape/*
ff -i "$work/8000.wav" -ac 1 -t 0.4 -c:a wavpack "$work/mono.wv"
ff -i "$work/8000.wav" -ac 2 -c:a wavpack "$work/stereo.wv"
"$python" ape_files.py "$work/mono.wv" "$work/stereo.wv" ape

# Files of chunks: by hand.
mkdir -p iff
rm -f iff/*
"$python" iff_files.py iff

# Small formats: a stream by an encoder where there is one, the rest by hand.
others=(aac ac3 smf trueaudio dsf)
mkdir -p "${others[@]}"
for directory in "${others[@]}"; do rm -f "$directory"/*; done
ff -i "$work/8000.wav" -ac 1 -c:a aac -b:a 12k -f adts aac/mono.aac
ff -i "$work/44100.wav" -c:a aac -b:a 48k -f adts aac/stereo.aac
ff -i "$work/48000.wav" -ac 1 -c:a ac3 -b:a 48k ac3/mono.ac3
ff -i "$work/48000.wav" -c:a ac3 -b:a 96k -t 0.5 ac3/stereo.ac3
ff -i "$work/48000.wav" -c:a eac3 -b:a 64k -t 0.5 ac3/stereo.eac3
ff -i "$work/8000.wav" -ac 1 -t 0.4 -c:a tta trueaudio/sound.tta
"$python" other_files.py .

# FLAC, by the reference encoder and by hand
mkdir -p flac
rm -f flac/*
ff -i "$work/44100.wav" -t 0.25 -c:a pcm_s16le "$work/short.wav"
"$python" flac_files.py "$work/short.wav" "$work/cover.jpg" "$work/cover.png" flac

# ASF: what ffmpeg writes, then the same audio with other headers.
cd ..
mkdir -p asf
rm -f asf/*
cd asf
ff -i "$work/44100.wav" -t 0.5 -c:a wmav2 -b:a 48k -metadata title="By an encoder" -metadata artist="ffmpeg" \
    -metadata album="Samples" -metadata date=2021 -metadata track=3 -metadata genre=Electronic wma2.wma
ff -i "$work/22050.wav" -t 0.5 -ac 1 -c:a wmav1 -b:a 24k wma1-mono.wma
ff -f lavfi -i "testsrc2=s=64x48:d=0.4:r=10" -i "$work/22050.wav" -t 0.4 -c:v wmv2 -b:v 30k -c:a wmav2 -b:a 24k \
    -metadata title="With pictures that move" video.wmv
"$python" ../asf_files.py wma2.wma "$work/cover.jpg" .

cd ..

# MP4: what ffmpeg lays out in different ways
mkdir -p mp4
rm -f mp4/*
cd mp4
tags=(-metadata title="A title" -metadata artist="ffmpeg" -metadata album="Samples" -metadata date=2020
    -metadata track=4/12 -metadata disc=1/2 -metadata genre=Electronic -metadata comment="Füße, 音楽")
ff -i "$work/44100.wav" -i "$work/cover.png" -map 0 -map 1 -c:a aac -b:a 64k -c:v copy \
    -disposition:v attached_pic -movflags +faststart "${tags[@]}" aac-cover-moov-first.m4a
ff -i "$work/22050.wav" -ac 1 -c:a aac -b:a 24k -map_metadata -1 -fflags +bitexact aac-no-tags-moov-last.m4a
printf ';FFMETADATA1\n' > "$work/chapters.txt"
for start in 0 500 1100; do
    printf '[CHAPTER]\nTIMEBASE=1/1000\nSTART=%d\nEND=1500\ntitle=From %d ms, über\n' $start $start
done >> "$work/chapters.txt"
ff -i "$work/8000.wav" -i "$work/chapters.txt" -map 0:a -map_metadata 1 -c:a alac "${tags[@]}" alac-chapters.m4a
ff -i "$work/48000.wav" -c:a ac3 -b:a 96k -movflags frag_keyframe+delay_moov "${tags[@]}" -f mp4 ac3-fragments.mp4
cd ..

oversized=$(find . -mindepth 2 -size +59k)
[[ -z $oversized ]] || { echo "too large for a sample: $oversized" >&2; exit 1; }
find . -mindepth 2 -type f -printf '%s\n' | awk '{ n++; s += $1 } END { printf "%d files, %d bytes\n", n, s }'
