import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { continuesBlock, nextBlockState } from '../../../../../electron/features/logs/lines/continues.ts';
import { levelOf } from '../../../../../electron/features/logs/lines/level.ts';

const encoder = new TextEncoder();

/** Which of the lines of one source belong to the line before them. */
function joined(lines: readonly string[]): boolean[] {
  let state = 0;
  return lines.map((line) => {
    const bytes = encoder.encode(line);
    state = nextBlockState(state, bytes, 0, bytes.length, levelOf(bytes, 0, bytes.length));
    return continuesBlock(state);
  });
}

/** Lines of one log; `|` begins one that stands alone, `+` one that belongs to the line before. */
const blocks: Readonly<Record<string, string>> = {
  java: `
|2024-01-02 15:04:05,123 [main] ERROR com.example.Foo - failed
+java.lang.IllegalStateException: no connection
+	at com.example.Foo.run(Foo.java:12)
+	at java.base/java.lang.Thread.run(Thread.java:840)
+	Suppressed: java.io.IOException: closed
+		at com.example.Bar.close(Bar.java:3)
+Caused by: java.net.ConnectException: ERROR: refused
+	at com.example.Net.open(Net.java:7)
+	... 12 more
|2024-01-02 15:04:06,001 [main] INFO com.example.Foo - going on`,
  'java, uncaught': `
|Exception in thread "main" java.lang.RuntimeException: x
+	at Main.main(Main.java:3)
|started again`,
  'java, frames that lost their indentation': `
|2024-01-02T15:04:05Z ERROR x
+java.lang.Error: y
+at com.example.Foo.run(Foo.java:12)
|at noon we stop`,
  python: `
|ERROR:root:it failed
+Traceback (most recent call last):
+  File "/app/main.py", line 3, in <module>
+    raise ValueError("ERROR: level=error")
+ValueError: ERROR: level=error
|INFO:root:next`,
  'python, chained': `
|Traceback (most recent call last):
+  File "/app/a.py", line 1, in f
+    1 / 0
+    ~~^~~
+ZeroDivisionError: division by zero
+
+During handling of the above exception, another exception occurred:
+
+Traceback (most recent call last):
+  File "/app/b.py", line 2, in g
+KeyboardInterrupt
|ERROR:root:another`,
  go: `
|panic: runtime error: invalid memory address or nil pointer dereference
+[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45e]
+
+goroutine 1 [running]:
+main.(*Pool).Acquire(0x0, {0xc000012345, 0x3})
+	/app/pool.go:142 +0x1d
+main.main()
+	/app/main.go:12 +0x25
+created by net/http.(*Server).Serve in goroutine 1
+	/usr/local/go/src/net/http/server.go:3086 +0x5cb
+exit status 2
|listening on :8080`,
  node: `
|Error: connect ECONNREFUSED 127.0.0.1:5432
+    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1595:16) {
+  errno: -111,
+  code: 'ECONNREFUSED',
+}
|done`,
  '.NET': `
|fail: Microsoft.AspNetCore.Server.Kestrel[13]
+      Connection id "0HM", Request id "1": An unhandled exception was thrown.
+      System.InvalidOperationException: no
+       ---> System.Exception: inner
+         at App.Run() in /src/Program.cs:line 12
+         --- End of inner exception stack trace ---
+--- End of stack trace from previous location ---
+   at App.Main()
|info: Microsoft.Hosting.Lifetime[0]
+      Application is shutting down...`,
  ruby: `
|E, [2024-01-02T15:04:05.123456 #12] ERROR -- : undefined method 'x' (NoMethodError)
+app/models/a.rb:12:in 'Object#b'
+app/models/c.rb:3:in 'each'
|I, [2024-01-02T15:04:06.123456 #12]  INFO -- : next`,
  'ruby, uncaught': `
|main.rb:1:in 'foo': undefined method 'x' for nil (NoMethodError)
+	from main.rb:4:in '<main>'
|bye`,
  rust: `
|thread 'main' panicked at src/main.rs:2:5:
+index out of bounds: the len is 3 but the index is 99
+stack backtrace:
+   0: rust_begin_unwind
+             at /rustc/abc/library/std/src/panicking.rs:652:5
+   1: core::panicking::panic_fmt
+note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.
|next`,
  'pretty JSON': `
|config: {
+  "level": "error",
+  "list": [
+    1
+  ],
+
+  "time": "2024-01-02"
+}
|{"level":"info","msg":"x"}
|{"level":"info","msg":"y"}`,
  yaml: `
|applied:
+  kind: Pod
+  metadata:
+    name: x
|next`,
  'lines with levels or stamps of their own, indented': `
|starting
|  INFO ready
|  2024-01-02 15:04:05 next
|    [15:04:05] next
+    detail`,
  'a first line that is indented': `
|    at a (b.js:1:2)
+    at c (d.js:1:2)`,
  'plain lines': `
|one
|two

|}
|GET / 200`,
};

describe('the lines of a block stay together, and no other joins them', () => {
  test.each(Object.entries(blocks))('%s', (_name, block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    const expected = lines.map((line) => line[0] === '+');
    const texts = lines.map((line) => line.slice(1));
    expect(joined(texts).map((belongs, index) => `${belongs ? '+' : '|'}${texts[index]}`)).toEqual(
      expected.map((belongs, index) => `${belongs ? '+' : '|'}${texts[index]}`),
    );
  });
});

test('a line that begins with a stamp never joins, whatever came before', () => {
  const before = fc.array(
    fc.oneof(fc.string(), fc.constantFrom(...Object.values(blocks).flatMap((block) => block.split('\n').map((line) => line.slice(1))))),
    { maxLength: 12 },
  );
  const stamp = fc.constantFrom(
    '2024-01-02T15:04:05Z ',
    '2024/01/02 15:04:05 ',
    '[2024-01-02 15:04:05] ',
    '15:04:05.000 ',
    'Jan  2 15:04:05 ',
    '02-Jan-2024 15:04 ',
  );
  fc.assert(
    fc.property(before, stamp, fc.string(), (lines, at, rest) => {
      expect(joined([...lines, at + rest]).at(-1)).toBe(false);
    }),
  );
});

test('whatever the bytes, nothing outside the line is read', () => {
  fc.assert(
    fc.property(
      fc.nat(255),
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.string().map((text) => encoder.encode(text)),
      ),
      fc.nat(6),
      (state, content, level) => {
        const padded = new Uint8Array(content.length + 80).fill(0x7b);
        padded.set(content, 40);
        expect(nextBlockState(state, padded, 40, 40 + content.length, level)).toBe(
          nextBlockState(state, content, 0, content.length, level),
        );
      },
    ),
  );
});
