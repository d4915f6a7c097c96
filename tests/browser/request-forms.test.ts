import type { Browser, Page } from 'playwright-core';
import * as z from 'zod/mini';
import { contactInput } from '../../server/contracts/contacts';
import type { NewProperty } from '../../server/contracts/properties';
import { formContent } from '../../server/contracts/request-forms';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany } from '../support/company';
import { waitForFocus } from '../support/focus';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;

let booted: Booted;
let browser: Browser;
let mara: Panel;
let customer: Page;
let portal: string;

const property = (
  key: string,
  kind: NewProperty['kind'],
  label: string,
  options: string[] = [],
): NewProperty => ({
  subject: 'ticket',
  key,
  kind,
  labels: { en: label, fr: `${label} (fr)` },
  helps: {},
  options: options.map((one) => ({
    key: one.toLowerCase(),
    labels: { en: one },
    isArchived: false,
  })),
  customerAccess: 'none',
  agentAccess: 'edit',
  isRequiredToClose: false,
});

beforeAll(async () => {
  booted = await bootWithPanel();
  const origin = `http://localhost:${booted.port}`;
  await foundCompany(booted, origin);
  const { properties } = booted.services;
  await properties.define(property('device', 'choice', 'Device', ['Gateway', 'Meter', 'Other']));
  await properties.define(property('serial', 'text', 'Serial number'));
  await properties.define(property('parts', 'choices', 'Parts', ['Cable', 'Battery']));
  await properties.define(property('weight', 'number', 'Weight'));
  await properties.define(property('agreed', 'yes-no', 'I packed it well'));
  portal = `${origin}/support`;
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'request-forms.request-form-read',
    'request-forms.request-form-edit',
    'request-forms.request-form-publish',
  ]);
  customer = await customerAt(browser, portal, 'ana@harbour.example', {
    viewport: { width: 1280, height: 900 },
  });
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

async function shot(page: Page, name: string, fullPage = true): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/request-forms-${name}.png`, fullPage });
}

/** A public page in every look: nothing that axe finds, nothing wider than the screen. */
async function look(page: Page, title: string): Promise<void> {
  for (const [name, width, scheme, direction] of [
    ['light', 1280, 'light', 'ltr'],
    ['dark', 1280, 'dark', 'ltr'],
    ['phone', 360, 'light', 'ltr'],
    ['rtl', 390, 'light', 'rtl'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(`document.documentElement.dir = '${direction}'`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect([name, await findings(page)]).toEqual([name, []]);
    await shot(page, `${title}-${name}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate("document.documentElement.dir = 'ltr'");
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

const preview = () => mara.page.locator('section[aria-labelledby="request-form-preview"]');
const press = (name: string) => mara.page.getByRole('button', { name, exact: true }).click();
const fieldNames = async () =>
  mara.page
    .locator('ol[aria-label="Fields"] > li')
    .evaluateAll((items) => items.map((item) => item.querySelector('span')?.textContent ?? ''));

