import { mailHtml } from './mail-html';

describe('the HTML of a mail', () => {
  const bodyOf = (text: string) =>
    /<div dir="auto">([\s\S]*)<\/div>/.exec(mailHtml(text, 'en'))?.[1];

  it('says the same as the text, with web addresses as links', () => {
    expect(bodyOf('Answer here:\nhttps://help.example/support/tickets/a?x=1&y=2.\n\n(Ana)')).toBe(
      'Answer here:<br>\n<a href="https://help.example/support/tickets/a?x=1&amp;y=2">https://help.example/support/tickets/a?x=1&amp;y=2</a>.<br>\n<br>\n(Ana)',
    );
  });

  it('attack 11: what somebody types is no markup', () => {
    for (const typed of [
      '<img src="https://evil.example/x.png">',
      '<a href="https://evil.example">Choose a new password</a>',
      'https://evil.example/"onmouseover="x',
      '<https://evil.example/<script>',
      "javascript:alert('x')",
      '&lt;b&gt;',
    ]) {
      const body = bodyOf(typed) ?? '';
      const tags = body.match(/<[^>]*>/g) ?? [];
      expect(tags.every((tag) => /^(<a href="https:\/\/[^"\s<>]+">|<\/a>)$/.test(tag))).toBe(true);
      const shown = body
        .replace(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      expect(shown).toBe(typed);
    }
  });
});
