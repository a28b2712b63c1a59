import { parentPort, workerData } from 'node:worker_threads';
import type { CallValue, ClusterChannel, ParsedCallArguments } from '../shared/contract.ts';
import { answerCells, answerImplied, answerRows } from './features/access/answer-access.ts';
import { answerReasons, answerRisks, answerRoles, answerWhoCan } from './features/access/answer-rbac.ts';
import { chooseMethod } from './features/access/choose-method.ts';
import { explainAccess } from './features/access/explain-access.ts';
import { logFeed } from './features/logs/feed.ts';
import { readLogs } from './features/logs/sources/read-logs.ts';
import { answerDrainAccess } from './features/nodes/answer-drain-access.ts';
import { answerDrainPlan } from './features/nodes/answer-drain-plan.ts';
import { answerTaintPlan } from './features/nodes/answer-taint-plan.ts';
import { nodeFactsChannel, nodeFactsHandler } from './features/nodes/node-facts.ts';
import { runQuestions } from './features/nodes/run/answer-run.ts';
import { drainFactsFeed } from './features/nodes/run/facts-feed.ts';
import { followDrain } from './features/nodes/run/follow-drain.ts';
import { getObject } from './features/objects/get-object.ts';
import { openOverview } from './features/overview/open-overview.ts';
import { answerHistory, answerRecent } from './features/overview/usage/answer-usage.ts';
import { openUsage } from './features/overview/usage/open-usage.ts';
import { systemClock } from './kube/clock.ts';
import type { ContextSession } from './kube/context-session.ts';
import { type CallHandler, DataThreadHost } from './kube/data-thread-host.ts';
import type { DataThreadSetup, FromDataThread, ToDataThread } from './kube/data-thread-protocol.ts';
import { writeHandler, writesChannel } from './kube/send-write.ts';
import { userAgentOf } from './kube/user-agent.ts';
import { projectionFor } from './projections.ts';
import { version } from './version.ts';

/*
 * Entry and composition root of the data thread: everything that talks to a cluster runs here.
 * ARCHITECTURE.md follows one pod from the socket to the page.
 */

const port = parentPort;
if (port === null) throw new Error('data-thread must be started as a worker thread');

/** One per channel that asks a cluster; a channel of the contract without an answer does not compile. */
const calls: {
  readonly [Channel in ClusterChannel]: (session: ContextSession, args: ParsedCallArguments<Channel>) => Promise<CallValue<Channel>>;
} = {
  'resources.discover': (session) => session.discover(),
  'objects.get': (session, args) => getObject(session.transport(), args, session.signal, systemClock.now()),
  'access.explain': (session, args) => explainAccess(session.transport(), args, session.signal),
  'access.rows': (session) => answerRows(session.transport(), session.signal),
  'access.subject': (session, { subject }) => chooseMethod(session.transport(), subject, session.actsAsOther, session.signal),
  'access.imply': (session, args) => answerImplied(session.transport(), args, session.signal),
  'access.ask': (session, args) => answerCells(session.transport(), args, session.signal),
  'access.whoCan': (session, { question }) => answerWhoCan(session.transport(), question, session.signal),
  'access.reasons': (session, { identity, question }) => answerReasons(session.transport(), identity, question, session.signal),
  'access.risks': (session) => answerRisks(session.transport(), session.signal),
  'access.roles': (session) => answerRoles(session.transport(), session.signal),
  'usage.history': async (session, { target }) => answerHistory(session, target, systemClock),
  'usage.recent': async (session, args) => answerRecent(session, args, systemClock),
  'nodes.planDrain': (session, args) => answerDrainPlan(session.transport(), args, session.signal, systemClock),
  'nodes.planTaints': (session, args) => answerTaintPlan(session.transport(), args, session.signal),
  'nodes.drainAccess': (session, args) => answerDrainAccess(session.transport(), args, session.signal),
};

const host = new DataThreadHost({
  clock: systemClock,
  userAgent: userAgentOf(version),
  projectionFor,
  // What backend.ts said when it started this thread.
  ...((workerData as DataThreadSetup | null) ?? { coldFolder: null }),
  post: (message: FromDataThread) => port.postMessage(message),
  // The gate has parsed the arguments as the contract says.
  calls: {
    ...(calls as Readonly<Record<string, CallHandler>>),
    ...runQuestions(systemClock),
    [nodeFactsChannel]: nodeFactsHandler,
    [writesChannel]: writeHandler,
  },
  streams: { 'overview.watch': openOverview(systemClock), 'usage.watch': openUsage(systemClock) },
  feeds: { [logFeed]: readLogs(systemClock), [drainFactsFeed]: followDrain },
});

port.on('message', (message: ToDataThread) => host.receive(message));
