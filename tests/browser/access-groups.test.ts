import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, type TestCompany } from '../support/company';
import { waitForFocus } from '../support/focus';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('access-groups');

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'access-groups.access-group-read',
    'access-groups.access-group-edit',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const choose = async (page: Page, field: string, option: string) => {
  await page.click(`[role=combobox][aria-label="${field}"]`);
  await page.click(`[role=option]:has-text("${option}")`);
};

const customer = (address: string) =>
  customerAt(browser, `http://localhost:${booted.port}/support`, address);

describe('access groups in the admin', () => {
  it('makes a static group, adds contacts by search and by a pasted list, and lets only them in', async () => {
    const { page } = mara;
    await mara.open('access-groups');
    await page.waitForSelector('text=There is no access group yet.');
    expect(await findings(page, 'main')).toEqual([]);
    await page.click('main a:has-text("Create an access group") >> nth=0');
    await page.waitForSelector('text=New access group');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Enter a name.');
    await waitForFocus(page, 'name', 'name');
    await page.fill('input[name=name]', 'Harbour partners');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Nobody is in this group yet.');
    await page.locator('input[placeholder="Name or e-mail"]').pressSequentially('Okafor');
    await page.click('[role=option]:has-text("Ben Okafor")');
    await page.waitForSelector('td:has-text("Ben Okafor")');
    await page.click('button:has-text("Paste e-mail addresses")');
    await page.fill(
      '[role=dialog] textarea',
      'cleo@harbour.example\nnobody@harbour.example\nnot one',
    );
    expect(await findings(page, '[role=dialog]')).toEqual([]);
    await shot(page, 'paste');
    await page.click('[role=dialog] button:has-text("Add")');
    await page.waitForSelector('text=1 contact was added.');
    await page.waitForSelector('text=1 address belongs to no contact');
    await page.waitForSelector('text=1 entry is no e-mail address');
    await shot(page, 'report');
    await page.click('[role=dialog] button:has-text("Close")');
    await page.waitForSelector('td:has-text("Cleo Martin")');

    const [ana, ben] = [
      await customer('ana@harbour.example'),
      await customer('ben@harbour.example'),
    ];
    await page.click('label:has-text("Harbour support")');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=2 contacts who can sign in now are kept out:');
    expect(await findings(page, '[role=alertdialog]')).toEqual([]);
    await shot(page, 'ask');
    await page.click('[role=alertdialog] button:has-text("Yes, change it")');
    await page.waitForSelector('th:has-text("At Harbour support")');
    await page.waitForSelector('td:has-text("Registered")');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'static');
    await ana.reload();
    await ana.waitForSelector('#password');
    await ben.reload();
    await ben.waitForSelector('nav >> text=My tickets');

    await page.click(
      'button[aria-label="Remove Ben Okafor"], button:has-text("Remove Ben Okafor")',
    );
    await page.click('[role=alertdialog] button:has-text("Remove")');
    await page.waitForSelector('td:has-text("Ben Okafor")', { state: 'detached' });
    await ben.reload();
    await ben.waitForSelector('#password');
  });

  it('makes a dynamic group with the editor, its live count and its keyboard', async () => {
    const { page } = mara;
    await mara.open('access-groups/new');
    await page.fill('input[name=name]', 'Ticket readers');
    await page.click('label:has-text("Dynamic")');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Add a condition: a dynamic group needs one.');
    await page.click('button:has-text("Add a condition")');
    await choose(page, 'Property of condition 1', 'Sees company tickets');
    await choose(page, 'Value of condition 1', 'Yes');
    await page.waitForSelector('text=2 contacts are found now.');
    await page.waitForSelector('li:has-text("ben@harbour.example")');
    await page.click('button:has-text("Add a condition (and)")');
    await waitForFocus(page, 'aria-label', 'Property of condition 2');
    await choose(page, 'Property of condition 2', 'Primary company');
    await page.locator('input[aria-label="Value of condition 2"]').pressSequentially('lime');
    await page.click('[role=option]:has-text("Lime Works")');
    await page.waitForSelector('text=1 contact is found now.');
    await page.click('button:has-text("Clone group 1")');
    await page.click('[aria-label="Group 2"] button:has-text("Remove condition 2")');
    await page.waitForSelector('text=2 contacts are found now.');
    await page.click('[aria-label="Group 2"] button:has-text("Add a condition (and)")');
    await page.waitForSelector('text=Fill in every condition');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Enter a value.');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'editor');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, 'editor-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 390, height: 844 });
    await shot(page, 'editor-phone');
    await page.setViewportSize({ width: 1360, height: 900 });
    await page.click('[aria-label="Group 2"] button:has-text("Remove condition 2")');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('td:has-text("Dora Vidal")');
    await page.waitForSelector('text=2 contacts');
    await shot(page, 'dynamic');
    await mara.open('access-groups?kind=dynamic');
    await page.waitForSelector('tr:has-text("Ticket readers")');
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await findings(page, 'main')).toEqual([]);
  });

  it('says what deleting a group changes', async () => {
    const { page } = mara;
    await mara.open('access-groups');
    await page.waitForSelector('tr:has-text("Harbour partners"):has-text("Harbour support")');
    await shot(page, 'list');
    await page.click('a:has-text("Harbour partners")');
    await page.click('button:has-text("Delete")');
    await page.waitForSelector('text=This portal loses the group: Harbour support.');
    await page.waitForSelector('text=3 contacts are let in:');
    expect(await findings(page, '[role=alertdialog]')).toEqual([]);
    await shot(page, 'delete');
    await page.click('[role=alertdialog] button:has-text("Delete")');
    await page.waitForSelector('tr:has-text("Ticket readers")');
    expect(await page.locator('tr:has-text("Harbour partners")').count()).toBe(0);
    await customer('ana@harbour.example');
  });

  it('shows a reader disabled fields and no buttons', async () => {
    const id = (
      await booted.services.accessGroups.define({
        name: 'Only to read',
        contactKeys: [company.people.ana.key],
      })
    ).id;
    const rea = await panelWith(browser, booted, 'Rea', ['access-groups.access-group-read']);
    await rea.open(`access-groups/${id}`);
    await rea.page.waitForSelector('td:has-text("Ana Lopes")');
    expect(await rea.page.isDisabled('input[name=name]')).toBe(true);
    for (const button of ['Save', 'Delete', 'Paste', 'Remove Ana'])
      expect(await rea.page.locator(`main button:has-text("${button}")`).count()).toBe(0);
    await rea.open('access-groups');
    await rea.page.waitForSelector('tr:has-text("Only to read")');
    expect(await rea.page.locator('main a:has-text("Create")').count()).toBe(0);
  });
});
