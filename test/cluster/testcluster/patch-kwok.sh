#!/bin/bash
# Copies kwok v0.8.0 out of the module cache into ./kwok-patched and makes two small fixes:
#  1. exec: hand the command's exit code back (kwok wraps *exec.ExitError, so kubectl exec always ended with 1)
#  2. exec -i: close the command's stdin at EOF (otherwise `kubectl exec -i pod -- cat` never ends)
# go.mod then says: replace sigs.k8s.io/kwok => ./kwok-patched
# (go build -overlay is no way out: it refuses files beneath GOMODCACHE.)
set -e; cd "$(dirname "${BASH_SOURCE[0]}")"
KW=$(cd / && GOFLAGS=-mod=mod go mod download -json sigs.k8s.io/kwok@v0.8.0 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
rm -rf kwok-patched; mkdir kwok-patched; cp -r "$KW"/{go.mod,go.sum,LICENSE,pkg,kustomize,stages,cmd} kwok-patched/; chmod -R u+w kwok-patched
f=kwok-patched/pkg/kwok/server/debugging_exec.go
sed -i -e 's|return s.execInContainerWithTTY(\(.*\))$|return exitCode(s.execInContainerWithTTY(\1))|' \
    -e 's|return s.execInContainer(\(.*\))$|return exitCode(s.execInContainer(\1))|' \
    -e 's|^import (|import (\n\t"errors"\n\tosexec "os/exec"\n\n\tk8sexec "k8s.io/utils/exec"\n|' $f
cat >> $f <<'GO'

func exitCode(err error) error {
	var exit *osexec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() >= 0 {
		return k8sexec.CodeExitError{Err: err, Code: exit.ExitCode()}
	}
	return err
}
GO
sed -i 's|_, _ = io.Copy(inPipe, opt.In)|_, _ = io.Copy(inPipe, opt.In)\n\t\t\t\t_ = inPipe.Close()|' kwok-patched/pkg/utils/exec/exec.go
grep -q 'inPipe.Close' kwok-patched/pkg/utils/exec/exec.go && grep -q 'return exitCode(s.execInContainer(' $f
