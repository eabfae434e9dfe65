import { describe, expect, it } from 'vitest';
import { screenshot } from '../../../../../infra/local/view/screenshot/screenshot.ts';

const OPTIONS = { title: 'npm start', description: 'A view of the pipeline.' };

/** Elements without the window around them. */
function content(text: string): string[] {
  return screenshot(text, OPTIONS)
    .split('\n')
    .filter((line) => /^<(?:text x="\d+" y="(?!23")|path (?!d="M1 36))/.test(line));
}

describe('a screenshot', () => {
  it('has words at their columns, as wide as their cells, in their colours', () => {
    expect(content(' \u001b[1mλ bridge\u001b[22m  \u001b[32m12/s\u001b[39m\n no rule')).toEqual([
      '<text x="27" y="59" class="b">λ</text>',
      '<text x="45" y="59" textLength="54" class="b">bridge</text>',
      '<text x="117" y="59" textLength="36" class="green">12/s</text>',
      '<text x="27" y="79" textLength="63">no rule</text>',
    ]);
  });

  it('has wide characters two columns wide', () => {
    expect(content('注文 x')).toEqual([
      '<text x="18" y="59">注</text>',
      '<text x="36" y="59">文</text>',
      '<text x="63" y="59">x</text>',
    ]);
  });

  it('draws bars and lines, those of one colour as one path', () => {
    expect(content('\u001b[32m▁▇\u001b[39m\u001b[2m─\u001b[22m\u001b[32m━╸\u001b[39m│├╰█')).toEqual([
      '<path class="green" d="M18 59h9v2h-9zM27 47h9v14h-9zM45 52h9v4h-9zM54 52h5v4h-5z"/>',
      '<path class="d" d="M36 54h9v1h-9z"/>',
      '<path d="M67 44h1v20h-1zM76 44h1v20h-1zM76 54h5v1h-5zM85 44h1v11h-1zM85 54h5v1h-5zM90 45h9v16h-9z"/>',
    ]);
  });

  it('is as large as what is in it, without empty lines around', () => {
    const [first] = screenshot(`\n\n${'x'.repeat(50)}   \nx\n\n\n`, OPTIONS).split('\n');

    expect(first).toContain('viewBox="0 0 486 102"');
  });

  it('cannot be broken by its text', () => {
    const image = screenshot('a < b && c > d', { title: '<script>', description: '&' });

    expect(image).toContain('>a &lt; b &amp;&amp; c &gt; d</text>');
    expect(image).toContain('<title>&lt;script&gt;</title>\n<desc>&amp;</desc>');
  });

  it('may be of nothing', () => {
    expect(content('\n')).toEqual([]);
  });
});
