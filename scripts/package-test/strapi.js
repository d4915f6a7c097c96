const assert = require('node:assert/strict');
const { existsSync, readFileSync, rmSync } = require('node:fs');
const path = require('node:path');
const { stripVTControlCharacters } = require('node:util');
const { inBrowser, seeHelpDesk } = require('./browser');
const { walkToFirstAnswer } = require('./first-answer');
const { check, inSeconds, need } = require('./report');
const { freePort, run, sleep, start, stop, tail } = require('./processes');
const { listFiles } = require('./tarball');

const PLUGIN_ID = 'customer-portal';
/** ms */
const FIRST_ANSWER_WITHIN = 5 * 60_000;
/** What Strapi logs once for each start. */
const STARTED = 'Strapi started successfully';
const ADMIN = {
  firstname: 'First',
  lastname: 'Admin',
  email: 'admin@example.com',
  password: 'Package-test-1',
};

/**
 * What the README promises: `npm run build`, `npm run start`, and in the browser from nothing but a name to a customer who
 * has an answer, within five minutes of `npm install` and with one start of Strapi.
 */
async function checkFirstAnswer(project) {
  const label = `${project.name}: first answer`;
  const building = Date.now();
  await need(`${label}: npm run build, the plugin is in the panel`, async () => {
    await run('npm', ['run', 'build'], {
      cwd: project.folder,
      log: path.join(project.logs, `${project.name}-build.log`),
    });
    findChunk(project.folder);
  });
  const starting = Date.now();
  await withServer(project, 'start', {}, 'first answer', async (server) => {
    // As Strapi names its own address where nobody named another.
    const url = server.url.replace('127.0.0.1', 'localhost');
    const picture = path.join(project.logs, `${project.name}-first-answer.png`);
    const walking = Date.now();
    await inBrowser({ origins: [url], picture }, (page) =>
      walkToFirstAnswer(page, {
        url,
        admin: ADMIN,
        step: (what, work) => need(`${label}: ${what}`, work),
      }),
    );
    const done = Date.now();
    const parts = [
      `npm install ${inSeconds(project.installing)}`,
      `build ${inSeconds(starting - building)}`,
      `start ${inSeconds(walking - starting)}`,
      `in the browser ${inSeconds(done - walking)}`,
    ].join(', ');
    const whole = done - project.since;
    await check(`${label}: ${inSeconds(whole)} since npm install, below 5 minutes (${parts})`, () =>
      assert.ok(whole < FIRST_ANSWER_WITHIN),
    );
    await check(`${label}: needed one start of Strapi`, () =>
      assert.equal(readFileSync(server.log, 'utf8').split(STARTED).length - 1, 1),
    );
  });
}

async function checkDevelop(project) {
  // Of the build: what is looked at must be made anew.
  rmSync(path.join(project.folder, '.strapi'), { recursive: true, force: true });
  await withServer(project, 'develop', {}, 'develop', async (server) => {
    await checkServer(server);
    await check(`${server.label}: the panel's entry imports the plugin`, () => {
      const entry = path.join(project.folder, '.strapi', 'client', 'app.js');
      assert.ok(readFileSync(entry, 'utf8').includes('strapi-plugin-customer-portal/strapi-admin'));
    });
    await checkInBrowser(project, server);
  });
}

/** On what `npm run build` has made. */
async function checkProduction(project) {
  const chunk = await need(`${project.name}: production: the plugin is in the built panel`, () =>
    findChunk(project.folder),
  );
  await withServer(project, 'start', { NODE_ENV: 'production' }, 'production', async (server) => {
    await checkServer(server);
    await check(`${server.label}: hands out the chunk with the plugin`, async () => {
      const answer = await fetch(`${server.url}/admin/${chunk}`);
      assert.equal(answer.status, 200);
      assert.ok((await answer.text()).includes(PLUGIN_ID));
    });
    await checkInBrowser(project, server);
  });
}

async function withServer(project, script, env, title, work) {
  const label = `${project.name}: ${title}`;
  const port = await freePort();
  const program = start('npm', ['run', script], {
    cwd: project.folder,
    env: { HOST: '127.0.0.1', PORT: String(port), BROWSER: 'none', ...env },
    log: path.join(project.logs, `${project.name}-${title.replace(' ', '-')}.log`),
  });
  const server = { label, url: `http://127.0.0.1:${port}`, ...program };
  try {
    await need(`${label}: /_health answers 204`, () => waitForHealth(server));
    await work(server);
  } finally {
    await check(`${label}: ends with its whole process group`, async () => {
      await stop(program);
      await assert.rejects(fetch(`${server.url}/_health`), 'somebody still listens');
    });
    await check(`${label}: logged no error`, () =>
      assert.deepEqual(errorsOf(readFileSync(program.log, 'utf8')), []),
    );
  }
}

const errorsOf = (output) =>
  stripVTControlCharacters(output).match(/^.*(\berror\b|Unhandled).*$/gim) ?? [];

async function waitForHealth({ url, child, log }) {
  for (const until = Date.now() + 5 * 60_000; Date.now() < until; await sleep(250)) {
    if (child.outcome !== undefined)
      throw new Error(`ended with ${child.outcome} before it answered\n${tail(log)}`);
    try {
      const { status } = await fetch(`${url}/_health`, { signal: AbortSignal.timeout(5000) });
      if (status === 204) return;
    } catch {
      // Not listening yet.
    }
  }
  throw new Error(`no 204 within 5 minutes\n${tail(log)}`);
}

async function checkServer(server) {
  const { label, url } = server;
  const { email, password } = ADMIN;
  const token = await need(`${label}: the admin signs in`, () =>
    postForToken(server, '/admin/login', { email, password }),
  );
  await check(`${label}: GET /customer-portal/choices with the token answers 200`, async () => {
    const answer = await fetch(`${url}/${PLUGIN_ID}/choices`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = await answer.text();
    assert.equal(answer.status, 200, body);
    assert.equal(typeof JSON.parse(body), 'object');
  });
  await check(`${label}: the same without a token answers 401`, async () =>
    assert.equal((await fetch(`${url}/${PLUGIN_ID}/choices`)).status, 401),
  );
  await check(`${label}: GET /admin answers 200 with the panel`, async () => {
    const answer = await fetch(`${url}/admin`);
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /<div id="strapi"/);
  });
}

async function postForToken({ url }, place, body) {
  const answer = await fetch(`${url}${place}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  const { token } = JSON.parse(text).data;
  assert.ok(token, 'no token in the answer');
  return token;
}

const checkInBrowser = (project, server) =>
  check(`${server.label}: the Help desk opens in a browser, no page error`, () =>
    seeHelpDesk({
      url: server.url,
      admin: ADMIN,
      picture: path.join(project.logs, `${server.label.replace(/\W+/g, '-')}.png`),
    }),
  );

/** The built panel lies in `dist` of a TypeScript project. */
function findChunk(folder) {
  const build = [path.join(folder, 'dist', 'build'), path.join(folder, 'build')].find((place) =>
    existsSync(place),
  );
  assert.ok(build, 'no built panel');
  const chunk = listFiles(build).find(
    (name) =>
      name.endsWith('.js') && readFileSync(path.join(build, name), 'utf8').includes(PLUGIN_ID),
  );
  assert.ok(chunk, 'no chunk of the panel names the plugin');
  return chunk;
}

module.exports = { checkDevelop, checkFirstAnswer, checkProduction };
