#!/usr/bin/env node
// A tour of Berth over gRPC, from its .proto files: every call, and every answer checked. Deploys one server and deletes it.
import { fileURLToPath } from 'node:url';
import { isIPv4, isIPv6 } from 'node:net';
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { BERTH_GRPC = '127.0.0.1:9090', BERTH_TOKEN } = process.env;
const PROTO = fileURLToPath(new URL('../../proto/', import.meta.url));
const includeDirs = [`${PROTO}src/main/protobuf`, `${PROTO}target/google-protos`];
const options = { includeDirs, keepCase: true, longs: String, enums: String, defaults: true };
const files = ['berth/v1/server_service.proto', 'google/longrunning/operations.proto', 'google/rpc/error_details.proto'];
const types = loadSync(files, options);
const { berth, google } = grpc.loadPackageDefinition(types);
const servers = new berth.v1.ServerService(BERTH_GRPC, grpc.credentials.createInsecure());
const operations = new google.longrunning.Operations(BERTH_GRPC, grpc.credentials.createInsecure());

function check(condition, surprise) {
  if (!condition) throw new Error(surprise);
}

/** Reads the message that a google.protobuf.Any holds. */
const unpack = ({ type_url, value }) => types[type_url.split('/')[1]].deserialize(value);

function call(client, method, request, { token = BERTH_TOKEN, seconds = 70 } = {}) {
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  const deadline = Date.now() + seconds * 1000;
  return new Promise((resolve, reject) => {
    client[method](request, metadata, { deadline }, (error, answer) => {
      // At a deadline the server resets the stream, and this client calls that CANCELLED if it hears of it before its own timer.
      if (error?.code === grpc.status.CANCELLED && Date.now() >= deadline) error.code = grpc.status.DEADLINE_EXCEEDED;
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

/** Expects a refusal; answers its details by the names of their types. */
async function refused(code, client, method, request, settings) {
  const error = await call(client, method, request, settings).then(
    () => check(false, `${method} was not refused`),
    (e) => e,
  );
  check(error.code === code, `${method} was refused with ${error.code}, expected ${code}: ${error.message}`);
  const [packed] = error.metadata.get('grpc-status-details-bin');
  const details = packed ? types['google.rpc.Status'].deserialize(packed).details : [];
  return Object.fromEntries(details.map((any) => [any.type_url.split('.').at(-1), unpack(any)]));
}

/** Waits until an operation has ended with success; answers its response. */
async function ended({ name, metadata }) {
  const { kind } = unpack(metadata);
  const { done, error, response } = await call(operations, 'WaitOperation', { name });
  check(done && response, `${name} (${kind}) has not succeeded: ${JSON.stringify(error)}`);
  console.log(`${name} (${kind}) has succeeded`);
  return unpack(response);
}

async function tour() {
  check(BERTH_TOKEN, 'BERTH_TOKEN is not set');
  const before = await call(servers, 'ListServers', {});
  console.log(`the account has ${before.total_size} servers`);

  const wanted = { name: 'tour-grpc-js', plan_id: 1, os_id: 5, location: 'us-west' };
  const creation = await call(servers, 'CreateServer', { server: wanted });
  const { server_id: id, kind } = unpack(creation.metadata);
  check(kind === 'KIND_PROVISION', `creating is ${kind}`);
  try {
    let now = await ended(creation);
    check(now.id === id && now.state === 'STATE_ACTIVE', `server ${now.id} is ${now.state}`);
    check(now.hostname === wanted.name && now.backups_enabled === false && now.plan.vcpus === '2', JSON.stringify(now));
    check(isIPv4(now.ip_address) && isIPv6(now.ipv6_address), `its addresses are ${now.ip_address}, ${now.ipv6_address}`);

    const page = await call(servers, 'ListServers', { state: 'STATE_ACTIVE', location: 'us-west', page_size: 1000 });
    check(page.servers.some((server) => server.id === id), 'not listed as active');

    now = await call(servers, 'UpdateServer', {
      server: { id, name: 'tour-grpc-js-2', hostname: 'not.taken' },
      update_mask: { paths: ['name'] },
    });
    check(now.name === 'tour-grpc-js-2' && now.hostname === wanted.name, JSON.stringify(now));
    const unknown = await refused(grpc.status.INVALID_ARGUMENT, servers, 'UpdateServer', { server: { id }, update_mask: { paths: ['colour'] } });
    check(unknown.BadRequest.field_violations[0].field === 'update_mask', JSON.stringify(unknown));

    const stopped = await ended(await call(servers, 'StopServer', { id }));
    check(stopped.state === 'STATE_STOPPED', `stopped, it is ${stopped.state}`);
    const again = await refused(grpc.status.FAILED_PRECONDITION, servers, 'StopServer', { id });
    check(again.ErrorInfo.reason === 'SERVER_NOT_RUNNING', JSON.stringify(again));

    const starting = await call(servers, 'StartServer', { id });
    const busy = await refused(grpc.status.ABORTED, servers, 'RebootServer', { id });
    check(busy.ErrorInfo.reason === 'OPERATION_IN_PROGRESS' && busy.RetryInfo.retry_delay.seconds === '2', JSON.stringify(busy));
    await refused(grpc.status.DEADLINE_EXCEEDED, operations, 'WaitOperation', { name: starting.name }, { seconds: 0.2 });
    await ended(starting);
    await ended(await call(servers, 'RebootServer', { id }));
  } finally {
    const deletion = await call(servers, 'DeleteServer', { id });
    await refused(grpc.status.NOT_FOUND, servers, 'GetServer', { id });
    const { done, response } = await call(operations, 'WaitOperation', { name: deletion.name });
    check(done && response.type_url.endsWith('google.protobuf.Empty'), 'the delete has no empty response');
    console.log(`deleted server ${id}`);
  }

  const { BadRequest } = await refused(grpc.status.INVALID_ARGUMENT, servers, 'CreateServer', { server: { name: 'no spaces, please' } });
  const fields = BadRequest.field_violations.map(({ field }) => field).sort().join(' ');
  check(fields === 'server.location server.name server.os_id server.plan_id', `the wrong fields are ${fields}`);
  const nobody = await refused(grpc.status.UNAUTHENTICATED, servers, 'ListServers', {}, { token: 'wrong' });
  check(nobody.ErrorInfo.reason === 'UNAUTHENTICATED', JSON.stringify(nobody));
  await refused(grpc.status.UNIMPLEMENTED, operations, 'ListOperations', { name: 'operations' });
  console.log('refused what is to be refused');
}

try {
  await tour();
} catch (e) {
  console.error(`tour.mjs: ${e.stack}`);
  process.exitCode = 1;
} finally {
  servers.close();
  operations.close();
}
