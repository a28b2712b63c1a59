import { type LogVoice, plainTime } from './log-voice.ts';

/* Runs that end: cron jobs, an init container, and whatever nobody gave a voice. */

/** Goose migrating a database, at once. */
export const migration: LogVoice = {
  rate: 0,
  hello: ({ time, roll }) => {
    const head = plainTime(time).replaceAll('-', '/');
    return [
      `${head} OK   00041_orders_by_day.sql (${roll.whole(4, 30)}.${roll.whole(10, 99)}ms)`,
      `${head} OK   00042_captures_order_key.sql (${roll.whole(4, 30)}.${roll.whole(10, 99)}ms)`,
      `${head} goose: successfully migrated database to version: 42`,
    ];
  },
  say: () => [],
};

/** A batch with its progress; one that `fails` loses its bucket half-way, in Python's words. */
export const batch = (fails: boolean): LogVoice => ({
  rate: 1,
  hello: ({ time }) => [`${plainTime(time)} INFO  starting, reading cursor`],
  say: ({ time, roll, age }) => {
    if (fails && age > 10_000)
      return roll.chance(0.6)
        ? [`${plainTime(time)} WARN  upload slow, ${roll.whole(2, 9)} parts pending`]
        : [
            `${plainTime(time)} ERROR upload failed`,
            'Traceback (most recent call last):',
            '  File "/job/export.py", line 87, in upload',
            '    client.complete_multipart_upload(**parts)',
            'botocore.exceptions.ClientError: An error occurred (NoSuchBucket) when calling the CompleteMultipartUpload operation',
          ];
    return [`${plainTime(time)} INFO  batch ${Math.floor(age / 1000)} done rows=${roll.whole(200, 2_000)}`];
  },
});

/** Plain words with a level. */
export const plain: LogVoice = {
  rate: 0.3,
  hello: ({ pod }) => [`INFO starting ${pod}`],
  say: ({ roll }) => [
    roll.chance(0.05)
      ? `WARN slow answer: ${roll.whole(900, 2_900)} ms`
      : `INFO handled ${roll.whole(4, 90)} events in ${roll.whole(3, 60)} ms`,
  ],
};
