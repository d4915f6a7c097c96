/** Copying a key, and copying, saving or printing recovery codes; without the script people write them down. */
export function enlivenFactor(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copies]')) {
    // Only secure pages may copy.
    if (!('clipboard' in navigator)) continue;
    act(button, async () => {
      await navigator.clipboard.writeText(linesOf(button.dataset.copies));
      const before = button.textContent;
      button.textContent = button.dataset.done ?? '';
      setTimeout(() => (button.textContent = before), 3000);
    });
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-saves]'))
    act(button, () => save(button));
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-prints]'))
    act(button, () => print());
}

function act(button: HTMLButtonElement, work: () => void | Promise<void>): void {
  button.hidden = false;
  button.addEventListener('click', () => void work());
}

/** The text of an element, one line for each item of a list. */
function linesOf(id = ''): string {
  const element = document.getElementById(id);
  const items = [...(element?.querySelectorAll('li') ?? [])];
  const texts = items.length > 0 ? items : element ? [element] : [];
  return texts.map(({ textContent }) => textContent?.trim() ?? '').join('\n');
}

function save({ dataset: { saves, name = '', head = '' } }: HTMLButtonElement): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(
    new Blob([`${head}\n\n${linesOf(saves)}\n`], { type: 'text/plain' }),
  );
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
