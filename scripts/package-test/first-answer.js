const assert = require('node:assert/strict');

const PORTAL = 'Tally Brook';
const SUBJECT = 'Does it work?';
const ANSWER = 'It does, and you are the first to ask.';
/** ms that a mail may take: twice the time in which answers become one. */
const PATIENCE = 4 * 60_000;

/**
 * The first hour of a CMS admin in the admin panel, from the first admin's form to the mail that brings a customer the
 * agent's answer. Nothing is chosen that has a default; `step` runs each part under its name.
 */
async function walkToFirstAnswer(page, { url, admin, step }) {
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const heading = (name, level) => page.getByRole('heading', { name, exact: true, level });
  /** Of the plugin's own menu. */
  const goTo = (name) =>
    page
      .getByRole('navigation', { name: 'Customer Portal' })
      .getByRole('link', { name, exact: true })
      .click();

  await step('the first admin registers in the browser', async () => {
    await page.goto(`${url}/admin`);
    for (const [name, value] of Object.entries({ ...admin, confirmPassword: admin.password }))
      await page.locator(`input[name="${name}"]`).fill(value);
    await page.locator('button[type="submit"]').click();
    await page.locator('a[href$="/plugins/customer-portal"]').first().click();
    // Where there is no portal yet, the set-up comes first.
    await heading('Portals', 1).waitFor();
  });

  await step('the set-up makes a portal of nothing but a name', async () => {
    await page.getByRole('link', { name: 'Set up a portal' }).first().click();
    await heading('Set up your customer portal', 1).waitFor();
    await page.getByLabel(/^Name/).fill(PORTAL);
    await press('Next');
    for (const name of ['Domain', 'Tickets', 'Access']) {
      await heading(name, 2).waitFor();
      await press('Next');
    }
    await heading('Review', 2).waitFor();
    await press('Finish');
    await heading(`${PORTAL} is live`, 1).waitFor();
  });

  const customer = await step('one press opens it as a test customer', async () => {
    const opened = page.context().waitForEvent('page');
    await press('Try it as a test customer');
    const tab = await opened;
    await tab.waitForURL(`${url}/tally-brook`);
    await tab.getByText(`${admin.firstname} ${admin.lastname} (test customer)`).first().waitFor();
    return tab;
  });

  await step('the customer opens a ticket', async () => {
    await customer.getByRole('link', { name: 'New ticket' }).first().click();
    await customer.fill('#subject', SUBJECT);
    await customer.fill('#body', 'I have just set it up.');
    await customer.click('main button.primary');
    await customer.waitForURL(/\/tally-brook\/tickets\//);
    assert.ok((await customer.locator('main').innerText()).includes('T-1001'));
  });

  await step('the agent answers in the help desk', async () => {
    await goTo('Help desk');
    await page.getByRole('link', { name: SUBJECT, exact: true }).click();
    await page.locator('textarea').fill(ANSWER);
    await page.getByRole('button', { name: /^Send to / }).click();
    await page.getByText('Waiting on customer').first().waitFor();
  });

  await step('the customer reads the answer', async () => {
    await customer.reload();
    await customer.getByText(ANSWER).waitFor();
    await customer.getByText('Waiting for your reply').first().waitFor();
  });

  const link = customer.url().split('?')[0];
  const readMail = async (kind, subject, ...contents) => {
    const row = page.getByRole('row').filter({ hasText: kind });
    const mail = row.getByRole('button', { name: subject, exact: true });
    for (const until = Date.now() + PATIENCE; (await mail.count()) === 0;) {
      assert.ok(Date.now() < until, `no mail “${subject}”`);
      await press('Refresh');
      await page.waitForTimeout(500);
    }
    await mail.click();
    const dialog = page.getByRole('dialog');
    for (const content of [link, ...contents]) await dialog.getByText(content).first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  await step('the customer’s receipt is in the mail viewer', async () => {
    await goTo('Mail viewer');
    await readMail('Request received', `[T-1001] ${SUBJECT}`);
  });
  // Answers within two minutes make one mail.
  await step('so is the mail with the answer, two minutes after it', () =>
    readMail('Answer to the customer', `Re: [T-1001] ${SUBJECT}`, ANSWER),
  );
}

module.exports = { walkToFirstAnswer };
