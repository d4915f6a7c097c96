import type { Browser, Page } from 'playwright-core';
import { bumpVersion } from '../../server/store/counters';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;
const PORTALS = [
  'portals.portal-read',
  'portals.portal-edit',
  'portals.portal-publish',
  'portals.domain-edit',
];

let booted: Booted;
let browser: Browser;
let mara: Panel;
let page: Page;
let origin: string;

beforeAll(async () => {
  booted = await bootWithPanel();
  origin = `http://127.0.0.1:${booted.port}`;
  const { runtime, siteMap, people } = booted.services;
  // The test application does not know its port before it listens.
  await runtime.db('cp_domains').where({ is_system: true }).update({ origin });
  await bumpVersion(runtime.db, 'site');
  await siteMap.refresh();
  for (const name of ['Ana', 'Ben'])
    await people.createContact({ name, address: `${name.toLowerCase()}@harbour.example` });
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    ...PORTALS,
    'access-groups.access-group-read',
    'access-groups.access-group-edit',
    'contacts.contact-read',
  ]);
  ({ page } = mara);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

/** Nothing that axe finds; pictures in light, dark and on a phone. */
async function look(name: string, of = page): Promise<void> {
  expect([name, await findings(of, 'main')]).toEqual([name, []]);
  if (!SHOTS) return;
  const shot = (look: string) =>
    of.screenshot({ path: `${SHOTS}/${name}-${look}.png`, fullPage: true });
  await shot('light');
  await of.setViewportSize({ width: 390, height: 800 });
  await shot('phone');
  await of.setViewportSize({ width: 1360, height: 900 });
}

const heading = (name: string, of = page) =>
  of.getByRole('heading', { level: 2, name, exact: true }).waitFor();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const next = () => press('Next');
const row = (name: string) => page.locator('tbody tr', { hasText: name });
async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

