#!/usr/bin/env node
/**
 * `customer-portal export [file]` and `customer-portal apply <file> [--yes]`, in the folder of a Strapi application: the
 * set-up of its customer portals as one file. See docs/setup-as-code.md. `customer-portal rotate-secrets` seals the stored
 * secrets by today's encryption key. See docs/single-sign-on.md. `customer-portal take-attachments <folder>` copies the
 * files that records name and this installation does not have. See docs/operating.md.
 */
'use strict';

const { readFileSync, realpathSync, writeFileSync } = require('node:fs');

const USAGE = `Usage, in the folder of a Strapi application:
  customer-portal export [file]         writes the set-up into a file, or to the output
  customer-portal apply <file> [--yes]  shows what the file would change, and with --yes applies it
  customer-portal rotate-secrets        seals the stored secrets by today's encryption key
  customer-portal take-attachments <folder>  copies the attachments that are missing here from a folder of them`;

const PARTS = {
  properties: 'Property',
  pipelines: 'Pipeline',
  portals: 'Portal',
  requestForms: 'Request form',
  announcements: 'Announcement',
  roles: 'Role',
};
const SHOWN = 200;

const out = process.stdout.write.bind(process.stdout);
const say = (line) => out(`${line}\n`);
const complain = (line) => process.stderr.write(`${line}\n`);

/** Starts the application without its server; its log goes to the error output, so that the output is the answer alone. */
async function load() {
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const { compileStrapi, createStrapi } = require(
    require.resolve('@strapi/strapi', { paths: [process.cwd()] }),
  );
  const strapi = await createStrapi(await compileStrapi()).load();
  const plugin = strapi.plugin('customer-portal');
  if (!plugin) throw new Error('The plugin customer-portal is not enabled in this application.');
  return { strapi, services: plugin.service('api') };
}

const nameOf = ({ part, name, orderOf }) =>
  name === '' ? `${PARTS[part]} (order of ${orderOf})` : `${PARTS[part]} ${name}`;

function valueOf(json) {
  if (json === '') return 'nothing';
  return json.length > SHOWN ? `${json.slice(0, SHOWN)}…` : json;
}

function tellPlan({ items, questions, warnings }) {
  for (const { place, name, message } of warnings) complain(`Note: ${place} (${name}): ${message}`);
  const changed = items.filter(({ state }) => state !== 'same');
  for (const item of changed) {
    say(`${item.state === 'new' ? '+' : '~'} ${nameOf(item)}`);
    for (const [path, { before, after }] of Object.entries(item.changes))
      say(`    ${path}: ${valueOf(before)} → ${valueOf(after)}`);
  }
  for (const { name, letIn, keptOut } of questions)
    say(`! Portal ${name}: lets in ${letIn} and keeps out ${keptOut} contacts`);
  say(`${changed.length} to change, ${items.length - changed.length} as they are.`);
  return changed.length;
}

async function exportTo(setupFiles, where) {
  const text = `${JSON.stringify(await setupFiles.export(setupFiles.system()), null, 2)}\n`;
  if (where === undefined) out(text);
  else writeFileSync(where, text);
  return 0;
}

async function applyFrom(setupFiles, text, isSure) {
  const actor = setupFiles.system();
  const plan = await setupFiles.plan(actor, text);
  if (plan.problems.length > 0) {
    for (const { place, name, message } of plan.problems)
      complain(
        `${[place, name && `(${name})`].filter(Boolean).join(' ') || 'The file'}: ${message}`,
      );
    return 1;
  }
  if (tellPlan(plan) === 0) {
    say('Nothing to change.');
    return 0;
  }
  if (!isSure) {
    say('Nothing is changed yet. Add --yes to apply it.');
    return 0;
  }
  const { applied, failed, left } = await setupFiles.apply(actor, text, plan.digest);
  for (const item of applied) say(`Applied: ${nameOf(item)}`);
  if (!failed) return 0;
  complain(`Failed: ${nameOf(failed)}: ${failed.message}`);
  for (const item of left) complain(`Not applied: ${nameOf(item)}`);
  complain('What was applied stays. Apply the file again to go on.');
  return 1;
}

const SECRETS = {
  providerSecrets: 'client secrets of identity providers',
  appSecrets: 'secrets of authenticator apps',
  providerTokens: 'tokens of sessions that began at a provider',
};

async function rotateSecrets(rotation) {
  const found = await rotation.rotate();
  let lost = 0;
  for (const [name, one] of Object.entries(found)) {
    say(`${one.renewed} ${SECRETS[name]} sealed anew, ${one.current} as they are.`);
    if (one.lost > 0) complain(`${one.lost} ${SECRETS[name]} could not be opened by any key.`);
    lost += one.lost;
  }
  if (lost > 0)
    complain(
      'Name the key that sealed them in previousEncryptionKeys and run this again; else they have to be entered or set up again.',
    );
  return lost > 0 ? 1 : 0;
}

async function takeAttachments(moves, folder) {
  const { taken, present, missing } = await moves.takeFrom(folder);
  say(`${taken} attachments taken, ${present} were here, ${missing} are missing.`);
  return missing > 0 ? 1 : 0;
}

async function main(args) {
  const isSure = args.includes('--yes');
  const [command, where, ...others] = args.filter((arg) => arg !== '--yes');
  const known = {
    export: !isSure,
    apply: where !== undefined,
    'rotate-secrets': !isSure && where === undefined,
    'take-attachments': !isSure && where !== undefined,
  };
  if (!known[command] || others.length > 0) {
    complain(USAGE);
    return command === '--help' || command === 'help' ? 0 : 1;
  }
  // A file that is not there is told before Strapi starts.
  const text = command === 'apply' ? readFileSync(where, 'utf8') : '';
  const folder = command === 'take-attachments' ? realpathSync(where) : '';
  const { strapi, services } = await load();
  try {
    if (command === 'rotate-secrets') return await rotateSecrets(services.secretRotation);
    if (folder !== '') return await takeAttachments(services.attachmentMoves, folder);
    return await (command === 'export'
      ? exportTo(services.setupFiles, where)
      : applyFrom(services.setupFiles, text, isSure));
  } finally {
    await strapi.destroy();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.stdout.write('', () => process.exit(code)),
  (error) => {
    complain(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
