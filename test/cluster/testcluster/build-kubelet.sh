#!/bin/bash
# build-kubelet.sh OUTFILE: the kubelet of the same k8s.io/kubernetes as build.sh. Needs Go; a cold build takes some minutes.
set -euo pipefail
OUT=$(realpath -m "${1:?output file}")
cd "$(dirname "${BASH_SOURCE[0]}")"
bash patch-kwok.sh
V=$(awk '$1=="k8s.io/kubernetes"{print $2; exit}' go.mod); MINOR=$(echo "$V" | cut -d. -f2)
P=k8s.io/component-base/version
LD="-s -w -X $P.gitVersion=$V -X $P.gitMajor=1 -X $P.gitMinor=$MINOR -X $P.gitCommit=unknown -X $P.gitTreeState=clean -X $P.buildDate=1970-01-01T00:00:00Z"
mkdir -p "$(dirname "$OUT")"
CGO_ENABLED=0 go build -mod=readonly -trimpath -ldflags "$LD" -o "$OUT.part" ./cmd/kubelet
mv "$OUT.part" "$OUT"