describe('the set-up of a portal', () => {
  it('goes through its steps by mouse, refuses beside the fields, and is left and come back to', async () => {
    // The plugin opens on it while there is no portal.
    await mara.open('');
    await page.getByText('There is no portal yet.').waitFor();
    await look('list-empty');
    await page.getByRole('link', { name: 'Set up a portal' }).first().click();
    await heading('Name');
    await page.getByText(/things? needs? your attention|The server is ready/).waitFor();
    await look('name');
    await next();
    await page.getByText('Enter a name.').waitFor();
    await page.getByLabel(/^Name/).fill('Tally Brook');
    await next();

    await heading('Domain');
    const address = page.getByTestId('resulting-address');
    expect(await address.innerText()).toBe(`${origin}/tally-brook`);
    await page.getByText('This address is free.').waitFor();
    await page
      .getByText('On the system domain no membership e-mails go out to access groups.')
      .waitFor();
    await look('domain');
    const slug = page.getByLabel(/^End of the address/);
    await slug.fill('admin');
    expect(await address.innerText()).toBe(`${origin}/admin`);
    await page.getByText('/admin is reserved on this domain. Choose another address.').waitFor();
    expect(await slug.getAttribute('aria-invalid')).toBe('true');
    await next();
    expect(page.url()).toContain('/set-up/domain');
    await page.getByText('/admin is reserved on this domain.').first().waitFor();
    await slug.fill('help-desk');
    await press('Change the language');
    await choose('Primary language', 'French');
    await look('domain-language');
    await next();

    // Left midway: the list leads back to the step that comes next, and what was chosen is there.
    await heading('Tickets');
    await page.getByRole('link', { name: 'Portals' }).first().click();
    await page.getByRole('link', { name: 'Continue the set-up of Tally Brook' }).click();
    await heading('Tickets');
    const steps = page.getByRole('navigation', { name: 'Steps' });
    expect(await steps.locator('[aria-current=step]').innerText()).toContain('Tickets');
    await steps.getByRole('link', { name: 'Domain' }).click();
    await heading('Domain');
    expect(await page.getByLabel(/^End of the address/).inputValue()).toBe('help-desk');
    await page.getByText('The portal appears in French').waitFor();
    await next();

    await heading('Tickets');
    await press('Create an inbox');
    await page.getByLabel('Name of the new inbox').fill('Support');
    await page.keyboard.press('Enter');
    await page.getByText('Another inbox has this name. Choose another one.').waitFor();
    await page.getByLabel('Name of the new inbox').fill('Tally desk');
    await press('Create');
    await page.getByRole('combobox', { name: 'Inbox' }).getByText('Tally desk').waitFor();
    await page.getByLabel('Company tickets for contacts that match').click();
    await next();
    await page.getByText('Add a condition, or choose another permission.').first().waitFor();
    await press('Add a condition');
    await choose('Property of condition 1', 'Name');
    await page.getByLabel('Value of condition 1').fill('Ana');
    await page.getByText('1 contact is found now.').waitFor();
    await page.getByText('Ana · ana@harbour.example').waitFor();
    await look('tickets');
    await next();

    await heading('Access');
    expect(await page.getByLabel('Self-registration', { exact: true }).isDisabled()).toBe(false);
    expect(await page.getByLabel('Single sign-on').isDisabled()).toBe(true);
    await page.getByText('Nobody could sign in today.').waitFor();
    await press('Create an access group');
    await page.getByLabel('Name of the new access group').fill('Partners');
    await press('Create');
    await page.getByText('Nobody is in the chosen groups.').waitFor();
    await look('access');
    await next();

    await heading('Review');
    await page.getByText(`${origin}/help-desk`).waitFor();
    await page.getByText('Members of Partners').waitFor();
    await look('review');
    await page.getByRole('link', { name: /^Change\s*: Access/ }).click();
    await heading('Access');
    await page.getByLabel(/^Partners/).click();
    await next();
    await heading('Review');
    await page.getByText('Every contact that is registered here').waitFor();
    await press('Finish');
    await page.getByRole('heading', { name: 'Tally Brook is live' }).waitFor();
    expect((await fetch(`${origin}/help-desk/sign-in`)).status).toBe(200);
  });

  it('offers to open it, to try it as a test customer, and to put the knowledge base beside it', async () => {
    await look('done');
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      press('Try it as a test customer'),
    ]);
    await tab.waitForURL(`${origin}/help-desk`);
    await tab.getByText('Mara Berg (test customer)').first().waitFor();
    await tab.goto(`${origin}/help-desk/new`);
    await tab.fill('#subject', 'Does it work?');
    await tab.fill('#body', 'It should.');
    await tab.click('main button.primary');
    await tab.waitForURL(/\/help-desk\/tickets\//);
    expect(await tab.locator('main').innerText()).toContain('TALLY-1001');
    await tab.close();

    // Without the script the button is there to be pressed.
    const { testVisits, siteMap } = booted.services;
    const actor = { kind: 'agent' as const, id: 'mara', name: 'Mara', email: 'm@tally.example' };
    const visit = await testVisits.begin(
      { ...actor, can: new Set(['portal-edit']) },
      siteMap.portals()[0]?.id ?? '',
    );
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const guest = await plain.newPage();
    await guest.goto(visit?.url ?? '');
    if (SHOTS) await guest.screenshot({ path: `${SHOTS}/test-visit-light.png` });
    await guest.getByRole('button').last().click();
    await guest.waitForURL(`${origin}/help-desk`);
    await plain.close();

    await page.getByLabel('End of its address').fill('admin');
    await press('Put it there');
    await page.getByText('/admin is reserved on this domain. Choose another address.').waitFor();
    await page.getByLabel('End of its address').fill('help');
    await press('Put it there');
    await page.getByText('Help shows a link to this portal.').waitFor();
    expect(await (await fetch(`${origin}/help`)).text()).toContain('/help-desk');
  });

  it('makes a portal of nothing but a name by keyboard alone, in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await mara.open('portals');
    const isOn = (name: string) =>
      page.evaluate(
        `(() => { const one = document.activeElement; const label = one?.labels?.[0]?.textContent ?? '';
          return [label, one?.textContent, one?.getAttribute('aria-label')].some((text) => text?.trim().startsWith(${JSON.stringify(name)})); })()`,
      );
    const tabTo = async (name: string) => {
      for (let stop = 0; stop < 80; stop += 1) {
        if (await isOn(name)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${name} is not reached by Tab`);
    };
    await row('Tally Brook').waitFor();
    await tabTo('Set up a portal');
    await page.keyboard.press('Enter');
    await heading('Name');
    // Each step begins at its heading.
    expect(await isOn('Name')).toBe(true);
    await page.keyboard.press('Tab');
    await tabTo('Name');
    await page.keyboard.type('Lime Works');
    await page.keyboard.press('Enter');
    for (const [step, button] of [
      ['Domain', 'Next'],
      ['Tickets', 'Next'],
      ['Access', 'Next'],
      ['Review', 'Finish'],
    ] as const) {
      await heading(step);
      await page.waitForFunction(
        `document.activeElement?.tagName === 'H2' && document.activeElement.textContent === '${step}'`,
      );
      if (SHOTS)
        await page.screenshot({ path: `${SHOTS}/${step.toLowerCase()}-dark.png`, fullPage: true });
      expect([step, await findings(page, 'main')]).toEqual([step, []]);
      await tabTo(button);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('heading', { name: 'Lime Works is live' }).waitFor();
    await page.getByText('Help leads visitors to Tally Brook').waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/done-dark.png`, fullPage: true });
    expect(await findings(page, 'main')).toEqual([]);
    expect((await fetch(`${origin}/lime-works/sign-in`)).status).toBe(200);
    await page.emulateMedia({ colorScheme: 'light' });
  });
});

