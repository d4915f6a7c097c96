import { h, type Child } from '../html';

interface Props {
  action: string;
  /** Of the link that led here. */
  token: string;
  button: string;
  /** With the script it presses itself. */
  pressesItself?: boolean;
  children: Child;
}

/** What a mailed link opens: opening an address changes nothing, this one press does. */
export function PressForm({ action, token, button, pressesItself, children }: Props) {
  return (
    <form method="post" action={action} data-presses-itself={pressesItself}>
      {children}
      <input type="hidden" name="token" value={token} />
      <button class="primary" autofocus={pressesItself}>
        {button}
      </button>
    </form>
  );
}
