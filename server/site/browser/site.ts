/** The one script of the public pages: everything works without it. */
import { enlivenAnnouncements } from './announcements';
import { noteReadArticle } from './articles';
import { tendDrafts } from './drafts';
import { enlivenFactor } from './factor';
import { warnBeforeIdleEnd } from './idle-warning';
import { enlivenPasswords } from './passwords';

// What explains the page takes the focus, so that it is read first.
document.querySelector<HTMLElement>('.problems, .notice[tabindex]')?.focus();

// A form is sent once; going back makes it usable again.
const forms = document.querySelectorAll<HTMLFormElement>('form[method="post"]');
for (const form of forms) {
  form.addEventListener('submit', (event) => {
    setTimeout(() => {
      // A script may hold it back until its files have arrived.
      if (event.defaultPrevented && form.dataset.compose !== undefined) return;
      form.querySelectorAll('button').forEach((button) => (button.disabled = true));
    });
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

tendDrafts();
noteReadArticle();
enlivenPasswords();
enlivenFactor();
enlivenAnnouncements();
warnBeforeIdleEnd();