describe('the life of a portal', () => {
  it('is paused with a notice, resumed, copied and deleted from the list', async () => {
    await mara.open('portals');
    await row('Tally Brook').waitFor();
    expect(await row('Tally Brook').innerText()).toMatch(/Live[\s\S]*help-desk[\s\S]*Tally desk/);
    await look('list');
    await page.getByRole('button', { name: 'Pause Tally Brook' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Pause' }).click();
    await row('Tally Brook').getByText('Paused').waitFor();
    expect((await fetch(`${origin}/help-desk`)).status).toBe(503);
    await choose('State', 'Paused');
    await row('Lime Works').waitFor({ state: 'detached' });
    expect(page.url()).toContain('state=paused');
    await page.getByRole('button', { name: 'Resume Tally Brook' }).click();
    await page.getByText('Nothing matches your search and filters.').waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).first().click();
    await row('Tally Brook').getByText('Live').waitFor();
    expect((await fetch(`${origin}/help-desk/sign-in`)).status).toBe(200);

    await page.getByRole('button', { name: 'Duplicate Tally Brook' }).click();
    await heading('Domain');
    expect(await page.getByLabel(/^End of the address/).inputValue()).toBe('tally-brook-copy');
    await page.getByRole('link', { name: 'Portals' }).first().click();
    await page.getByRole('button', { name: 'Delete Tally Brook (copy)' }).click();
    await page.getByText('This draft was never published.').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await row('Tally Brook (copy)').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Delete Tally Brook', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Its ticket stays with your agents').waitFor();
    await dialog.getByText(`The address ${origin}/help-desk is free`).waitFor();
    expect(await findings(page, '[role=alertdialog]')).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/delete-light.png` });
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type Tally Brook to confirm').fill('Tally Brook');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row('Tally Brook').waitFor({ state: 'detached' });
    expect((await fetch(`${origin}/help-desk/sign-in`)).status).toBe(404);
  });

  it('asks with numbers before another choice of access groups keeps somebody out', async () => {
    const { siteMap, people } = booted.services;
    const portal = siteMap.portals().find(({ name }) => name === 'Lime Works');
    await people.createContact({
      name: 'Dora',
      address: 'dora@lime.example',
      password: 'Quiet-window-72',
      portalKeys: [portal?.key ?? 0],
    });
    await mara.open(`portals/${portal?.id}/access`);
    await page.getByText('1 contact could sign in today:').waitFor();
    await page.getByText('Dora · dora@lime.example').waitFor();
    await look('settings-access');
    await page.getByLabel(/^Partners/).click();
    await page.getByText('Nobody could sign in today.').waitFor();
    await press('Save');
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('1 contact who can sign in now is kept out:').waitFor();
    await dialog.getByRole('button', { name: 'Yes, change it' }).click();
    await page.getByText('Saved. Customers see it from now on.').first().waitFor();
    const answer = await fetch(`${origin}/lime-works/sign-in`, {
      method: 'POST',
      headers: { Origin: origin },
      body: new URLSearchParams({ email: 'dora@lime.example', password: 'Quiet-window-72' }),
      redirect: 'manual',
    });
    expect(answer.status).toBe(422);
  });

  it('shows neither menu nor page to a role without the permission', async () => {
    const rosa = await panelWith(browser, booted, 'Rosa', ['contacts.contact-read']);
    await rosa.open('contacts');
    const entry = (name: string) => rosa.page.getByRole('link', { name, exact: true });
    await entry('Contacts').first().waitFor();
    expect(await entry('Portals').count()).toBe(0);
    await rosa.page.evaluate(
      `history.pushState(null, '', '/admin/plugins/customer-portal/portals'); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await rosa.page.getByText("You don't have the permissions to access that content").waitFor();
    const dirk = await panelWith(browser, booted, 'Dirk', ['portals.portal-read']);
    await dirk.open('portals');
    await dirk.page.getByText('Lime Works').waitFor();
    expect(await dirk.page.getByRole('link', { name: 'Set up a portal' }).count()).toBe(0);
    expect(await dirk.page.getByRole('button', { name: 'Pause Lime Works' }).count()).toBe(0);
  });
});