describe('an admin', () => {
  it('finds the form of the first boot in the list, searched and filtered by the address', async () => {
    const { page, open } = mara;
    await open('request-forms');
    await page.waitForSelector('table tbody tr');
    expect(await page.locator('table tbody tr').innerText()).toMatch(
      /Support[\s\S]*Harbour support[\s\S]*\/new\/support[\s\S]*Published/,
    );
    await choose(page, 'State', 'Draft');
    await page.getByText('Nothing matches your search and filters.').waitFor();
    expect(page.url()).toContain('state=draft');
    await page.getByRole('button', { name: 'Clear search and filters' }).first().click();
    await page.waitForSelector('table tbody tr');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'list');
  });

  it('drafts a form: place, fields, order, conditions, with the preview following', async () => {
    const { page } = mara;
    await page.getByRole('link', { name: 'New request form' }).first().click();
    await page.getByLabel('Name', { exact: false }).first().fill('Return an article');
    expect(await page.getByLabel('End of the address').inputValue()).toBe('return-an-article');
    await page.getByLabel('End of the address').fill('support');
    await press('Create');
    await page.getByText('Another form of this portal has this address.').first().waitFor();
    await page.getByLabel('End of the address').fill('returns');
    await press('Create');
    await preview().waitFor();
    for (const name of ['Device', 'Serial number', 'Parts', 'Weight', 'I packed it well'])
      await choose(page, 'Add a field', name);
    await press('Close the field Parts');
    await press('Close the field Weight');
    await press('Close the field I packed it well');

    // Device is demanded, and Serial number is shown for a meter only.
    const item = (name: string) =>
      page.locator('ol[aria-label="Fields"] > li', { has: page.getByText(name, { exact: true }) });
    await item('Device').getByLabel('Customers must fill it in').click();
    await item('Serial number').getByLabel('Customers must fill it in').click();
    await item('Serial number').getByRole('button', { name: 'Add a condition' }).click();
    await item('Serial number').getByLabel('Property of condition 1').click();
    expect(await page.getByRole('option').allInnerTexts()).not.toContain('Serial number');
    await page.getByRole('option', { name: 'Device', exact: true }).click();
    await item('Serial number').getByLabel('Value of condition 1').click();
    await page.getByRole('option', { name: 'Meter', exact: true }).click();
    await page.keyboard.press('Escape');
    await press('Close the field Device');
    await press('Close the field Serial number');

    // By keyboard on the grip, and by the buttons.
    await page.getByRole('button', { name: 'Drag Device' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('Device is now 4 of 8.').first().waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowUp');
    await page.getByText('Device is now 3 of 8.').first().waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await press('Move Serial number up');
    await press('Move Device up');
    expect((await fieldNames()).slice(0, 4)).toEqual([
      'Subject',
      'Device',
      'Message',
      'Serial number',
    ]);

    const serial = preview().getByLabel('Serial number', { exact: false });
    expect(await serial.count()).toBe(0);
    await preview().getByLabel('Meter', { exact: true }).check();
    await serial.waitFor();
    await preview().getByRole('button', { name: 'Send request' }).click();
    await preview().getByText('Fill in “Serial number”.').waitFor();
    await serial.fill('S-1');
    expect(await preview().getByText('Fill in “Serial number”.').count()).toBe(0);
    await press('Edit the field Serial number');
    for (const [name, width, scheme] of [
      ['light', 1360, 'light'],
      ['dark', 1360, 'dark'],
      ['phone', 390, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: SHOTS ? 2600 : 900 });
      await page.emulateMedia({ colorScheme: scheme });
      expect([name, await findings(page, 'main')]).toEqual([name, []]);
      await shot(page, `editor-${name}`);
    }
    await page.setViewportSize({ width: 1360, height: 900 });
    await press('Close the field Serial number');
  });

  it('saves the draft, which customers do not see, and publishes it, which they see at once', async () => {
    const { page } = mara;
    await page.getByLabel('Title in English').fill('Return an article');
    await page.getByLabel('Title in French').fill('Retourner un article');
    await page.getByLabel('Introduction in English').fill('We take back **what is whole**.');
    await page.getByLabel('Confirmation in English').fill('Pack it well.');
    await preview().locator('strong', { hasText: 'what is whole' }).waitFor();
    await preview().getByLabel('Language').click();
    await page.getByRole('option', { name: 'French' }).click();
    await preview().getByText('Retourner un article').waitFor();
    await preview().getByText('Device (fr)').waitFor();
    expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(
      true,
    );
    await press('Save draft');
    await page.getByText('Customers do not see this form.').waitFor();
    await customer.goto(`${portal}/new`);
    expect(await customer.locator('h1').innerText()).toBe('New ticket');
    await press('Publish');
    await page.getByText('Published. Customers see it now.').waitFor();
    await customer.goto(`${portal}/new`);
    expect(await customer.locator('.cards a').allInnerTexts()).toEqual([
      expect.stringContaining('New ticket'),
      expect.stringContaining('We take back what is whole.'),
    ]);
    expect(await findings(customer)).toEqual([]);
    await shot(customer, 'public-choice');
  });

  it('is told beside the field what cannot be published', async () => {
    const { page } = mara;
    await press('Remove the field Subject');
    await press('Save draft');
    await page.getByText('Changed since').first().waitFor();
    await press('Publish');
    await page.getByText('Add the field Subject, or set a subject below.').first().waitFor();
    await press('Edit the field Device');
    const device = page.locator('ol[aria-label="Fields"] > li').first();
    await device.getByRole('button', { name: 'Add a condition', exact: true }).click();
    await device.getByLabel('Property of condition 1').click();
    await page.getByRole('option', { name: 'Serial number', exact: true }).click();
    await device.getByLabel('Comparison of condition 1').click();
    await page.getByRole('option', { name: 'is known', exact: true }).click();
    await press('Save draft');
    await device.getByText('Device, Serial number show each other in a circle.').waitFor();
    await press('More');
    await page.getByRole('menuitem', { name: 'Discard changes' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click();
    await page.getByText('The draft is what is published.').waitFor();
    expect((await fieldNames())[0]).toBe('Subject');
  });
});

describe('a customer', () => {
  it('sees fields come and go by the same rule, and stores what is shown', async () => {
    await customer.goto(`${portal}/new/returns`);
    const serial = customer.locator('#p_serial');
    expect(await serial.isVisible()).toBe(false);
    await customer.fill('#subject', 'My meter');
    await customer.fill('#body', 'It is broken.');
    await customer.getByLabel('Meter').check();
    expect(await serial.isVisible()).toBe(true);
    await customer.fill('#p_weight', 'heavy');
    const says = (id: string) =>
      customer.evaluate(`document.querySelector('${id}').validationMessage`);
    expect(await says('#p_weight')).toBe('Enter a number for “Weight”, for example 12.5.');
    expect(await says('#p_serial')).toBe('Fill in “Serial number”.');
    await customer.fill('#p_weight', '2,5');
    await serial.fill('S-1');
    expect([await says('#p_weight'), await says('#p_serial')]).toEqual(['', '']);
    expect(await findings(customer)).toEqual([]);
    await shot(customer, 'public');
    await customer.getByLabel('Gateway').check();
    expect(await serial.isVisible()).toBe(false);
    await customer.click('main button.primary');
    await customer.waitForSelector('.notice >> text=Pack it well.');
    expect(customer.url()).not.toMatch(/done|form=/);
    const ticket = (await booted.services.runtime
      .db('cp_tickets')
      .where({ subject: 'My meter' })
      .first()) as { properties: string };
    expect(JSON.parse(ticket.properties)).toEqual({ device: 'gateway', weight: 2.5 });
  });

  it('is offered options only while their conditions hold', async () => {
    const { requestForms, siteMap } = booted.services;
    const admin = {
      kind: 'agent' as const,
      id: 'x',
      name: 'Mara Berg',
      can: new Set(['request-form-edit', 'request-form-publish']),
    };
    const place = { name: 'Parts', portal: siteMap.portals()[0]?.id ?? '', slug: 'parts' };
    const when = (asked: string, value: string) => [
      { conditions: [{ property: asked, operator: 'is-any-of' as const, values: [value] }] },
    ];
    const content = z.parse(formContent, {
      fields: [
        { property: 'subject', isRequired: true, defaultValue: ['Parts'] },
        { property: 'parts', options: [{ key: 'battery', conditions: when('device', 'meter') }] },
        { property: 'device', width: 'half' },
        { property: 'weight', width: 'half', conditions: when('parts', 'battery') },
      ],
    });
    const { id } = await requestForms.create(admin, place);
    await requestForms.save(admin, id, { ...place, content });
    await requestForms.publish(admin, id);
    await customer.goto(`${portal}/new/parts`);
    const battery = customer.getByLabel('Battery');
    expect([await battery.isVisible(), await battery.isDisabled()]).toEqual([false, true]);
    await customer.selectOption('#p_device', 'meter');
    await battery.check();
    expect(await customer.locator('#p_weight').isVisible()).toBe(true);
    // The option goes with its choice, and what hung on it goes too.
    await customer.selectOption('#p_device', 'other');
    expect(await battery.isVisible()).toBe(false);
    expect(await customer.locator('#p_weight').isVisible()).toBe(false);
    await customer.selectOption('#p_device', 'meter');
    expect(await battery.isChecked()).toBe(false);
    expect(await customer.inputValue('#subject')).toBe('Parts');
    await requestForms.remove(admin, id);
  });

  it('loses nothing when the form changes, or goes, while it is filled in', async () => {
    const { requestForms } = booted.services;
    const actions = ['request-form-read', 'request-form-edit', 'request-form-publish'] as const;
    const admin = { kind: 'agent' as const, id: 'x', name: 'Mara Berg', can: new Set(actions) };
    const list = { q: '', sort: '', portal: '', state: '' as const };
    const { rows } = await requestForms.list(admin, list);
    const form = await requestForms.find(
      admin,
      rows.find(({ slug }) => slug === 'returns')?.id ?? '',
    );
    if (!form) throw new Error('The form is not there.');
    const { id, name, slug, content } = form;
    const place = { name, slug, portal: form.portal?.id ?? '' };
    const publish = async (fields: typeof content.fields) => {
      await requestForms.save(admin, id, { ...place, content: { ...content, fields } });
      await requestForms.publish(admin, id);
    };
    const fill = async (subject: string) => {
      await customer.goto(`${portal}/new/returns`);
      await customer.fill('#subject', subject);
      await customer.fill('#body', 'It shows nothing since Monday.');
      await customer.getByLabel('Meter').check();
      await customer.fill('#p_serial', 'S-1');
    };
    const send = async () => {
      const answered = customer.waitForResponse((answer) => answer.request().method() === 'POST');
      await customer.click('main form button.primary');
      expect((await answered).status()).toBe(409);
      await customer.waitForSelector('#leftOver');
      await waitForFocus(customer, 'class', 'notice');
    };

    await fill('Changed meanwhile');
    await publish(content.fields.filter(({ property: key }) => key !== 'serial'));
    await send();
    expect(await customer.inputValue('#leftOver')).toBe('Serial number: S-1');
    expect(await customer.inputValue('#subject')).toBe('Changed meanwhile');
    expect(await customer.getByLabel('Meter').isChecked()).toBe(true);
    await look(customer, 'public-changed');
    await customer.click('main form button.primary');
    await customer.waitForSelector('.notice >> text=Pack it well.');
    await publish(content.fields);

    await fill('Gone meanwhile');
    for (const one of rows) await requestForms.unpublish(admin, one.id);
    await send();
    expect(await customer.inputValue('#leftOver')).toBe(
      'Subject: Gone meanwhile\nDevice: Meter\nMessage: It shows nothing since Monday.\nSerial number: S-1',
    );
    await look(customer, 'public-gone');
    for (const one of rows) await requestForms.publish(admin, one.id);
    const other = await requestForms.create(admin, { ...place, name: 'Ask', slug: 'ask' });
    await requestForms.publish(admin, other.id);
    await fill('Elsewhere meanwhile');
    await requestForms.unpublish(admin, id);
    await send();
    await look(customer, 'public-gone-choice');
    await customer.click('main form button >> text=New ticket');
    await customer.waitForSelector('#subject');
    expect(await customer.inputValue('#subject')).toBe('Elsewhere meanwhile');
    await requestForms.publish(admin, id);
    await requestForms.remove(admin, other.id);
    // What was typed and not sent is still a draft in this browser.
    await customer.goto(`${portal}/new/returns`);
    expect(await customer.inputValue('#body')).toBe('It shows nothing since Monday.');
    await customer.fill('#body', '');
    await customer.fill('#subject', '');
  });

  it('reads what was wrong beside the fields, on a phone, in the dark and from right to left', async () => {
    await customer.goto(`${portal}/new/returns`);
    await customer.evaluate("document.querySelector('form[data-form]').noValidate = true");
    await customer.fill('#p_weight', 'heavy');
    const answered = customer.waitForResponse((answer) => answer.request().method() === 'POST');
    await customer.click('main button.primary');
    expect((await answered).status()).toBe(422);
    await customer.waitForSelector('.problems');
    expect(await customer.locator('.problems a').allInnerTexts()).toEqual([
      'Enter a subject.',
      'Fill in “Device”.',
      'Write a message.',
      'Enter a number for “Weight”, for example 12.5.',
    ]);
    await customer.click('.problems a >> text=Device');
    await waitForFocus(customer, 'id', 'p_device');
    await look(customer, 'public-wrong');
  });
});

describe('a role', () => {
  it('that may read only sees disabled fields and no buttons', async () => {
    const ruth = await panelWith(browser, booted, 'Ruth', ['request-forms.request-form-read']);
    await ruth.open('request-forms');
    await ruth.page.waitForSelector('table tbody tr');
    expect(await ruth.page.getByRole('link', { name: 'New request form' }).count()).toBe(0);
    expect(await ruth.page.getByRole('button', { name: 'Order of forms' }).count()).toBe(0);
    await ruth.page.getByRole('link', { name: 'Return an article' }).click();
    await ruth.page.waitForSelector('section[aria-labelledby="request-form-preview"]');
    for (const name of [
      'Save draft',
      'Publish',
      'More',
      'Drag Subject',
      'Remove the field Subject',
    ])
      expect(await ruth.page.getByRole('button', { name, exact: true }).count()).toBe(0);
    expect(await ruth.page.getByLabel('End of the address').isDisabled()).toBe(true);
    await ruth.page.context().close();
  });

  it('that publishes orders the forms and takes them away; without one there is no way to ask', async () => {
    const { page, open } = mara;
    await open('request-forms');
    await press('Order of forms');
    expect(await findings(page, '[role=dialog]')).toEqual([]);
    await page.getByRole('button', { name: 'Move Return an article up' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    await customer.goto(`${portal}/new`);
    expect(await customer.locator('.cards strong').allInnerTexts()).toEqual([
      'Return an article',
      'New ticket',
    ]);
    for (const name of ['Return an article', 'Support']) {
      await page.getByRole('link', { name, exact: true }).click();
      await preview().waitFor();
      await press('More');
      await page.getByRole('menuitem', { name: 'Unpublish' }).click();
      expect(await findings(page, '[role=alertdialog]')).toEqual([]);
      await page.getByRole('alertdialog').getByRole('button', { name: 'Unpublish' }).click();
      await page.getByText('Customers do not see it any more.').waitFor();
      await open('request-forms');
    }
    await customer.goto(portal);
    expect(await customer.locator('a[href$="/new"]').count()).toBe(0);
    expect((await customer.goto(`${portal}/new`))?.status()).toBe(404);
    await page.getByRole('link', { name: 'Return an article' }).click();
    await press('More');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/request-forms$/);
    expect(await page.getByRole('link', { name: 'Return an article' }).count()).toBe(0);
  });
});

describe('an agent', () => {
  it('opens a ticket for a customer found by any address, and reads what is missing beside its field', async () => {
    const { runtime } = booted.services;
    const ana = (await runtime
      .db('cp_contact_addresses')
      .where({ address: 'ana@harbour.example' })
      .first()) as { contact_id: number };
    const { document_id: id } = (await runtime
      .db('cp_contacts')
      .where({ id: ana.contact_id })
      .first()) as { document_id: string };
    await booted.services.contacts.update(
      { kind: 'agent', id: 'x', name: 'Mara Berg', can: new Set(['contact-read', 'contact-edit']) },
      id,
      z.parse(contactInput, {
        name: 'Ana Lopes',
        addresses: [
          { address: 'ana@harbour.example', isPrimary: true, isMembership: true },
          { address: 'lopes.private@mail.example' },
        ],
      }),
    );
    const nia = await panelWith(browser, booted, 'Nia', [
      'tickets.ticket-read',
      'tickets.ticket-create',
    ]);
    const { page } = nia;
    await nia.open('help-desk/new');
    await page.getByRole('button', { name: 'Open ticket' }).click();
    for (const text of ['Choose a customer.', 'Enter a subject.', 'Write the first message.'])
      await page.getByText(text, { exact: true }).waitFor();
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'agent-missing');
    const customerField = page.getByRole('combobox', { name: 'Requester' });
    await customerField.click();
    await customerField.pressSequentially('nobody@nowhere.example');
    await page
      .getByText('No customer with access to this portal found.', { exact: false })
      .waitFor();
    await shot(page, 'agent-nobody');
    await customerField.fill('');
    await customerField.pressSequentially('lopes.private');
    await page.getByRole('option', { name: 'Ana Lopes' }).click();
    await page.getByLabel('Subject', { exact: false }).fill('Called about her meter');
    await page.getByLabel('Message', { exact: false }).fill('You called us.');
    await page.getByRole('button', { name: 'Open ticket' }).click();
    await page.waitForURL(/tickets\//);
    await page.getByText('Called about her meter').first().waitFor();
    await page.context().close();
  });
});
