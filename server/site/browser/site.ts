/** The one script of the public pages: everything works without it. */
const main = document.getElementById('content');

// An error summary takes the focus, so that it is read first.
document.querySelector<HTMLElement>('.problems')?.focus();

// A form is sent once; going back makes it usable again.
for (const form of document.querySelectorAll<HTMLFormElement>('form[method="post"]')) {
  form.addEventListener('submit', () => {
    setTimeout(() => form.querySelectorAll('button').forEach((button) => (button.disabled = true)));
  });
}
addEventListener('pageshow', () =>
  document.querySelectorAll('button').forEach((button) => (button.disabled = false)),
);

// A half-written message survives a closed tab's mishap on this device until it is sent.
for (const area of document.querySelectorAll<HTMLTextAreaElement>(
  'form[method="post"] textarea:not([hidden])',
)) {
  const key = `draft ${location.pathname} ${area.name}`;
  if (area.value === '' && !main?.querySelector('.notice[role="status"]'))
    area.value = sessionStorage.getItem(key) ?? '';
  else sessionStorage.removeItem(key);
  area.addEventListener('input', () => sessionStorage.setItem(key, area.value));
}

// After signing out nothing typed stays on a shared computer.
if (new URLSearchParams(location.search).get('done') === 'signed-out') sessionStorage.clear();
