#!/bin/bash
# build.sh OUTDIR: OUTDIR/testcluster (etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl, kwok and
# metrics-server in one static binary) and OUTDIR/kwok-crds. Needs Go; a cold build takes about 8 minutes on 2 cores.
set -euo pipefail
OUT=$(mkdir -p "${1:?output folder}" && cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"
bash patch-kwok.sh
V=$(awk '$1=="k8s.io/kubernetes"{print $2; exit}' go.mod); MINOR=$(echo "$V" | cut -d. -f2)
LD="-s -w"
# /version and kubectl version read these two packages.
for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  LD="$LD -X $p.gitVersion=$V -X $p.gitMajor=1 -X $p.gitMinor=$MINOR -X $p.gitCommit=unknown -X $p.gitTreeState=clean -X $p.buildDate=1970-01-01T00:00:00Z"
done
rm -rf "$OUT/kwok-crds"; mkdir "$OUT/kwok-crds"; cp kwok-patched/kustomize/crd/bases/*.yaml "$OUT/kwok-crds/"
# Never `go mod tidy` here: a test dependency of prometheus makes it fail; -mod=readonly with this go.sum is what was verified.
CGO_ENABLED=0 go build -mod=readonly -trimpath -ldflags "$LD" -o "$OUT/testcluster.part" ./cmd/testcluster
mv "$OUT/testcluster.part" "$OUT/testcluster"
