/** The one script of the public pages: everything works without it. */
import { enlivenAnnouncements } from './announcements';
import { enlivenRequestForms } from './request-form';

// What explains the page takes the focus, so that it is read first.
document.querySelector<HTMLElement>('.problems, .notice[tabindex]')?.focus();

// A form is sent once; going back makes it usable again.
const forms = document.querySelectorAll<HTMLFormElement>('form[method="post"]');
for (const form of forms) {
  form.addEventListener('submit', () => {
    setTimeout(() => form.querySelectorAll('button').forEach((button) => (button.disabled = true)));
  });
}
// Who came by a link of the admin's own pressed a button already.
document.querySelector<HTMLFormElement>('form[data-presses-itself]')?.requestSubmit();
addEventListener('pageshow', () =>
  document.querySelectorAll('button').forEach((button) => (button.disabled = false)),
);

// Where nobody has chosen a time zone yet, the browser knows it better than the server.
const exact = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: 'long',
  timeStyle: 'short',
});
for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-zoneless]'))
  time.title = exact.format(new Date(time.dateTime));
const zones = document.querySelector<HTMLSelectElement>('select[data-zoneless]');
const { timeZone } = exact.resolvedOptions();
if (zones && [...zones.options].some((option) => option.value === timeZone)) zones.value = timeZone;

// A half-written message survives a closed tab's mishap on this device until it is sent. Its draft is named by where
// the form goes, which is the same on every page that shows the form.
function dropDrafts(path = ''): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(`draft ${path}`)) sessionStorage.removeItem(key);
}
const address = new URL(location.href);
const done = address.searchParams.get('done');
if (done === 'created')
  dropDrafts(
    `${address.pathname.replace(/\/tickets\/[^/]*$/, '/new')}/${address.searchParams.get('form') ?? ''} `,
  );
if (done === 'reply') dropDrafts(`${address.pathname}/reply `);
// Whoever comes to the sign-in page with nothing kept may be somebody else at a shared computer.
if (document.querySelector('[data-drops-drafts]')) dropDrafts();
// Said once: loading the page again must not take what was typed since.
address.searchParams.delete('done');
address.searchParams.delete('form');
if (done !== null) history.replaceState(null, '', address);

for (const form of forms) {
  for (const area of form.querySelectorAll<HTMLTextAreaElement>(
    'textarea:not([hidden], [readonly])',
  )) {
    const key = `draft ${new URL(form.action).pathname} ${area.name}`;
    const keep = () => sessionStorage.setItem(key, area.value);
    if (area.value === '') area.value = sessionStorage.getItem(key) ?? '';
    else keep();
    area.addEventListener('input', keep);
  }
}

enlivenRequestForms();
enlivenAnnouncements();
