import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SetupFile, SetupPlan, SetupResult } from '../../server/contracts/setup-files';
import type { NewProperty } from '../../server/contracts/properties';
import { actionUid } from '../../server/permissions';
import { adminWith, type AdminClient } from '../support/admin';
import { bundlePlugin } from '../support/bundled-plugin';
import { foundCompany, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const LOGO = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
const ALL = [
  'portals.setup-export',
  'portals.setup-apply',
  'portals.portal-read',
  'portals.portal-edit',
  'properties.property-edit',
  'pipelines.pipeline-edit',
  'request-forms.request-form-edit',
  'request-forms.request-form-publish',
];

const COLOUR: NewProperty = {
  subject: 'ticket',
  key: 'colour',
  kind: 'choice',
  labels: { en: 'Colour', fr: 'Couleur' },
  helps: {},
  options: [
    { key: 'red', labels: { en: 'Red' }, isArchived: false },
    { key: 'blue', labels: { en: 'Blue' }, isArchived: false },
  ],
  customerAccess: 'edit',
  agentAccess: 'edit',
  isRequiredToClose: false,
};

type Write = (
  path: string,
  text: string,
  digest?: string,
) => Promise<{ status: number; body: never }>;

/** Sends a file as the page does. */
const sender =
  (admin: AdminClient): Write =>
  async (route, text, digest) => {
    const sent = admin.attach(route, Buffer.from(text), 'file');
    const { status, body } = await (digest === undefined ? sent : sent.field('digest', digest));
    return { status, body: body as never };
  };

const copy = <Value>(value: Value): Value => structuredClone(value);

describe.each(DATABASES)('set-up files on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let send: Write;

  const exported = async (by = admin): Promise<SetupFile> => {
    const answer = await by.get('/setup-file');
    expect(answer.status).toBe(200);
    return JSON.parse(answer.text) as SetupFile;
  };
  const plan = async (file: object | string): Promise<SetupPlan> => {
    const { status, body } = await send('/setup-file/plan', textOf(file));
    expect({ status, body }).toMatchObject({ status: 200 });
    return body as SetupPlan;
  };
  const textOf = (file: object | string) =>
    typeof file === 'string' ? file : JSON.stringify(file);
  const apply = async (file: object): Promise<SetupResult> => {
    const { digest, problems } = await plan(file);
    expect(problems).toEqual([]);
    const { status, body } = await send('/setup-file/apply', textOf(file), digest);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body as SetupResult;
  };
  const changed = ({ items }: SetupPlan) => items.filter(({ state }) => state !== 'same');
  const problemsOf = async (file: object | string) =>
    (await plan(file)).problems.map(({ place, message }) => `${place}: ${message}`);

  /** What a company has set up after a while. */
  async function furnish(): Promise<void> {
    const { services } = booted;
    const portalId = company.portal.id;
    await services.properties.define(COLOUR);
    const system = services.setupFiles.system();
    const { body: kept } = await admin.attach('/brand-pictures', LOGO, 'picture');
    const harbour = await services.runtime
      .db('cp_companies')
      .where({ name: 'Harbour Foods' })
      .first('document_id');
    const { id: pipeline } = await services.pipelines.create(system, {
      name: 'Returns / 50%',
      statuses: [
        {
          id: 'new-a',
          name: 'Asked',
          meaning: 'new',
          color: 'primary',
          customerLabels: {},
          isHidden: false,
          mayStart: true,
        },
        {
          id: 'new-b',
          name: 'Sent back',
          meaning: 'closed',
          color: 'neutral',
          customerLabels: { en: 'Done' },
          isHidden: false,
          mayStart: false,
        },
      ],
      removed: [],
      rules: { noSkipping: true, noGoingBack: false },
      automations: {
        customerReplied: 'new-a',
        agentReplied: 'default',
        assigned: 'off',
        silence: [{ from: 'new-a', days: 7, to: 'new-b' }],
      },
    });
    const detail = await services.pipelines.find(system, pipeline);
    const closed = detail?.statuses[1]?.id ?? '';
    await services.requestForms.create(system, {
      name: 'Returns',
      portal: portalId,
      slug: 'returns',
    });
    const forms = await services.requestForms.list(system, {
      q: '',
      sort: '',
      portal: portalId,
      state: '',
    });
    const form = forms.rows.find(({ slug }) => slug === 'returns')?.id ?? '';
    const found = await services.requestForms.find(system, form);
    if (!found) throw new Error('The form is not there');
    await services.requestForms.save(system, form, {
      name: 'Returns',
      portal: portalId,
      slug: 'returns',
      content: {
        ...found.content,
        title: { en: 'Send something back', fr: '@pipeline:no reference' },
        fields: [
          ...found.content.fields,
          {
            property: 'colour',
            labels: {},
            helps: {},
            placeholders: {},
            isRequired: true,
            defaultValue: [],
            width: 'half',
            conditions: [],
            options: [],
          },
        ],
        sets: { ...found.content.sets, pipeline, status: detail?.statuses[0]?.id ?? '' },
        audience: [
          {
            conditions: [
              {
                property: 'company',
                operator: 'is-any-of',
                values: [String(harbour?.document_id)],
              },
            ],
          },
        ],
      },
    });
    await services.requestForms.publish(system, form);
    await services.portalSettings.apply(company.portalKey, {
      general: {
        company: 'Harbour & Sons',
        texts: { signIn: { en: 'Use your work address.' }, register: {}, noAccess: {}, paused: {} },
      },
      tickets: {
        reopenDays: 3,
        columns: ['status', 'colour'],
        closedStatuses: { [pipeline]: closed },
      },
      branding: {
        accent: '#0a6b4f',
        logo: String(kept.name),
        footerLinks: [{ labels: { en: 'Terms' }, url: '/terms' }],
      },
      supportForm: { forms: [form] },
    });
    await services.announcements.create(system, portalId, {
      texts: { en: 'We move on **Monday**.' },
      level: 'info',
      from: Date.UTC(2040, 0, 1),
      until: 0,
      pages: ['list'],
      countsAffected: false,
      isDismissable: true,
    });
  }

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    admin = await adminWith(booted, 'Nils', ALL);
    send = sender(admin);
    await furnish();
  });
  afterAll(() => booted?.destroy());

  it('say everything by words, sorted, without people, tickets and ids', async () => {
    const file = await exported();
    const text = JSON.stringify(file);
    expect(text).not.toMatch(/"[a-z0-9]{24}"/);
    expect(text).not.toMatch(/Ana Lopes|ana@harbour/);
    expect(file.pipelines).toContainEqual({
      name: 'Returns / 50%',
      automations: {
        agentReplied: 'default',
        assigned: 'off',
        customerReplied: '@status:Returns %2F 50%25/Asked',
        silence: [
          {
            days: 7,
            from: '@status:Returns %2F 50%25/Asked',
            to: '@status:Returns %2F 50%25/Sent back',
          },
        ],
      },
      rules: { noGoingBack: false, noSkipping: true },
      statuses: [
        expect.objectContaining({ name: 'Asked', meaning: 'new', mayStart: true }),
        expect.objectContaining({ name: 'Sent back', customerLabels: { en: 'Done' } }),
      ],
    });
    expect(file.portals).toEqual([
      {
        name: 'Harbour support',
        settings: expect.objectContaining({
          general: expect.objectContaining({
            domain: '@domain:http://help.test:1337',
            slug: 'support',
            inbox: '@inbox:Support',
          }),
          supportForm: expect.objectContaining({
            forms: ['@request-form:Harbour support/returns'],
          }),
          tickets: expect.objectContaining({
            closedStatuses: {
              '@pipeline:Returns %2F 50%25': '@status:Returns %2F 50%25/Sent back',
            },
          }),
        }),
      },
    ]);
    const returns = file.requestForms.find(({ slug }) => slug === 'returns');
    expect(returns).toMatchObject({
      portal: '@portal:Harbour support',
      isPublished: true,
      content: {
        title: { fr: '@@pipeline:no reference' },
        audience: [{ conditions: [{ values: ['@company:Harbour Foods'] }] }],
      },
    });
    expect(Object.values(file.pictures)).toEqual([LOGO.toString('base64')]);
    expect(await exported()).toEqual(file);
  });

  it('change nothing when they are applied where they come from', async () => {
    const file = await exported();
    const found = await plan(file);
    expect(found.problems).toEqual([]);
    expect(changed(found)).toEqual([]);
    expect(found.items.length).toBeGreaterThan(30);
  });

  it('show what is new and what is changed, by path, and change just that', async () => {
    const before = await exported();
    const file = copy(before);
    const returns = file.pipelines.find(({ name }) => name === 'Returns / 50%') as {
      statuses: object[];
      automations: object;
    };
    returns.statuses.unshift({ name: 'In the post', meaning: 'waiting-on-customer' });
    returns.automations = { agentReplied: '@status:Returns %2F 50%25/In the post' };
    file.portals = [{ name: 'harbour SUPPORT', settings: { tickets: { reopenDays: 30 } } }];
    file.properties = [
      { ...COLOUR, labels: { en: 'Paint' }, options: [{ key: 'green', labels: { en: 'Green' } }] },
      { subject: 'ticket', key: 'size', kind: 'number', labels: { en: 'Size' } },
    ];
    file.requestForms = [];
    const found = await plan(file);
    expect(found.problems).toEqual([]);
    const changes = Object.fromEntries(
      changed(found).map(({ part, name, state, changes: all }) => [
        `${part} ${name} ${state}`,
        Object.keys(all).sort(),
      ]),
    );
    expect(changes).toEqual({
      'properties ticket / colour changed': [
        'labels.en',
        'labels.fr',
        'optionOrder',
        'options.green',
      ],
      'properties ticket / size new': [],
      'pipelines Returns / 50% changed': [
        'automations.agentReplied',
        'statusOrder',
        'statuses.In the post',
      ],
      'portals harbour SUPPORT changed': ['name', 'settings.tickets.reopenDays'],
    });
    const result = await apply(file);
    expect(result).toMatchObject({ failed: null, left: [] });
    expect(result.applied).toHaveLength(4);
    expect(changed(await plan(file))).toEqual([]);
    const after = await exported();
    expect(after.properties.find(({ key }) => key === 'colour')?.options).toMatchObject([
      { key: 'green' },
      { key: 'red' },
      { key: 'blue' },
    ]);
    expect(after.requestForms.map(({ slug }) => slug)).toEqual(
      before.requestForms.map(({ slug }) => slug),
    );
    const history = await admin.get(`/portals/${company.portal.id}/history`);
    expect(history.body.rows[0]).toMatchObject({ by: 'Nils Berg', changes: expect.anything() });
    const back = await apply(before);
    expect(back.failed).toBeNull();
  });

  it('move properties and forms to the order of the file', async () => {
    const file = await exported();
    file.properties.reverse();
    file.requestForms.reverse();
    const found = changed(await plan(file));
    expect(found.map(({ part, orderOf }) => [part, orderOf])).toEqual([
      ['properties', 'ticket'],
      ['properties', 'contact'],
      ['properties', 'company'],
      ['requestForms', 'Harbour support'],
    ]);
    await apply(file);
    expect(changed(await plan(file))).toEqual([]);
  });

  it('are refused with the place of what is wrong, before anything is written', async () => {
    const before = await exported();
    const portal = (settings: object) => ({
      ...before,
      portals: [{ name: 'Harbour support', settings }],
    });
    expect(await problemsOf('{"a": 1')).toEqual([expect.stringContaining(': This is not JSON')]);
    expect(await problemsOf('['.repeat(100_000))).toEqual([
      expect.stringContaining('nests too deeply'),
    ]);
    expect(await problemsOf('{}')).toEqual([
      expect.stringMatching(/^format: This is no set-up file/),
    ]);
    expect(await problemsOf({ ...before, version: 2 })).toEqual([
      expect.stringMatching(/^version: .*version 2/),
    ]);
    expect(
      await problemsOf(textOf(before).replace('"pictures":{', '"pictures":{"__proto__":"x",')),
    ).toEqual([expect.stringMatching(/^pictures.__proto__: /)]);
    expect(await problemsOf({ ...before, tickets: [] })).toEqual([
      expect.stringMatching(/^tickets: Nobody knows/),
    ]);
    expect(await problemsOf({ ...before, pictures: { 'a.png': LOGO.toString('base64') } })).toEqual(
      [expect.stringMatching(/^pictures.a.png: .*another picture/)],
    );
    expect(await problemsOf({ ...before, roles: [7] })).toEqual([
      'roles.0: Write an object with its fields.',
    ]);
    expect(
      await problemsOf(
        portal({ tickets: { closedStatuses: { '@pipeline:Nowhere': '@status:Support/Closed' } } }),
      ),
    ).toEqual([
      'portals.0.settings.tickets.closedStatuses.@pipeline:Nowhere: There is no pipeline “Nowhere” here. Make it first, or take it out of the file.',
    ]);
    expect(
      await problemsOf(
        portal({
          branding: { footerLinks: [{ labels: { en: 'x' }, url: 'javascript:alert(1)' }] },
        }),
      ),
    ).toEqual([
      expect.stringMatching(/^portals.0.settings.branding.footerLinks.0.url: Enter an address/),
    ]);
    expect(
      await problemsOf(
        portal({ branding: { stylesheet: 'a { background: url(https://evil.example/x) }' } }),
      ),
    ).toEqual([expect.stringMatching(/^portals.0.settings.branding.stylesheet: /)]);
    expect(
      await problemsOf(
        portal({ general: { slug: 'articles' }, ticket: {}, tickets: { reopenDay: 1 } }),
      ),
    ).toEqual([
      expect.stringMatching(/^portals.0.settings.ticket: There is no such page/),
      expect.stringMatching(/^portals.0.settings.tickets.reopenDay: Nobody knows/),
    ]);
    expect(await problemsOf(portal({ general: { slug: 'articles' } }))).toEqual([
      expect.stringMatching(/^portals.0.settings.general.slug: .*reserved/),
    ]);
    expect(
      await problemsOf({
        ...before,
        requestForms: [
          { portal: '@portal:Nowhere', slug: 'x' },
          { portal: '@portal:Harbour support', slug: 'new', isPublished: true },
        ],
      }),
    ).toEqual([
      expect.stringMatching(/^requestForms.0.portal: There is no portal “Nowhere”/),
      expect.stringMatching(/^requestForms.1.slug: .*reserved/),
      expect.stringMatching(/^requestForms.1.content.fields: Add the field Subject/),
    ]);
    const pipeline = { name: 'Support', statuses: [{ name: 'New', meaning: 'sleepy' }] };
    expect(await problemsOf({ ...before, pipelines: [pipeline, { name: 'support' }] })).toEqual([
      expect.stringMatching(/^pipelines.0.statuses.0.meaning: /),
      expect.stringMatching(/^pipelines.1: .*twice/),
    ]);
    expect(
      await problemsOf({
        ...before,
        properties: [
          { ...COLOUR, kind: 'text' },
          { ...COLOUR, key: 'constructor' },
        ],
      }),
    ).toEqual([
      expect.stringMatching(/^properties.0.kind: .*choice/),
      expect.stringMatching(/^properties.1.key: .*reserved/),
    ]);
    const bad = textOf(portal({ general: { slug: 'articles' } }));
    expect(await send('/setup-file/apply', bad, 'a'.repeat(64))).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('portals.0.settings.general.slug') } },
    });
    const large = await admin.attach(
      '/setup-file/plan',
      Buffer.alloc(10 * 1024 * 1024 + 1, ' '),
      'file',
    );
    expect(large).toMatchObject({
      status: 400,
      body: { error: { message: 'Choose a file of at most 10 MB.' } },
    });
    expect(await exported()).toEqual(before);
  });

  it('apply what was looked at, and nothing else', async () => {
    const file = {
      ...(await exported()),
      properties: [{ ...COLOUR, helps: { en: 'Of the thing' } }],
    };
    const { digest } = await plan(file);
    await booted.services.properties.define({ ...COLOUR, key: 'other_colour' });
    await booted.services.portalSettings.apply(company.portalKey, { tickets: { reopenDays: 9 } });
    const late = await send('/setup-file/apply', textOf(file), digest);
    expect(late).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('changed since') } },
    });
  });

  it('say what was applied and what not when something fails half-way, and go on from there', async () => {
    const file = {
      ...(await exported()),
      properties: [{ ...COLOUR, helps: { en: 'Half-way' } }],
      pipelines: [{ name: 'Support', rules: { noGoingBack: true } }],
      portals: [{ name: 'Harbour support', settings: { tickets: { reopenDays: 21 } } }],
    };
    const { digest } = await plan(file);
    const failing = jest
      .spyOn(booted.services.pipelines, 'save')
      .mockRejectedValueOnce(new Error('The disk is full'));
    const silence = jest
      .spyOn(booted.strapi.log, 'error')
      .mockImplementation(() => booted.strapi.log);
    const { body } = await send('/setup-file/apply', textOf(file), digest);
    failing.mockRestore();
    silence.mockRestore();
    expect(body).toMatchObject({
      applied: [{ part: 'properties', name: 'ticket / colour' }],
      failed: { part: 'pipelines', name: 'Support', message: expect.stringContaining('log') },
      left: [{ part: 'portals', name: 'Harbour support' }],
    });
    expect(await apply(file)).toMatchObject({
      applied: [{ part: 'pipelines' }, { part: 'portals' }],
      failed: null,
      left: [],
    });
  });

  it('ask before people are let in or kept out', async () => {
    const { services } = booted;
    const group = await services.accessGroups.create(services.setupFiles.system(), {
      kind: 'static',
      name: 'Partners',
      description: '',
      filterGroups: [],
      portals: [],
    });
    expect(group).toMatchObject({ id: expect.any(String) });
    const file = {
      ...(await exported()),
      portals: [
        { name: 'Harbour support', settings: { access: { groups: ['@access-group:Partners'] } } },
      ],
    };
    const { questions } = await plan(file);
    expect(questions).toEqual([
      { place: 'portals.0.settings.access', name: 'Harbour support', letIn: 0, keptOut: 4 },
    ]);
    expect(await apply(file)).toMatchObject({ failed: null });
    await services.portalSettings.apply(company.portalKey, { access: { groups: [] } });
  });

  it('keep roles in step, for those who may change roles', async () => {
    const before = await exported();
    const roles = before.roles.map(({ name }) => name);
    expect(roles).toEqual(['Role of Nils']);
    const file = {
      ...before,
      roles: [
        { name: 'Role of Nils', actions: ALL.filter((one) => one !== 'portals.portal-read') },
        { name: 'Reader', description: 'Reads.', actions: ['tickets.ticket-read'] },
      ],
    };
    const refused = await plan(file);
    expect(changed(refused)).toEqual([]);
    expect(refused.warnings.map(({ place, name }) => `${place} ${name}`)).toEqual([
      'roles.0 Role of Nils',
      'roles.1 Reader',
    ]);
    expect(
      await problemsOf({
        ...before,
        roles: [
          { name: 'Super Admin', actions: [] },
          { name: 'X', actions: ['tickets.all'] },
        ],
      }),
    ).toEqual([
      expect.stringMatching(/^roles.0.name: .*super admin/),
      'roles.1.actions.0: There is no action tickets.all.',
    ]);
    const { setupFiles } = booted.services;
    const system = setupFiles.system();
    const { digest } = await setupFiles.plan(system, textOf(file));
    expect(await setupFiles.apply(system, textOf(file), digest)).toMatchObject({
      failed: null,
      left: [],
    });
    const role = await booted.strapi.db
      .query('admin::role')
      .findOne({ where: { name: 'Role of Nils' }, populate: ['permissions'] });
    const actions = role.permissions.map(({ action }: { action: string }) => action);
    expect(actions).not.toContain(actionUid('portals.portal-read'));
    expect(actions).toContain(actionUid('portals.setup-apply'));
    const told = await booted.services.runtime
      .db('cp_activities')
      .where({ action: 'role.created' })
      .first('actor_kind', 'changes');
    expect(told.actor_kind).toBe('system');
    const again = await setupFiles.plan(system, textOf(before));
    await setupFiles.apply(system, textOf(before), again.digest);
    expect((await exported()).roles.map(({ name }) => name)).toEqual(['Reader', 'Role of Nils']);
  });

  it('are for those whose role says so, in every part', async () => {
    const file = await exported();
    const nobody = await adminWith(booted, 'Olaf', ['portals.portal-read', 'portals.portal-edit']);
    await nobody.get('/setup-file').expect(403);
    expect((await sender(nobody)('/setup-file/plan', textOf(file))).status).toBe(403);
    expect((await sender(nobody)('/setup-file/apply', textOf(file), 'a'.repeat(64))).status).toBe(
      403,
    );
    // The service asks by itself, whichever face it is called by.
    const { setupFiles } = booted.services;
    const none = { ...setupFiles.system(), can: new Set<string>() };
    await expect(setupFiles.export(none)).rejects.toThrow('Forbidden');
    await expect(setupFiles.plan(none, textOf(file))).rejects.toThrow('Forbidden');
    await expect(setupFiles.apply(none, textOf(file), '')).rejects.toThrow('Forbidden');
    const exporter = await adminWith(booted, 'Rosa', ['portals.setup-export']);
    expect(await exported(exporter)).toMatchObject({ format: 'customer-portal-setup' });
    const applier = sender(await adminWith(booted, 'Vera', ['portals.setup-apply']));
    const form = file.requestForms.find(({ slug }) => slug === 'returns');
    const wanted = {
      ...file,
      properties: [{ ...COLOUR, helps: { en: 'Another' } }],
      pipelines: [{ name: 'Support', rules: { noSkipping: true } }],
      portals: [{ name: 'Harbour support', settings: { tickets: { reopenDays: 1 } } }],
      requestForms: [{ ...form, name: 'Send back' }],
    };
    const { body } = await applier('/setup-file/plan', textOf(wanted));
    expect(
      (body as SetupPlan).problems.map(({ place, message }) => `${place}: ${message}`),
    ).toEqual([
      expect.stringContaining('properties: Your role lacks “Edit properties”'),
      expect.stringContaining('pipelines: Your role lacks “Edit pipelines and statuses”'),
      expect.stringContaining('portals: Your role lacks “Change the settings of portals”'),
      expect.stringMatching(/requestForms.0.isPublished: .*may not publish/),
      expect.stringContaining('requestForms: Your role lacks'),
    ]);
    expect((await applier('/setup-file/apply', textOf(wanted), 'a'.repeat(64))).status).toBe(400);
  });

  it('set up another installation, whose portal then gets its own address', async () => {
    const file = await exported();
    await booted.destroy();
    booted = await bootStrapi({ database });
    const { services } = booted;
    await services.people.createCompany({ name: 'Harbour Foods', emailDomains: [] });
    await services.accessGroups.create(services.setupFiles.system(), {
      kind: 'static',
      name: 'Partners',
      description: '',
      filterGroups: [],
      portals: [],
    });
    const system = services.setupFiles.system();
    const seen = await services.setupFiles.plan(system, textOf(file));
    expect(seen.problems).toEqual([]);
    expect(seen.warnings.map(({ place }) => place)).toEqual(['portals.0.settings.general.domain']);
    expect(await services.setupFiles.apply(system, textOf(file), seen.digest)).toMatchObject({
      failed: null,
      left: [],
    });
    expect(changed(await services.setupFiles.plan(system, textOf(file)))).toEqual([]);
    const list = await services.portalLife.list(system, { q: '', sort: '', state: '' });
    expect(list.rows).toMatchObject([{ name: 'Harbour support', state: 'draft' }]);
    const portal = list.rows[0]?.id ?? '';
    const domain = await services.portals.createDomain({
      origin: 'http://care.test:1337',
      primaryLanguage: 'en',
    });
    await services.portalSetup.save(system, portal, 'domain', {
      domain: domain.id,
      slug: 'support',
    });
    expect(await services.portalSetup.finish(system, portal)).toMatchObject({ state: 'live' });
    expect(changed(await services.setupFiles.plan(system, textOf(file)))).toEqual([]);
    const general = (one: SetupFile) =>
      (one.portals[0] as { settings: { general: { domain: string } } }).settings.general;
    const own = await services.setupFiles.export(system);
    expect(general(own).domain).toBe('@domain:http://care.test:1337');
    general(own).domain = general(file).domain;
    expect(own).toEqual(file);
  });
});

