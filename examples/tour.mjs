#!/usr/bin/env node
// A tour of the Servers API with fetch: every call, and every answer checked. Deploys one server and deletes it.
import { isIPv4, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const { BERTH_URL = 'http://127.0.0.1:8080', BERTH_TOKEN } = process.env;
const SERVERS = `${BERTH_URL.replace(/\/+$/, '')}/api/v1/servers/`;
const PLAN = 1;
const SYSTEM = 5;
const LOCATION = 'us-west';

// The documented fields and what their values look like. Fields beyond these may come at any time.
const string = (v) => typeof v === 'string';
const stringOrNull = (v) => v === null || string(v);
const integer = Number.isSafeInteger;
const boolean = (v) => typeof v === 'boolean';
const percent = (v) => typeof v === 'number' && v >= 0 && v <= 100;
const time = (v) => string(v) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(v);

const plan = { id: integer, name: string, vcpus: integer, memory: integer, storage: integer };
const summary = {
  id: integer, name: string, hostname: string, status: string, ip_address: stringOrNull, location: string,
  plan, os: { id: integer, name: string }, created_at: time, updated_at: time,
};
const creation = { ...summary, backups_enabled: boolean, message: string };
const details = {
  ...summary, ipv6_address: stringOrNull, plan: { ...plan, bandwidth: integer }, backups_enabled: boolean,
  resource_usage: { cpu_percent: percent, memory_used: integer, disk_used: integer, bandwidth_used: integer },
};
const action = { status: string, message: string, server: { id: integer, name: string, status: string } };

function check(condition, surprise) {
  if (!condition) throw new Error(surprise);
}

function checkShape(value, shape, where) {
  if (typeof shape === 'function') {
    check(shape(value), `${where} is not as documented: ${JSON.stringify(value)}`);
    return;
  }
  check(value !== null && typeof value === 'object', `${where} is no object: ${JSON.stringify(value)}`);
  for (const [field, inner] of Object.entries(shape)) checkShape(value[field], inner, `${where}.${field}`);
}

function checkFields(answer, expected) {
  for (const [field, value] of Object.entries(expected)) {
    const [is, should] = [answer[field], value].map((v) => JSON.stringify(v));
    check(is === should, `${field} is ${is}, expected ${should}`);
  }
}

async function call(method, path, { body, expect = 200, token = BERTH_TOKEN, base = SERVERS } = {}) {
  const response = await fetch(base + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const answered = `${method} ${response.url} answered ${response.status}`;
  check(response.status === expect, `${answered}, expected ${expect}: ${text}`);
  if (expect === 204) {
    check(text === '', `${answered} with a body: ${text}`);
    return undefined;
  }
  const mediaType = response.headers.get('Content-Type');
  check(/^application\/(problem\+)?json\b/.test(mediaType), `${answered} with the media type ${mediaType}`);
  return JSON.parse(text);
}

async function list(filters = {}, options) {
  const query = String(new URLSearchParams(filters));
  const { count, results } = await call('GET', query && `?${query}`, options);
  check(Array.isArray(results) && count === results.length, `count is ${count} with ${results?.length} results`);
  for (const server of results) {
    checkShape(server, summary, 'list item');
    checkFields(server, filters);
  }
  return results.map((server) => server.id);
}

async function server(method, path, body) {
  const answer = await call(method, path, { body });
  checkShape(answer, details, 'server');
  return answer;
}

async function wait(path, meanwhile, until) {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const now = await server('GET', path);
    if (now.status === until) {
      console.log(`server ${now.id} is ${until}`);
      return now;
    }
    check(now.status === meanwhile, `status went from ${meanwhile} to ${now.status}`);
    check(performance.now() < deadline, `still ${meanwhile} after 60 s`);
    if (meanwhile === 'provisioning') checkFields(now, { ip_address: null, ipv6_address: null });
    await sleep(500);
  }
}

async function act(path, verb, { id, name }, status) {
  const answer = await call('POST', `${path}${verb}/`); // no body at all
  checkShape(answer, action, verb);
  checkFields(answer, { status: 'success', message: `Server is ${status}` });
  checkFields(answer.server, { id, name, status });
  console.log(`${verb}: ${answer.message}`);
}

async function tour() {
  check(BERTH_TOKEN, 'BERTH_TOKEN is not set');
  const [all, active] = [await list(), await list({ status: 'active', location: LOCATION })];
  console.log(`the account has ${all.length} servers, ${active.length} of them active in ${LOCATION}`);
  await list({}, { base: SERVERS.slice(0, -1) }); // the slash at the end may be left out

  let wanted = { name: 'tour-mjs', hostname: 'tour-mjs.example.com', backups_enabled: true };
  const created = await call('POST', '', {
    body: { ...wanted, plan_id: PLAN, os_id: SYSTEM, location: LOCATION },
    expect: 201,
  });
  const path = `${created.id}/`;
  try {
    checkShape(created, creation, 'created server');
    checkFields(created, {
      ...wanted, status: 'provisioning', ip_address: null, location: LOCATION,
      message: 'Server is being provisioned. This may take 2-5 minutes.',
    });
    checkFields(created.plan, { id: PLAN });
    checkFields(created.os, { id: SYSTEM });
    console.log(`created server ${created.id}: ${created.message}`);

    let now = await wait(path, 'provisioning', 'active');
    checkFields(now, { ...wanted, id: created.id, location: LOCATION, created_at: created.created_at });
    const { ip_address, ipv6_address } = now;
    check(isIPv4(ip_address), `ip_address is ${ip_address} although the server is active`);
    check(isIPv6(ipv6_address), `ipv6_address is ${ipv6_address} although the server is active`);
    console.log(`its addresses are ${ip_address} and ${ipv6_address}`);
    check((await list({ status: 'active', location: LOCATION })).includes(now.id), 'not listed as active');
    check(!(await list({ status: 'stopped' })).includes(now.id), 'listed as stopped');

    wanted = { name: 'tour-mjs-2', hostname: 'tour-mjs-2.example.com', backups_enabled: false };
    checkFields(await server('PUT', path, wanted), wanted);
    now = await server('PATCH', path, { backups_enabled: true });
    checkFields(now, { ...wanted, backups_enabled: true });
    const { resource_usage, ...settled } = now;
    checkFields(await server('PATCH', path, {}), settled);
    console.log(`renamed it to ${now.name}, switched its backups off and on`);

    await act(path, 'stop', now, 'stopping');
    const stopped = await wait(path, 'stopping', 'stopped');
    checkFields(stopped, { ip_address, ipv6_address });
    checkFields(stopped.resource_usage, { cpu_percent: 0, memory_used: 0 });
    check((await list({ status: 'stopped' })).includes(now.id), 'not listed as stopped');
    await act(path, 'start', now, 'starting');
    await wait(path, 'starting', 'active');
    const refusal = await call('POST', `${path}start/`, { expect: 400 });
    checkFields(refusal, { code: 'server_already_running' });
    console.log(`start, once more: refused, ${refusal.code}`);
    await act(path, 'reboot', now, 'rebooting');
    await wait(path, 'rebooting', 'active');
    await call('DELETE', path, { expect: 204 });
  } catch (surprise) {
    await call('DELETE', path, { expect: 204 }).catch(() => {}); // leaves nothing behind
    throw surprise;
  }
  await call('GET', path, { expect: 404 });
  check(!(await list()).includes(created.id), 'listed although deleted');
  console.log(`deleted server ${created.id}`);

  const invalid = { name: 'no spaces, please', plan_id: '1', os_id: SYSTEM };
  const { errors } = await call('POST', '', { body: invalid, expect: 400 });
  check(Array.isArray(errors), 'a refusal without errors');
  checkFields({ fields: errors.map((e) => e.field).sort() }, { fields: ['location', 'name', 'plan_id'] });
  console.log('invalid parameters: refused,', errors.map((e) => `${e.field}: ${e.message}`).join('; '));

  await call('GET', '', { token: 'wrong', expect: 401 });
  console.log('wrong token: refused');
}

try {
  await tour();
} catch (e) {
  console.error(`tour.mjs: ${e.message}${e.cause ? ` (${e.cause.message || e.cause.code})` : ''}`);
  process.exitCode = 1;
}
