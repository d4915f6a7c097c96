import { styled } from 'styled-components';

/** The button of a table's row that opens a dialog; a press anywhere in the row does the same. */
export const RowOpener = styled.button.attrs({ type: 'button', 'aria-haspopup': 'dialog' })`
  color: ${({ theme }) => theme.colors.neutral800};
  background: none;
  border: 0;
  padding: 0;
  font: inherit;
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  text-align: start;
  overflow-wrap: anywhere;
  cursor: pointer;

  &:hover,
  &:focus-visible {
    color: ${({ theme }) => theme.colors.primary600};
    text-decoration: underline;
  }
`;
