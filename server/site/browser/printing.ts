/** The button appears where there is a script to print with; without one the browser's own menu prints the same. */
export function offerPrinting(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.prints')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
}