const run = promisify(execFile);
// A bundle finds its packages from where it lies.
const CACHE = path.resolve(__dirname, '../../node_modules/.cache');

(DATABASES.includes('sqlite') ? describe : describe.skip)('the command', () => {
  let folder: string;
  let plugin: string;

  beforeAll(async () => {
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(path.join(CACHE, 'customer-portal-command-'));
    plugin = await bundlePlugin(folder);
    const booted = await bootStrapi({ keep: folder });
    await foundCompany(booted);
    await booted.destroy();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const command = async (...args: string[]) => {
    const bin = path.resolve(__dirname, '../../bin/customer-portal.js');
    const cwd = path.resolve(__dirname, '../app');
    const env = { ...process.env, TEST_BUILT_PLUGIN: plugin, TEST_LOG: 'info' };
    try {
      const { stdout } = await run(process.execPath, [bin, ...args], { cwd, env });
      return { code: 0, stdout, stderr: '' };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  };

  it('exports, shows the differences, applies when it is told to, and fails on problems', async () => {
    const where = path.join(folder, 'setup.json');
    // What Strapi logs does not stand in the output.
    const { stdout } = await command('export');
    const file = JSON.parse(stdout) as SetupFile;
    file.portals = [{ name: 'Harbour support', settings: { tickets: { reopenDays: 30 } } }];
    writeFileSync(where, JSON.stringify(file));
    const shown = await command('apply', where);
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toContain('settings.tickets.reopenDays: 14 → 30');
    expect(shown.stdout).toContain('--yes');
    const done = await command('apply', where, '--yes');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Applied') });
    writeFileSync(
      where,
      JSON.stringify({
        ...file,
        portals: [{ name: 'Harbour support', settings: { general: { slug: 'x y' } } }],
      }),
    );
    const refused = await command('apply', where, '--yes');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('portals.0.settings.general.slug'),
    });
    expect(await command('apply')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Usage'),
    });
  });
});
