import { type LogVoice, type Moment, millis, plainTime } from './log-voice.ts';
import type { Roll } from './roll.ts';
import { troubleAt } from './shop-trouble.ts';

/* The search team writes Java: Spring Boot's pattern, and stack traces with a cause. */

const line = ({ time }: Moment, level: string, thread: string, logger: string, message: string): string =>
  `${plainTime(time)}.${millis(time)} ${level.padStart(5)} 1 --- [${thread.padStart(15)}] ${logger.padEnd(40)} : ${message}`;

const trace = (roll: Roll, shard: number): readonly string[] => [
  'org.elasticsearch.ElasticsearchTimeoutException: shard did not answer within 2000ms',
  '\tat com.shop.search.query.ShardClient.await(ShardClient.java:118)',
  `\tat com.shop.search.query.ShardClient.query(ShardClient.java:${roll.whole(70, 96)})`,
  '\tat com.shop.search.query.QueryService.search(QueryService.java:64)',
  '\tat com.shop.search.api.QueryController.query(QueryController.java:41)',
  '\tat java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)',
  '\tat org.apache.tomcat.util.threads.TaskThread$WrappingRunnable.run(TaskThread.java:63)',
  '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
  `Caused by: java.net.SocketTimeoutException: Read timed out: shard-${shard}.search.svc:9300`,
  '\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)',
  `\tat com.shop.search.query.ShardClient.await(ShardClient.java:112)`,
  '\t... 31 more',
];

/** Answers what visitors type. */
export const searchQuery: LogVoice = {
  rate: 2.6,
  say: (moment) => {
    const { roll, time } = moment;
    const thread = `nio-8080-exec-${roll.whole(1, 10)}`;
    const shard = roll.whole(0, 4);
    if (roll.chance(0.003 + troubleAt(time) * 0.012))
      return [line(moment, 'ERROR', thread, 'c.s.search.api.QueryController', `query failed shard=${shard}`), ...trace(roll, shard)];
    if (roll.chance(0.08)) {
      return [
        line(
          moment,
          'DEBUG',
          'refresh-1',
          'c.s.search.query.ShardCache',
          `shard ${shard} refresh took ${roll.whole(90, 400)}ms segments=${roll.whole(8, 20)}`,
        ),
      ];
    }
    const words = roll.pick('chaise longue', 'lampe arc', 'tapis berbère', 'étagère', 'desk', 'wool blanket', 'Stehlampe');
    const hits = roll.whole(0, 140);
    return [
      line(
        moment,
        'INFO',
        thread,
        'c.s.search.query.QueryService',
        `query "${words}" ${hits} hits in ${roll.whole(6, 31)}ms shard=${shard}`,
      ),
    ];
  },
};

/** Floods a little: for four seconds of every minute it says what it does with each document. */
export const searchIndexer: LogVoice = {
  rate: 0.7,
  burst: (time) => (time % 60_000 < 4_000 ? 50 : 1),
  say: (moment) => {
    const { roll, time } = moment;
    if (time % 60_000 < 4_000)
      return [
        line(
          moment,
          'DEBUG',
          `bulk-${roll.whole(1, 4)}`,
          'c.s.search.index.BulkWriter',
          `indexed product=${roll.whole(1_000, 9_900)} bytes=${roll.whole(400, 9_000)}`,
        ),
      ];
    return [
      line(
        moment,
        'INFO',
        'scheduler-1',
        'c.s.search.index.IndexJob',
        `segment merged docs=${roll.whole(200, 9_000)} ms=${roll.whole(20, 700)}`,
      ),
    ];
  },
};
